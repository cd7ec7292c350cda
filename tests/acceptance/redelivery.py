"""A broker at its worst, for `manage.py shell`: it delivers the same message again and again, while rounds run."""

import time

from publisher.models import Publication
from publisher.rounds import run_round
from publisher.wakeups import QUEUES, enqueue

READY = "Waiting for the publication."


def redeliver(title: str, *, times: int = 20) -> None:
    """As soon as the publication of that title exists, enqueue the same run of it `times` times, and hold two rounds."""
    print(READY, flush=True)
    while not (pk := Publication.objects.filter(title=title).values_list("pk", flat=True).first()):
        time.sleep(0.02)
    for number in range(times):
        enqueue("publisher.tasks.run", pk, queue=QUEUES[number % len(QUEUES)])
        if number % 10 == 5:
            run_round()
