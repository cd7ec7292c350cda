"""Pulses: every part of a worker shows that it works by doing something, and not by being there.

The round notes each of its ends. The queues are asked: a wake-up goes through broker, pusher and worker like any other, and
whoever takes it notes it. So a queue that has processes and does nothing is seen for what it is.
"""

import os
from datetime import datetime, timedelta

from platforms import clock
from publisher.models import Pulse
from publisher.wakeups import QUEUES, enqueue

ROUND = "round"
ASK_EACH = timedelta(seconds=60)


def machine() -> str:
    """What this machine is called, to those who look after it."""
    return os.uname().nodename[:100]


def note_round(now: datetime) -> None:
    """The round came to its end."""
    Pulse.objects.beat(ROUND, machine=machine(), now=now)
    Pulse.objects.forget(now)


def ask_queues(now: datetime) -> None:
    """Ask each queue whether it works, once a minute however many machines hold rounds."""
    for number, queue in enumerate(QUEUES):
        if Pulse.objects.claim_asking(queue, now=now, each=ASK_EACH):
            enqueue("publisher.tasks.beat", number, queue=queue)


def answer(number: int) -> None:
    """Say that the queue of this number works; called by its worker."""
    Pulse.objects.beat(QUEUES[number], machine=machine(), now=clock.now())
