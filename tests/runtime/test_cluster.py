"""The guard of one tree: whose death it notes, and what it lets pass."""

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.runtime.processes import children, eventually, is_alive
from tests.runtime.workers import Place, place, said

pytestmark = pytest.mark.processes

WITHIN_SECONDS = 40
"""Less than an errand takes that nobody ends."""
_TREE = """
import pathlib, sys, time, django
django.setup()
from publisher import cluster

def note(*, pid):
    pathlib.Path(sys.argv[1]).write_text(str(pid))
    time.sleep(float(sys.argv[2]))

sys.exit(cluster.run(on_death=note))
"""


@dataclass(frozen=True, kw_only=True)
class Tree:
    """One guarded cluster, without a parent that would start it again."""

    home: Place
    child: subprocess.Popen[bytes]
    noted: Path

    @property
    def sentinel(self) -> int:
        return eventually(lambda: children(self.child.pid), "the sentinel")[0].pid

    @property
    def pool(self) -> list[int]:
        """The workers, the monitor and the pusher, in this order."""
        sentinel = self.sentinel
        return eventually(lambda: len(found := children(sentinel)) == 4 and [one.pid for one in found], "the pool")

    def run_errand(self, path: Path, seconds: float) -> int:
        self.home.enqueue("tests.runtime.errands.run_errand", str(path), seconds)
        return int(eventually(lambda: said(path), "the errand to start")[0].split()[-1])


@pytest.fixture
def home(tmp_path: Path) -> Iterator[Place]:
    with place(tmp_path, "sqlite") as found:
        yield found


def tree(home: Place, *, note_seconds: float = 0) -> Tree:
    noted = home.directory / "noted"
    environment = {**home.environment, "DJANGO_SETTINGS_MODULE": "config.settings", "Q_CLUSTER_NAME": "short"}
    child = subprocess.Popen([sys.executable, "-c", _TREE, str(noted), str(note_seconds)], env=environment)
    home.started.append(child)
    return Tree(home=home, child=child, noted=noted)


def test_it_notes_the_worker_that_died_by_itself(home: Place, tmp_path: Path) -> None:
    ours = tree(home)
    victim = ours.run_errand(tmp_path / "errand", 60)
    os.kill(victim, signal.SIGKILL)
    assert ours.child.wait(WITHIN_SECONDS) == 70
    assert ours.noted.read_text() == str(victim)


def test_a_stop_notes_nobody(home: Place, tmp_path: Path) -> None:
    ours = tree(home)
    ours.run_errand(tmp_path / "errand", 60)
    ours.child.terminate()
    assert ours.child.wait(WITHIN_SECONDS) == 0
    assert not ours.noted.exists()


def test_a_death_during_a_stop_notes_nobody(home: Place, tmp_path: Path) -> None:
    ours = tree(home)
    home.enqueue("tests.runtime.errands.run_stubbornly", str(tmp_path / "errand"), 60)
    victim = int(eventually(lambda: said(tmp_path / "errand"), "the errand to start")[0].split()[-1])
    ours.child.terminate()
    os.kill(victim, signal.SIGKILL)
    assert ours.child.wait(WITHIN_SECONDS) == 70
    assert not ours.noted.exists()


def test_the_death_of_the_sentinel_notes_nobody(home: Place) -> None:
    ours = tree(home)
    os.kill(ours.sentinel, signal.SIGKILL)
    assert ours.child.wait(WITHIN_SECONDS) == 70
    assert not ours.noted.exists()


def test_a_note_that_hangs_does_not_keep_the_tree_from_ending(home: Place, tmp_path: Path) -> None:
    ours = tree(home, note_seconds=600)
    os.kill(ours.run_errand(tmp_path / "errand", 60), signal.SIGKILL)
    assert ours.child.wait(WITHIN_SECONDS) == 70
    assert ours.noted.exists()


def test_a_pusher_that_left_by_itself_is_replaced_and_running_work_stays(home: Place, tmp_path: Path) -> None:
    ours = tree(home)
    runner = ours.run_errand(tmp_path / "errand", 60)
    *others, pusher = ours.pool
    with home.without_queue():
        eventually(lambda: not is_alive(pusher), "the pusher to give its broker up")
    eventually(lambda: set(ours.pool) > set(others), "another pusher")
    assert said(tmp_path / "errand") == [f"start {runner}"], "the work goes on"
    ours.run_errand(tmp_path / "after", 0)
    assert is_alive(ours.sentinel)
