"""Notices: written in the commit of what they tell, so that none is lost and none is there twice."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.db.models import Exists, OuterRef

from platforms.models import Connection
from publisher.models import Notice, NoticeKind, Publication
from publisher.states import HoldReason, State

BATCH = 200


def tell(row: Publication, kind: NoticeKind, *, now: datetime) -> None:
    """Tell the owner of `row` that it came to this. Told once: coming to it again makes the same notice new."""
    anew = {"happened_at": now, "read_at": None}
    Notice.objects.update_or_create(
        publication_id=row.pk, kind=kind, defaults=anew, create_defaults={**anew, "user_id": row.connection.user_id}
    )


def kind_of(to: State, *, due_at: datetime | None, hold_reason: str) -> NoticeKind | None:
    """Which notice a move to `to` is worth, if any."""
    match to:
        case State.PUBLISHED:
            return NoticeKind.PUBLISHED
        case State.PERMANENTLY_FAILED:
            return NoticeKind.PERMANENTLY_FAILED
        case State.UNCONFIRMED if due_at is None:
            return NoticeKind.ASKED
        case State.ON_HOLD if hold_reason == HoldReason.CRASHED:
            return NoticeKind.CRASHED
        case _:
            return None


def tell_of_the_given_up(pks: Iterable[int], *, now: datetime) -> None:
    """Tell the owners of those among `pks` that were given up at `now`."""
    given_up = Publication.objects.filter(pk__in=pks, state=State.PERMANENTLY_FAILED, permanently_failed_at=now)
    for row in given_up.select_related("connection"):
        tell(row, NoticeKind.PERMANENTLY_FAILED, now=now)


# -- what the round finds --------------------------------------------------------------------------------------------


def tell_of_connections() -> None:
    """One notice for each problem of a connection, however many publications wait for it."""
    told = Notice.objects.filter(kind=NoticeKind.RECONNECT, connection=OuterRef("pk"), happened_at=OuterRef("problem_since"))
    broken = Connection.objects.connected().filter(problem_since__isnull=False).exclude(problem="").filter(~Exists(told))
    for row in broken.order_by("pk")[:BATCH]:
        began: Any = row.problem_since
        Notice.objects.get_or_create(kind=NoticeKind.RECONNECT, connection=row, happened_at=began, defaults={"user_id": row.user_id})


def tell_of_long_holds(now: datetime) -> None:
    """Ask the owner of what has been on hold for three days."""
    told = Notice.objects.filter(kind=NoticeKind.HELD_LONG, publication=OuterRef("pk"), happened_at__gte=OuterRef("held_at"))
    for row in Publication.objects.held_long(now).filter(~Exists(told)).select_related("connection").order_by("held_at", "id")[:BATCH]:
        tell(row, NoticeKind.HELD_LONG, now=now)


def tell_of_posts_by_hand(now: datetime) -> None:
    """Remind the owner of what they post themselves that its time has come."""
    told = Notice.objects.filter(kind=NoticeKind.TIME_TO_POST, publication=OuterRef("pk"), happened_at__gte=OuterRef("scheduled_at"))
    due = Publication.objects.on_hold().filter(is_by_hand=True, hold_reason=HoldReason.BY_HAND, scheduled_at__lte=now)
    for row in due.filter(~Exists(told)).select_related("connection").order_by("held_at", "id")[:BATCH]:
        tell(row, NoticeKind.TIME_TO_POST, now=now)
