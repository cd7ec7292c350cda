"""The ticker: calls the round every 15 s and a glance every 2 s, in a process of its own, until it is asked to stop."""

import logging
import signal
from collections.abc import Callable

from django.db import Error, close_old_connections

from platforms import clock
from publisher.stopping import Flag, asked

ROUND_SECONDS = 15.0
GLANCE_SECONDS = 2.0
LIMIT_SECONDS = 180
"""A round that takes longer is stuck; the alarm ends the process, and the worker starts it again."""

logger = logging.getLogger(__name__)


def tick(
    round_: Callable[[], object],
    *,
    glance: Callable[[], object],
    stop: Flag = asked,
    round_seconds: float = ROUND_SECONDS,
    glance_seconds: float = GLANCE_SECONDS,
) -> int:
    """Call `round_`, and `glance` between rounds, until asked to stop.

    A database that is away costs one call; any other error ends the process.
    """
    while not stop.is_set():
        _call(round_)
        next_round = clock.monotonic() + round_seconds
        while not stop.wait(glance_seconds) and clock.monotonic() < next_round:
            _call(glance)
    return 0


def _call(work: Callable[[], object]) -> None:
    close_old_connections()
    signal.alarm(LIMIT_SECONDS)
    try:
        work()
    except Error as wrong:
        logger.warning("The database did not let this round finish (%s); the next one tries again.", type(wrong).__name__)
    finally:
        signal.alarm(0)
