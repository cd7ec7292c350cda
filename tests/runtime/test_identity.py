"""The name of a worker, and what another can tell from it."""

import os
import subprocess
import sys

import pytest

from publisher.identity import is_dead, of_process, parse_stat, worker_identity


def test_a_living_worker_is_not_dead() -> None:
    assert is_dead(worker_identity()) is False


def test_a_worker_that_ended_is_dead() -> None:
    ask = "from publisher.identity import worker_identity; print(worker_identity())"
    identity = subprocess.run([sys.executable, "-c", ask], capture_output=True, text=True, check=True).stdout.strip()
    assert is_dead(identity) is True


def test_a_zombie_is_dead() -> None:
    child = subprocess.Popen([sys.executable, "-c", ""])
    started = _start_of(child.pid)
    os.waitid(os.P_PID, child.pid, os.WEXITED | os.WNOWAIT)
    assert is_dead(f"{of_process(child.pid)}{started}") is True
    child.wait()


def test_a_pid_that_another_took_over_is_dead() -> None:
    assert is_dead(f"{of_process(os.getpid())}1") is True


@pytest.mark.parametrize("identity", ["", "nonsense", "another-boot:4026531836/1/22", "a/b/c/d"])
def test_a_worker_elsewhere_is_unknown(identity: str) -> None:
    assert is_dead(identity) is None


def test_an_identity_begins_as_its_process_does() -> None:
    assert worker_identity().startswith(of_process(os.getpid()))
    assert len(worker_identity()) <= 80


@pytest.mark.parametrize(
    ("text", "state", "started", "is_over"),
    [
        ("7 (python) S 1 7 7 0 -1 4194560 1 2 3 4 5 6 7 8 20 0 1 0 12345 1 2", "S", 12345, False),
        ("7 (a) b) (c) Z 1 7 7 0 -1 4194560 1 2 3 4 5 6 7 8 20 0 1 0 99 1 2", "Z", 99, True),
    ],
)
def test_it_reads_what_the_kernel_says(text: str, state: str, started: int, is_over: bool) -> None:
    stat = parse_stat(text)
    assert (stat.state, stat.started, stat.is_over) == (state, started, is_over)


def _start_of(pid: int) -> int:
    with open(f"/proc/{pid}/stat") as file:
        return parse_stat(file.read()).started
