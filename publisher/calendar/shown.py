"""What the pages of the schedule show: a month, a week, or a list, around one day."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from itertools import groupby
from typing import Self
from urllib.parse import urlencode

from django.urls import reverse

from publisher.calendar import entries, grid
from publisher.calendar.entries import Entry, Reader
from publisher.services.scheduling import MOST_AHEAD

LATELY = timedelta(days=14)
TO_COME = 2 * MOST_AHEAD
"""How far ahead the list looks: what is sent in a year may be made public by its platform even later."""
MOST_A_DAY = 6
"""As many fit into one day of a month; the rest is a link to its week."""


class View(StrEnum):
    """How the schedule is shown."""

    MONTH = "month"
    WEEK = "week"
    LIST = "list"


@dataclass(frozen=True, kw_only=True)
class Place:
    """Which part of the schedule: a way to show it, and a day in it."""

    view: View
    on: date

    @classmethod
    def of(cls, given: Mapping[str, str], *, today: date) -> Self:
        """As an address or a form asks for it; what makes no sense is today's month."""
        view, said = given.get("view", ""), given.get("on", "")
        try:
            on = min(max(date.fromisoformat(said), grid.FIRST_DAY), grid.LAST_DAY)
        except ValueError:
            on = today
        return cls(view=View(view) if view in list(View) else View.MONTH, on=on)

    @property
    def address(self) -> str:
        return f"{reverse('schedule')}?{self.query}"

    @property
    def query(self) -> str:
        return urlencode({"view": self.view.value, "on": self.on.isoformat()})

    def showing(self, day: date) -> "Place":
        """This place if it shows `day`, else the one of the same kind that does."""
        return self if day in self.days else Place(view=self.view, on=day)

    @property
    def days(self) -> list[date]:
        match self.view:
            case View.MONTH:
                return [day for week in grid.month_of(self.on) for day in week]
            case View.WEEK:
                return grid.week_of(self.on)
            case View.LIST:
                return [self.on]

    def as_(self, view: View) -> "Place":
        return Place(view=view, on=self.on)

    @property
    def before(self) -> "Place":
        on = grid.month_before(self.on) if self.view == View.MONTH else self.on - 7 * grid.DAY
        return Place(view=self.view, on=max(on, grid.FIRST_DAY))

    @property
    def after(self) -> "Place":
        on = grid.month_after(self.on) if self.view == View.MONTH else self.on + 7 * grid.DAY
        return Place(view=self.view, on=min(on, grid.LAST_DAY))


@dataclass(frozen=True, kw_only=True)
class Slot:
    """One hour of a day in a week, and what is in it."""

    hour: grid.Hour
    entries: list[Entry]


@dataclass(frozen=True, kw_only=True)
class Day:
    """One day and what is in it; `slots` in a week alone."""

    date: date
    is_today: bool
    is_beside: bool
    """Of the month before or after."""
    entries: list[Entry]
    slots: list[Slot]

    @property
    def first(self) -> list[Entry]:
        return self.entries if len(self.entries) <= MOST_A_DAY else self.entries[: MOST_A_DAY - 1]

    @property
    def left_out(self) -> int:
        return len(self.entries) - len(self.first)

    @property
    def week(self) -> str:
        return Place(view=View.WEEK, on=self.date).address


@dataclass(frozen=True, kw_only=True)
class Shown:
    """What is shown of one place."""

    place: Place
    today: date
    weeks: list[list[Day]]
    days: list[Day]
    lately: list[Day]
    overdue: list[Entry]
    hours: list[grid.Hour]
    """The rows of a week, as its longest day has them."""
    is_cut: bool

    @property
    def is_empty(self) -> bool:
        return not (self.overdue or any(day.entries for day in (*self.days, *self.lately)))


def shown(place: Place, *, reader: Reader) -> Shown:
    """Read what belongs there."""
    today = reader.now.astimezone(reader.zone).date()
    return _list(today, place, reader) if place.view == View.LIST else _grid(today, place, reader)


def _grid(today: date, place: Place, reader: Reader) -> Shown:
    dates = place.days
    found = entries.between(*_moments(dates[0], dates[-1], reader), reader=reader)
    by_day = _by_day(found.entries)
    again = frozenset[int]().union(*(grid.twice(day, reader.zone) for day in dates)) if place.view == View.WEEK else frozenset[int]()
    days = [_day(each, by_day.get(each, []), today=today, place=place, reader=reader, again=again) for each in dates]
    return Shown(
        place=place,
        today=today,
        weeks=[days[start : start + 7] for start in range(0, len(days), 7)],
        days=days,
        lately=[],
        overdue=[],
        hours=[slot.hour for slot in days[0].slots],
        is_cut=found.is_cut,
    )


def _list(today: date, place: Place, reader: Reader) -> Shown:
    ahead = entries.between(reader.now, reader.now + TO_COME, reader=reader)
    gone = entries.between(grid.start_of(today, reader.zone) - LATELY, reader.now, reader=reader, most=100, newest_first=True)
    asked = entries.overdue(reader)
    named = {entry.key for entry in asked}
    return Shown(
        place=place,
        today=today,
        weeks=[],
        days=_days(ahead.entries, named, today),
        lately=_days(gone.entries, named, today),
        overdue=asked,
        hours=[],
        is_cut=ahead.is_cut,
    )


def _days(found: list[Entry], named: set[str], today: date) -> list[Day]:
    days = groupby((entry for entry in found if entry.key not in named), key=lambda entry: entry.day)
    return [Day(date=day, is_today=day == today, is_beside=False, entries=list(of_it), slots=[]) for day, of_it in days]


def _by_day(found: Iterable[Entry]) -> dict[date, list[Entry]]:
    by_day: dict[date, list[Entry]] = {}
    for entry in found:
        by_day.setdefault(entry.day, []).append(entry)
    return by_day


def _day(day: date, of_it: list[Entry], *, today: date, place: Place, reader: Reader, again: frozenset[int]) -> Day:
    hours = grid.hours_of(day, reader.zone, again=again) if place.view == View.WEEK else []
    return Day(
        date=day,
        is_today=day == today,
        is_beside=place.view == View.MONTH and day.month != place.on.month,
        entries=of_it,
        slots=[Slot(hour=hour, entries=[entry for entry in of_it if _is_in(entry, hour)]) for hour in hours],
    )


def _is_in(entry: Entry, hour: grid.Hour) -> bool:
    return entry.here.hour == hour.hour and hour.again == (entry.which == "second")


def _moments(first: date, last: date, reader: Reader) -> tuple[datetime, datetime]:
    return grid.start_of(first, reader.zone), grid.start_of(last + grid.DAY, reader.zone)
