"""Each slot has one sweep, whoever is first, and each publication one try of it."""

from contextlib import suppress
from datetime import timedelta
from pathlib import Path

import pytest

from platforms import clock
from publisher import services, sweep
from publisher.claims import claim
from publisher.models import Publication
from publisher.states import Cause, State
from retries.models import SweepRun
from tests.publisher.sweep.conftest import Hand
from tests.publisher.sweep.rows import SLOT, counted, failed, states
from tests.threads import in_threads, on_a_database_for_threads

Trigger = SweepRun.Trigger


@pytest.mark.django_db(transaction=True)
def test_many_that_begin_at_once_make_one_sweep(hand: Hand, tmp_path: Path) -> None:
    failed(5)
    with on_a_database_for_threads(tmp_path):
        runs = in_threads(6, lambda: sweep.sweep_slot(clock.now()))
        assert len([run for run in runs if run]) == 1
        (kept,) = in_threads(1, lambda: [(run.slot, *counted(run)) for run in SweepRun.objects.all()])
        assert kept == [(SLOT, 5, 5, 0)]


@pytest.mark.django_db(transaction=True)
def test_schedule_round_person_and_retry_at_once_make_one_attempt_of_each(hand: Hand, tmp_path: Path) -> None:
    rows = failed(4)
    hand.move(minutes=1)
    doors = [
        lambda: sweep.sweep_slot(clock.now()),
        lambda: sweep.make_up(clock.now()),
        lambda: sweep.sweep_by_hand(clock.now(), by=None),
        lambda: services.retry(Publication.objects.with_all().get(pk=rows[0].pk)),
    ]

    def knock() -> None:
        for door in list(doors):
            with suppress(sweep.SweepIsRunning):
                door()
            for row in rows:
                claim(row.pk, stopping=lambda: False)

    with on_a_database_for_threads(tmp_path):
        in_threads(4, knock)
        tried = in_threads(1, lambda: [row.attempts.count() for row in rows])
        assert tried == [[1, 1, 1, 1]]
        (retried,) = in_threads(1, lambda: sum(run.retried for run in SweepRun.objects.all()))
        assert retried in (3, 4), "the one that was retried by hand is either's"


@pytest.mark.django_db(transaction=True)
def test_many_rounds_that_find_a_broken_off_one_at_once_make_one_end_of_it(hand: Hand, tmp_path: Path) -> None:
    failed(5)
    SweepRun.objects.begin(slot=SLOT, trigger=Trigger.SCHEDULE, now=SLOT)
    hand.move(minutes=2)
    with on_a_database_for_threads(tmp_path):
        in_threads(6, lambda: sweep.make_up(clock.now()))
        (kept,) = in_threads(1, lambda: [(run.slot, run.tries, *counted(run)) for run in SweepRun.objects.all()])
        assert kept == [(SLOT, 2, 5, 5, 0)]


@pytest.mark.django_db
class TestOne:
    def test_it_sends_on_what_is_due_and_nothing_else(self, hand: Hand) -> None:
        (due,) = failed()
        failed(due_at=SLOT + timedelta(seconds=1))
        failed(state=State.ON_HOLD, hold_reason="quota", held_at=SLOT, due_at=SLOT)
        failed(state=State.PERMANENTLY_FAILED, due_at=None, failure_reason="marked")
        run = sweep.sweep_slot(hand.at)
        assert counted(run) == (1, 1, 0)
        due.refresh_from_db()
        assert (due.state, due.cause, due.due_at, due.last_retried_at) == (State.WAITING, Cause.AUTOMATIC, SLOT, SLOT)
        assert due.sweep == run
        assert states() == {"waiting": 1, "failed": 1, "on_hold": 1, "permanently_failed": 1}

    def test_its_try_is_known_by_its_sweep(self, hand: Hand) -> None:
        (due,) = failed()
        run = sweep.sweep_slot(hand.at)
        assert claim(due.pk, stopping=lambda: False) is not None
        assert due.attempts.get().sweep == run

    def test_a_second_wake_up_of_the_same_slot_does_nothing(self, hand: Hand) -> None:
        assert sweep.sweep_slot(hand.at) is not None
        failed()
        assert sweep.sweep_slot(hand.move(minutes=59)) is None
        assert states() == {"failed": 1}
        assert sweep.sweep_slot(hand.move(minutes=1)) is not None
        assert states() == {"waiting": 1}

    def test_one_that_is_woken_a_moment_early_takes_the_slot_before_and_the_round_makes_up_for_it(self, hand: Hand) -> None:
        hand.move(seconds=-0.5)
        failed()
        assert counted(sweep.sweep_slot(hand.at)) == (0, 0, 0)
        sweep.make_up(hand.move(seconds=46))
        assert list(SweepRun.objects.order_by("slot").values_list("slot", "retried")) == [(SLOT - timedelta(hours=1), 0), (SLOT, 1)]

    def test_one_by_hand_takes_what_is_due_and_nothing_before_its_time(self, hand: Hand) -> None:
        failed(2)
        failed(due_at=SLOT + timedelta(hours=1))
        run = sweep.sweep_by_hand(hand.move(minutes=20), by=None)
        assert (run.slot, run.trigger, *counted(run)) == (None, Trigger.BY_HAND, 2, 2, 0)

    def test_one_by_hand_is_refused_only_while_another_really_runs(self, hand: Hand) -> None:
        running = SweepRun.objects.begin(slot=None, trigger=Trigger.BY_HAND, now=hand.at)
        with pytest.raises(sweep.SweepIsRunning, match="Wait until it has ended"):
            sweep.sweep_by_hand(hand.move(seconds=119), by=None)
        assert sweep.sweep_by_hand(hand.move(seconds=1), by=None).pk != getattr(running, "pk", None)

    def test_totals_are_the_sums_of_what_was_kept(self, hand: Hand) -> None:
        failed(3)
        sweep.sweep_slot(hand.at)
        ended = SweepRun.objects.begin(slot=None, trigger=Trigger.BY_HAND, now=hand.move(minutes=5))
        assert ended is not None
        SweepRun.objects.end(ended, now=hand.move(seconds=7), error="A mistake of Retake's own.")
        totals = SweepRun.objects.totals()
        assert (totals.run_count, totals.success_count, totals.error_count, totals.retried) == (2, 1, 1, 3)
        assert (totals.last_run, totals.last_duration) == (SLOT + timedelta(minutes=5), timedelta(seconds=7))
