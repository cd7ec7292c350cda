"""What the schedule missed, the round makes up for: after a grace, the newest slot alone, and none from before a start."""

from datetime import timedelta

import pytest

from publisher import rounds, sweep
from publisher.models import Publication
from publisher.states import Cause
from retries.models import SweepRun, SweepSwitch
from tests.publisher.sweep.conftest import Hand
from tests.publisher.sweep.rows import HOUR, SLOT, failed, states

pytestmark = pytest.mark.django_db
Trigger = SweepRun.Trigger


@pytest.fixture
def swept_before(hand: Hand) -> None:
    """The slot before had its sweep."""
    sweep.sweep_slot(SLOT - HOUR)


@pytest.mark.parametrize(("seconds", "runs"), [(-1, 0), (0, 0), (44, 0), (45, 1), (3599, 1), (3600, 0), (3645, 1)])
def test_a_slot_without_a_sweep_gets_one_once_its_schedule_had_its_time(hand: Hand, swept_before: None, seconds: float, runs: int) -> None:
    hand.move(seconds=seconds)
    rounds.run_round()
    rounds.run_round()
    assert SweepRun.objects.filter(trigger=Trigger.ROUND).count() == runs


def test_it_takes_what_waited(hand: Hand, swept_before: None) -> None:
    failed(3)
    hand.move(minutes=10)
    rounds.run_round()
    assert states() == {"waiting": 3}
    assert set(Publication.objects.values_list("cause", flat=True)) == {Cause.AUTOMATIC}


def test_after_downtime_the_newest_slot_alone_is_made_up_for_and_takes_all_that_came_due(hand: Hand, swept_before: None) -> None:
    failed(2)
    failed(2, due_at=SLOT + 3 * HOUR)
    hand.at = SLOT + timedelta(hours=3, minutes=10)
    for _ in range(3):
        rounds.run_round()
    assert list(SweepRun.objects.exclude(slot=SLOT - HOUR).values_list("slot", "retried")) == [(SLOT + 3 * HOUR, 4)]


def test_a_slot_that_has_a_sweep_is_owed_none_whoever_made_it(hand: Hand) -> None:
    sweep.sweep_slot(hand.at)
    hand.move(minutes=5)
    rounds.run_round()
    assert SweepRun.objects.count() == 1


def test_one_by_hand_is_no_slot_s(hand: Hand, swept_before: None) -> None:
    sweep.sweep_by_hand(hand.at, by=None)
    hand.move(minutes=1)
    rounds.run_round()
    assert SweepRun.objects.filter(slot=SLOT, trigger=Trigger.ROUND).count() == 1


def test_no_slot_from_before_a_start_is_made_up_for_not_even_by_a_wake_up_that_comes_late(hand: Hand, swept_before: None) -> None:
    failed()
    hand.move(minutes=-30)
    SweepSwitch.objects.stop(by=None, why="Maintenance.", now=hand.at)
    SweepSwitch.objects.start(now=hand.move(minutes=40))
    for _ in range(3):
        rounds.run_round()
        assert sweep.sweep_slot(hand.move(minutes=15)) is None
    assert states() == {"failed": 1}
    hand.at = SLOT + HOUR
    assert sweep.sweep_slot(hand.at) is not None
    assert states() == {"waiting": 1}


def test_a_start_right_at_a_slot_owes_that_slot(hand: Hand, swept_before: None) -> None:
    SweepSwitch.objects.stop(by=None, why="", now=SLOT - HOUR / 2)
    SweepSwitch.objects.start(now=SLOT)
    hand.move(minutes=1)
    rounds.run_round()
    assert SweepRun.objects.filter(slot=SLOT).exists()


def test_a_clock_set_back_sweeps_no_slot_twice(hand: Hand) -> None:
    for _ in range(2):
        hand.at = SLOT
        for _ in range(5):
            rounds.run_round()
            sweep.sweep_slot(hand.at)
            hand.move(hours=1)
    slots = list(SweepRun.objects.values_list("slot", flat=True))
    assert sorted(slots) == [SLOT + hours * HOUR for hours in range(5)]
