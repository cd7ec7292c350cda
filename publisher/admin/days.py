"""Years, months and days to choose a list by, reckoned from its first and its last row: no row between is read."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.contrib.admin.views.main import PAGE_VAR, ChangeList
from django.db.models import QuerySet
from django.utils import timezone


@dataclass(frozen=True, kw_only=True)
class Place:
    """A time to choose: `asks` are the words of its address."""

    words: str
    asks: dict[str, int]


@dataclass(frozen=True, kw_only=True)
class Days:
    """What stands above a list: the way back, and the times within what is chosen."""

    back: Place | None
    places: list[Place]
    is_day: bool = False
    """One day is chosen, and is the only place."""


def days(first: date, last: date, *, year: int | None, month: int | None, day: int | None) -> Days:
    """Give the times to choose between `first` and `last`, within those that are chosen; pure."""
    if year and month and day:
        return Days(back=_month(year, month), places=[_day(date(year, month, day))], is_day=True)
    if year and month:
        return Days(back=_year(year), places=[_day(each) for each in _all_days(year, month) if first <= each <= last])
    if year or first.year == last.year:
        chosen = year or last.year
        within = [each for each in range(1, 13) if (first.year, first.month) <= (chosen, each) <= (last.year, last.month)]
        return Days(back=Place(words="All dates", asks={}) if year else None, places=[_month(chosen, each) for each in within])
    return Days(back=None, places=[_year(each) for each in range(first.year, last.year + 1)])


def _all_days(year: int, month: int) -> Iterator[date]:
    each = date(year, month, 1)
    while each.month == month:
        yield each
        each += timedelta(days=1)


def _year(year: int) -> Place:
    return Place(words=str(year), asks={"year": year})


def _month(year: int, month: int) -> Place:
    return Place(words=f"{date(year, month, 1):%B %Y}", asks={"year": year, "month": month})


def _day(day: date) -> Place:
    return Place(words=f"{day.day} {day:%B}", asks={"year": day.year, "month": day.month, "day": day.day})


# -- beside a list ---------------------------------------------------------------------------------------------------


@dataclass(frozen=True, kw_only=True)
class Link:
    """One time as it stands above the list; no address for the day that is chosen."""

    words: str
    address: str


def days_above(changelist: ChangeList, created: "QuerySet[Any]") -> tuple[Link | None, list[Link]]:
    """Give the way back and the times within, as links that keep the other filters. Rows are made in the order of their keys."""
    ordered = created.order_by("pk").values_list(str(changelist.date_hierarchy), flat=True)
    first, last = ordered.first(), ordered.last()
    if first is None or last is None:
        return None, []
    chosen = {part: _number(changelist, part) for part in ("year", "month", "day")}
    shown = days(timezone.localtime(first).date(), timezone.localtime(last).date(), **chosen)
    back = _link(changelist, shown.back) if shown.back else None
    return back, [Link(words=place.words, address="") if shown.is_day else _link(changelist, place) for place in shown.places]


def _number(changelist: ChangeList, part: str) -> int | None:
    # What is no time was refused by the list before.
    said = changelist.params.get(f"{changelist.date_hierarchy}__{part}", "")
    return int(said) if str(said).isdecimal() else None


def _link(changelist: ChangeList, place: Place) -> Link:
    asks = {f"{changelist.date_hierarchy}__{part}": number for part, number in place.asks.items()}
    return Link(words=place.words, address=changelist.get_query_string(asks, remove=[f"{changelist.date_hierarchy}__", PAGE_VAR]))
