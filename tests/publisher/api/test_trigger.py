"""POST /api/post-retry/trigger: one sweep now, answered with what came of it."""

from datetime import timedelta

import pytest

from platforms import clock
from publisher.models import Publication
from retries.models import SweepRun, SweepSwitch
from tests.publisher.api.conftest import Program, Standing

pytestmark = pytest.mark.django_db


def test_it_answers_with_what_the_sweep_came_to(staffs: Program, standing: Standing) -> None:
    due, later = standing("failed, its slot has come"), standing("failed")
    spent = standing("failed, its slot has come", retry_count=5)
    told = staffs.post("/post-retry/trigger")
    assert told.status == 200
    assert {name: told.body[name] for name in ("trigger", "found", "retried", "marked", "error")} == {
        "trigger": "by_hand",
        "found": 2,
        "retried": 1,
        "marked": 1,
        "error": None,
    }
    assert told.body["ended_at"]
    states = [Publication.objects.get(pk=row.pk).state for row in (due, later, spent)]
    assert states == ["waiting", "failed", "permanently_failed"]


def test_it_is_kept_who_asked_for_it(staffs: Program) -> None:
    told = staffs.post("/post-retry/trigger").body
    run = SweepRun.objects.get(pk=told["id"])
    assert run.by is not None
    assert run.by.username == "sam"


def test_it_runs_while_automatic_retries_are_stopped(staffs: Program, standing: Standing) -> None:
    SweepSwitch.objects.stop(by=None, why="", now=clock.now())
    standing("failed, its slot has come")
    assert staffs.post("/post-retry/trigger").body["retried"] == 1


def test_while_one_really_runs_it_is_refused(staffs: Program, standing: Standing) -> None:
    row = standing("failed, its slot has come")
    SweepRun.objects.begin(slot=None, trigger=SweepRun.Trigger.BY_HAND, now=clock.now())
    told = staffs.post("/post-retry/trigger")
    assert (told.status, told.code) == (409, "sweep_running")
    assert "Retry-After" in told.headers
    row.refresh_from_db()
    assert row.state == "failed"


def test_one_that_was_killed_is_in_nobodys_way(staffs: Program) -> None:
    began = clock.now() - timedelta(hours=1)
    SweepRun.objects.begin(slot=None, trigger=SweepRun.Trigger.BY_HAND, now=began)
    assert staffs.post("/post-retry/trigger").status == 200
