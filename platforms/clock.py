"""The time that every decision goes by: the database's, so that machines whose clocks differ agree. Simulations replace it."""

import time
from datetime import UTC, datetime

from django.db import connection

_QUERY = {
    "sqlite": "SELECT strftime('%Y-%m-%d %H:%M:%f', 'now')",
    "postgresql": "SELECT clock_timestamp()",
}


def now() -> datetime:
    """Give the database's time, aware, in UTC. One short query."""
    with connection.cursor() as cursor:
        cursor.execute(_QUERY[connection.vendor])
        moment: datetime | str = cursor.fetchone()[0]
    if isinstance(moment, str):
        return datetime.fromisoformat(moment).replace(tzinfo=UTC)
    return moment.astimezone(UTC)


def monotonic() -> float:
    """Seconds of this machine that never go back; for bounds within one process."""
    return time.monotonic()


def sleep(seconds: float) -> None:
    """Wait within a process; simulations let their own time pass instead."""
    time.sleep(seconds)
