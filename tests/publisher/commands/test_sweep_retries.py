"""`manage.py sweep_retries`: one sweep now, or what one would take."""

from datetime import timedelta

import pytest

from platforms import clock
from publisher.models import Publication
from retries.models import SweepRun, SweepSwitch
from tests.publisher.commands.conftest import Standing, everything, run


def test_it_sends_on_what_is_due_and_nothing_before_its_time(standing: Standing) -> None:
    due, early = standing("failed, its slot has come"), standing("failed")
    said = run("sweep_retries", "--json")
    due.refresh_from_db()
    early.refresh_from_db()
    assert (said.code, due.state, due.cause, early.state) == (0, "waiting", "automatic", "failed")
    assert [said.document[name] for name in ("dry_run", "trigger", "slot", "found", "retried", "marked")] == [
        False,
        "by_hand",
        None,
        1,
        1,
        0,
    ]


def test_it_says_what_it_found(standing: Standing) -> None:
    standing("failed, its slot has come", retry_count=5)
    said = run("sweep_retries")
    assert said.out.strip() == "Found 1, sent on 0, 1 had no retries left."
    assert said.err == ""


def test_it_runs_while_automatic_retries_are_stopped_and_says_so(standing: Standing) -> None:
    due = standing("failed, its slot has come")
    SweepSwitch.objects.stop(by=None, why="a move", now=clock.now())
    said = run("sweep_retries")
    due.refresh_from_db()
    assert (said.code, due.state) == (0, "waiting")
    assert "stopped all the same" in said.err


def test_while_another_runs_it_does_nothing_and_ends_with_three(standing: Standing) -> None:
    due = standing("failed, its slot has come")
    SweepRun.objects.begin(slot=None, trigger=SweepRun.Trigger.BY_HAND, now=clock.now())
    said = run("sweep_retries", "--json")
    due.refresh_from_db()
    assert (said.code, said.document["error"], due.state) == (3, "sweep_is_running", "failed")
    assert "has been running since" in said.err


def test_a_dry_run_lists_what_it_would_take_and_changes_nothing(standing: Standing) -> None:
    due, _ = standing("failed, its slot has come"), standing("failed")
    before = everything()
    said = run("sweep_retries", "--dry-run", "--json")
    assert everything() == before
    assert (said.code, said.document["count"], [row["id"] for row in said.document["publications"]]) == (0, 1, [due.pk])


def test_a_dry_run_looks_ahead(standing: Standing) -> None:
    later = standing("failed")
    at = (clock.now() + timedelta(hours=1)).isoformat()
    before = everything()
    said = run("sweep_retries", "--dry-run", "--now", at)
    assert everything() == before
    assert str(later.pk) in said.out
    assert "would take 1. Nothing was changed." in said.err


@pytest.mark.parametrize("words", [("--now", "2999-01-01T00:00"), ("--dry-run", "--now", "later")])
def test_wrong_usage_is_exit_code_two(standing: Standing, words: tuple[str, ...]) -> None:
    standing("failed, its slot has come")
    assert run("sweep_retries", *words).code == 2
    assert not SweepRun.objects.exists()
    assert Publication.objects.get().state == "failed"
