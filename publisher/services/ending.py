"""Cancel and mark: no more tries, by its owner or by staff, while it is certain that nothing exists."""

from datetime import datetime
from typing import Any

from django.db import transaction

from platforms import clock
from publisher import notices
from publisher.models import AttemptOutcome, NoticeKind, Publication
from publisher.records import close_attempt
from publisher.services.refusal import NotPossible, posted_by_hand
from publisher.states import ENDED, FailureReason, State


def cancel(publication: Publication) -> str:
    """Stop it while nothing can exist. Raises `NotPossible` when it is too late for that."""
    now = clock.now()
    if publication.state == State.PUBLISHING:
        return _ask_to_stop(publication, now)
    if publication.may_exist or publication.state in (State.PUBLISHED, State.REMOVED):
        raise _too_late()
    if publication.state == State.CANCELLED:
        return "It is cancelled."
    with transaction.atomic():
        moved = Publication.objects.move(
            publication, State.CANCELLED, named={"deciding_since": None}, due_at=None, lane=None, completed_at=now
        )
        if moved:
            close_attempt(publication, outcome=AttemptOutcome.CANCELLED, now=now)
    if not moved:
        publication.refresh_from_db()
        return cancel(publication)
    return "Cancelled. Nothing was published."


def _ask_to_stop(publication: Publication, now: datetime) -> str:
    leased = Publication.objects.filter(pk=publication.pk, state=State.PUBLISHING, deciding_since=None)
    if leased.update(cancel_requested_at=now):
        return "Stopping. Nothing will be published."
    publication.refresh_from_db()
    if publication.state == State.PUBLISHING:
        raise _too_late()
    return cancel(publication)


def _too_late() -> NotPossible:
    return NotPossible("too_late", "It is too late to cancel: it may be on the platform already. You can remove it there.")


def mark_permanent(publication: Publication) -> str:
    """Give up on it for good, by staff. Raises `NotPossible` while a post may exist."""
    now = clock.now()
    if publication.may_exist and publication.state not in ENDED:
        raise NotPossible("may_exist", "It may be on the platform: confirm first whether it is there.")
    if publication.is_to_be_posted:
        raise posted_by_hand()
    if publication.state not in (State.WAITING, State.FAILED, State.ON_HOLD):
        raise NotPossible("not_markable", f"It cannot be given up: it is {publication.get_state_display().lower()}.")
    marked: dict[str, Any] = {
        "failure_reason": FailureReason.MARKED,
        "failed_at": publication.failed_at or now,
        "permanently_failed_at": now,
    }
    with transaction.atomic():
        moved = Publication.objects.move(publication, State.PERMANENTLY_FAILED, named={"deciding_since": None}, due_at=None, **marked)
        if moved:
            close_attempt(publication, outcome=AttemptOutcome.CANCELLED, now=now)
            notices.tell(publication, NoticeKind.PERMANENTLY_FAILED, now=now)
    if not moved:
        raise NotPossible("changed", "It changed just now. Look again.")
    return "No more automatic tries."
