"""`manage.py sweep start|stop|status`: the switch of automatic retries."""

from platforms import clock
from publisher.sweep import sweep_slot
from retries.models import SweepRun, SweepSwitch
from tests.publisher.commands.conftest import Standing, everything, run


def test_stop_keeps_why_and_stops_the_schedule(standing: Standing) -> None:
    standing("failed, its slot has come")
    said = run("sweep", "stop", "--reason", "We move house.")
    assert said.code == 0
    assert "stopped, since" in said.out
    assert SweepSwitch.objects.get().why == "We move house."
    assert sweep_slot(clock.now()) is None


def test_stop_again_changes_nothing_and_says_so(db: None) -> None:
    run("sweep", "stop", "--reason", "first")
    before = everything()
    said = run("sweep", "stop", "--reason", "second", "--json")
    assert everything() == before
    assert (said.code, said.document["changed"], said.document["reason"]) == (0, False, "first")
    assert "stopped already" in run("sweep", "stop").out


def test_start_lets_them_run_again(db: None) -> None:
    run("sweep", "stop")
    said = run("sweep", "start", "--json")
    assert (said.document["changed"], said.document["stopped"]) == (True, False)
    assert said.document["next_slot"] is not None
    assert "run already" in run("sweep", "start").out


def test_status_tells_how_they_stand_and_changes_nothing(standing: Standing) -> None:
    standing("failed, its slot has come")
    standing("failed")
    run("sweep_retries")
    standing("failed, its slot has come")
    before = everything()
    facts = run("sweep", "status", "--json").document
    told = run("sweep", "status").out
    assert everything() == before
    assert (facts["stopped"], facts["failed"], facts["failed_and_due"], facts["run_count"], facts["error_count"]) == (False, 2, 1, 1, 0)
    assert facts["last_run"] is not None
    assert "2, of which 1 are due" in told


def test_status_tells_of_a_sweep_that_runs(db: None) -> None:
    SweepRun.objects.begin(slot=None, trigger=SweepRun.Trigger.BY_HAND, now=clock.now())
    assert run("sweep", "status", "--json").document["running_since"] is not None


def test_wrong_usage_is_told(db: None) -> None:
    said = run("sweep", "pause")
    assert said.code == 2
    assert "start" in said.err
