"""Periods that numbers are asked for, and the hours, days or months that they are shown in."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, tzinfo
from enum import StrEnum

LAST: Mapping[str, timedelta | None] = {
    "24h": timedelta(hours=24),
    "7d": timedelta(days=7),
    "30d": timedelta(days=30),
    "all": None,
}
"""The periods that every door offers, by name: each ends now."""

MOST_FOR_HOURS = timedelta(hours=48)
MOST_FOR_DAYS = timedelta(days=92)


class Step(StrEnum):
    """What one bar of a chart stands for."""

    HOUR = "hour"
    DAY = "day"
    MONTH = "month"


@dataclass(frozen=True, kw_only=True)
class Period:
    """After `since` (None: from the beginning) up to and including `until`; `name` is one of `LAST`, or empty."""

    since: datetime | None
    until: datetime
    name: str = ""

    @property
    def step(self) -> Step:
        """Hours for up to two days, days for up to three months, months for what is longer."""
        if self.since is None or self.until - self.since > MOST_FOR_DAYS:
            return Step.MONTH
        return Step.HOUR if self.until - self.since <= MOST_FOR_HOURS else Step.DAY

    def starts(self, *, oldest: datetime, zone: tzinfo) -> list[datetime]:
        """Give where each step begins, as clocks in `zone` show it; the first may begin before the period, and is cut off by it.

        Where there are only months, those before `oldest`, the first wish of all, are left away.
        """
        first = self.since if self.since and self.step is not Step.MONTH else max(self.since or oldest, oldest)
        start, next_start = _FLOORS[self.step](first.astimezone(zone)), _NEXT[self.step]
        starts = [start]
        while (start := next_start(start)) <= self.until:
            starts.append(start)
        return starts


def last(name: str, *, now: datetime) -> Period:
    """Give the period of that name that ends at `now`. Raises KeyError for a name that is not in `LAST`."""
    length = LAST[name]
    return Period(name=name, since=None if length is None else now - length, until=now)


def _hour(moment: datetime) -> datetime:
    return moment.replace(minute=0, second=0, microsecond=0)


def _day(moment: datetime) -> datetime:
    return moment.replace(hour=0, minute=0, second=0, microsecond=0, fold=0)


def _month(moment: datetime) -> datetime:
    return _day(moment).replace(day=1)


def _next_hour(start: datetime) -> datetime:
    # By way of UTC: the hour that summer time skips is none, and the one that comes twice is two.
    return (start.astimezone(UTC) + timedelta(hours=1)).astimezone(start.tzinfo)


def _next_day(start: datetime) -> datetime:
    return start + timedelta(days=1)


def _next_month(start: datetime) -> datetime:
    return _month(start + timedelta(days=31))


_FLOORS: Mapping[Step, Callable[[datetime], datetime]] = {Step.HOUR: _hour, Step.DAY: _day, Step.MONTH: _month}
_NEXT: Mapping[Step, Callable[[datetime], datetime]] = {Step.HOUR: _next_hour, Step.DAY: _next_day, Step.MONTH: _next_month}
