"""Tickets: signed notes that name a file and run out, in the addresses under which files are handed out."""

import time
from datetime import timedelta
from typing import Any

from django.core import signing


class Forged(Exception):
    """No ticket of ours, or one for something else."""


class RunOut(Exception):
    """It was ours, and its time is over."""


def ticket(said: dict[str, Any], *, salt: str, ttl: timedelta) -> str:
    return signing.dumps({**said, "until": round(time.time() + ttl.total_seconds())}, salt=salt)


def read(text: str, *, salt: str) -> dict[str, Any]:
    """Give what a ticket says. Raises `Forged` or `RunOut`."""
    try:
        said: dict[str, Any] = signing.loads(text, salt=salt)
    except signing.BadSignature as forged:
        raise Forged from forged
    if said["until"] < time.time():
        raise RunOut
    return said
