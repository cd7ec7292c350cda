"""The ticker: calls the round every 15 s in a process of its own, until it is asked to stop."""

import logging
import signal
from collections.abc import Callable

from django.db import Error, close_old_connections

from publisher.stopping import asked, stop_on_signals

EVERY_SECONDS = 15
LIMIT_SECONDS = 180
"""A round that takes longer is stuck; the alarm ends the process, and the worker starts it again."""

logger = logging.getLogger(__name__)


def tick(round_: Callable[[], object]) -> int:
    """Call `round_` until asked to stop; a database that is away costs one round, any other error ends the process."""
    stop_on_signals()
    while not asked.is_set():
        close_old_connections()
        signal.alarm(LIMIT_SECONDS)
        _call(round_)
        signal.alarm(0)
        asked.wait(EVERY_SECONDS)
    return 0


def _call(round_: Callable[[], object]) -> None:
    try:
        round_()
    except Error as wrong:
        logger.warning("The database did not let this round finish (%s); the next one tries again.", type(wrong).__name__)
