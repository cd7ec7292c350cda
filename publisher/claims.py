"""Taking a publication: the one door to work, by compare-and-swap, whoever knocks and however often."""

import uuid
from collections.abc import Callable
from datetime import datetime, timedelta

from django.db import IntegrityError, transaction
from django.db.models import F
from django.db.models.functions import Coalesce

from platforms import clock
from platforms.models import Hold
from publisher.identity import worker_identity
from publisher.lease import Lease
from publisher.models import LEASE, Attempt, AttemptKind, AttemptOutcome, Publication
from publisher.planned import overdue
from publisher.records import close_attempt
from publisher.settle import NO_ERROR
from publisher.states import Cause, HoldReason, State

LANE_WAIT = timedelta(seconds=30)
_GIVEN_UP = "This account is posted to by hand by now, and Retake has no leave for it any more."


def claim(pk: int, *, stopping: Callable[[], bool]) -> Lease | None:
    """Take publication `pk` to send or to look; None where there is nothing to do, or someone else is on it."""
    taken_at = clock.monotonic()
    now = clock.now()
    publication = _due(pk, now=now)
    if publication is None or _held(publication, now=now):
        return None
    token = str(uuid.uuid4())
    looking = publication.state != State.WAITING
    try:
        with transaction.atomic():
            taken = _take_to_look(publication, token, now=now) if looking else _take_to_send(publication, token, now=now)
            if not taken:
                return None
            attempt = _open_attempt(publication, looking=looking, now=now)
    except IntegrityError:
        _wait_for_lane(publication, now=now)
        return None
    publication.refresh_from_db(fields=["state", "due_at", "started_at"])
    return Lease(publication, token=token, attempt=attempt.pk, looking=looking, taken_at=taken_at, stopping=stopping)


def _due(pk: int, *, now: datetime) -> Publication | None:
    """It, if there is something to do; what is late is seen to first, and may have to wait its turn, or be asked about."""
    row = Publication.objects.with_all().due(now).filter(pk=pk).first()
    if row is None or not overdue.is_late(row, now=now):
        return row
    overdue.sort_out(row.connection_id, now=now)
    row = Publication.objects.with_all().due(now).filter(pk=pk).first()
    return None if row is None or overdue.is_late(row, now=now) else row


def _take_to_send(publication: Publication, token: str, *, now: datetime) -> bool:
    exclusive = publication.connection.platform.exclusive
    return Publication.objects.due(now).move(
        publication,
        State.PUBLISHING,
        due_at=None,
        lease_token=token,
        leased_until=now + LEASE,
        worker=worker_identity(),
        lane=publication.connection if exclusive else None,
        started_at=Coalesce("started_at", now),
    )


def _take_to_look(publication: Publication, token: str, *, now: datetime) -> bool:
    free = Publication.objects.due(now).filter(pk=publication.pk, state=publication.state, lease_token=None)
    return free.update(lease_token=token, leased_until=now + LEASE, worker=worker_identity()) == 1


def _open_attempt(publication: Publication, *, looking: bool, now: datetime) -> Attempt:
    """Start an attempt, or go on with the one that was handed over."""
    handed_over = publication.attempts.filter(ended_at=None).first()
    if handed_over is not None:
        publication.attempts.filter(pk=handed_over.pk).update(handovers=F("handovers") + 1, worker=worker_identity())
        return handed_over
    last = publication.attempts.order_by("-number").first()
    return Attempt.objects.create(
        publication=publication,
        number=last.number + 1 if last else 1,
        kind=AttemptKind.LOOK if looking else AttemptKind.PUBLISH,
        cause=publication.cause,
        sweep_id=publication.sweep_id if publication.cause == Cause.AUTOMATIC else None,
        is_rescue=last is not None and last.outcome == "crashed",
        started_at=now,
        bytes_before=publication.bytes_sent,
        worker=worker_identity(),
    )


def _held(publication: Publication, *, now: datetime) -> bool:
    """Put it on hold where its account or platform is held; looking needs no upload allowance, and goes on under a quota."""
    connection = publication.connection
    if not connection.is_usable:
        _hold(publication, HoldReason.RECONNECT, now=now, message=_GIVEN_UP if connection.is_by_hand else connection.problem_message)
        return True
    binding = Hold.objects.binding(connection, now=now)
    if publication.state != State.WAITING:
        binding = binding.exclude(reason=HoldReason.QUOTA)
    hold = binding.first()
    if hold is not None:
        _hold(publication, HoldReason(hold.reason), now=now, until=hold.until, message=hold.message)
    return hold is not None


def _hold(publication: Publication, reason: HoldReason, *, now: datetime, message: str, until: datetime | None = None) -> None:
    """`message` says why, in place of what went wrong before; empty: as its reason says."""
    with transaction.atomic():
        held = Publication.objects.due(now).move(
            publication,
            State.ON_HOLD,
            **{**NO_ERROR, "error_message": message},
            hold_reason=reason,
            held_at=now,
            held_token_version=publication.connection.refused_version,
            due_at=until,
            lane=publication.lane if publication.may_exist else None,
        )
        if held:
            close_attempt(publication, outcome=AttemptOutcome.HELD, now=now)  # one that was handed over does not go on


def _wait_for_lane(publication: Publication, *, now: datetime) -> None:
    Publication.objects.filter(pk=publication.pk, state=State.WAITING, lease_token=None).update(due_at=now + LANE_WAIT, woken_at=None)
