"""Whether this worker was asked to stop: a flag in shared memory that every forked child sees within moments."""

import signal
import time
from multiprocessing.sharedctypes import RawValue
from types import FrameType

_SLICE_SECONDS = 0.1


class Flag:
    """What `multiprocessing.Event` is, without its lock: no killed process can leave it locked, and a signal handler may set it.

    Its waits go by the monotonic clock; the semaphore of an Event goes by the wall clock, and waits longer when that is
    set back.
    """

    def __init__(self) -> None:
        self._raised = RawValue("b", 0)

    def set(self) -> None:
        self._raised.value = 1

    def is_set(self) -> bool:
        return bool(self._raised.value)

    def wait(self, seconds: float) -> bool:
        """Wait until it is set, `seconds` at the longest; tell whether it is."""
        until = time.monotonic() + seconds
        while not self.is_set() and (left := until - time.monotonic()) > 0:
            time.sleep(min(left, _SLICE_SECONDS))
        return self.is_set()


asked = Flag()
"""Made before any child is forked, so that a tree shares one."""


def stopping() -> bool:
    """Tell whether this worker was asked to stop: a running publication then hands over at its next checkpoint."""
    return asked.is_set()


def stop_on_signals() -> None:
    """Take SIGTERM and SIGINT as the wish to stop cleanly; for the main process of a tree, before it forks."""
    signal.signal(signal.SIGTERM, _ask)
    signal.signal(signal.SIGINT, _ask)


def _ask(signum: int, frame: FrameType | None) -> None:
    asked.set()
