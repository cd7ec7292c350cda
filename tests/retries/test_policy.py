"""The table of the kinds, row by row."""

from datetime import UTC, datetime, timedelta

import pytest

from platforms import errors
from retries import policy
from retries.failure import Failure, Kind, bug, failure_of
from retries.ladder import Ladder

NOW = datetime(2026, 11, 22, 0, 20, tzinfo=UTC)
LADDER = Ladder(retries=5, base=timedelta(hours=1), cron="0 * * * *")


def at(hour: int, minute: int = 0, day: int = 22) -> datetime:
    return datetime(2026, 11, day, hour, minute, tzinfo=UTC)


def standing(retry_count: int = 0, *, automatic: bool = False, may_exist: bool = False, waits: int = 0) -> policy.Standing:
    return policy.Standing(retry_count=retry_count, automatic=automatic, may_exist=may_exist, waits_before=waits)


def failure(kind: Kind, **facts: object) -> Failure:
    return Failure(kind=kind, code="code", message="It said no.", **facts)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("kind", "where", "expected"),
    [
        (Kind.TRANSIENT, standing(), policy.Retry(at=at(2), retry_count=0)),
        (Kind.TRANSIENT, standing(0, automatic=True), policy.Retry(at=at(3), retry_count=1)),
        (Kind.TRANSIENT, standing(3, automatic=True), policy.Retry(at=at(17), retry_count=4)),
        (Kind.TRANSIENT, standing(4, automatic=True), policy.GiveUp(exhausted=True, retry_count=5)),
        (Kind.TRANSIENT, standing(5), policy.GiveUp(exhausted=True, retry_count=5)),
        (Kind.BUG, standing(), policy.Retry(at=at(2), retry_count=0)),
        (Kind.UNAUTHORIZED, standing(2, automatic=True), policy.Reconnect()),
        (Kind.MISCONFIGURED, standing(), policy.Fix()),
        (Kind.REFUSED, standing(2), policy.GiveUp(exhausted=False, retry_count=2)),
    ],
)
def test_each_kind_has_its_row(kind: Kind, where: policy.Standing, expected: policy.Decision) -> None:
    assert policy.decide(failure(kind), where, ladder=LADDER, now=NOW) == expected


def test_a_failure_at_00_20_with_a_gap_of_an_hour_is_retried_at_02_00() -> None:
    assert LADDER.slot(0, now=NOW) == at(2)


def test_a_failure_right_at_a_slot_waits_the_whole_gap() -> None:
    assert LADDER.slot(0, now=at(1)) == at(2)


def test_the_ladder_climbs_by_doubling() -> None:
    assert [LADDER.slot(count, now=at(0)) - at(0) for count in range(5)] == [timedelta(hours=hours) for hours in (1, 2, 4, 8, 16)]


def test_a_platform_that_asks_for_a_longer_wait_gets_it() -> None:
    asked = failure(Kind.TRANSIENT, until=at(9, 30))
    assert policy.decide(asked, standing(), ladder=LADDER, now=NOW) == policy.Retry(at=at(10), retry_count=0)


def test_a_platform_may_end_the_ladder_early() -> None:
    thrice = failure(Kind.TRANSIENT, max_failures=3)
    assert policy.decide(thrice, standing(0, automatic=True), ladder=LADDER, now=NOW) == policy.Retry(at=at(3), retry_count=1)
    assert policy.decide(thrice, standing(1, automatic=True), ladder=LADDER, now=NOW) == policy.GiveUp(exhausted=True, retry_count=2)


@pytest.mark.parametrize(("waits", "minutes"), [(0, 15), (1, 30), (2, 60), (4, 240), (5, 360), (50, 360)])
def test_too_fast_without_a_time_waits_15_minutes_and_doubles_to_6_hours(waits: int, minutes: int) -> None:
    decision = policy.decide(failure(Kind.RATE_LIMITED), standing(waits=waits), ladder=LADDER, now=NOW)
    assert decision == policy.Wait(until=NOW + timedelta(minutes=minutes), scope=errors.Scope.ACCOUNT, is_quota=False)


def test_a_daily_allowance_is_a_hold_until_its_reset_and_never_a_retry() -> None:
    error = errors.QuotaExceeded("quota", "Used up.", scope=errors.Scope.APP, resets_at=lambda now: now + timedelta(hours=8))
    decision = policy.decide(failure_of(error, now=NOW), standing(4, automatic=True), ladder=LADDER, now=NOW)
    assert decision == policy.Wait(until=NOW + timedelta(hours=8), scope=errors.Scope.APP, is_quota=True)


@pytest.mark.parametrize("kind", [kind for kind in Kind if kind is not Kind.REJECTED])
def test_while_a_post_may_exist_every_error_leads_to_a_look(kind: Kind) -> None:
    assert policy.decide(failure(kind), standing(may_exist=True), ladder=LADDER, now=NOW) == policy.Look()


def test_proof_that_nothing_was_made_brings_the_error_s_own_row_back() -> None:
    refused = failure(Kind.REFUSED, nothing_exists=True)
    assert policy.decide(refused, standing(may_exist=True), ladder=LADDER, now=NOW) == policy.GiveUp(exhausted=False, retry_count=0)


def test_after_absence_a_hold_keeps_its_own_time() -> None:
    first = failure(Kind.QUOTA, until=at(8))
    assert policy.after_absence(first, standing(), ladder=LADDER, now=NOW) == policy.Wait(
        until=at(8), scope=errors.Scope.ACCOUNT, is_quota=True
    )


@pytest.mark.parametrize("first", [None, *map(failure, (Kind.UNKNOWN, Kind.REFUSED, Kind.TRANSIENT, Kind.UNAUTHORIZED)), bug("ab12")])
def test_after_absence_all_else_is_counted_so_that_no_loop_is_unbounded(first: Failure | None) -> None:
    decision = policy.after_absence(first, standing(0, automatic=True), ladder=LADDER, now=NOW)
    assert decision == policy.Retry(at=at(3), retry_count=1)


def test_a_failure_survives_being_stored() -> None:
    kept = failure(Kind.QUOTA, until=at(8), scope=errors.Scope.APP, http_status=429, request_id="r1", token_version=3)
    assert Failure.from_json(kept.as_json()) == kept
