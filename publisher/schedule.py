"""The schedule of the retry sweep in django-q2: one row, made at the first migration and kept true by the round."""

from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django_q.models import Schedule

from publisher.wakeups import SHORT
from retries.ladder import ladder
from retries.models import SweepSwitch

NAME = "retry sweep"
TASK = "publisher.tasks.sweep_retries"
SLACK = timedelta(minutes=2)
"""How far past its slot django-q2 may still be about to look, or have looked already."""


def keep(now: datetime) -> None:
    """Make the schedule if it is not there, and set right what is wrong with it; writes nothing where all is well.

    django-q2 has no constraint on names, reckons the next run from a clock that may have been set forward, and leaves the
    row as it was when the setting changes.
    """
    rows = list(Schedule.objects.filter(name=NAME).order_by("pk"))
    if len(rows) == 1 and not _wrong(rows[0], now):
        return
    with transaction.atomic():
        # Two rounds that find it missing meet at the switch's row.
        SweepSwitch.objects.get_or_create(pk=1)
        SweepSwitch.objects.select_for_update().get(pk=1)
        first = Schedule.objects.filter(name=NAME).order_by("pk").first()
        Schedule.objects.filter(name=NAME).exclude(pk=first.pk if first else None).delete()
        Schedule.objects.update_or_create(pk=first.pk if first else None, defaults=_right(now))


def _wrong(row: Schedule, now: datetime) -> bool:
    asked = (row.func, row.schedule_type, row.cron, row.cluster, row.repeats) != (TASK, Schedule.CRON, settings.RETRY_SWEEP_CRON, SHORT, -1)
    return asked or row.next_run is None or row.next_run > ladder().next_slot(now) + SLACK


def _right(now: datetime) -> dict[str, object]:
    return {
        "name": NAME,
        "func": TASK,
        "schedule_type": Schedule.CRON,
        "cron": settings.RETRY_SWEEP_CRON,
        "cluster": SHORT,
        "repeats": -1,
        "next_run": ladder().next_slot(now),
    }
