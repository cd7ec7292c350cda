"""What a run's end means for its publication: a pure decision, then one write."""

from datetime import datetime, timedelta
from typing import Any

from platforms.contract import Later, NotThere, Published, Unclear, Working
from platforms.errors import Scope
from publisher.models import FREE, AttemptOutcome, Publication
from publisher.outcomes import Again, BoundElsewhere, HandedOver, HoldPlaced, Outcome, Patience, Settlement, Stopped
from publisher.states import Cause, FailureReason, HoldReason, State
from retries import policy
from retries.failure import Failure, Kind, failure_of
from retries.ladder import Ladder

FIRST_LOOK_IN = timedelta(seconds=30)
LOOK_AGAIN_IN = timedelta(minutes=5)
ASK_AFTER = timedelta(hours=24)
ASK_AT_THE_LATEST = timedelta(hours=72)


def settlement(row: Publication, outcome: Outcome, *, looking: bool, ladder: Ladder, patience: Patience, now: datetime) -> Settlement:
    """Decide what `outcome` means for `row` as it stands (its `deciding_since` included)."""
    cancelled = row.cancel_requested_at is not None and not row.may_exist
    if cancelled and not isinstance(outcome, Published | Working):
        return _cancelled(now)
    match outcome:
        case Published():
            return _published(outcome, now)
        case Working():
            return _working(row, outcome, patience, now)
        case Later():
            return _put_off(row, outcome, now)
        case NotThere():
            return _absent(row, outcome, ladder, now)
        case Unclear():
            return _unclear(row, outcome.again_in, patience, now, empty=1, asks=outcome.asks)
        case Failure():
            return _looked_in_vain(row, outcome, ladder, patience, now) if looking else _failed(row, outcome, ladder, now)
        case HandedOver():
            return _waiting(row, now, None)
        case Again():
            return _waiting(row, now + outcome.wait, AttemptOutcome.LATER)
        case Stopped():
            return _cancelled(now)
        case BoundElsewhere():
            return _asked(row, now)


NO_ERROR: dict[str, Any] = {
    "error_kind": "",
    "error_code": "",
    "error_message": "",
    "error_fix": "",
    "error_detail": "",
    "error_request_id": "",
}


def told(failure: Failure) -> dict[str, Any]:
    """The columns that tell a failure to people."""
    return {
        "error_kind": failure.kind,
        "error_code": failure.code,
        "error_message": failure.message,
        "error_fix": failure.fix,
        "error_detail": failure.detail,
        "error_request_id": failure.request_id,
    }


def _cancelled(now: datetime) -> Settlement:
    changes = {**FREE, "due_at": None, "lane": None, "completed_at": now}
    return Settlement(to=State.CANCELLED, outcome=AttemptOutcome.CANCELLED, changes=changes)


def _published(outcome: Published, now: datetime) -> Settlement:
    changes = {
        **FREE,
        **NO_ERROR,
        "remote_id": outcome.remote_id,
        "remote_url": outcome.url,
        "warning": outcome.warning,
        "due_at": None,
        "lane": None,
        "retry_count": 0,
        "waits": 0,
        "first_error": None,
        "completed_at": now,
    }
    return Settlement(to=State.PUBLISHED, outcome=AttemptOutcome.PUBLISHED, changes=changes)


def _working(row: Publication, outcome: Working, patience: Patience, now: datetime) -> Settlement:
    since = row.deciding_since or now
    if now - since >= patience.processing_limit and not outcome.waits_for:
        return _tired_of_processing(row, outcome, patience, now)
    changes = {
        **FREE,
        **NO_ERROR,
        "progress_sealed": row.sealed(outcome.progress),
        "deciding_since": since,
        "remote_id": outcome.remote_id or row.remote_id,
        "remote_url": outcome.url or row.remote_url,
        "waits_for": outcome.waits_for,
        "bytes_sent": row.bytes_total,
        "due_at": now + outcome.again_in,
        "lane": None,
        "waits": 0,
    }
    return Settlement(to=State.PROCESSING, outcome=AttemptOutcome.WORKING, changes=changes)


def _tired_of_processing(row: Publication, outcome: Working, patience: Patience, now: datetime) -> Settlement:
    remote_id = outcome.remote_id or row.remote_id
    if remote_id is None or patience.asks_when_overdue:
        return _asked(row, now)
    warning = "It is there, but the platform has not said for unusually long that it finished processing. Look at it there."
    return _published(Published(remote_id=remote_id, url=outcome.url or row.remote_url, warning=warning), now)


def _asked(row: Publication, now: datetime) -> Settlement:
    """A person is asked whether it is there."""
    changes = {**FREE, "due_at": None, "lane": None, "deciding_since": row.deciding_since or now}
    return Settlement(to=State.UNCONFIRMED, outcome=AttemptOutcome.UNCLEAR, changes=changes)


def _waiting(row: Publication, at: datetime, outcome: AttemptOutcome | None) -> Settlement:
    """Go on at `at`: sending where nothing can exist, looking where something may."""
    if not row.may_exist:
        return Settlement(to=State.WAITING, outcome=outcome, changes={**FREE, "due_at": at, "lane": None})
    to = State.UNCONFIRMED if row.state == State.PUBLISHING else State(row.state)
    return Settlement(to=to, outcome=outcome, changes={**FREE, "due_at": at})


def _put_off(row: Publication, outcome: Later, now: datetime) -> Settlement:
    """Go on later, from what is known by now."""
    settled = _waiting(row, now + outcome.again_in, AttemptOutcome.LATER)
    return Settlement(to=settled.to, outcome=settled.outcome, changes={**settled.changes, "progress_sealed": row.sealed(outcome.progress)})


def _absent(row: Publication, outcome: NotThere, ladder: Ladder, now: datetime) -> Settlement:
    if row.remote_id:
        return _failed(row, _vanished(row.remote_id), ladder, now)
    first = Failure.from_json(row.first_error) if row.first_error else None
    if outcome.error:
        first = failure_of(outcome.error, now=now)
        decision = policy.after_nothing(first, _standing(row), ladder=ladder, now=now)
    else:
        decision = policy.after_absence(first, _standing(row), ladder=ladder, now=now)
    why = first or Failure(
        kind=Kind.UNKNOWN,
        code="not_posted",
        message="The connection broke off at the end, and a look at the platform confirms that nothing was posted.",
        fix="Nothing for you to do: it is tried again.",
    )
    settled = _decided(row, why, decision, now)
    changes = {**settled.changes, **_NOTHING_EXISTS, "progress_sealed": row.sealed(outcome.progress)}
    return Settlement(to=settled.to, outcome=AttemptOutcome.NOT_THERE, changes=changes, failure=why, hold=settled.hold)


def _vanished(remote_id: str) -> Failure:
    return Failure(
        kind=Kind.REJECTED,
        code="vanished",
        message="It was posted, and is no longer there: somebody may have deleted it on the platform.",
        fix="Retry if it should be posted again.",
        remote_id=remote_id,
    )


def _unclear(row: Publication, again_in: timedelta, patience: Patience, now: datetime, *, empty: int, asks: bool = False) -> Settlement:
    """Look again later; in the end, or where looking finds out nothing more, ask a person."""
    waited, empty_looks = now - (row.deciding_since or now), row.empty_looks + empty
    asked = asks or waited >= ASK_AT_THE_LATEST or (waited >= ASK_AFTER and empty_looks > patience.empty_reads)
    changes = {
        **FREE,
        "empty_looks": empty_looks,
        "due_at": None if asked else now + again_in,
        "lane": None if asked else row.lane,
    }
    return Settlement(to=State.UNCONFIRMED, outcome=AttemptOutcome.UNCLEAR, changes=changes)


def _looked_in_vain(row: Publication, failure: Failure, ladder: Ladder, patience: Patience, now: datetime) -> Settlement:
    """An error of a look says nothing about the post, but for the platform's own rejection."""
    decision = policy.after_nothing(failure, _standing(row), ladder=ladder, now=now)
    match decision:
        case policy.GiveUp() if failure.kind is Kind.REJECTED:
            settled = _decided(row, failure, decision, now)
            changes = {**settled.changes, **_NOTHING_EXISTS}
            return Settlement(to=settled.to, outcome=AttemptOutcome.FAILED, changes=changes, failure=failure)
        case policy.Wait() | policy.Reconnect() | policy.Fix():
            return _decided(row, failure, decision, now)
        case _ if row.state == State.PROCESSING and row.remote_id:
            working = _working(row, Working(progress=row.progress, again_in=LOOK_AGAIN_IN, waits_for=row.waits_for), patience, now)
            return Settlement(to=working.to, outcome=AttemptOutcome.UNCLEAR, changes=working.changes, failure=failure)
        case _:
            unclear = _unclear(row, LOOK_AGAIN_IN, patience, now, empty=0)
            return Settlement(to=unclear.to, outcome=unclear.outcome, changes=unclear.changes, failure=failure)


def _failed(row: Publication, failure: Failure, ladder: Ladder, now: datetime) -> Settlement:
    decision = policy.decide(failure, _standing(row), ladder=ladder, now=now)
    settled = _decided(row, failure, decision, now)
    if isinstance(decision, policy.Look):
        return settled
    return Settlement(
        to=settled.to,
        outcome=settled.outcome,
        changes={**settled.changes, **_NOTHING_EXISTS},
        failure=failure,
        hold=settled.hold,
    )


_NOTHING_EXISTS: dict[str, Any] = {"deciding_since": None, "deciding_attempt": None, "empty_looks": 0, "first_error": None, "lane": None}


def _standing(row: Publication) -> policy.Standing:
    return policy.Standing(
        retry_count=row.retry_count,
        automatic=row.cause == Cause.AUTOMATIC,
        may_exist=row.may_exist,
        waits_before=row.waits,
    )


def _decided(row: Publication, failure: Failure, decision: policy.Decision, now: datetime) -> Settlement:
    """Turn the policy's decision into a move; what it says about the post's memory is left to the caller."""
    changes: dict[str, Any] = {**FREE, **told(failure), "due_at": None}
    match decision:
        case policy.Retry(at=at, retry_count=count):
            changes |= {"due_at": at, "retry_count": count, "waits": 0, "failed_at": row.failed_at or now, "completed_at": now}
            return Settlement(to=State.FAILED, outcome=AttemptOutcome.FAILED, changes=changes, failure=failure)
        case policy.GiveUp(exhausted=exhausted, retry_count=count):
            changes |= {
                "failure_reason": FailureReason.EXHAUSTED if exhausted else FailureReason.REFUSED,
                "retry_count": count,
                "failed_at": row.failed_at or now,
                "permanently_failed_at": now,
                "completed_at": now,
                "remote_id": failure.remote_id or row.remote_id,
            }
            return Settlement(to=State.PERMANENTLY_FAILED, outcome=AttemptOutcome.FAILED, changes=changes, failure=failure)
        case policy.Wait(until=until, scope=scope, is_quota=is_quota):
            reason = HoldReason.QUOTA if is_quota else HoldReason.RATE_LIMIT
            changes |= {"waits": row.waits + 1, "due_at": until}
            return _on_hold(reason, changes, failure, now, HoldPlaced(scope=scope, reason=reason, until=until))
        case policy.Reconnect():
            changes |= {"held_token_version": failure.token_version}
            return _on_hold(HoldReason.RECONNECT, changes, failure, now, None)
        case policy.Fix():
            return _on_hold(
                HoldReason.MISCONFIGURED, changes, failure, now, HoldPlaced(scope=Scope.APP, reason=HoldReason.MISCONFIGURED, until=None)
            )
        case policy.Look():
            changes = {
                **FREE,
                **told(failure),
                "due_at": now + FIRST_LOOK_IN,
                "first_error": row.first_error or failure.as_json(),
            }
            return Settlement(to=State.UNCONFIRMED, outcome=AttemptOutcome.UNKNOWN, changes=changes, failure=failure)


def _on_hold(reason: HoldReason, changes: dict[str, Any], failure: Failure, now: datetime, hold: HoldPlaced | None) -> Settlement:
    return Settlement(
        to=State.ON_HOLD,
        outcome=AttemptOutcome.HELD,
        changes={**changes, "hold_reason": reason, "held_at": now},
        failure=failure,
        hold=hold,
    )
