"""Writes that outlast a database that is away for a while: tried again on a new connection, by whoever has something to lose."""

from collections.abc import Callable
from typing import TypeVar

from django.db import InterfaceError, OperationalError, connection

from platforms import clock

Written = TypeVar("Written")


def steadily(write: Callable[[], Written], *, until: float) -> Written:
    """Write to the database, replacing a broken connection and trying again until `until` (`clock.monotonic()` seconds).

    Only for compare-and-swap: one that was committed just before the connection broke is repeated without harm. Within a
    transaction there is one try alone: what broke it took the rest of it along.
    """
    while True:
        if not connection.in_atomic_block:
            connection.close_if_unusable_or_obsolete()
        try:
            return write()
        except (OperationalError, InterfaceError):
            if connection.in_atomic_block:
                raise
            connection.close()
            if clock.monotonic() >= until:
                raise
            clock.sleep(1)
