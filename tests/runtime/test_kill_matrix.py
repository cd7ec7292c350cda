"""kill -9 of any process of the worker, and every way to stop it: work goes on within seconds, and nothing is left behind.

The short form kills each role with the queue in SQLite and the hardest two elsewhere; KILL_MATRIX=full (`make kill-matrix`)
kills each role everywhere.
"""

import os
import signal
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.runtime.processes import eventually, is_alive
from tests.runtime.workers import Place, Worker, place, said

pytestmark = pytest.mark.processes

BROKERS = ("sqlite", "postgres", "redis")
ROLES = ("main", "sentinel", "worker 0", "worker 1", "pusher", "monitor")
HARDEST = ("worker 0", "sentinel")
FULL = os.environ.get("KILL_MATRIX") == "full"
WITHIN_SECONDS = 15 if FULL else 40
"""Seconds, and less than an errand takes that nobody stops: in the short form the machine may have others to serve."""
CASES = [(broker, role) for broker in BROKERS for role in ROLES if FULL or broker == "sqlite" or role in HARDEST]
STOPS = BROKERS if FULL else ("sqlite",)


@pytest.fixture
def worker(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Worker]:
    with place(tmp_path, request.param) as home:
        yield Worker(home)


@pytest.fixture
def home(tmp_path: Path) -> Iterator[Place]:
    with place(tmp_path, "sqlite") as found:
        yield found


@pytest.mark.parametrize(("worker", "role"), CASES, indirect=["worker"])
def test_work_goes_on_after_the_death_of_any_process(worker: Worker, role: str, tmp_path: Path) -> None:
    tree = worker.complete()
    os.kill(tree[role], signal.SIGKILL)
    worker.loses(tree)
    worker.starts_and_runs(tmp_path / "after", within=WITHIN_SECONDS)
    assert worker.stop() == 0


@pytest.mark.parametrize("worker", STOPS, indirect=True)
def test_work_goes_on_after_the_death_of_who_was_at_it(worker: Worker, tmp_path: Path) -> None:
    tree = worker.complete()
    os.kill(worker.starts_and_runs(tmp_path / "before", seconds=60), signal.SIGKILL)
    worker.loses(tree)
    worker.starts_and_runs(tmp_path / "after", within=WITHIN_SECONDS)
    assert said(tmp_path / "before") == said(tmp_path / "before")[:1], "killed work does not end"
    assert worker.stop() == 0


@pytest.mark.parametrize("worker", STOPS, indirect=True)
def test_when_the_parent_is_killed_nothing_outlives_it(worker: Worker, tmp_path: Path) -> None:
    tree = worker.complete()
    worker.starts_and_runs(tmp_path / "before", seconds=60)
    worker.child.kill()
    eventually(lambda: not any(is_alive(pid) for pid in tree.values()), "everything to die with its parent", within=20)


@pytest.mark.parametrize("worker", STOPS, indirect=True)
@pytest.mark.parametrize(("to", "signum"), [("parent", signal.SIGINT), ("everyone", signal.SIGTERM)])
def test_a_stop_lets_work_hand_over_and_leaves_nothing(worker: Worker, to: str, signum: int, tmp_path: Path) -> None:
    worker.complete()
    runner = worker.starts_and_runs(tmp_path / "before", seconds=60)
    for pid in worker.everyone() if to == "everyone" else {worker.pid}:
        os.kill(pid, signum)
    assert worker.child.wait(40) == 0
    assert said(tmp_path / "before") == [f"start {runner}", f"handed over {runner}"]


@pytest.mark.parametrize("worker", ["sqlite"], indirect=True)
def test_a_stop_waits_for_what_cannot_hand_over(worker: Worker, tmp_path: Path) -> None:
    worker.complete()
    runner = worker.starts_and_runs(tmp_path / "before", task="run_stubbornly", seconds=3)
    assert worker.stop() == 0
    assert said(tmp_path / "before") == [f"start {runner}", f"end {runner}"]


@pytest.mark.parametrize("worker", ["sqlite"], indirect=True)
def test_a_second_ctrl_c_kills_at_once(worker: Worker, tmp_path: Path) -> None:
    worker.complete()
    worker.starts_and_runs(tmp_path / "before", task="run_stubbornly", seconds=60)
    worker.child.send_signal(signal.SIGINT)
    later = time.monotonic() + 1.1  # what comes within a second counts as the same wish
    eventually(lambda: time.monotonic() > later, "a second to pass")
    assert worker.stop(signal.SIGINT, within=8) == 1


@pytest.mark.skipif(not FULL, reason="takes the whole grace of a stop; make kill-matrix runs it")
@pytest.mark.parametrize("worker", ["sqlite"], indirect=True)
def test_what_does_not_stop_within_its_grace_is_killed(worker: Worker, tmp_path: Path) -> None:
    worker.complete()
    worker.starts_and_runs(tmp_path / "before", task="run_stubbornly", seconds=60)
    worker.stop(within=20)
    assert len(said(tmp_path / "before")) == 1


def test_the_main_process_alone_stops_its_tree_and_is_started_again(home: Place, tmp_path: Path) -> None:
    worker = Worker(home)
    tree = worker.complete()
    os.kill(tree["main"], signal.SIGTERM)
    worker.loses(tree)
    worker.starts_and_runs(tmp_path / "after", within=WITHIN_SECONDS)
    assert worker.stop() == 0


def test_the_round_is_started_again(home: Place) -> None:
    worker = Worker(home, "--queues", "short")
    first = eventually(lambda: worker.main("round"), "the round")
    os.kill(first.pid, signal.SIGKILL)
    eventually(lambda: (again := worker.main("round")) and again.pid != first.pid, "another round")
    worker.complete()
    assert worker.stop() == 0


def test_each_queue_has_a_tree_of_its_own(home: Place, tmp_path: Path) -> None:
    worker = Worker(home, "--no-round")
    for part in ("short", "transfers"):
        worker.complete(part)
    home.enqueue("tests.runtime.errands.run_errand", str(tmp_path / "large"), 60.0, queue="transfers")
    eventually(lambda: said(tmp_path / "large"), "the transfer to start")
    tree = worker.complete("short")
    os.kill(tree["sentinel"], signal.SIGKILL)
    worker.loses(tree)
    worker.starts_and_runs(tmp_path / "small", within=WITHIN_SECONDS)
    assert len(said(tmp_path / "large")) == 1, "a death among the short ones costs no transfer"
    assert worker.stop() == 0
    assert said(tmp_path / "large")[-1].startswith("handed over")
