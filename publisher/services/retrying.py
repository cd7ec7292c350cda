"""Retry and reset: another try now, or all the automatic ones anew."""

from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone

from platforms import clock
from platforms.models import Hold
from publisher.models import Publication
from publisher.services.refusal import ON_ITS_WAY, NotPossible, is_live, posted_by_hand
from publisher.services.removing import insist_on_a_file
from publisher.settle import NO_ERROR
from publisher.states import LOOKS, Cause, FailureReason, HoldReason, State
from publisher.wakeups import wake
from retries.ladder import ladder


def retry(publication: Publication, *, discard_copy: bool = False) -> str:
    """Try again now, or look again where it may exist; gives a sentence on what happens. Counts as no automatic retry.

    `discard_copy` lets the failed copy on the platform be deleted first, where there is one. Raises `NotPossible`.
    """
    now = clock.now()
    if publication.state in (State.WAITING, State.PUBLISHING):
        return ON_ITS_WAY
    if publication.state in LOOKS:
        return _look_now(publication, now)
    if publication.state not in (State.FAILED, State.ON_HOLD, State.PERMANENTLY_FAILED):
        raise NotPossible("nothing_to_retry", f"There is nothing to retry: it is {publication.get_state_display().lower()}.")
    insist_on_open_way(publication, now=now)
    if publication.remote_id and not discard_copy and not publication.may_exist:
        raise NotPossible("copy_is_there", "A failed copy is on the platform. Retry has to delete it there first.")
    return try_again(publication, now)


def insist_on_open_way(publication: Publication, *, now: datetime) -> None:
    """Refuse a retry of what staff hold, and one that would be put on hold again at once. Raises `NotPossible`."""
    if publication.hold_reason == HoldReason.CRASHED:
        raise NotPossible("held_by_staff", "Sending it stopped the worker again and again. The people who run Retake look at it first.")
    if publication.is_held_by_staff:
        why = f": {publication.hold_note}" if publication.hold_note else "."
        raise NotPossible("held_by_staff", f"The people who run Retake hold it{why} They let it go on.")
    insist_on_no_hold(publication, now=now)
    if not publication.may_exist:
        insist_on_a_file(publication)


def insist_on_no_hold(publication: Publication, *, now: datetime) -> None:
    """Raise `NotPossible` where its account does not work, or its account or platform is held."""
    connection = publication.connection
    if publication.is_by_hand:
        raise posted_by_hand()
    if not connection.is_usable:
        raise NotPossible("reconnect_needed", f"Reconnect {connection} first; what waits for it then goes on by itself.")
    hold = Hold.objects.binding(connection, now=now).first()
    if hold is not None:
        until = f" until {timezone.localtime(hold.until):%d %b %H:%M %Z}" if hold.until else ""
        raise NotPossible("held", f"{connection} is held{until}: {hold.message} It then goes on by itself.")


def try_again(publication: Publication, now: datetime, *, at: datetime | None = None) -> str:
    """Look now where it may exist, else try anew, at `at` (None: now); gives a sentence on what happens."""
    to, changes = (
        (State.UNCONFIRMED, {"due_at": now, "rescues": 0})
        if publication.may_exist
        else (State.WAITING, {**afresh(publication, now), "due_at": at or now})
    )
    try:
        with transaction.atomic():
            if not Publication.objects.move(publication, to, **changes):
                return ON_ITS_WAY
            publication.refresh_from_db()
            if at is None:
                wake(publication, now=now)
    except IntegrityError as other:
        raise is_live(publication.connection) from other
    if at is not None:
        return "It goes out at its time."
    return "Trying again now." if to == State.WAITING else "Looking on the platform now, before anything is sent again."


def afresh(publication: Publication, now: datetime) -> dict[str, Any]:
    """What a try by hand begins with: no error, no rescues, and a failed copy to be deleted where there is one."""
    copy: dict[str, Any] = {}
    if publication.remote_id:
        # Its session answers with the copy for ever: the next try has to begin without it.
        copy = {"discard_id": publication.remote_id, "remote_id": None, "remote_url": "", "progress_sealed": "", "bytes_sent": 0}
    return {
        **NO_ERROR,
        **copy,
        "due_at": now,
        "cause": Cause.BY_HAND,
        "rescues": 0,
        "waits": 0,
        "last_retried_at": now,
        "cancel_requested_at": None,
        "failure_reason": "",
        "permanently_failed_at": None,
        "started_at": None,
        "completed_at": None,
    }


def _look_now(publication: Publication, now: datetime) -> str:
    with transaction.atomic():
        due = Publication.objects.filter(pk=publication.pk, state__in=LOOKS, lease_token=None).update(due_at=now)
        if due:
            publication.refresh_from_db()
            wake(publication, now=now)
    return "Looking on the platform now; nothing is sent again before that is clear."


def reset(publication: Publication) -> str:
    """Start the ladder anew: the count is 0, and what ran out of retries or was marked tries again at the next sweep."""
    now = clock.now()
    if publication.state == State.PERMANENTLY_FAILED and publication.failure_reason != FailureReason.REFUSED:
        if not publication.may_exist:
            insist_on_a_file(publication)
        return _restart(publication, now)
    Publication.objects.filter(pk=publication.pk).update(retry_count=0)
    return "Its retries are counted from the start again."


def _restart(publication: Publication, now: datetime) -> str:
    restarted: dict[str, Any] = {"due_at": ladder().next_slot(now), "retry_count": 0, "failure_reason": "", "permanently_failed_at": None}
    try:
        moved = Publication.objects.move(publication, State.FAILED, **restarted)
    except IntegrityError as other:
        raise is_live(publication.connection) from other
    return "It is tried again at the next sweep, with all its retries ahead." if moved else ON_ITS_WAY
