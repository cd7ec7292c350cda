"""The whole table of the kinds: each of them at each standing, held against the design's own words."""

from datetime import UTC, datetime, timedelta
from itertools import product

import pytest

from platforms.errors import Scope
from retries import policy
from retries.failure import Failure, Kind
from retries.ladder import Ladder

NOW = datetime(2026, 11, 22, 0, 20, tzinfo=UTC)
LADDER = Ladder(retries=5, base=timedelta(hours=1), cron="0 * * * *")
RETRIED_AT = {0: 2, 1: 3, 2: 5, 3: 9, 4: 17}
"""The hour of the retry of what failed at 00:20, by how many automatic retries failed so far: gaps of 1, 2, 4, 8 and 16 hours."""
UNTIL = NOW + timedelta(hours=3)
HOLDS = {Kind.RATE_LIMITED, Kind.QUOTA}
COUNTED = {Kind.TRANSIENT, Kind.BUG, Kind.UNKNOWN}
FINAL = {Kind.REFUSED, Kind.REJECTED}
STANDINGS = list(product(range(8), [False, True], [0, 3]))
"""The count of retries (settings may have been lowered meanwhile), whether the try that failed was automatic, and waits before."""


def failure(kind: Kind, **facts: object) -> Failure:
    return Failure(kind=kind, code="code", message="It said no.", **{"until": UNTIL if kind in HOLDS else None, **facts})  # type: ignore[arg-type]


def standing(count: int, automatic: bool, waits: int, *, may_exist: bool = False) -> policy.Standing:
    return policy.Standing(retry_count=count, automatic=automatic, may_exist=may_exist, waits_before=waits)


def by_the_ladder(count: int, automatic: bool) -> policy.Decision:
    """The count rises only when an automatic retry ends in failure; five retries, then no more."""
    failed = count + 1 if automatic else count
    if failed >= 5:
        return policy.GiveUp(exhausted=True, retry_count=failed)
    return policy.Retry(at=NOW.replace(hour=RETRIED_AT[failed], minute=0), retry_count=failed)


def by_the_table(kind: Kind, count: int, automatic: bool) -> policy.Decision:
    """What follows where nothing was posted."""
    if kind in COUNTED:
        return by_the_ladder(count, automatic)
    if kind in HOLDS:
        return policy.Wait(until=UNTIL, scope=Scope.ACCOUNT, is_quota=kind is Kind.QUOTA)
    if kind in FINAL:
        return policy.GiveUp(exhausted=False, retry_count=count)
    return policy.Reconnect() if kind is Kind.UNAUTHORIZED else policy.Fix()


@pytest.mark.parametrize("kind", Kind)
def test_each_kind_has_its_row_at_every_standing(kind: Kind) -> None:
    for count, automatic, waits in STANDINGS:
        decision = policy.decide(failure(kind), standing(count, automatic, waits), ladder=LADDER, now=NOW)
        assert decision == by_the_table(kind, count, automatic), (count, automatic, waits)


@pytest.mark.parametrize("kind", Kind)
def test_while_it_may_exist_only_the_platform_s_own_rejection_is_not_looked_into_first(kind: Kind) -> None:
    for count, automatic, waits in STANDINGS:
        decision = policy.decide(failure(kind), standing(count, automatic, waits, may_exist=True), ladder=LADDER, now=NOW)
        expected = by_the_table(kind, count, automatic) if kind is Kind.REJECTED else policy.Look()
        assert decision == expected, (count, automatic, waits)


@pytest.mark.parametrize("kind", Kind)
def test_proof_that_the_request_made_nothing_brings_back_the_row_of_its_kind(kind: Kind) -> None:
    for count, automatic, waits in STANDINGS:
        proof = failure(kind, nothing_exists=True)
        decision = policy.decide(proof, standing(count, automatic, waits, may_exist=True), ladder=LADDER, now=NOW)
        assert decision == by_the_table(kind, count, automatic), (count, automatic, waits)


@pytest.mark.parametrize("kind", Kind)
def test_after_absence_a_hold_keeps_its_time_and_all_else_is_counted(kind: Kind) -> None:
    for count, automatic, waits in STANDINGS:
        decision = policy.after_absence(failure(kind), standing(count, automatic, waits), ladder=LADDER, now=NOW)
        is_hold = kind in HOLDS or kind is Kind.MISCONFIGURED
        expected = by_the_table(kind, count, automatic) if is_hold else by_the_ladder(count, automatic)
        assert decision == expected, (count, automatic, waits)


@pytest.mark.parametrize("kind", sorted(HOLDS))
@pytest.mark.parametrize("scope", Scope)
def test_a_hold_binds_whom_the_platform_said(kind: Kind, scope: Scope) -> None:
    decision = policy.decide(failure(kind, scope=scope), standing(0, False, 0), ladder=LADDER, now=NOW)
    assert decision == policy.Wait(until=UNTIL, scope=scope, is_quota=kind is Kind.QUOTA)


@pytest.mark.parametrize(("waits", "minutes"), [(0, 15), (1, 30), (2, 60), (3, 120), (4, 240), (5, 360), (6, 360), (60_000, 360)])
@pytest.mark.parametrize("kind", sorted(HOLDS))
def test_a_hold_without_a_time_waits_15_minutes_doubling_to_6_hours(kind: Kind, waits: int, minutes: int) -> None:
    decision = policy.decide(failure(kind, until=None), standing(0, True, waits), ladder=LADDER, now=NOW)
    assert isinstance(decision, policy.Wait)
    assert decision.until - NOW == timedelta(minutes=minutes)


@pytest.mark.parametrize(
    ("most", "count", "automatic", "expected"),
    [
        (1, 0, False, policy.GiveUp(exhausted=True, retry_count=0)),
        (2, 0, False, policy.Retry(at=NOW.replace(hour=2, minute=0), retry_count=0)),
        (2, 0, True, policy.GiveUp(exhausted=True, retry_count=1)),
        (6, 4, True, policy.GiveUp(exhausted=True, retry_count=5)),
        (9, 3, True, policy.Retry(at=NOW.replace(hour=17, minute=0), retry_count=4)),
        (9, 4, True, policy.GiveUp(exhausted=True, retry_count=5)),
    ],
)
def test_a_row_of_a_platform_s_table_may_end_the_ladder_early_and_never_late(
    most: int, count: int, automatic: bool, expected: policy.Decision
) -> None:
    decision = policy.decide(failure(Kind.TRANSIENT, max_failures=most), standing(count, automatic, 0), ladder=LADDER, now=NOW)
    assert decision == expected


@pytest.mark.parametrize(
    ("until", "hour"),
    [
        (NOW + timedelta(minutes=5), 2),
        (NOW.replace(hour=2, minute=0), 2),
        (NOW.replace(hour=2, minute=0, second=1), 3),
        (NOW + timedelta(hours=9), 10),
    ],
)
def test_a_retry_after_moves_the_retry_only_later_and_to_a_slot(until: datetime, hour: int) -> None:
    decision = policy.decide(failure(Kind.TRANSIENT, until=until), standing(0, False, 0), ladder=LADDER, now=NOW)
    assert decision == policy.Retry(at=NOW.replace(hour=hour, minute=0), retry_count=0)
