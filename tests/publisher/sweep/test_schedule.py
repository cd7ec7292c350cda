"""The schedule in django-q2: one row, and each of its traps mended by the next round, or made up for."""

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from django.utils import timezone
from django_q.models import OrmQ, Schedule
from django_q.scheduler import scheduler
from pytest_django.fixtures import DjangoAssertNumQueries, Settings

from platforms import clock
from publisher import rounds, schedule
from publisher.states import State
from retries.ladder import ladder
from retries.models import SweepRun, SweepSwitch
from tests.publisher.sweep.rows import failed
from tests.threads import in_threads, on_a_database_for_threads

pytestmark = pytest.mark.django_db


def the_row() -> Schedule:
    return Schedule.objects.get(name=schedule.NAME)


@pytest.fixture
def kept(monkeypatch: pytest.MonkeyPatch) -> Schedule:
    """The row as it should be, at a moment that does not pass: no full hour comes between two looks."""
    now = clock.now()
    monkeypatch.setattr(clock, "now", lambda: now)
    schedule.keep(now)
    return the_row()


@pytest.fixture
def look(monkeypatch: pytest.MonkeyPatch) -> Callable[[], None]:
    """What django-q2 does each 30 s, on the connection of this test, which it would close."""
    monkeypatch.setattr("django_q.scheduler.close_old_django_connections", lambda: None)
    return scheduler


def queued() -> list[str]:
    return [message.func() for message in OrmQ.objects.all()]


@pytest.mark.django_db(transaction=True)
def test_rounds_that_find_it_missing_at_once_make_one(tmp_path: Path) -> None:
    Schedule.objects.all().delete()
    with on_a_database_for_threads(tmp_path):
        in_threads(6, lambda: schedule.keep(clock.now()))
        assert in_threads(1, Schedule.objects.count) == [1]


def test_it_runs_at_the_next_slot_in_the_queue_of_short_tasks_for_ever(kept: Schedule) -> None:
    assert kept.next_run == ladder().next_slot(clock.now())
    assert (kept.func, kept.cron, kept.cluster, kept.repeats) == ("publisher.tasks.sweep_retries", "0 * * * *", "short", -1)


def test_what_is_well_is_left_alone_at_the_cost_of_one_question(kept: Schedule, django_assert_num_queries: DjangoAssertNumQueries) -> None:
    with django_assert_num_queries(1):
        schedule.keep(clock.now())


@pytest.mark.parametrize(
    "spoilt",
    [
        pytest.param({"next_run": timezone.now() + timedelta(days=30)}, id="a clock that was a month ahead"),
        pytest.param({"next_run": None}, id="no next run"),
        pytest.param({"cron": "30 2 * * *"}, id="another setting"),
        pytest.param({"schedule_type": Schedule.DAILY}, id="another kind"),
        pytest.param({"func": "publisher.tasks.gone"}, id="another task"),
        pytest.param({"cluster": None}, id="a queue that nobody serves"),
        pytest.param({"repeats": 0}, id="no repeats left"),
    ],
)
def test_what_is_wrong_with_it_is_mended_by_the_next_round(kept: Schedule, spoilt: dict[str, object]) -> None:
    Schedule.objects.update(**spoilt)
    rounds.run_round()
    mended = the_row()
    assert mended.pk == kept.pk
    right = {name: getattr(kept, name) for name in ("func", "schedule_type", "cron", "cluster", "repeats", "next_run")}
    assert {name: getattr(mended, name) for name in right} == right


def test_doubles_go_and_one_that_was_deleted_comes_back(kept: Schedule) -> None:
    for _ in range(3):
        Schedule.objects.create(name=schedule.NAME, func="publisher.tasks.sweep_retries", schedule_type=Schedule.HOURLY)
    rounds.run_round()
    assert the_row().pk == kept.pk
    Schedule.objects.all().delete()
    rounds.run_round()
    assert the_row().next_run == kept.next_run


def test_another_setting_is_taken_over_and_other_schedules_are_nobody_s_business_here(kept: Schedule, settings: Settings) -> None:
    other = Schedule.objects.create(name="theirs", func="their.task", next_run=timezone.now() + timedelta(days=3))
    settings.RETRY_SWEEP_CRON = "*/20 * * * *"
    rounds.run_round()
    assert (the_row().cron, the_row().next_run) == ("*/20 * * * *", ladder().next_slot(clock.now()))
    assert Schedule.objects.get(pk=other.pk).next_run == other.next_run


@pytest.mark.parametrize("zone", ["Asia/Kolkata", "Europe/Berlin", "UTC"])
def test_django_q2_reckons_in_local_time_and_its_next_run_is_mended_to_the_slot_in_utc(
    kept: Schedule, look: Callable[[], None], settings: Settings, zone: str
) -> None:
    settings.TIME_ZONE = zone
    settings.RETRY_SWEEP_CRON = "30 2 * * *"
    schedule.keep(clock.now())
    assert f"{the_row().next_run:%H:%M %Z}" == "02:30 UTC"
    Schedule.objects.update(next_run=timezone.now() - timedelta(seconds=1))
    look()
    schedule.keep(clock.now())
    assert queued() == ["publisher.tasks.sweep_retries"]
    assert (the_row().next_run or clock.now()) <= ladder().next_slot(clock.now()) + schedule.SLACK


def test_a_schedule_of_somebody_else_that_breaks_django_q2_s_loop_costs_no_slot(
    kept: Schedule, look: Callable[[], None], monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    now = clock.now()
    slot = ladder().last_slot(now)
    SweepSwitch.objects.update(since=None)
    (row,) = failed(due_at=slot)
    for name, when in (("poison before", slot), ("poison after", now)):
        Schedule.objects.create(name=name, func="their.task", args="broken(", cluster="short", next_run=when - timedelta(minutes=1))
    Schedule.objects.filter(pk=kept.pk).update(next_run=slot)
    look()
    assert "Could not create task from schedule" in caplog.text
    assert queued() == []
    monkeypatch.setattr(clock, "now", lambda: max(now, slot + timedelta(minutes=1)))
    rounds.run_round()
    row.refresh_from_db()
    assert row.state == State.WAITING
    assert list(SweepRun.objects.values_list("slot", "trigger")) == [(slot, SweepRun.Trigger.ROUND)]
