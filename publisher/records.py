"""What a settlement leaves behind in its own commit: the attempt closed, holds placed, follow-ups and wake-ups."""

from datetime import datetime

from platforms.errors import Scope
from platforms.models import Hold
from publisher import notices
from publisher.models import AttemptOutcome, FollowUp, Publication
from publisher.outcomes import Settlement
from publisher.snapshot import upload_done
from publisher.states import State
from publisher.wakeups import wake, wake_follow_ups
from retries.failure import Failure


def record(row: Publication, settled: Settlement, *, now: datetime) -> None:
    """Write what follows from a move that was just made, inside its transaction."""
    if settled.outcome is not None:
        close_attempt(row, outcome=settled.outcome, failure=settled.failure, now=now)
    if settled.hold is not None and settled.failure is not None:
        whole_app = settled.hold.scope is Scope.APP
        Hold.objects.place(
            settled.hold.reason,
            platform=row.connection.provider,
            realm=row.connection.realm,
            connection=None if whole_app else row.connection,
            until=settled.hold.until,
            code=settled.failure.code,
            message=settled.failure.message,
            now=now,
        )
    kind = notices.kind_of(settled.to, due_at=settled.changes.get("due_at"), hold_reason=settled.changes.get("hold_reason", ""))
    if kind is not None:
        notices.tell(row, kind, now=now)
    if settled.to == State.PUBLISHED:
        _plan_follow_ups(row, now=now)
    if settled.to == State.WAITING and settled.outcome is None:
        row.state = State.WAITING
        wake(row, now=now)


def close_attempt(row: Publication, *, outcome: AttemptOutcome, now: datetime, failure: Failure | None = None) -> None:
    """End the attempt that is open, if one is; what it learnt stays as history."""
    learnt = {}
    if failure is not None:
        learnt = {
            "error_kind": failure.kind,
            "error_code": failure.code,
            "error_message": failure.message,
            "error_detail": failure.detail,
            "request_id": failure.request_id,
            "http_status": failure.http_status,
        }
    sent = Publication.objects.values_list("bytes_sent", flat=True).get(pk=row.pk)
    row.attempts.filter(ended_at=None).update(ended_at=now, outcome=outcome, bytes_after=sent, **learnt)


def _plan_follow_ups(row: Publication, *, now: datetime) -> None:
    if row.is_by_hand:
        return  # whoever posted it did all of it, and there is no leave to do more
    adapter = row.connection.platform
    kinds = adapter.follow_ups(upload_done(row))
    planned = [FollowUp.objects.get_or_create(publication=row, kind=kind, defaults={"due_at": now}) for kind in kinds]
    wake_follow_ups(follow_up for follow_up, is_new in planned if is_new)
