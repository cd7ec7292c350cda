"""Readiness: whether everything that Retake stands on answers, and whether what should work does."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import DatabaseError
from django.db.models import Max
from django_q.brokers import get_broker

from platforms import clock
from publisher.models import Publication, Pulse
from publisher.phrases import span
from publisher.pulses import ROUND
from publisher.wakeups import FITTING, QUEUES, SHORT, TRANSFERS
from retries.ladder import ladder
from retries.models import SweepRun, SweepSwitch
from videos.models import Fit
from videos.storage import StoreError, media

ROUND_IS_STALE_AFTER = timedelta(seconds=90)
QUEUE_IS_STALE_AFTER = timedelta(minutes=3)
SWEEP_IS_STALE_AFTER = timedelta(minutes=5)


@dataclass(frozen=True, kw_only=True)
class Check:
    """One thing that has to be well: its name, whether it is, in words, and how old the last sign of it is."""

    name: str
    is_well: bool
    says: str
    age: timedelta | None = None


def checks() -> list[Check]:
    """Look at everything, now. Without a database nothing else can be known, and only that is said."""
    try:
        now = clock.now()
        known = [Check(name="database", is_well=True, says="It answers."), *_of_work(now)]
    except DatabaseError as away:
        return [Check(name="database", is_well=False, says=f"It does not answer ({type(away).__name__}).")]
    return [*known, _broker(), _storage()]


def is_ready(found: Iterable[Check]) -> bool:
    return all(check.is_well for check in found)


def _of_work(now: datetime) -> list[Check]:
    """What is read from the rows that work leaves behind."""
    seen = dict(Pulse.objects.of_machines().values_list("part").annotate(Max("seen_at")))
    busy = Publication.objects.filter(leased_until__gt=now).exists()
    at_work = {TRANSFERS: busy, FITTING: Fit.objects.filter(leased_until__gt=now).exists()}
    queues = [queue_check(queue, seen.get(queue), busy=at_work.get(queue, False), now=now) for queue in QUEUES]
    switch, slot = SweepSwitch.objects.read(), ladder().last_slot(now)
    owed = not SweepRun.objects.ended().filter(slot=slot).exists()
    return [round_check(seen.get(ROUND), now=now), *queues, sweep_check(switch, slot, owed=owed, now=now)]


def round_check(seen: datetime | None, *, now: datetime) -> Check:
    """The round comes each 15 s: without it nothing that a crash left behind goes on."""
    if seen is None:
        return Check(name="round", is_well=False, says="It was never seen. Start `manage.py worker`.")
    age = now - seen
    return Check(name="round", is_well=age <= ROUND_IS_STALE_AFTER, says=f"Last seen {span(age)} ago.", age=age)


def queue_check(queue: str, seen: datetime | None, *, busy: bool, now: datetime) -> Check:
    """A queue answers within a minute or so; one whose slots are all taken by long work that is alive may take longer."""
    name = f"queue {queue}"
    if busy:
        return Check(name=name, is_well=True, says="It is at work.", age=now - seen if seen else None)
    if seen is None:
        return Check(name=name, is_well=False, says="No worker has ever answered for it. Start `manage.py worker`.")
    age = now - seen
    return Check(name=name, is_well=age <= QUEUE_IS_STALE_AFTER, says=f"Last answered {span(age)} ago.", age=age)


def sweep_check(switch: SweepSwitch, slot: datetime, *, owed: bool, now: datetime) -> Check:
    """Each slot's sweep ends within minutes, unless staff stopped automatic retries: that is well, and said."""
    if switch.paused_at is not None:
        return Check(name="sweep", is_well=True, says=f"Stopped by staff {span(now - switch.paused_at)} ago.", age=now - switch.paused_at)
    if not owed or (switch.since is not None and slot < switch.since):
        return Check(name="sweep", is_well=True, says=f"The last slot was {slot:%H:%M} UTC.", age=now - slot)
    says = f"The sweep of {slot:%H:%M} UTC has not ended."
    return Check(name="sweep", is_well=now - slot <= SWEEP_IS_STALE_AFTER, says=says, age=now - slot)


def _broker() -> Check:
    try:
        well = bool(get_broker(SHORT).ping())
    except Exception as away:  # noqa: BLE001 - whatever its client raises, it is away
        return Check(name="broker", is_well=False, says=f"It does not answer ({type(away).__name__}).")
    return Check(name="broker", is_well=well, says="It answers." if well else "It does not answer.")


def _storage() -> Check:
    try:
        media().reach()
    except StoreError as wrong:
        return Check(name="storage", is_well=False, says=str(wrong))
    return Check(name="storage", is_well=True, says="It can be read and written.")
