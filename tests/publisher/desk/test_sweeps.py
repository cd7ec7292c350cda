"""The sweep's page: each run and what became of it, the totals, and the switch."""

from datetime import timedelta

import pytest
from django.contrib.admin.models import LogEntry
from django.contrib.auth.models import User
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from platforms import clock
from publisher.sweep import sweep_by_hand
from retries.models import SweepRun, SweepSwitch
from tests.factories import AttemptFactory
from tests.publisher.desk.conftest import Standing

SWEEPS = "/admin/retries/sweeprun/"


def test_it_shows_what_became_of_those_that_were_sent_on(staff: Client, sam: User, standing: Standing) -> None:
    rows = [standing("failed, its slot has come") for _ in range(3)]
    run = sweep_by_hand(clock.now(), by=sam)
    for row, outcome in zip(rows, ("published", "published", "failed"), strict=True):
        AttemptFactory(publication=row, sweep=run, cause="automatic", outcome=outcome)
    shown = staff.get(SWEEPS).content.decode()
    assert "2 published" in shown
    assert "1 failed" in shown
    assert "By hand, sam" in shown


def test_its_queries_do_not_grow_with_its_rows(staff: Client, standing: Standing) -> None:
    staff.get(SWEEPS)  # what is read once for each process is read now
    counts = []
    for _ in range(2):
        for _ in range(3):
            run = sweep_by_hand(clock.now(), by=None)
            AttemptFactory(publication=standing("failed"), sweep=run)
        with CaptureQueriesContext(connection) as queries:
            staff.get(SWEEPS)
        counts.append(len(queries))
    assert counts[0] == counts[1]


def test_it_stops_with_a_reason_and_starts_again(staff: Client, sam: User) -> None:
    staff.post(f"{SWEEPS}stop/", {"reason": "We move house."})
    switch = SweepSwitch.objects.read()
    assert (switch.pause is not None, switch.paused_by, switch.why) == (True, sam, "We move house.")
    assert "We move house." in staff.get(SWEEPS).content.decode()
    staff.post(f"{SWEEPS}stop/", {"reason": "Another one."})
    assert SweepSwitch.objects.read().why == "We move house."
    staff.post(f"{SWEEPS}start/", {"reason": "We are there."})
    assert SweepSwitch.objects.read().pause is None
    assert [entry.change_message for entry in LogEntry.objects.order_by("pk")] == ["Stopped: We move house.", "Started. We are there."]


def test_nothing_stops_without_a_reason(staff: Client) -> None:
    shown = staff.post(f"{SWEEPS}stop/", {"reason": "  "}, follow=True).content.decode()
    assert "Say why" in shown
    assert SweepSwitch.objects.read().pause is None


def test_sweep_now_takes_what_is_due(staff: Client, sam: User, standing: Standing) -> None:
    row = standing("failed, its slot has come")
    shown = staff.post(f"{SWEEPS}now/", follow=True).content.decode()
    row.refresh_from_db()
    assert row.state == "waiting"
    assert "Found 1, sent on 1" in shown
    assert SweepRun.objects.get().by == sam


def test_two_do_not_run_at_once(staff: Client, standing: Standing) -> None:
    row = standing("failed, its slot has come")
    SweepRun.objects.begin(slot=None, trigger=SweepRun.Trigger.BY_HAND, now=clock.now())
    shown = staff.post(f"{SWEEPS}now/", follow=True).content.decode()
    row.refresh_from_db()
    assert row.state == "failed"
    assert "A sweep has been running since" in shown


def test_the_totals_stand_on_top(staff: Client) -> None:
    now = clock.now()
    begun = {"trigger": "schedule", "started_at": now - timedelta(hours=1), "leased_until": now}
    SweepRun.objects.create(**begun, ended_at=now, retried=1234)
    SweepRun.objects.create(**begun, ended_at=now, error="It broke.")
    shown = staff.get(SWEEPS).content.decode()
    assert "1,234" in shown
    assert "Ended in an error" in shown


@pytest.mark.parametrize("verb", ["stop", "start", "now"])
def test_whoever_may_only_look_switches_nothing(looker: Client, standing: Standing, verb: str) -> None:
    row = standing("failed, its slot has come")
    shown = looker.get(SWEEPS)
    assert shown.status_code == 200
    assert "Sweep now" not in shown.content.decode()
    assert looker.post(f"{SWEEPS}{verb}/", {"reason": "x"}).status_code == 403
    assert looker.get(f"{SWEEPS}{verb}/").status_code in (403, 405)
    row.refresh_from_db()
    assert row.state == "failed"
    assert not SweepRun.objects.exists()
    assert SweepSwitch.objects.read().pause is None
