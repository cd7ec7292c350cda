"""Readiness: what is said to be well, and what is not, as of a moment."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.core.cache import cache
from django.core.management import call_command
from django.db import OperationalError
from django.test import Client
from django_q.models import OrmQ

from platforms import clock
from publisher import pulses, readiness, rounds
from publisher.models import Pulse
from publisher.readiness import queue_check, round_check, sweep_check
from publisher.wakeups import QUEUES
from retries.ladder import ladder
from retries.models import SweepRun, SweepSwitch
from videos.storage import StoreUnavailable

NOW = datetime(2026, 11, 22, 9, 20, tzinfo=UTC)
SLOT = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)


def ago(**length: float) -> datetime:
    return NOW - timedelta(**length)


@pytest.mark.parametrize(("seen", "is_well"), [(ago(seconds=20), True), (ago(seconds=89), True), (ago(seconds=91), False), (None, False)])
def test_a_round_is_well_as_long_as_it_comes(seen: datetime | None, is_well: bool) -> None:
    assert round_check(seen, now=NOW).is_well is is_well


@pytest.mark.parametrize(
    ("seen", "busy", "is_well"),
    [(ago(minutes=1), False, True), (ago(minutes=4), False, False), (None, False, False), (ago(minutes=40), True, True)],
)
def test_a_queue_is_well_as_long_as_it_answers_or_sends(seen: datetime | None, busy: bool, is_well: bool) -> None:
    assert queue_check("short", seen, busy=busy, now=NOW).is_well is is_well


@pytest.mark.parametrize(
    ("switch", "owed", "minutes_later", "is_well"),
    [
        ({}, False, 20, True),
        ({}, True, 4, True),
        ({}, True, 6, False),
        ({"paused_at": ago(days=2)}, True, 20, True),
        ({"since": SLOT + timedelta(minutes=10)}, True, 20, True),
        ({"since": SLOT - timedelta(days=1)}, True, 20, False),
    ],
)
def test_a_sweep_is_well_when_its_slot_was_swept_or_is_not_owed(
    switch: dict[str, Any], owed: bool, minutes_later: int, is_well: bool
) -> None:
    assert sweep_check(SweepSwitch(**switch), SLOT, owed=owed, now=SLOT + timedelta(minutes=minutes_later)).is_well is is_well


class TestReady:
    @pytest.fixture(autouse=True)
    def _nothing_is_kept(self) -> None:
        cache.clear()

    @pytest.fixture
    def working(self, db: None) -> None:
        """A worker that has done all of its parts just now."""
        now = clock.now()
        rounds.run_round()
        for number in range(len(QUEUES)):
            pulses.answer(number)
        SweepRun.objects.get_or_create(
            slot=ladder().last_slot(now), defaults={"trigger": "schedule", "started_at": now, "leased_until": now, "ended_at": now}
        )

    def ask(self) -> tuple[int, dict[str, Any]]:
        answer = Client().get("/health/ready")
        return answer.status_code, answer.json()

    def test_it_is_ready_when_everything_works(self, working: None) -> None:
        status, told = self.ask()
        assert status == 200, told
        assert set(told["checks"]) == {"database", "broker", "storage", "round", "sweep", *(f"queue {q}" for q in QUEUES)}

    @pytest.mark.parametrize("part", ["round", *QUEUES])
    def test_it_says_so_when_a_part_of_the_worker_is_dead(self, working: None, part: str) -> None:
        """However well the others are, and whatever processes there still may be."""
        Pulse.objects.filter(part=part).update(seen_at=clock.now() - timedelta(minutes=4))
        status, told = self.ask()
        assert status == 503
        assert [name for name, check in told["checks"].items() if not check["ok"]] == [part if part == "round" else f"queue {part}"]

    def test_it_says_so_when_the_store_is_away(self, working: None, monkeypatch: pytest.MonkeyPatch) -> None:
        def away() -> None:
            raise StoreUnavailable("The bucket did not answer.")

        monkeypatch.setattr("videos.storage.disk.DiskStore.reach", lambda self: away())
        status, told = self.ask()
        assert (status, told["checks"]["storage"]["says"]) == (503, "The bucket did not answer.")

    def test_it_says_so_when_the_database_is_away(self, monkeypatch: pytest.MonkeyPatch) -> None:
        def away() -> datetime:
            raise OperationalError("could not connect to server at 10.0.0.7, password hunter2")

        monkeypatch.setattr(clock, "now", away)
        status, told = self.ask()
        assert (status, list(told["checks"])) == (503, ["database"])
        assert "hunter2" not in str(told)

    def test_whoever_asks_often_costs_nothing(self, working: None, django_assert_num_queries: Any) -> None:
        self.ask()
        with django_assert_num_queries(0):
            self.ask()

    def test_a_process_that_answers_is_live_whatever_else_is_wrong(self, db: None, django_assert_num_queries: Any) -> None:
        with django_assert_num_queries(0):
            assert Client().get("/health/live").json() == {"status": "live"}

    def test_the_command_ends_with_what_it_found(self, working: None, capsys: pytest.CaptureFixture[str]) -> None:
        call_command("health")
        assert "NOT WELL" not in capsys.readouterr().out
        Pulse.objects.all().delete()
        with pytest.raises(SystemExit) as ended:
            call_command("health", "--json")
        assert ended.value.code == 1
        assert '"ready": false' in capsys.readouterr().out


@pytest.mark.django_db
class TestPulses:
    def test_each_queue_is_asked_once_a_minute_however_many_rounds_there_are(self) -> None:
        now = clock.now()
        for seconds in (0, 1, 15, 30, 59):
            pulses.ask_queues(now + timedelta(seconds=seconds))
        assert OrmQ.objects.count() == len(QUEUES)
        pulses.ask_queues(now + timedelta(seconds=61))
        assert OrmQ.objects.count() == 2 * len(QUEUES)

    def test_a_clock_that_was_set_back_does_not_silence_the_question(self) -> None:
        now = clock.now()
        pulses.ask_queues(now + timedelta(hours=5))
        pulses.ask_queues(now)
        assert OrmQ.objects.count() == 2 * len(QUEUES)

    def test_machines_that_are_gone_are_forgotten_after_a_day(self) -> None:
        now = clock.now()
        Pulse.objects.beat("round", machine="gone", now=now - timedelta(days=2))
        pulses.note_round(now)
        assert list(Pulse.objects.of_machines().values_list("machine", flat=True)) == [pulses.machine()]

    def test_readiness_reads_the_newest_of_all_machines(self) -> None:
        now = clock.now()
        Pulse.objects.beat("round", machine="slow", now=now - timedelta(hours=1))
        Pulse.objects.beat("round", machine="quick", now=now)
        assert next(check for check in readiness.checks() if check.name == "round").is_well
