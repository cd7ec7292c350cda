"""The round: what the clock and other machines owe to publications. Each 15 s on every worker machine, safe to run many times."""

import logging
from collections.abc import Iterable
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import F

from platforms import clock
from platforms.models import Connection
from publisher import notices, pulses, schedule, sweep
from publisher.accounts import deletion, password_reset
from publisher.covers import rounds as covers
from publisher.fitting import rounds as fits
from publisher.identity import is_dead, of_process
from publisher.models import FREE, AttemptOutcome, BrowserSession, FollowUp, KeptAnswer, NoticeKind, Publication
from publisher.planned import ahead, overdue
from publisher.records import close_attempt
from publisher.removing import rounds as removals
from publisher.revising import run as revising
from publisher.settle import NO_ERROR
from publisher.states import HoldReason, State
from publisher.wakeups import OF_PUBLICATIONS, SHORT, enqueue, meant_for, room_in, wake, wake_follow_ups
from videos import tasks as video_tasks

log = logging.getLogger(__name__)

BATCH = 200
MOST_RESCUES = 3
TEST_EACH = timedelta(days=1)
MOST_TESTS = 5


def glance() -> None:
    """Between rounds: wake what came due meanwhile, so that a look happens when its page says."""
    now = clock.now()
    if Publication.objects.due(now).unwoken(now).exists():
        wake_due(now)


def run_round() -> None:
    """Rescue the stalled, release what waited, start what is due, wake what nobody took."""
    now = clock.now()
    deletion.carry_forward(now)  # first: a closed account starts nothing any more
    rescue_stalled(now)
    release_holds(now)
    schedule.keep(now)
    sweep.make_up(now)
    notices.tell_of_connections()
    notices.tell_of_long_holds(now)
    notices.tell_of_posts_by_hand(now)
    overdue.keep(now)
    ahead.keep(now)
    wake_due(now)
    wake_follow_ups(FollowUp.objects.due(now).order_by("due_at", "id")[: max(0, room_in(SHORT))])
    revising.wake_due(now)
    have_connections_tested(now)
    password_reset.wake_due(now)
    BrowserSession.objects.over(now).delete()
    KeptAnswer.objects.over(now).delete()
    video_tasks.wake_unprobed(now)
    video_tasks.clear_abandoned(now)
    fits.keep_going(now)
    covers.keep_going(now)
    removals.keep_going(now)
    pulses.ask_queues(now)
    pulses.note_round(now)


# -- rescues ---------------------------------------------------------------------------------------------------------


def note_death(*, pid: int) -> None:
    """Count a rescue against what the dead process `pid` of this machine was on; what died with it counts for nobody."""
    Publication.objects.leased().filter(worker__startswith=of_process(pid)).update(rescues=F("rescues") + 1)


def rescue_stalled(now: datetime) -> None:
    """Take over what a worker left: its lease is over, or its process on this machine is provably dead."""
    for row in Publication.objects.with_all().stalled(now).order_by("leased_until")[:BATCH]:
        rescue(row, now=now)
    for row in Publication.objects.with_all().leased().exclude(worker="").order_by("id")[:BATCH]:
        if is_dead(row.worker):
            rescue(row, now=now)


def rescue(row: Publication, *, now: datetime) -> None:
    """Free a stalled publication: to be resumed where nothing can exist, else to be looked for."""
    named = {"deciding_since": row.deciding_since, "leased_until": row.leased_until, "cancel_requested_at": row.cancel_requested_at}
    with transaction.atomic():
        to, changes = _rescued(row, now)
        if not Publication.objects.move(row, to, token=row.lease_token, named=named, **changes):
            return
        close_attempt(row, outcome=AttemptOutcome.CRASHED, now=now)
        if changes.get("hold_reason") == HoldReason.CRASHED:
            notices.tell(row, NoticeKind.CRASHED, now=now)
    log.warning("Publication %s was rescued from %s and is %s", row.pk, row.worker or "a worker", to)


def _rescued(row: Publication, now: datetime) -> tuple[State, dict[str, object]]:
    if row.state == State.PUBLISHING and row.may_exist:
        return State.UNCONFIRMED, {**FREE, "due_at": now}
    if row.cancel_requested_at:
        return State.CANCELLED, {**FREE, "due_at": None, "lane": None, "completed_at": now}
    if row.rescues > MOST_RESCUES:
        return State.ON_HOLD, {**FREE, "due_at": None, "lane": None, "hold_reason": HoldReason.CRASHED, "held_at": now}
    if row.state != State.PUBLISHING:
        return State(row.state), {**FREE, "due_at": now}
    return State.WAITING, {**FREE, "due_at": now, "lane": None}


# -- releases --------------------------------------------------------------------------------------------------------


_PROMISED = frozenset({HoldReason.RATE_LIMIT, HoldReason.QUOTA})
"""Holds with a time, of which its page said that it then goes on: it does, however late that is."""


def release_holds(now: datetime) -> None:
    """Let go on what waited for a time that came, a reconnection that was made, or a hold that was lifted."""
    held = Publication.objects.with_all()
    for over in (held.holds_over(now).in_order(), held.holds_lifted(now).order_by("id"), held.reconnected().order_by("id")):
        release(over[:BATCH], now=now)


def release(rows: Iterable[Publication], *, now: datetime) -> int:
    """Send held publications on: to wait where nothing can exist, else to be looked for. Gives how many went."""
    return sum(1 for row in rows if _release_one(row, now))


def _release_one(row: Publication, now: datetime) -> bool:
    if row.hold_reason not in _PROMISED and overdue.is_too_late(row, now=now):
        with transaction.atomic():
            return overdue.ask(row, now=now)
    to = State.UNCONFIRMED if row.may_exist else State.WAITING
    this_hold = {"held_at": row.held_at, "hold_reason": row.hold_reason, "deciding_since": row.deciding_since}
    return Publication.objects.move(row, to, named=this_hold, due_at=now, **NO_ERROR)


# -- connections -----------------------------------------------------------------------------------------------------


def have_connections_tested(now: datetime) -> None:
    """Once a day, have each connection tested: a leave that ended is known before a publication needs it.

    The claim is the memory; a message that is lost costs that day's test.
    """
    for row in Connection.objects.untested(now - TEST_EACH).order_by("id")[:MOST_TESTS]:
        if room_in(SHORT) > 0 and Connection.objects.claim_test(row, now=now, unless_since=now - TEST_EACH):
            enqueue("publisher.tasks.record_findings", row.pk, queue=SHORT)


# -- what is due -----------------------------------------------------------------------------------------------------


def wake_due(now: datetime) -> None:
    """Wake what is due and was not woken lately, as far as its queue has room: a lost wake-up costs seconds.

    Each queue by itself: however many transfers wait for room, looks are woken.
    """
    for queue in OF_PUBLICATIONS:
        unwoken = Publication.objects.due(now).unwoken(now).filter(meant_for(queue)).in_order()
        for row in unwoken[: min(BATCH, max(0, room_in(queue)))]:
            with transaction.atomic():
                wake(row, now=now)
