"""The grid of a calendar: from a date to the days of its month or week, and the hours that each of them has; pure."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta, tzinfo

from publisher.wall_clock import NoSuchTime, is_twice, resolve

DAY = timedelta(days=1)
FIRST_DAY, LAST_DAY = date(1970, 1, 5), date(2200, 12, 28)
"""Between these a calendar is shown: whole weeks and months, far from the ends of what dates there are."""
_QUARTERS = (0, 15, 30, 45)
"""Clocks are changed at these minutes, wherever people live."""


@dataclass(frozen=True, kw_only=True)
class Hour:
    """One hour on the clocks of a day; `again` where they show it for the second time, `is_skipped` where they never do."""

    hour: int
    again: bool = False
    is_skipped: bool = False


def week_of(day: date) -> list[date]:
    """Its week, from Monday on."""
    monday = day - timedelta(days=day.weekday())
    return [monday + step * DAY for step in range(7)]


def month_of(day: date) -> list[list[date]]:
    """The weeks that have a day of its month, whole."""
    first, weeks = day.replace(day=1), []
    week = week_of(first)
    while week[0] <= first or week[0].month == first.month:
        weeks.append(week)
        week = week_of(week[0] + 7 * DAY)
    return weeks


def month_before(day: date) -> date:
    return (day.replace(day=1) - DAY).replace(day=1)


def month_after(day: date) -> date:
    return (day.replace(day=1) + 31 * DAY).replace(day=1)


def start_of(day: date, zone: tzinfo) -> datetime:
    """The first moment of a day, in UTC; where its midnight is skipped, that at which the clocks go on."""
    try:
        return resolve(datetime.combine(day, time()), zone)
    except NoSuchTime as skipped:
        return skipped.next


def hours_of(day: date, zone: tzinfo, *, again: frozenset[int] = frozenset()) -> list[Hour]:
    """Its hours, in order; those in `again` have a second place, so that days of one week stand side by side."""
    hours: list[Hour] = []
    for hour in range(24):
        hours.append(Hour(hour=hour, is_skipped=not _is_there(day, hour, zone)))
        if hour in again:
            hours.append(Hour(hour=hour, again=True, is_skipped=hour not in twice(day, zone)))
    return hours


def twice(day: date, zone: tzinfo) -> frozenset[int]:
    """The hours of a day that come twice, or of which a part does."""
    return frozenset(hour for hour in range(24) if any(is_twice(wall, zone) for wall in _walls(day, hour)))


def _is_there(day: date, hour: int, zone: tzinfo) -> bool:
    return any(_exists(wall, zone) for wall in _walls(day, hour))


def _exists(wall: datetime, zone: tzinfo) -> bool:
    try:
        resolve(wall, zone)
    except NoSuchTime:
        return False
    return True


def _walls(day: date, hour: int) -> list[datetime]:
    return [datetime.combine(day, time(hour, minute)) for minute in _QUARTERS]
