"""A small world for the real engine: one clock, one stand-in, one database, and workers that stop wherever one may die.

Each worker is a greenlet that runs the product's own `engine.run`; at every commit and every exchange it comes back
here, to be resumed, left paused, or never resumed again, which to everybody else is a kill -9.
"""

import threading
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import greenlet
import pytest
from django.db import connection as database

from platforms import clock, http
from platforms.contract import Checkpoint
from platforms.sandbox.store import Store
from publisher import engine
from publisher.lease import Lease
from tests.casts import Cast
from tests.casts.youtube import YouTubeCast
from tests.crash.network import Network

Commit = Callable[[Lease, Checkpoint], float | None]
START = datetime(2026, 11, 22, 6, 0, tzinfo=UTC)


class World:
    """Everything that a publication meets, under the hand of a test."""

    def __init__(self, patch: pytest.MonkeyPatch, cast: type[Cast] = YouTubeCast) -> None:
        self.time = 0.0
        self.workers: dict[int, greenlet.greenlet] = {}
        self.stopping = False
        self.boundaries: list[str] = []
        self._main = greenlet.getcurrent()
        self._thread = threading.get_ident()
        self._dead: list[greenlet.greenlet] = []
        self._is_over = False
        self.cast = cast(Store(), lambda: START + timedelta(seconds=self.time), sleep=self.pass_time)
        self.cast.prepare(patch)
        self.stand_in = self.cast.stand_in
        self.network = Network(self.cast, self.boundary, self.seconds, self.pass_time)
        patch.setattr(clock, "now", self.now)
        patch.setattr(clock, "monotonic", lambda: self.time)
        patch.setattr(clock, "sleep", self.sleep)
        patch.setattr(http, "connect", self.network.connect)
        patch.setattr(Lease, "commit", self._stopping_after(Lease.commit))

    def _stopping_after(self, commit: Commit) -> Commit:
        """Whoever has written that a deciding request leaves may be stopped right there, before it does."""

        def stopping(lease: Lease, checkpoint: Checkpoint) -> float | None:
            send_before = commit(lease, checkpoint)
            if checkpoint.deciding:
                self.boundary("decided")
            return send_before

        return stopping

    # -- time --------------------------------------------------------------------------------------------------------
    def seconds(self) -> float:
        return START.timestamp() + self.time

    def now(self) -> datetime:
        """The database's time: asked for before each commit, so a boundary."""
        self.boundary("now")
        return START + timedelta(seconds=self.time)

    def sleep(self, seconds: float) -> None:
        self.boundary("sleep")
        self.time += seconds

    def pass_time(self, seconds: float) -> None:
        self.time += seconds

    # -- workers -----------------------------------------------------------------------------------------------------
    def boundary(self, what: str) -> None:
        """Where a worker may be stopped. Never within a transaction."""
        assert not database.in_atomic_block, "a boundary within a transaction"
        self.boundaries.append(what)
        in_a_worker = greenlet.getcurrent() is not self._main and threading.get_ident() == self._thread
        if in_a_worker and not self._is_over:
            self._main.switch()

    def start(self, worker: int, pk: int) -> None:
        """Have a free worker run a publication, up to its first boundary."""
        self.workers[worker] = greenlet.greenlet(lambda: engine.run(pk, stop_asked=lambda: self.stopping))
        self.step(worker)

    def step(self, worker: int) -> None:
        running = self.workers.get(worker)
        if running is not None:
            running.switch()
            if running.dead:
                del self.workers[worker]

    def finish(self, worker: int) -> None:
        while worker in self.workers:
            self.step(worker)

    def kill(self, worker: int) -> None:
        """Never resume it. It is kept until the end: a greenlet that is let go of runs its `finally` clauses, and the dead do not."""
        if worker in self.workers:
            self._dead.append(self.workers.pop(worker))

    def run(self, pk: int) -> None:
        """Run a publication through, calmly."""
        self.start(-1, pk)
        self.finish(-1)

    def end(self) -> None:
        """Let go of everybody who is left."""
        self._is_over = True
        for left in [*self._dead, *self.workers.values()]:
            left.throw(greenlet.GreenletExit)
        self.workers.clear()
