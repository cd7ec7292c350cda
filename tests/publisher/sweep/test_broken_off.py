"""A sweep that breaks off is gone on with: counts stay right, nothing is retried twice and nothing is left."""

import pytest
from django.db import DataError, OperationalError

from publisher import notices, rounds, sweep
from publisher.models import Publication
from publisher.states import State
from retries.models import SWEEP_LEASE, SweepRun
from tests.publisher.sweep.conftest import Hand
from tests.publisher.sweep.rows import HOUR, SLOT, counted, failed, states

pytestmark = pytest.mark.django_db
LEASE_SECONDS = SWEEP_LEASE.total_seconds()
PLACES = ("within a batch", "after its count", "before the end")


class Killed(BaseException):
    """As a process that is killed: nothing catches it, and what was not committed is gone."""


def kill(monkeypatch: pytest.MonkeyPatch, place: str, *, at: int) -> None:
    """Kill whoever comes to that place for the `at`-th time."""
    owner, name = {
        "within a batch": (notices, "tell_of_the_given_up"),
        "after its count": (SweepRun.objects, "add"),
        "before the end": (SweepRun.objects, "end"),
    }[place]
    real, met = getattr(owner, name), 0

    def fatal(*facts: object, **named: object) -> object:
        nonlocal met
        met += 1
        done = real(*facts, **named) if place == "after its count" else None
        if met == at:
            raise Killed
        return done if place == "after its count" else real(*facts, **named)

    monkeypatch.setattr(owner, name, fatal)


@pytest.mark.parametrize(("place", "at"), [(place, at) for place in PLACES[:2] for at in (1, 2, 3, 4)] + [(PLACES[2], 1)])
def test_whoever_is_killed_wherever_the_round_ends_it(hand: Hand, monkeypatch: pytest.MonkeyPatch, place: str, at: int) -> None:
    monkeypatch.setattr(sweep, "BATCH", 2)
    failed(5)
    failed(2, retry_count=5)
    with monkeypatch.context() as fatal:
        kill(fatal, place, at=at)
        with pytest.raises(Killed):
            sweep.sweep_slot(hand.at)
    again = Publication.objects.filter(state=State.WAITING).first()
    if again:
        Publication.objects.filter(pk=again.pk).update(state=State.FAILED, due_at=SLOT + HOUR, retry_count=1)
    rounds.run_round()
    assert SweepRun.objects.get(slot=SLOT).ended_at is None, "its lease is not over"
    hand.move(seconds=LEASE_SECONDS)
    rounds.run_round()
    rounds.run_round()
    run = SweepRun.objects.get(slot=SLOT)
    assert (*counted(run), run.tries, run.error) == (7, 5, 2, 2, "")
    assert run.ended_at == hand.at
    left = {"failed": 1} if again else {}
    assert states() == {"waiting": 5 - len(left), "permanently_failed": 2, **left}, "what failed again meanwhile waits for its next slot"


def test_one_that_a_clock_far_ahead_left_behind_retries_nothing_before_its_time(hand: Hand, monkeypatch: pytest.MonkeyPatch) -> None:
    failed(1)
    failed(3, due_at=SLOT + 16 * HOUR)
    begun = SweepRun.objects.begin(slot=SLOT + 720 * HOUR, trigger=SweepRun.Trigger.SCHEDULE, now=SLOT + 720 * HOUR)
    rounds.run_round()
    assert counted(begun) == (1, 1, 0)
    assert states() == {"waiting": 1, "failed": 3}


def broken(monkeypatch: pytest.MonkeyPatch, error: Exception) -> None:
    def poison(*_: object, **__: object) -> None:
        raise error

    monkeypatch.setattr(notices, "tell_of_the_given_up", poison)


@pytest.mark.parametrize("error", [ZeroDivisionError("poison"), DataError("a value that does not fit")])
def test_a_mistake_of_our_own_ends_after_three_tries_and_the_next_slot_works(
    hand: Hand, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture, error: Exception
) -> None:
    failed(3)
    with monkeypatch.context() as poisoned:
        broken(poisoned, error)
        sweep.sweep_slot(hand.at)
        for _ in range(20):
            hand.move(seconds=61)
            rounds.run_round()
    run = SweepRun.objects.get(slot=SLOT)
    assert (run.tries, *counted(run)) == (3, 0, 0, 0)
    assert run.error.startswith("A mistake of Retake's own, reference ")
    assert run.error.removesuffix(".").split()[-1] in caplog.text
    assert "poison" not in run.error
    assert states() == {"failed": 3}
    hand.at = SLOT + HOUR
    assert counted(sweep.sweep_slot(hand.at)) == (3, 3, 0)


def test_a_database_that_is_away_costs_no_try_that_counts(hand: Hand, monkeypatch: pytest.MonkeyPatch) -> None:
    failed(3)
    with monkeypatch.context() as away:
        broken(away, OperationalError("the database went away"))
        with pytest.raises(OperationalError):
            sweep.sweep_slot(hand.at)
        for _ in range(5):
            hand.move(seconds=LEASE_SECONDS)
            with pytest.raises(OperationalError):
                sweep.make_up(hand.at)
    sweep.make_up(hand.move(seconds=LEASE_SECONDS))
    run = SweepRun.objects.get(slot=SLOT)
    assert (*counted(run), run.error) == (3, 3, 0, "")
