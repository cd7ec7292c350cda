"""The verbs of people. Every door - page, admin, command, API - finds the row, checks whose it is, and calls one of these."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.contrib.auth.models import User
from django.db import IntegrityError, transaction

from platforms import clock, registry
from platforms.contract import NotThere, Problem, Published
from platforms.models import Connection, Hold
from publisher.models import AttemptOutcome, Publication
from publisher.outcomes import PATIENT, Settlement
from publisher.preflight import preflight
from publisher.records import close_attempt, record
from publisher.settle import NO_ERROR, settlement
from publisher.snapshot import frozen
from publisher.states import LOOKS, Cause, FailureReason, State
from publisher.wakeups import wake
from retries.ladder import ladder
from videos.models import Video


class NotPossible(Exception):
    """The verb does not fit where the publication stands; `code` is stable, the text says why and what to do instead."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code = code


class WouldBeRefused(Exception):
    """Preflight found what the platform would refuse; nothing was made."""

    def __init__(self, problems: list[Problem]) -> None:
        super().__init__("; ".join(problem.message for problem in problems))
        self.problems = problems


ON_ITS_WAY = "It is on its way already."


# -- publish ---------------------------------------------------------------------------------------------------------


def publish(
    video: Video,
    connection: Connection,
    *,
    options: Mapping[str, Any],
    by: User,
    at: datetime | None = None,
    again: bool = False,
) -> Publication:
    """Make one publication of `video` for `connection`, and its wake-up, in one commit.

    `at` is when to send (None: now). `again` makes a further post of one that is published already. Raises
    `WouldBeRefused`, and `NotPossible` where one is live already or the connection cannot be used.
    """
    if not connection.is_usable:
        raise NotPossible("reconnect_needed", f"{connection} has to be connected again before anything can be published there.")
    blocking = [problem for problem in preflight(video, connection, options=options) if problem.blocking]
    if blocking or video.asset is None:
        raise WouldBeRefused(blocking)
    now = clock.now()
    try:
        with transaction.atomic():
            publication = Publication.objects.create(
                **frozen(video, video.asset),
                connection=connection,
                options=dict(options),
                edition=_edition(video, connection, again=again),
                due_at=at or now,
                scheduled_at=at,
                created_at=now,
                created_by=by,
            )
            if at is None or at <= now:
                wake(publication, now=now)
    except IntegrityError as already:
        raise _is_live(connection) from already
    return publication


def _is_live(connection: Connection) -> NotPossible:
    return NotPossible("already_live", f"This video is published, or on its way, to {connection} already.")


def _edition(video: Video, connection: Connection, *, again: bool) -> int:
    live = video.publications.filter(connection=connection).live().order_by("-edition").first()
    if live is None:
        return 1
    if again and live.state == State.PUBLISHED:
        return int(live.edition) + 1
    return int(live.edition)


# -- retry, reset ----------------------------------------------------------------------------------------------------


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
    _insist_on_open_way(publication, now=now)
    if publication.remote_id and not discard_copy and not publication.may_exist:
        raise NotPossible("copy_is_there", "A failed copy is on the platform. Retry has to delete it there first.")
    return _try_again(publication, now)


def _insist_on_open_way(publication: Publication, *, now: datetime) -> None:
    """Refuse a retry that would be put on hold again at once."""
    connection = publication.connection
    if not connection.is_usable:
        raise NotPossible("reconnect_needed", f"Reconnect {connection} first; what waits for it then goes on by itself.")
    hold = Hold.objects.binding(connection, now=now).first()
    if hold is not None:
        until = f" until {hold.until:%d %b %H:%M} UTC" if hold.until else ""
        raise NotPossible("held", f"{connection} is held{until}: {hold.message} It then goes on by itself.")


def _try_again(publication: Publication, now: datetime) -> str:
    to, changes = (
        (State.UNCONFIRMED, {"due_at": now, "rescues": 0}) if publication.may_exist else (State.WAITING, _afresh(publication, now))
    )
    try:
        with transaction.atomic():
            if not Publication.objects.move(publication, to, **changes):
                return ON_ITS_WAY
            publication.refresh_from_db()
            wake(publication, now=now)
    except IntegrityError as other:
        raise _is_live(publication.connection) from other
    return "Trying again now." if to == State.WAITING else "Looking on the platform now, before anything is sent again."


def _afresh(publication: Publication, now: datetime) -> dict[str, Any]:
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
        return _restart(publication, now)
    Publication.objects.filter(pk=publication.pk).update(retry_count=0)
    return "Its retries are counted from the start again."


def _restart(publication: Publication, now: datetime) -> str:
    restarted: dict[str, Any] = {"due_at": ladder().next_slot(now), "retry_count": 0, "failure_reason": "", "permanently_failed_at": None}
    try:
        moved = Publication.objects.move(publication, State.FAILED, **restarted)
    except IntegrityError as other:
        raise _is_live(publication.connection) from other
    return "It is tried again at the next sweep, with all its retries ahead." if moved else ON_ITS_WAY


# -- cancel, mark ----------------------------------------------------------------------------------------------------


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
    if publication.may_exist:
        raise NotPossible("may_exist", "It may be on the platform: confirm first whether it is there.")
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
    if not moved:
        raise NotPossible("changed", "It changed just now. Look again.")
    return "No more automatic tries."


# -- confirm ---------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, kw_only=True)
class Found:
    """A person's word that the post is there."""

    remote_id: str
    url: str


def confirm(publication: Publication, found: Found | None) -> str:
    """Take a person's word on whether it is on the platform; `found` None says that it is not. Ends any look's lease.

    Raises `NotPossible` when nothing is asked, and for "it is not" before the platform's settle time has passed.
    """
    now = clock.now()
    if publication.deciding_since is None or publication.state not in (State.UNCONFIRMED, State.PROCESSING, State.ON_HOLD):
        raise NotPossible("nothing_to_confirm", "There is nothing to confirm.")
    settle = registry.adapter(publication.connection.provider).settle
    if found is None and now < publication.deciding_since + settle:
        raise NotPossible("too_early", f"It may still appear. Look again after {publication.deciding_since + settle:%H:%M} UTC.")
    outcome = Published(remote_id=found.remote_id, url=found.url) if found else NotThere(progress=publication.progress)
    settled = settlement(publication, outcome, looking=True, ladder=ladder(), patience=PATIENT, now=now)
    try:
        taken = _settled_by_hand(publication, settled, now=now)
    except IntegrityError as other:
        raise NotPossible("belongs_to_another", "That post belongs to another publication here.") from other
    if not taken:
        raise NotPossible("changed", "It changed just now. Look again.")
    return "Published, by your word." if found else "Noted: it is not there."


def _settled_by_hand(publication: Publication, settled: Settlement, *, now: datetime) -> bool:
    named = {"deciding_since": publication.deciding_since}
    with transaction.atomic():
        moved = Publication.objects.move(publication, settled.to, token=publication.lease_token, named=named, **settled.changes)
        if moved:
            record(publication, settled, now=now)
    return moved
