"""Wake-ups: queue messages that carry only an id. One that is lost costs seconds, one that is doubled costs nothing."""

from collections.abc import Iterable
from datetime import datetime

from django.conf import settings
from django.db import transaction
from django.db.models import Q
from django_q.brokers import get_broker
from django_q.tasks import async_task

from publisher.models import FollowUp, Publication
from publisher.states import State

SHORT, TRANSFERS, ISOLATED, FITTING = QUEUES = ("short", "transfers", "isolated", "fitting")
"""The last has one slot, for what takes a machine's processors for long: the making of fitted files starves nobody."""
OF_PUBLICATIONS = (SHORT, TRANSFERS, ISOLATED)
MOST_WAITING = {SHORT: 200, TRANSFERS: 4 * settings.TRANSFER_SLOTS, ISOLATED: 4, FITTING: 4}
"""How many wake-ups may lie in a queue before the round adds none: its rows are due again in the next round anyway."""


def queue_of(publication: Publication) -> str:
    """Transfers have slots of their own, so that they starve nobody; what once stopped its worker runs alone."""
    if publication.state != State.WAITING:
        return SHORT
    return ISOLATED if publication.rescues else TRANSFERS


def meant_for(queue: str) -> Q:
    """Which due rows `queue_of` sends to `queue`."""
    sends = Q(state=State.WAITING)
    return {SHORT: ~sends, ISOLATED: sends & Q(rescues__gt=0), TRANSFERS: sends & Q(rescues=0)}[queue]


def wake(publication: Publication, *, now: datetime) -> None:
    """Enqueue a run of it, in the caller's transaction where the queue is the database."""
    Publication.objects.filter(pk=publication.pk).update(woken_at=now)
    enqueue("publisher.tasks.run", publication.pk, queue=queue_of(publication))


def room_in(queue: str) -> int:
    """How many more wake-ups the round may put into `queue`."""
    return MOST_WAITING[queue] - int(get_broker(queue).queue_size())


def wake_follow_ups(follow_ups: Iterable[FollowUp]) -> None:
    for follow_up in follow_ups:
        enqueue("publisher.tasks.follow_up", follow_up.pk, queue=SHORT)


def enqueue(task: str, pk: int, *, queue: str) -> None:
    """Send a wake-up to `queue`; after the commit where the broker knows no transactions."""

    def send() -> None:  # no partial: Django names the function when it reports that a robust one failed
        # Named always: a message that names no queue goes to the one that its sender itself serves.
        async_task(task, pk, cluster=queue)

    if settings.REDIS_URL:
        transaction.on_commit(send, robust=True)
    else:
        send()
