"""Overdue: what nothing could send at its time goes out late within reason, one after another; after that its owner is asked.

found late --> sent, if it is not too late --> else put on hold, and its owner asked
           \\-> put off, where one of the same account went out just before
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import F

from platforms.models import Connection
from publisher import notices
from publisher.models import NoticeKind, Publication
from publisher.models.profile import Profile
from publisher.models.publications import PAST_ITS_TIME, PublicationQuerySet
from publisher.states import HoldReason, State

BATCH = 200


@dataclass(frozen=True, kw_only=True)
class Send:
    """It goes out, at `at`."""

    at: datetime


@dataclass(frozen=True, kw_only=True)
class Ask:
    """It is too late to send it unasked."""


Decision = Send | Ask


def decide(planned: Sequence[datetime], *, allowed: timedelta, apart: timedelta, free_from: datetime, now: datetime) -> list[Decision]:
    """Say of each of one account's late publications what becomes of it; `planned` are their times, in order.

    `allowed` is how late one may go out unasked, `apart` the least time between two that are late, and `free_from` when the
    account is free for the first.
    """
    decided: list[Decision] = []
    at = max(now, free_from)
    for planned_at in planned:
        if at - planned_at > allowed:
            decided.append(Ask())
            continue
        decided.append(Send(at=at))
        at += apart
    return decided


def is_late(row: Publication, *, now: datetime) -> bool:
    """Whether its time passed so long ago that it is not simply sent."""
    return row.is_planned and row.due_at is not None and row.due_at <= now - PAST_ITS_TIME


def keep(now: datetime) -> None:
    """The round's share: see to each account of which something is late."""
    for pk in Publication.objects.late(now).order_by().values_list("connection_id", flat=True).distinct()[:BATCH]:
        sort_out(pk, now=now)


def sort_out(connection_pk: int, *, now: datetime) -> None:
    """Send, put off or hold what is late of one account. The lock on its row keeps two workers from sending two at once."""
    with transaction.atomic():
        connection = Connection.objects.select_for_update().get(pk=connection_pk)
        of_it = Publication.objects.filter(connection=connection)
        late = list(of_it.late(now).order_by("scheduled_at", "id").select_related("connection")[:BATCH])
        times = [row.scheduled_at for row in late if row.scheduled_at is not None]
        apart = timedelta(minutes=settings.LATE_POST_GAP_MINUTES)
        free_from = _free_from(of_it, apart=apart, now=now)
        decided = decide(times, allowed=allowed_for(connection.user_id), apart=apart, free_from=free_from, now=now)
        for row, decision in zip(late, decided, strict=True):
            _carry_out(row, decision, now=now)


def _free_from(of_it: PublicationQuerySet, *, apart: timedelta, now: datetime) -> datetime:
    """When the account is free for the next late one: after those that were put off before, and the one that went out last."""
    put_off = of_it.first_tries().filter(due_at__gt=now).filter(due_at__gt=F("scheduled_at")).order_by("-due_at").first()
    lately = of_it.filter(started_at__gt=now - apart)
    gone = lately.filter(started_at__gt=F("scheduled_at") + PAST_ITS_TIME).order_by("-started_at").first()
    taken = [moment for moment in (put_off and put_off.due_at, gone and gone.started_at) if moment]
    return max([moment + apart for moment in taken], default=now)


def _carry_out(row: Publication, decision: Decision, *, now: datetime) -> None:
    match decision:
        case Send(at=at):
            as_found = Publication.objects.first_tries().filter(pk=row.pk, due_at=row.due_at)
            as_found.update(due_at=at, woken_at=None)
        case Ask():
            ask(row, now=now)


def ask(row: Publication, *, now: datetime) -> bool:
    """Put it on hold, and ask its owner; in the caller's transaction."""
    named = {"deciding_since": None, "started_at": None}
    held = Publication.objects.move(row, State.ON_HOLD, named=named, hold_reason=HoldReason.OVERDUE, held_at=now, due_at=None, lane=None)
    if held:
        notices.tell(row, NoticeKind.OVERDUE, now=now)
    return held


def allowed_for(user_pk: int) -> timedelta:
    """How late a publication of this user may go out unasked: their own wish, else the site's."""
    own = late_hours_of(user_pk)
    return timedelta(hours=settings.LATE_POST_HOURS if own is None else own)


def late_hours_of(user_pk: int) -> int | None:
    """What they chose; None: what is set for all."""
    return Profile.objects.filter(pk=user_pk).values_list("late_hours", flat=True).first()


def is_too_late(row: Publication, *, now: datetime) -> bool:
    """Whether a hold lasted so long past its time that its owner is asked before it goes out."""
    if row.scheduled_at is None or row.started_at is not None or not row.is_first_try or row.may_exist:
        return False
    return now - row.scheduled_at > allowed_for(row.connection.user_id)
