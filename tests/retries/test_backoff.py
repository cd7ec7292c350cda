"""The arithmetic of waiting, whatever the clock says."""

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from retries.backoff import gap, rate_wait, slot_not_before

MOMENTS = st.datetimes(min_value=datetime(2000, 1, 1), max_value=datetime(2090, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001
HOURLY = "0 * * * *"


@given(MOMENTS)
def test_a_slot_is_the_first_full_hour_not_before(moment: datetime) -> None:
    slot = slot_not_before(moment, cron=HOURLY)
    assert slot.tzinfo is not None
    assert (slot.minute, slot.second, slot.microsecond) == (0, 0, 0)
    assert timedelta(0) <= slot - moment < timedelta(hours=1)


@given(MOMENTS)
def test_a_slot_is_its_own_slot(moment: datetime) -> None:
    slot = slot_not_before(moment, cron=HOURLY)
    assert slot_not_before(slot, cron=HOURLY) == slot


@given(st.integers(0, 20))
def test_each_gap_is_twice_the_one_before(count: int) -> None:
    assert gap(count + 1, base=timedelta(hours=1)) == 2 * gap(count, base=timedelta(hours=1))


@given(st.integers(0, 1000))
def test_rate_waits_never_shrink_and_never_pass_six_hours(count: int) -> None:
    assert rate_wait(count) <= rate_wait(count + 1) <= timedelta(hours=6)
