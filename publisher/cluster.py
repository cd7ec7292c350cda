"""The guarded cluster: django-q2's processes for one queue, which end together when any of them dies uncleanly.

django-q2 by itself does not outlive a kill: a worker killed while it waits holds the lock of the shared queue, and no
task ever runs again. So a whole tree is cheap to lose and quick to start:

    main      waits for the sentinel; ends the tree when the sentinel stalls, or when a stop takes too long
    sentinel  forks the others and watches them; a child that was killed ends it at once
    workers, monitor, pusher   die with the sentinel, and it with main: the kernel sees to that
"""

import logging
import os
import signal
import time
import uuid
from multiprocessing import Process
from multiprocessing.connection import wait
from multiprocessing.sharedctypes import RawValue
from types import FrameType
from typing import Any, Protocol

from django.conf import settings
from django_q.cluster import Sentinel, get_mp_context

from publisher import lifeline
from publisher.stopping import Flag, asked, stop_on_signals, stopping

UNCLEAN = 70
STALLED = 72
OVERDUE = 73

# A beat may wait for two busy timeouts of SQLite (20 s each) in the sentinel's scheduler.
STALL_SECONDS = 45
NOTE_SECONDS = 5
_LOOK_SECONDS = 0.5
_RECYCLED = -2

logger = logging.getLogger(__name__)
_beat = RawValue("d", 0.0)
_dead_pid = RawValue("i", 0)


class OnDeath(Protocol):
    """What to call, in a process of its own, with the pid of a worker that died by itself."""

    def __call__(self, *, pid: int) -> object: ...


class GuardedSentinel(Sentinel):  # type: ignore[misc]  # django-q2 has no types
    """A sentinel that replaces only children that left of their own will, and ends with any other."""

    def start(self) -> None:
        # Whoever stops a whole group (systemd, a container) reaches us all; only main answers, so that tasks come to a
        # checkpoint. The children inherit this.
        signal.signal(signal.SIGTERM, signal.SIG_IGN)
        signal.signal(signal.SIGCHLD, self._a_child_changed)
        super().start()

    def status(self) -> str:
        _beat.value = time.monotonic()  # asked for in every cycle of the guard, and while stopping
        return str(super().status())

    def reincarnate(self, process: Process) -> None:
        code = process.exitcode
        if code is None or not self._left_cleanly(process, code):
            _end(process)
        super().reincarnate(process)

    def _a_child_changed(self, signum: int, frame: FrameType | None) -> None:
        # It runs at any point, even while the sentinel waits for a lock that the dead child holds: it takes no lock,
        # reaps nobody and touches no connection.
        for child in [*self.pool, self.monitor, self.pusher]:
            code = _exit_code(child)
            if code is not None and not self._left_cleanly(child, code):
                _end(child)

    def _left_cleanly(self, child: Any, code: int) -> bool:
        """Tell whether `child` left all locks behind it free."""
        if child not in self.pool:
            # The pusher and the monitor leave when their broker fails, and are made again; a signal gives a negative code.
            return code >= 0
        return code == 0 and (stopping() or child.timer.get_obj().value == _RECYCLED)


def _exit_code(child: Process | None) -> int | None:
    if child is None or child.pid is None:
        return None
    try:
        found = os.waitid(os.P_PID, child.pid, os.WEXITED | os.WNOHANG | os.WNOWAIT)
    except ChildProcessError:  # the guard reaped it, and judges it by itself
        return None
    if found is None:
        return None
    return found.si_status if found.si_code == os.CLD_EXITED else -found.si_status


def _end(child: Process) -> None:
    _dead_pid.value = child.pid or 0
    os._exit(UNCLEAN)


def run(*, on_death: OnDeath) -> int:
    """Run the cluster of the queue that `Q_CLUSTER_NAME` names, until it was asked to stop or one of its processes died.

    Returns the exit code: 0 only after a clean stop.
    """
    lifeline.tie_forks()
    os.register_at_fork(after_in_child=_forget_the_children_of_others)
    stop_on_signals()
    _beat.value = time.monotonic()
    sentinel = get_mp_context().Process(target=GuardedSentinel, args=(asked, Flag(), uuid.uuid4()), name="sentinel")
    sentinel.start()
    code = _watch(sentinel)
    if _dead_pid.value and not stopping():
        _note(on_death, _dead_pid.value)
    return code


def _forget_the_children_of_others() -> None:
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)


def _watch(sentinel: Process) -> int:
    stop_by: float | None = None
    while not wait([sentinel.sentinel], _LOOK_SECONDS):
        now = time.monotonic()
        if stopping():
            # No stall while stopping: the sentinel then waits, silent, for tasks to come to a checkpoint.
            stop_by = stop_by or now + settings.STOP_GRACE_SECONDS
            if now > stop_by:
                return _kill(sentinel, OVERDUE, "did not stop within its grace")
        elif now - _beat.value > STALL_SECONDS:
            return _kill(sentinel, STALLED, "is silent")
    sentinel.join()
    return _verdict(sentinel.exitcode)


def _verdict(code: int | None) -> int:
    if code == 0 and stopping():
        return 0
    if _dead_pid.value:
        logger.error("Process %s of this queue's cluster died: the whole of it starts again.", _dead_pid.value)
    else:
        logger.error("The sentinel of this queue's cluster ended (%s): the whole of it starts again.", code)
    return UNCLEAN


def _kill(sentinel: Process, code: int, why: str) -> int:
    logger.error("The cluster of this queue %s: it is killed.", why)
    sentinel.kill()
    sentinel.join()
    return code


def _note(on_death: OnDeath, pid: int) -> None:
    # In a child, so that a database that does not answer cannot keep the queue from starting again.
    note = get_mp_context().Process(target=on_death, kwargs={"pid": pid}, name="note")
    note.start()
    note.join(NOTE_SECONDS)
    if note.is_alive():
        note.kill()
        logger.error("The death of process %s could not be noted within %s s.", pid, NOTE_SECONDS)
