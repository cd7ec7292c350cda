"""A sweep whose process is killed half way with a real SIGKILL."""

import os
import signal
from pathlib import Path

import pytest
from django.conf import settings

from publisher import rounds, sweep
from publisher.states import State
from retries.models import SweepRun, SweepSwitch
from tests.crash.databases import pointed_at
from tests.crash.forks import exit_code, fork
from tests.crash.timepiece import Timepiece
from tests.crash.world import START
from tests.publisher.sweep.rows import counted, failed, states
from tests.runtime.workers import place

pytestmark = pytest.mark.processes

BROKER = "postgres" if "postgresql" in settings.DATABASES["default"]["ENGINE"] else "sqlite"
KILLED = -9


def sweep_and_die(*, in_batch: int) -> None:
    """Sweep, and be killed in that batch: after its moves, before its commit."""
    add, batches = SweepRun.objects.add, 0

    def fatal(*facts: object, **named: object) -> None:
        nonlocal batches
        add(*facts, **named)  # type: ignore[arg-type]
        batches += 1
        if batches == in_batch:
            os.kill(os.getpid(), signal.SIGKILL)

    SweepRun.objects.add = fatal  # type: ignore[method-assign]
    sweep.sweep_slot(START)


def test_the_round_of_another_ends_it_and_each_is_retried_once(
    tmp_path: Path, django_db_blocker: object, monkeypatch: pytest.MonkeyPatch
) -> None:
    timepiece = Timepiece()
    timepiece.rule(monkeypatch)
    monkeypatch.setattr(sweep, "BATCH", 5)
    with place(tmp_path, BROKER) as home, django_db_blocker.unblock(), pointed_at(home.database_url):  # type: ignore[attr-defined]
        SweepSwitch.objects.update(since=None)
        failed(20, due_at=START)
        assert exit_code(fork(lambda: sweep_and_die(in_batch=3))) == KILLED
        assert states() == {State.WAITING: 10, State.FAILED: 10}, "what was committed stays, what was not is as it was"
        assert counted(SweepRun.objects.get()) == (10, 10, 0)
        rounds.run_round()
        assert SweepRun.objects.get().ended_at is None, "nobody knows yet that it was killed"
        timepiece.move_on(121)
        rounds.run_round()
        run = SweepRun.objects.get(slot=START)
        assert (*counted(run), run.tries, run.error) == (20, 20, 0, 2, "")
        assert run.ended_at is not None
        assert states() == {State.WAITING: 20}
