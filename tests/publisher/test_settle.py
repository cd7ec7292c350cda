"""What a run's end means: the table of section "the life of a publication", without a database."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from platforms.contract import Later, NotThere, Published, Unclear, Working
from platforms.errors import Refused, Scope, Unauthorized
from publisher.models import AttemptOutcome, Publication
from publisher.outcomes import Again, BoundElsewhere, HandedOver, Outcome, Patience, Settlement, Stopped
from publisher.settle import settlement
from publisher.states import Cause, HoldReason, State, may_move
from retries.failure import Failure, Kind
from retries.ladder import Ladder

NOW = datetime(2026, 11, 22, 12, 20, tzinfo=UTC)
LADDER = Ladder(retries=5, base=timedelta(hours=1), cron="0 * * * *")
PATIENCE = Patience(empty_reads=4, processing_limit=timedelta(hours=24))
MINUTE, HOUR = timedelta(minutes=1), timedelta(hours=1)


def sending(**facts: Any) -> Publication:
    return Publication(state=State.PUBLISHING, marker="rt0", bytes_total=100, **facts)


def deciding(**facts: Any) -> Publication:
    return sending(deciding_since=NOW - MINUTE, deciding_attempt=1, **facts)


def looked_for(*, hours: float = 0.1, state: State = State.UNCONFIRMED, **facts: Any) -> Publication:
    since = NOW - timedelta(hours=hours)
    return Publication(state=state, marker="rt0", bytes_total=100, deciding_since=since, deciding_attempt=1, due_at=NOW, **facts)


def failure(kind: Kind, **facts: Any) -> Failure:
    return Failure(kind=kind, code="code", message="It said no.", **facts)


def settled(row: Publication, outcome: Outcome) -> Settlement:
    looking = row.state != State.PUBLISHING
    result = settlement(row, outcome, looking=looking, ladder=LADDER, patience=PATIENCE, now=NOW)
    assert may_move(State(row.state), result.to)
    assert result.changes["lease_token"] is None, "every settlement lets go of the lease"
    return result


@pytest.mark.parametrize(
    ("row", "outcome", "state", "ended"),
    [
        (sending(), Published(remote_id="v"), State.PUBLISHED, AttemptOutcome.PUBLISHED),
        (deciding(), Published(remote_id="v"), State.PUBLISHED, AttemptOutcome.PUBLISHED),
        (deciding(), Working(progress={}, again_in=MINUTE, remote_id="v"), State.PROCESSING, AttemptOutcome.WORKING),
        (sending(), Later(progress={}, again_in=MINUTE), State.WAITING, AttemptOutcome.LATER),
        (sending(), HandedOver(), State.WAITING, None),
        (sending(), Again(wait=MINUTE), State.WAITING, AttemptOutcome.LATER),
        (sending(), Stopped(), State.CANCELLED, AttemptOutcome.CANCELLED),
        (sending(), failure(Kind.TRANSIENT), State.FAILED, AttemptOutcome.FAILED),
        (sending(), failure(Kind.REFUSED), State.PERMANENTLY_FAILED, AttemptOutcome.FAILED),
        (sending(), failure(Kind.UNAUTHORIZED), State.ON_HOLD, AttemptOutcome.HELD),
        (sending(), failure(Kind.QUOTA, until=NOW + HOUR), State.ON_HOLD, AttemptOutcome.HELD),
        (sending(), failure(Kind.MISCONFIGURED), State.ON_HOLD, AttemptOutcome.HELD),
        (deciding(), failure(Kind.TRANSIENT), State.UNCONFIRMED, AttemptOutcome.UNKNOWN),
        (deciding(), failure(Kind.REFUSED), State.UNCONFIRMED, AttemptOutcome.UNKNOWN),
        (deciding(), failure(Kind.QUOTA, until=NOW + HOUR), State.UNCONFIRMED, AttemptOutcome.UNKNOWN),
        (deciding(), failure(Kind.BUG), State.UNCONFIRMED, AttemptOutcome.UNKNOWN),
        (deciding(), failure(Kind.REFUSED, nothing_exists=True), State.PERMANENTLY_FAILED, AttemptOutcome.FAILED),
        (deciding(), failure(Kind.TRANSIENT, nothing_exists=True), State.FAILED, AttemptOutcome.FAILED),
        (looked_for(), Published(remote_id="v"), State.PUBLISHED, AttemptOutcome.PUBLISHED),
        (looked_for(), Unclear(again_in=MINUTE), State.UNCONFIRMED, AttemptOutcome.UNCLEAR),
        (looked_for(), NotThere(progress={}), State.FAILED, AttemptOutcome.NOT_THERE),
        (looked_for(), NotThere(progress={}, error=Refused("c", "It said no.")), State.PERMANENTLY_FAILED, AttemptOutcome.NOT_THERE),
        (looked_for(), NotThere(progress={}, error=Unauthorized("c", "It said no.")), State.ON_HOLD, AttemptOutcome.NOT_THERE),
        (looked_for(), failure(Kind.TRANSIENT), State.UNCONFIRMED, AttemptOutcome.UNCLEAR),
        (looked_for(), failure(Kind.REFUSED), State.UNCONFIRMED, AttemptOutcome.UNCLEAR),
        (looked_for(), failure(Kind.UNAUTHORIZED), State.ON_HOLD, AttemptOutcome.HELD),
        (looked_for(), failure(Kind.REJECTED, remote_id="v"), State.PERMANENTLY_FAILED, AttemptOutcome.FAILED),
        (looked_for(), BoundElsewhere(), State.UNCONFIRMED, AttemptOutcome.UNCLEAR),
        (looked_for(state=State.PROCESSING, remote_id="v"), failure(Kind.TRANSIENT), State.PROCESSING, AttemptOutcome.UNCLEAR),
        (looked_for(state=State.PROCESSING, remote_id="v"), NotThere(progress={}), State.PERMANENTLY_FAILED, AttemptOutcome.FAILED),
    ],
)
def test_each_end_leads_to_its_state(row: Publication, outcome: Outcome, state: State, ended: AttemptOutcome | None) -> None:
    result = settled(row, outcome)
    assert (result.to, result.outcome) == (state, ended)


@pytest.mark.parametrize("kind", [Kind.RATE_LIMITED, Kind.QUOTA, Kind.UNAUTHORIZED, Kind.MISCONFIGURED])
def test_a_hold_met_while_looking_keeps_the_memory_that_a_post_may_exist(kind: Kind) -> None:
    assert "deciding_since" not in settled(looked_for(), failure(kind)).changes


def test_the_first_error_is_remembered_and_a_proof_of_absence_applies_its_row() -> None:
    first = failure(Kind.QUOTA, until=NOW + 3 * HOUR, scope=Scope.APP)
    unknown = settled(deciding(), first)
    row = looked_for(first_error=unknown.changes["first_error"])
    absent = settled(row, NotThere(progress={}))
    assert (absent.to, absent.changes["due_at"], absent.changes["deciding_since"]) == (State.ON_HOLD, NOW + 3 * HOUR, None)
    assert absent.hold is not None
    assert absent.hold.scope is Scope.APP


def test_a_later_error_does_not_replace_the_first() -> None:
    row = deciding(first_error=failure(Kind.QUOTA, until=NOW).as_json())
    assert settled(row, failure(Kind.TRANSIENT)).changes["first_error"]["kind"] == "quota"


def test_absence_keeps_what_the_next_try_goes_on_from() -> None:
    row = looked_for()
    row.progress_sealed = settled(row, NotThere(progress={"session": "kept"})).changes["progress_sealed"]
    assert row.progress == {"session": "kept"}


@pytest.mark.parametrize(
    ("hours", "empty_looks", "asked"),
    [(23, 50, False), (25, 3, False), (25, 4, True), (71, 0, False), (73, 0, True)],
)
def test_a_person_is_asked_after_a_day_of_empty_looks_or_three_days_of_any(hours: float, empty_looks: int, asked: bool) -> None:
    result = settled(looked_for(hours=hours, empty_looks=empty_looks), Unclear(again_in=MINUTE))
    assert (result.changes["due_at"] is None) is asked


def test_looks_that_fail_for_three_days_end_with_a_person() -> None:
    assert settled(looked_for(hours=73), failure(Kind.TRANSIENT)).changes["due_at"] is None


def test_processing_past_its_limit_is_published_with_a_warning() -> None:
    row = looked_for(hours=25, state=State.PROCESSING, remote_id="v")
    result = settled(row, Working(progress={}, again_in=MINUTE, remote_id="v"))
    assert result.to == State.PUBLISHED
    assert "processing" in result.changes["warning"]


def test_processing_past_its_limit_without_a_name_asks_a_person() -> None:
    result = settled(looked_for(hours=25, state=State.PROCESSING), Working(progress={}, again_in=MINUTE))
    assert (result.to, result.changes["due_at"]) == (State.UNCONFIRMED, None)


def test_a_cancel_that_was_asked_for_wins_wherever_nothing_can_exist() -> None:
    row = sending(cancel_requested_at=NOW - MINUTE)
    assert settled(row, failure(Kind.TRANSIENT)).to == State.CANCELLED
    assert settled(row, Later(progress={}, again_in=MINUTE)).to == State.CANCELLED


def test_an_automatic_retry_that_fails_is_counted_and_no_other_end_is() -> None:
    row = sending(cause=Cause.AUTOMATIC, retry_count=2)
    assert settled(row, failure(Kind.TRANSIENT)).changes["retry_count"] == 3
    for uncounted in (failure(Kind.QUOTA, until=NOW), failure(Kind.UNAUTHORIZED), HandedOver(), Later(progress={}, again_in=MINUTE)):
        assert settled(row, uncounted).changes.get("retry_count", 2) == 2


def test_the_fifth_automatic_retry_that_fails_is_the_last() -> None:
    result = settled(sending(cause=Cause.AUTOMATIC, retry_count=4), failure(Kind.TRANSIENT))
    assert (result.to, result.changes["failure_reason"]) == (State.PERMANENTLY_FAILED, "exhausted")


def test_success_clears_the_error_and_the_count() -> None:
    row = sending(retry_count=3, error_message="It said no.", error_code="code")
    changes = settled(row, Published(remote_id="v", url="https://example.org/v")).changes
    assert (changes["retry_count"], changes["error_message"], changes["error_code"]) == (0, "", "")


def test_a_quota_of_the_whole_app_holds_the_platform() -> None:
    result = settled(sending(), failure(Kind.QUOTA, until=NOW + HOUR, scope=Scope.APP))
    assert result.hold is not None
    assert (result.hold.scope, result.hold.reason, result.hold.until) == (Scope.APP, HoldReason.QUOTA, NOW + HOUR)


def test_the_lane_is_freed_by_every_end_but_the_unknown() -> None:
    assert "lane" not in settled(deciding(), failure(Kind.TRANSIENT)).changes
    for end in (Published(remote_id="v"), Later(progress={}, again_in=MINUTE), HandedOver(), failure(Kind.TRANSIENT), Stopped()):
        assert settled(sending(), end).changes["lane"] is None


def test_what_waits_for_a_person_there_is_never_overdue() -> None:
    overdue = looked_for(hours=30, state=State.PROCESSING)
    waits = settled(overdue, Working(progress={}, again_in=HOUR, waits_for="It lies in the inbox."))
    assert (waits.to, waits.changes["waits_for"]) == (State.PROCESSING, "It lies in the inbox.")


@pytest.mark.parametrize(("asks", "state"), [(False, State.PUBLISHED), (True, State.UNCONFIRMED)])
def test_what_is_overdue_is_published_with_a_warning_or_asked_about_as_its_platform_wants(asks: bool, state: State) -> None:
    patience = Patience(empty_reads=4, processing_limit=timedelta(hours=24), asks_when_overdue=asks)
    row, outcome = looked_for(hours=30, state=State.PROCESSING, remote_id="v"), Working(progress={}, again_in=HOUR)
    result = settlement(row, outcome, looking=True, ladder=LADDER, patience=patience, now=NOW)
    assert (result.to, result.changes["due_at"]) == (state, None)
