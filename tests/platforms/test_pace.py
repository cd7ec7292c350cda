"""When a turn is free: never more of them than the pace in any stretch of its length."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from platforms.pace import KEPT_FOR, MOST_KEPT, Pace, turn

NOW = datetime(2026, 11, 26, 12, 0, tzinfo=UTC)
SECOND = timedelta(seconds=1)
THREE_A_MINUTE = Pace(name="init", most=3, per=60 * SECOND)


def moments(*seconds_ago: float) -> list[datetime]:
    return [NOW - each * SECOND for each in seconds_ago]


@pytest.mark.parametrize(
    ("seconds_ago", "wait"),
    [
        pytest.param((), 0, id="the first"),
        pytest.param((50, 40), 0, id="room for one more"),
        pytest.param((50, 40, 30), 10, id="none free until the first of three is a minute old"),
        pytest.param((60, 40, 30), 0, id="a minute old is old enough"),
        pytest.param((90, 80, 70, 30), 0, id="those before do not count"),
        pytest.param((50, 40, 30, 20), 20, id="one too many is waited for as well"),
        pytest.param((50, 40, -5), 10, id="one that was written with a later time counts"),
        pytest.param((-3600, -3600, -3600), 0, id="those of a clock that was set back are forgotten"),
    ],
)
def test_how_long_the_next_one_waits(seconds_ago: tuple[float, ...], wait: float) -> None:
    decided = turn(moments(*seconds_ago), THREE_A_MINUTE, now=NOW)
    assert decided.wait == wait * SECOND
    assert (decided.taken[-1:] == [NOW]) is (wait == 0)


def test_it_never_goes_before_one_that_was_taken() -> None:
    assert turn(moments(10, -2), THREE_A_MINUTE, now=NOW).taken == [*moments(10, -2), NOW + 2 * SECOND]


def test_a_day_is_remembered_and_no_more() -> None:
    day_old, younger = NOW - KEPT_FOR, NOW - KEPT_FOR + SECOND
    assert turn([day_old, younger], THREE_A_MINUTE, now=NOW).taken == [younger, NOW]


def test_what_goes_quickly_is_remembered_for_less_long_and_held_to_its_pace_all_the_same() -> None:
    quick = Pace(name="status", most=MOST_KEPT + 50, per=60 * SECOND)
    taken: list[datetime] = []
    for _ in range(quick.most):
        decided = turn(taken, quick, now=NOW)
        assert not decided.wait
        taken = decided.taken
    assert turn(taken, quick, now=NOW).wait == quick.per
    assert len(turn(taken, THREE_A_MINUTE, now=NOW + 2 * quick.per).taken) == MOST_KEPT


@given(st.lists(st.floats(min_value=-30, max_value=90), max_size=60), st.integers(min_value=1, max_value=5))
def test_whatever_the_steps_no_window_holds_more_than_the_pace(steps: list[float], most: int) -> None:
    """However the clock goes, back as well, but for further than the pace reaches: what lies ahead of that is forgotten."""
    pace, now, taken, began = Pace(name="init", most=most, per=60 * SECOND), NOW, list[datetime](), list[datetime]()
    latest = now
    for step in steps:
        now = max(now + step * SECOND, latest - pace.per)
        decided = turn(taken, pace, now=now)
        if decided.wait:
            now += decided.wait
            decided = turn(taken, pace, now=now)
        if not decided.wait:
            began.append(decided.taken[-1])
        taken, latest = decided.taken, max(latest, now)
    assert all(later - earlier >= pace.per for earlier, later in zip(began, began[most:], strict=False))
