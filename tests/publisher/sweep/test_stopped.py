"""While staff have stopped automatic retries none runs, by whatever door; what people ask for does."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import User

from publisher import notices, rounds, services, sweep, tasks
from publisher.models import Publication
from publisher.states import Cause, State
from retries.models import SweepRun, SweepSwitch
from tests.publisher.sweep.conftest import Hand
from tests.publisher.sweep.rows import HOUR, SLOT, counted, failed, states

pytestmark = pytest.mark.django_db


@pytest.fixture
def stopped(hand: Hand, sam: User) -> None:
    sweep.sweep_slot(SLOT - HOUR)
    SweepSwitch.objects.stop(by=sam, why="YouTube is down.", now=SLOT - HOUR / 2)


def test_a_week_of_rounds_and_schedules_retries_nothing(hand: Hand, stopped: None) -> None:
    failed(3)
    failed(2, due_at=SLOT + 50 * HOUR)
    failed(1, retry_count=5)
    for _ in range(7 * 24):
        tasks.sweep_retries()
        hand.move(seconds=50)
        rounds.run_round()
        hand.move(seconds=3550)
    assert states() == {"failed": 6}
    assert SweepRun.objects.filter(started_at__gte=SLOT).count() == 0


def test_retry_and_a_sweep_by_hand_work_all_the_same(hand: Hand, stopped: None) -> None:
    one, _ = failed(2)
    services.retry(Publication.objects.with_all().get(pk=one.pk))
    one.refresh_from_db()
    assert (one.state, one.cause) == (State.WAITING, Cause.BY_HAND)
    assert counted(sweep.sweep_by_hand(hand.at, by=None)) == (1, 1, 0)
    assert SweepSwitch.objects.read().pause is not None


def test_who_stopped_it_and_why_is_kept_and_a_second_stop_takes_nothing_over(stopped: None, hand: Hand, alice: User) -> None:
    assert not SweepSwitch.objects.stop(by=alice, why="Another reason.", now=hand.at)
    pause = SweepSwitch.objects.read().pause
    assert pause is not None
    assert (pause.by, pause.why, pause.since) == ("sam", "YouTube is down.", SLOT - HOUR / 2)


def test_a_second_start_changes_nothing(stopped: None, hand: Hand) -> None:
    assert sweep.start_sweeps(hand.at)
    assert not sweep.start_sweeps(hand.move(minutes=30))
    assert (SweepSwitch.objects.read().since, SweepSwitch.objects.read().pause) == (SLOT, None)


def test_what_came_due_meanwhile_goes_out_at_the_first_slot_after_the_start(stopped: None, hand: Hand) -> None:
    failed(3)
    later = failed(1, due_at=SLOT + 9 * HOUR)
    assert sweep.start_sweeps(hand.move(hours=5, minutes=10))
    # So says its page from that moment on: what is due is the slot itself.
    assert sorted(Publication.objects.values_list("due_at", flat=True)) == [*[SLOT + 6 * HOUR] * 3, SLOT + 9 * HOUR]
    Publication.objects.filter(pk__in=[row.pk for row in later]).delete()
    rounds.run_round()
    assert states() == {"failed": 3}
    hand.at = SLOT + timedelta(hours=6, seconds=50)
    rounds.run_round()
    assert states() == {"waiting": 3}


def test_a_stop_while_a_sweep_is_under_way_ends_it_after_its_batch(hand: Hand, sam: User, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sweep, "BATCH", 2)
    failed(6)
    told = notices.tell_of_the_given_up

    def and_stop(*facts: object, **named: object) -> None:
        SweepSwitch.objects.stop(by=sam, why="", now=hand.at)
        told(*facts, **named)  # type: ignore[arg-type]

    monkeypatch.setattr(notices, "tell_of_the_given_up", and_stop)
    assert counted(sweep.sweep_slot(hand.at)) == (2, 2, 0)
    assert states() == {"waiting": 2, "failed": 4}


def test_one_that_was_killed_before_a_stop_is_ended_without_going_on(stopped: None, hand: Hand) -> None:
    failed(3)
    begun = SweepRun.objects.begin(slot=SLOT - HOUR * 2, trigger=SweepRun.Trigger.SCHEDULE, now=SLOT - timedelta(minutes=31))
    rounds.run_round()
    assert counted(begun) == (0, 0, 0)
    assert begun is not None
    assert begun.ended_at == hand.at
    assert states() == {"failed": 3}
