"""What the round does for fitted files: those whose worker is gone wait again, those that wait are woken, leavings are cleared."""

from datetime import datetime

from django.db import transaction

from publisher.identity import is_dead
from publisher.wakeups import FITTING, enqueue, room_in
from videos import fitting
from videos.models import Fit

_BATCH = 20


def keep_going(now: datetime) -> None:
    """Safe to run many times, on every worker machine."""
    fitting.take_over_stalled(now, is_dead=is_dead)
    for fit in Fit.objects.unwoken(now).order_by("pk")[: min(_BATCH, max(0, room_in(FITTING)))]:
        with transaction.atomic():
            wake(fit, now=now)
    fitting.clear(now)


def wake(fit: Fit, *, now: datetime) -> None:
    """Enqueue the making of it, in the caller's transaction where the queue is the database."""
    Fit.objects.filter(pk=fit.pk).update(woken_at=now)
    enqueue("publisher.tasks.make_fit", fit.pk, queue=FITTING)
