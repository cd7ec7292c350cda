"""One clock for many processes: whoever forked from its maker goes by it, and may move it on for all of them."""

import time
from datetime import datetime, timedelta
from multiprocessing.sharedctypes import RawValue

import pytest

from platforms import clock
from platforms.wire import SocketWire
from tests.crash.world import START


class Timepiece:
    """Runs `pace` times as fast as the machine's clock, which all processes share."""

    def __init__(self, *, pace: float = 1.0) -> None:
        self.pace = pace
        self._began = time.monotonic()
        self._ahead = RawValue("d", 0.0)

    @property
    def time(self) -> float:
        """Seconds since the start of the play."""
        return (time.monotonic() - self._began) * self.pace + self._ahead.value

    def now(self) -> datetime:
        return START + timedelta(seconds=self.time)

    def sleep(self, seconds: float) -> None:
        time.sleep(seconds / self.pace)

    def move_on(self, seconds: float) -> None:
        self._ahead.value += seconds

    def rule(self, patch: pytest.MonkeyPatch) -> None:
        """Have everything that this process and its forks do go by it."""
        wait = SocketWire.wait
        patch.setattr(clock, "now", self.now)
        patch.setattr(clock, "monotonic", lambda: self.time)
        patch.setattr(clock, "sleep", self.sleep)
        patch.setattr(SocketWire, "wait", lambda wire, seconds, *, for_room: wait(wire, seconds / self.pace, for_room=for_room))
