"""Keeps programs running: what dies is started again, and one signal stops them all. Standard library only."""

import os
import selectors
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from types import FrameType

from publisher import lifeline

_WAITS = (0.0, 0.5, 1.0, 2.0, 5.0, 10.0)
_LIVED_LONG_SECONDS = 20.0
_LOOK_SECONDS = 0.25
_SAME_WISH_SECONDS = 1.0
_LONGEST_LINE_BYTES = 64 * 1024
_STOP_SIGNALS = (signal.SIGTERM, signal.SIGINT, signal.SIGHUP)


@dataclass(frozen=True, kw_only=True)
class Program:
    """One program to keep running, with its whole environment."""

    name: str
    argv: Sequence[str]
    environment: Mapping[str, str]


@dataclass(kw_only=True)
class _Place:
    """Where a program runs, or will run again from `start_at` (monotonic seconds) on."""

    program: Program
    child: subprocess.Popen[bytes] | None = None
    started_at: float = 0.0
    start_at: float = 0.0
    quick_deaths: int = 0
    unfinished: bytes = field(default=b"", repr=False)


def wait_before_restart(quick_deaths: int) -> float:
    """Give the seconds before the next start: at once after the first death, then slower, never slower than each 10 s."""
    return _WAITS[min(quick_deaths, len(_WAITS) - 1)]


def print_line(text: str) -> None:
    """Print one line in one write, so that lines of several programs do not mix."""
    sys.stdout.write(f"{text}\n")
    sys.stdout.flush()


class Supervisor:
    """Runs programs as its children, each in a session of its own so that Ctrl-C reaches the supervisor alone.

    `grace` is how many seconds a stop may take before the rest is killed; a second signal kills at once. With
    `prefixed`, what the programs print comes out line by line behind their names. `until_true` is asked about four
    times a second until it returns True.
    """

    def __init__(
        self, programs: Sequence[Program], *, grace: float, prefixed: bool = False, until_true: Callable[[], bool] | None = None
    ) -> None:
        self._places = [_Place(program=program) for program in programs]
        self._grace = grace
        self._prefixed = prefixed
        self._until_true = until_true
        self._widest = max(len(program.name) for program in programs)
        self._first_wish_at = 0.0
        self._must_kill = False
        self._selector = selectors.DefaultSelector()

    def run(self) -> int:
        """Run until a stop signal; returns 0 if all stopped by themselves in time, else 1. To be called in the main thread."""
        self._listen_to_signals()
        while not self._first_wish_at:
            for place in self._places:
                self._start_if_due(place)
            self._listen()
            for place in self._places:
                self._restart_if_dead(place)
            if self._until_true is not None and self._until_true():
                self._until_true = None
        return self._stop()

    # -- Signals -----------------------------------------------------------------------------------------------------

    def _listen_to_signals(self) -> None:
        # The wake-up socket ends the wait in `_listen` at once, also when a child has died.
        ours, pythons = os.pipe()
        os.set_blocking(ours, False)
        os.set_blocking(pythons, False)
        signal.set_wakeup_fd(pythons, warn_on_full_buffer=False)
        self._selector.register(ours, selectors.EVENT_READ, None)
        for signum in _STOP_SIGNALS:
            signal.signal(signum, self._ask_to_stop)
        signal.signal(signal.SIGCHLD, lambda signum, frame: None)

    def _ask_to_stop(self, signum: int, frame: FrameType | None) -> None:
        now = time.monotonic()
        # One wish may come twice: a terminal or make signals the whole group and then each of its children.
        self._must_kill = self._must_kill or (bool(self._first_wish_at) and now - self._first_wish_at > _SAME_WISH_SECONDS)
        self._first_wish_at = self._first_wish_at or now

    # -- Children ----------------------------------------------------------------------------------------------------

    def _start_if_due(self, place: _Place) -> None:
        if place.child is not None or time.monotonic() < place.start_at or self._first_wish_at:
            return
        parent = os.getpid()
        place.started_at = time.monotonic()
        place.child = subprocess.Popen(  # noqa: S603  # the programs are ours
            place.program.argv,
            env=dict(place.program.environment),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE if self._prefixed else None,
            stderr=subprocess.STDOUT if self._prefixed else None,
            start_new_session=True,
            preexec_fn=lambda: lifeline.die_with(parent),  # we have but one thread
        )
        if place.child.stdout is not None:
            os.set_blocking(place.child.stdout.fileno(), False)
            self._selector.register(place.child.stdout, selectors.EVENT_READ, place)

    def _restart_if_dead(self, place: _Place) -> None:
        code = self._bury(place)
        if code is None:
            return
        lived = time.monotonic() - place.started_at
        place.quick_deaths = 0 if lived > _LIVED_LONG_SECONDS else place.quick_deaths
        wait = wait_before_restart(place.quick_deaths)
        place.start_at = time.monotonic() + wait
        place.quick_deaths += 1
        if not self._first_wish_at:
            print_line(f"{place.program.name} {_cause(code)}; starting it again{f' in {wait:g} s' if wait else ''}.")

    def _bury(self, place: _Place) -> int | None:
        """If the child of `place` is dead, end what it left behind and give its exit code."""
        child = place.child
        if child is None or os.waitid(os.P_PID, child.pid, os.WEXITED | os.WNOHANG | os.WNOWAIT) is None:
            return None
        # Before it is reaped: until then its pid, and so the number of its group, can be nobody else's.
        os.killpg(child.pid, signal.SIGKILL)
        code = child.wait()
        self._read(place)
        if child.stdout is not None:
            self._selector.unregister(child.stdout)
            child.stdout.close()
        place.child = None
        return code

    def _stop(self) -> int:
        until = self._first_wish_at + self._grace
        for child in self._alive():
            child.terminate()
        while self._alive() and not self._must_kill and time.monotonic() < until:
            self._listen()
            for place in self._places:
                self._bury(place)
        killed = self._alive()
        for child in killed:
            os.killpg(child.pid, signal.SIGKILL)
            child.wait()
        return 1 if killed else 0

    def _alive(self) -> list[subprocess.Popen[bytes]]:
        return [place.child for place in self._places if place.child is not None]

    # -- What they print ---------------------------------------------------------------------------------------------

    def _listen(self) -> None:
        for key, _ in self._selector.select(_LOOK_SECONDS):
            if key.data is None:
                os.read(key.fd, 4096)
            else:
                self._read(key.data)

    def _read(self, place: _Place) -> None:
        if place.child is None or place.child.stdout is None:
            return
        while received := place.child.stdout.read(_LONGEST_LINE_BYTES):
            *lines, place.unfinished = (place.unfinished + received).split(b"\n")
            if len(place.unfinished) > _LONGEST_LINE_BYTES:
                lines, place.unfinished = [*lines, place.unfinished], b""
            for line in lines:
                print_line(f"{place.program.name:<{self._widest}} | {line.decode(errors='replace')}")


def _cause(code: int) -> str:
    return f"was killed by {signal.Signals(-code).name}" if code < 0 else f"ended with exit code {code}"
