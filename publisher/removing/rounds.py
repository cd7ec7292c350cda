"""The round's share of removals: what was reconnected goes on, what is due is woken, records that are old enough go."""

from datetime import datetime

from publisher.models import Removal
from publisher.removing import retention, steps
from publisher.wakeups import SHORT, enqueue, room_in


def keep_going(now: datetime) -> None:
    """Safe to run many times, on every worker machine."""
    steps.release_reconnected(now)
    retention.keep_to_the_settings(now)
    for pk in Removal.objects.open().due(now).order_by("due_at", "id").values_list("pk", flat=True)[: max(0, room_in(SHORT))]:
        enqueue("publisher.tasks.remove", pk, queue=SHORT)
