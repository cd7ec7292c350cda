"""The retry sweep: at each slot it sends what failed on to be tried again; exactly one for each slot, whoever is first."""

import logging
import secrets
from datetime import datetime, timedelta

from django.contrib.auth.models import User
from django.db import InterfaceError, OperationalError, transaction

from platforms import clock
from publisher import notices
from publisher.models import Publication
from retries.ladder import Ladder, ladder
from retries.models import MOST_TRIES, SweepRun, SweepSwitch

log = logging.getLogger(__name__)

BATCH = 200
GRACE = timedelta(seconds=45)
"""What the schedule may take to begin a slot's sweep (django-q2 looks each 30 s) before the round does it."""


class SweepIsRunning(Exception):
    """A sweep runs right now: wait for it to end, and look what it did."""

    def __init__(self, run: SweepRun) -> None:
        super().__init__(f"A sweep has been running since {run.started_at:%H:%M:%S} UTC. Wait until it has ended.")
        self.run = run


def sweep_slot(now: datetime, *, trigger: SweepRun.Trigger = SweepRun.Trigger.SCHEDULE) -> SweepRun | None:
    """Run the sweep of the newest slot, unless it ran, or is running, or automatic retries are or were stopped: None then."""
    slot = ladder().last_slot(now)
    if not _is_wanted(slot, SweepSwitch.objects.read()):
        return None
    run = SweepRun.objects.begin(slot=slot, trigger=trigger, now=now)
    return _carry_out(run) if run else None


def _is_wanted(slot: datetime, switch: SweepSwitch) -> bool:
    """Whether automatic retries run, and did when `slot` came: a wake-up may come late."""
    return switch.paused_at is None and (switch.since is None or switch.since <= slot)


def sweep_by_hand(now: datetime, *, by: User | None) -> SweepRun:
    """Run one sweep now, stopped or not: it takes what is due, and nothing before its time. Raises `SweepIsRunning`."""
    with transaction.atomic():
        # The switch's row is the lock that two people meet at.
        SweepSwitch.objects.get_or_create(pk=1)
        SweepSwitch.objects.select_for_update().get(pk=1)
        other = SweepRun.objects.running(now).first()
        run = None if other else SweepRun.objects.begin(slot=None, trigger=SweepRun.Trigger.BY_HAND, now=now, by=by.pk if by else None)
    if run is None:
        raise SweepIsRunning(other) if other else AssertionError("a sweep without a slot meets no other")
    return _carry_out(run)


def start_sweeps(now: datetime) -> bool:
    """Let automatic retries run again, from the next slot on, which is when what came due meanwhile is tried. False: they do run."""
    with transaction.atomic():
        started = SweepSwitch.objects.start(now=now)
        if started:
            Publication.objects.to_retry(now).update(due_at=ladder().next_slot(now))
    return started


def make_up(now: datetime) -> None:
    """Finish sweeps that broke off, and run the newest slot's where its schedule missed it; called by each round."""
    for run in SweepRun.objects.abandoned(now)[:BATCH]:
        if SweepRun.objects.take_over(run, now=now):
            run.refresh_from_db()
            _carry_out(run)
    if is_owed(SweepSwitch.objects.read(), ladder(), now=now):
        sweep_slot(now, trigger=SweepRun.Trigger.ROUND)


def is_owed(switch: SweepSwitch, rungs: Ladder, *, now: datetime) -> bool:
    """Whether the newest slot's sweep should have begun by now, and has not. After downtime none but the newest is."""
    slot = rungs.last_slot(now)
    return _is_wanted(slot, switch) and now >= slot + GRACE and not SweepRun.objects.filter(slot=slot).exists()


# -- carrying out ----------------------------------------------------------------------------------------------------


def _carry_out(run: SweepRun) -> SweepRun:
    """Go through what is due, batch by batch, and end; what breaks off is gone on with by the next round."""
    # A clock that was ahead when it began made nothing due.
    at = min(run.started_at, clock.now())
    after = (datetime.min.replace(tzinfo=at.tzinfo), 0)
    try:
        while not _is_stopped(run) and (last := _batch(run, at=at, after=after)) is not None:
            after = last
    except (OperationalError, InterfaceError):
        raise  # the round goes on with it once the database is back
    except Exception:
        reference = secrets.token_hex(4)
        log.exception("The sweep of %s met a bug, reference %s", run.slot or run.started_at, reference)
        if run.tries >= MOST_TRIES:
            SweepRun.objects.end(run, now=clock.now(), error=f"A mistake of Retake's own, reference {reference}.")
    else:
        SweepRun.objects.end(run, now=clock.now())
    run.refresh_from_db()
    return run


def _is_stopped(run: SweepRun) -> bool:
    """Whether staff stopped automatic retries meanwhile: what is left then waits for a later slot. By hand it goes on."""
    return run.slot is not None and SweepSwitch.objects.read().paused_at is not None


def _batch(run: SweepRun, *, at: datetime, after: tuple[datetime, int]) -> tuple[datetime, int] | None:
    """Move one batch of those due `at` the sweep's begin, later than `after`; gives its last one's place, None for the end."""
    rows = list(Publication.objects.to_retry(at).later_than(after).in_order().only("due_at")[:BATCH])
    if not rows:
        return None
    now, pks = clock.now(), [row.pk for row in rows]
    with transaction.atomic():
        due = Publication.objects.filter(pk__in=pks).to_retry(at)
        # Asked again in the move itself: a count may have been reset since.
        marked = due.filter(retry_count__gte=ladder().retries).give_up(now=now)
        retried = due.filter(retry_count__lt=ladder().retries).start_retry(run, now=now)
        notices.tell_of_the_given_up(pks, now=now)
        SweepRun.objects.add(run, found=len(rows), retried=retried, marked=marked, now=now)
    return rows[-1].due_at or at, rows[-1].pk


# -- foresight -------------------------------------------------------------------------------------------------------


def foreseen(now: datetime, *, limit: int) -> list[Publication]:
    """Give the first `limit` publications that a sweep at `now` would take, in its order; changes nothing."""
    return list(Publication.objects.with_all().to_retry(now).in_order()[:limit])
