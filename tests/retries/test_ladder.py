"""The ladder and its slots at every moment: whatever the clock, the zone, the season, the count or the expression."""

import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from retries.backoff import gap, slot_not_after, slot_not_before
from retries.ladder import Ladder

SECOND, MINUTE, HOUR = timedelta(seconds=1), timedelta(minutes=1), timedelta(hours=1)
MOMENTS = st.datetimes(min_value=datetime(2000, 1, 1), max_value=datetime(2090, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001
AUTUMN, SPRING = datetime(2026, 10, 25, tzinfo=UTC), datetime(2027, 3, 28, tzinfo=UTC)
"""The days on which Berlin has an hour twice, and one not at all."""
NEAR_A_CHANGE = st.builds(lambda day, seconds: day + timedelta(seconds=seconds), st.sampled_from([AUTUMN, SPRING]), st.floats(-9e4, 9e4))
ZONES = st.sampled_from([ZoneInfo(name) for name in ("Asia/Kolkata", "Europe/Berlin", "Australia/Lord_Howe", "America/St_Johns", "UTC")])
EVERY_HOUR = range(24)
CRONS: dict[str, tuple[list[int], list[int]]] = {
    "0 * * * *": ([0], [*EVERY_HOUR]),
    "* * * * *": ([*range(60)], [*EVERY_HOUR]),
    "*/7 * * * *": ([0, 7, 14, 21, 28, 35, 42, 49, 56], [*EVERY_HOUR]),
    "5,35 * * * *": ([5, 35], [*EVERY_HOUR]),
    "59 23 * * *": ([59], [23]),
    "30 2 * * *": ([30], [2]),
    "10-12 0-23/6 * * *": ([10, 11, 12], [0, 6, 12, 18]),
    "0 22-2 * * *": ([0], [0, 1, 2, 22, 23]),
}
"""Odd expressions, each with the minutes and hours (UTC) that it means, as a person reads it."""
COUNTS = st.integers(0, 8)
BASES = st.integers(1, 1440).map(lambda minutes: timedelta(minutes=minutes))


def first_by_hand(moment: datetime, cron: str) -> datetime:
    """The first slot at or after `moment`, found by going through the minutes."""
    minutes, hours = CRONS[cron]
    at = moment.replace(second=0, microsecond=0)
    if at < moment:
        at += MINUTE
    while at.hour not in hours or at.minute not in minutes:
        at += MINUTE
    return at


# -- slots -----------------------------------------------------------------------------------------------------------


@given(MOMENTS, st.sampled_from(sorted(CRONS)))
def test_the_next_slot_is_the_first_that_the_expression_names(moment: datetime, cron: str) -> None:
    assert slot_not_before(moment, cron=cron) == first_by_hand(moment, cron)


@given(MOMENTS, st.sampled_from(sorted(CRONS)))
def test_the_last_slot_and_the_next_enclose_the_moment_with_no_slot_between(moment: datetime, cron: str) -> None:
    last, next_ = slot_not_after(moment, cron=cron), slot_not_before(moment, cron=cron)
    assert last <= moment <= next_
    assert slot_not_before(last, cron=cron) == last == slot_not_after(last, cron=cron)
    assert slot_not_after(next_, cron=cron) == next_
    if last != moment:
        assert slot_not_before(last + SECOND, cron=cron) == next_
        assert slot_not_after(next_ - SECOND, cron=cron) == last


@given(NEAR_A_CHANGE, ZONES, st.sampled_from(sorted(CRONS)))
def test_slots_are_in_utc_whatever_zone_the_moment_is_told_in(moment: datetime, zone: ZoneInfo, cron: str) -> None:
    told = moment.astimezone(zone)
    assert slot_not_before(told, cron=cron) == first_by_hand(moment, cron)
    assert slot_not_after(told, cron=cron) == slot_not_after(moment, cron=cron) <= moment


@pytest.fixture
def at_home_in(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """The machine, Django and the reader, all in one zone that is not UTC."""
    monkeypatch.setenv("TZ", request.param)
    time.tzset()
    with timezone.override(request.param):
        yield
    monkeypatch.undo()
    time.tzset()


@pytest.mark.parametrize("at_home_in", ["Asia/Kolkata", "Europe/Berlin"], indirect=True)
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(NEAR_A_CHANGE, st.sampled_from(sorted(CRONS)))
def test_no_zone_of_the_machine_or_the_reader_moves_a_slot(at_home_in: None, moment: datetime, cron: str) -> None:
    assert slot_not_before(moment, cron=cron) == first_by_hand(moment, cron)


@given(st.sampled_from([AUTUMN, SPRING]))
def test_a_day_has_24_hourly_slots_though_its_clocks_change(day: datetime) -> None:
    slots, slot = set(), slot_not_before(day, cron="0 * * * *")
    while slot < day + timedelta(days=1):
        slots.add(slot)
        slot = slot_not_before(slot + SECOND, cron="0 * * * *")
    assert slots == {day + hours * HOUR for hours in EVERY_HOUR}


# -- the ladder ------------------------------------------------------------------------------------------------------


@given(MOMENTS, COUNTS, BASES, st.sampled_from(sorted(CRONS)))
def test_a_retry_runs_at_the_first_slot_after_its_gap_and_never_before(moment: datetime, count: int, base: timedelta, cron: str) -> None:
    slot = Ladder(retries=5, base=base, cron=cron).slot(count, now=moment)
    assert slot >= moment + base * 2**count
    assert slot == first_by_hand(moment + base * 2**count, cron)


@given(MOMENTS, COUNTS, st.timedeltas(timedelta(hours=-40), timedelta(hours=40)))
def test_what_the_platform_asks_for_only_makes_it_later(moment: datetime, count: int, asked: timedelta) -> None:
    rungs = Ladder(retries=5, base=HOUR, cron="0 * * * *")
    slot = rungs.slot(count, now=moment, not_before=moment + asked)
    assert slot >= max(moment + asked, rungs.slot(count, now=moment))
    assert slot - max(moment + asked, moment + gap(count, base=HOUR)) < HOUR


@given(MOMENTS, st.timedeltas(timedelta(0), timedelta(days=400)), COUNTS)
def test_a_clock_that_jumps_ahead_or_back_moves_no_retry_to_the_other_side_of_another(
    earlier: datetime, jump: timedelta, count: int
) -> None:
    rungs = Ladder(retries=5, base=HOUR, cron="0 * * * *")
    assert rungs.slot(count, now=earlier) <= rungs.slot(count, now=earlier + jump)
    assert rungs.slot(count, now=earlier) <= rungs.slot(count + 1, now=earlier)
    assert rungs.last_slot(earlier) <= rungs.last_slot(earlier + jump)
