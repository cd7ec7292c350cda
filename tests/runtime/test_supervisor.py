"""The supervisor: what dies is started again, one signal stops all, and a second one kills."""

import os
import signal
import subprocess
import sys
import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from publisher.supervisor import wait_before_restart
from tests.runtime.processes import Seen, descendants, eventually, is_alive, nothing_left_of

pytestmark = pytest.mark.processes

_SUPERVISE = """
import os, sys
from publisher.supervisor import Program, Supervisor
pairs = zip(sys.argv[2::2], sys.argv[3::2])
programs = [Program(name=name, argv=[sys.executable, "-c", code], environment=os.environ) for name, code in pairs]
sys.exit(Supervisor(programs, grace=float(sys.argv[1]), prefixed=True).run())
"""
_QUIET = "import signal, sys; signal.signal(signal.SIGTERM, lambda *_: sys.exit(0)); print('ready', flush=True); signal.pause()"
_STUBBORN = "import signal; signal.signal(signal.SIGTERM, signal.SIG_IGN); print('ready', flush=True); signal.pause()"
_BROKEN = "import sys; sys.exit('broken')"
_LEAVES_A_CHILD = "import subprocess, os, signal; subprocess.Popen(['sleep', '600']); print('ready', flush=True); signal.pause()"


@dataclass(frozen=True, kw_only=True)
class Supervised:
    child: subprocess.Popen[bytes]
    output: Path

    def says(self, what: str, *, times: int = 1) -> None:
        eventually(lambda: self.output.read_text().count(what) >= times, f"{what!r}, {times} times, in {self.output.read_text()!r}")

    def below(self) -> list[Seen]:
        return descendants(self.child.pid)

    def stop(self, signum: int = signal.SIGTERM) -> int:
        self.child.send_signal(signum)
        return self.child.wait(60)


class Bench:
    """Starts supervisors, and keeps what they print."""

    def __init__(self, directory: Path) -> None:
        self.mark = f"retake-test-{uuid.uuid4().hex}"
        self.directory = directory
        self.started: list[subprocess.Popen[bytes]] = []

    def supervise(self, grace: float = 10, **programs: str) -> Supervised:
        output = self.directory / "output"
        argv = [sys.executable, "-c", _SUPERVISE, str(grace), *(word for pair in programs.items() for word in pair)]
        with output.open("ab") as file:
            child = subprocess.Popen(argv, stdout=file, stderr=file, env={**os.environ, "RETAKE_MARK": self.mark}, start_new_session=True)
        self.started.append(child)
        return Supervised(child=child, output=output)


@pytest.fixture
def bench(tmp_path: Path) -> Iterator[Bench]:
    bench = Bench(tmp_path)
    with nothing_left_of(bench.mark):
        yield bench
        for child in bench.started:
            child.kill()
            child.wait()


def test_it_puts_the_name_before_each_line(bench: Bench) -> None:
    ours = bench.supervise(web=_QUIET, sandbox=_QUIET)
    ours.says("web     | ready\n")
    ours.says("sandbox | ready\n")
    assert ours.stop() == 0


def test_it_starts_again_what_was_killed_and_leaves_the_rest(bench: Bench) -> None:
    ours = bench.supervise(web=_QUIET, sandbox=_QUIET)
    ours.says("| ready\n", times=2)
    first, second = ours.below()
    os.kill(first.pid, signal.SIGKILL)
    ours.says("was killed by SIGKILL; starting it again.")
    ours.says("| ready\n", times=3)
    assert is_alive(second.pid)
    assert ours.stop() == 0


def test_it_never_gives_up_on_what_is_broken_but_slows_down(bench: Bench) -> None:
    ours = bench.supervise(web=_BROKEN)
    ours.says("web | broken", times=3)
    ours.says("web ended with exit code 1; starting it again in 1 s.")
    assert ours.stop() == 0


def test_it_waits_longer_each_time_and_never_more_than_ten_seconds() -> None:
    assert [wait_before_restart(deaths) for deaths in range(8)] == [0, 0.5, 1, 2, 5, 10, 10, 10]


@pytest.mark.parametrize("signum", [signal.SIGTERM, signal.SIGINT, signal.SIGHUP])
def test_one_signal_stops_everything(bench: Bench, signum: int) -> None:
    ours = bench.supervise(web=_QUIET, worker=_QUIET)
    ours.says("ready", times=2)
    assert ours.stop(signum) == 0


def test_the_same_wish_twice_at_once_kills_nothing(bench: Bench) -> None:
    ours = bench.supervise(web=_QUIET)
    ours.says("ready")
    ours.child.send_signal(signal.SIGTERM)
    assert ours.stop() == 0


def test_what_does_not_stop_within_the_grace_is_killed(bench: Bench) -> None:
    ours = bench.supervise(grace=1, web=_STUBBORN)
    ours.says("ready")
    assert ours.stop() == 1


def test_when_it_is_killed_nothing_outlives_it(bench: Bench) -> None:
    ours = bench.supervise(web=_QUIET, worker=_STUBBORN)
    ours.says("ready", times=2)
    below = ours.below()
    ours.child.kill()
    eventually(lambda: not any(is_alive(one.pid) for one in below), "all to die with the supervisor")


def test_what_a_dead_program_left_behind_is_ended(bench: Bench) -> None:
    ours = bench.supervise(web=_LEAVES_A_CHILD)
    ours.says("ready")
    program, left = ours.below()
    os.kill(program.pid, signal.SIGKILL)
    eventually(lambda: not is_alive(left.pid), "its child to be ended")
    ours.says("ready", times=2)
    ours.stop()
