"""The grid: whole weeks, every hour that a day has and no other, and each moment on the day that the clocks show."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from publisher.calendar.grid import DAY, Hour, hours_of, month_after, month_before, month_of, start_of, twice, week_of
from publisher.wall_clock import NoSuchTime, resolve

BERLIN, NEW_YORK, LORD_HOWE = ZoneInfo("Europe/Berlin"), ZoneInfo("America/New_York"), ZoneInfo("Australia/Lord_Howe")
ZONES = [pytest.param(zone, id=zone.key) for zone in (BERLIN, NEW_YORK, LORD_HOWE)]
YEAR = [date(2026, 1, 1) + day * DAY for day in range(365)]
SHORT_OF_24 = {
    "Europe/Berlin": {date(2026, 3, 29): 23, date(2026, 10, 25): 25},
    "America/New_York": {date(2026, 3, 8): 23, date(2026, 11, 1): 25},
    "Australia/Lord_Howe": {date(2026, 4, 5): 24.5, date(2026, 10, 4): 23.5},
}


@given(st.dates(min_value=date(1971, 1, 1), max_value=date(2199, 12, 1)))
def test_a_month_is_its_days_in_whole_weeks(day: date) -> None:
    weeks = month_of(day)
    days = [each for week in weeks for each in week]
    assert all(len(week) == 7 and week[0].weekday() == 0 for week in weeks)
    assert days == [days[0] + step * DAY for step in range(len(days))]
    of_it = [each for each in days if (each.year, each.month) == (day.year, day.month)]
    assert of_it[0].day == 1
    assert (of_it[-1] + DAY).month != day.month
    assert all(any(each in of_it for each in week) for week in weeks)
    assert week_of(day) in weeks
    assert month_before(month_after(day)) == day.replace(day=1)


@pytest.mark.parametrize(
    ("month", "weeks"),
    [("2026-11", 6), ("2027-02", 4), ("2026-12", 5), ("2028-02", 5)],
)
def test_how_many_weeks_a_month_has(month: str, weeks: int) -> None:
    assert len(month_of(date.fromisoformat(f"{month}-15"))) == weeks


@pytest.mark.parametrize("zone", ZONES)
def test_days_are_as_long_as_they_are(zone: ZoneInfo) -> None:
    lengths = {day: (start_of(day + DAY, zone) - start_of(day, zone)) / timedelta(hours=1) for day in YEAR}
    assert {day: length for day, length in lengths.items() if length != 24} == SHORT_OF_24[zone.key]


def test_a_day_whose_midnight_is_skipped_begins_when_the_clocks_go_on() -> None:
    havana = ZoneInfo("America/Havana")
    assert start_of(date(2026, 3, 8), havana) == datetime(2026, 3, 8, 5, tzinfo=UTC)


@pytest.mark.parametrize(
    ("zone", "day", "skipped", "again"),
    [
        (BERLIN, date(2026, 3, 29), {2}, set()),
        (BERLIN, date(2026, 10, 25), set(), {2}),
        (BERLIN, date(2026, 12, 1), set(), set()),
        (NEW_YORK, date(2026, 3, 8), {2}, set()),
        (NEW_YORK, date(2026, 11, 1), set(), {1}),
        # Half an hour alone is skipped, or comes twice: the other half of it is there.
        (LORD_HOWE, date(2026, 10, 4), set(), set()),
        (LORD_HOWE, date(2026, 4, 5), set(), {1}),
    ],
)
def test_the_hours_of_a_day(zone: ZoneInfo, day: date, skipped: set[int], again: set[int]) -> None:
    hours = hours_of(day, zone, again=twice(day, zone))
    assert {each.hour for each in hours if each.is_skipped} == skipped
    assert {each.hour for each in hours if each.again} == again
    assert len(hours) == 24 + len(again)


def test_a_day_beside_one_with_an_hour_more_has_a_place_for_it_that_is_none() -> None:
    hours = hours_of(date(2026, 10, 24), BERLIN, again=frozenset({2}))
    assert hours[3] == Hour(hour=2, again=True, is_skipped=True)


@pytest.mark.parametrize("zone", ZONES)
@pytest.mark.parametrize("hour", ["00:00", "00:30", "01:30", "01:45", "02:15", "02:30", "09:00", "23:30", "23:59"])
def test_every_time_of_a_year_is_on_its_day(zone: ZoneInfo, hour: str) -> None:
    for day in YEAR:
        for second in (False, True):
            try:
                moment = resolve(datetime.combine(day, time.fromisoformat(hour)), zone, second=second)
            except NoSuchTime:
                continue
            assert moment.astimezone(zone).date() == day
            assert start_of(day, zone) <= moment < start_of(day + DAY, zone)
