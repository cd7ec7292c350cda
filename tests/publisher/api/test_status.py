"""GET /api/post-retry/status: what all sweeps so far came to, and whether the next one comes."""

from datetime import datetime, timedelta

import pytest
from django.contrib.auth.models import User
from pytest_django import DjangoAssertNumQueries

from platforms import clock
from publisher.sweep import sweep_by_hand
from retries.ladder import ladder
from retries.models import SweepRun, SweepSwitch
from tests.publisher.api.conftest import Program, Standing

pytestmark = pytest.mark.django_db


def test_it_begins_with_nothing_run_and_the_next_slot(hers: Program) -> None:
    told = hers.get("/post-retry/status").body
    assert (told["running"], told["run_count"], told["last_run"], told["last_duration"]) == (True, 0, None, None)
    assert datetime.fromisoformat(told["next_slot"]) == ladder().next_slot(clock.now())


def test_it_counts_runs_by_how_they_ended(hers: Program, sam: User, standing: Standing) -> None:
    standing("failed, its slot has come")
    sweep_by_hand(clock.now(), by=sam)
    began = clock.now() + timedelta(minutes=1)
    SweepRun.objects.create(trigger="round", started_at=began, ended_at=began + timedelta(seconds=3), leased_until=began, error="It broke.")
    told = hers.get("/post-retry/status").body
    assert (told["run_count"], told["success_count"], told["error_count"]) == (2, 1, 1)
    assert (told["retried"], told["marked"]) == (1, 0)
    assert (datetime.fromisoformat(told["last_run"]), told["last_duration"]) == (began, 3.0)


def test_it_says_since_when_by_whom_and_why_it_is_stopped(hers: Program, sam: User) -> None:
    SweepSwitch.objects.stop(by=sam, why="YouTube is being repaired.", now=clock.now())
    told = hers.get("/post-retry/status").body
    assert (told["running"], told["paused_by"], told["paused_why"]) == (False, "sam", "YouTube is being repaired.")
    assert told["paused_since"]
    assert told["next_slot"] is None


def test_it_says_that_one_is_at_work(hers: Program) -> None:
    SweepRun.objects.begin(slot=None, trigger=SweepRun.Trigger.BY_HAND, now=clock.now())
    assert hers.get("/post-retry/status").body["is_sweeping"] is True


def test_it_takes_the_same_queries_however_many_sweeps_there_were(hers: Program, django_assert_num_queries: DjangoAssertNumQueries) -> None:
    for _ in range(5):
        sweep_by_hand(clock.now(), by=None)
    hers.get("/post-retry/status")
    with django_assert_num_queries(7):  # the time and the token; the time, the switch, the totals, the last, whether one runs
        hers.get("/post-retry/status")
