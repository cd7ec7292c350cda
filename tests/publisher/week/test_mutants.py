"""A day in which one rule of the retries is broken: a week that could not tell it from the real engine would prove nothing."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import pytest

from publisher import rounds, settle, sweep
from publisher.models import Publication
from publisher.states import State
from retries import ladder, policy
from retries.ladder import Ladder
from retries.models import SweepRun
from tests.publisher.week.answers import OK, refusals
from tests.publisher.week.conftest import Tell
from tests.publisher.week.judging import judge_each
from tests.publisher.week.stories import DAY, HOUR, MINUTE, Step, Story, deed

Mutate = Callable[[pytest.MonkeyPatch], None]

DOWN, PACED, LATER = (
    next(answer for answer in refusals(wait_seconds=wait) if answer.name == name)
    for name, wait in (("backendError", 0), ("userRateLimitExceeded", 0), ("serviceUnavailable", 5 * HOUR))
)
A_DAY: tuple[tuple[Step, ...], ...] = (
    (DOWN, DOWN, DOWN, OK),
    (DOWN, deed("retry", 25), DOWN, DOWN, OK),
    (DOWN, PACED, PACED, DOWN, OK),
    (LATER, OK),
)


def told() -> list[Story]:
    return [Story(number=number, at=(10 + number) * MINUTE, steps=steps) for number, steps in enumerate(A_DAY)]


def an_eager_poll(patch: pytest.MonkeyPatch) -> None:
    """The round itself sends on whatever has failed, as soon as it sees it."""

    def make_up(now: datetime) -> None:
        Publication.objects.filter(state=State.FAILED).start_retry(SweepRun.objects.latest("pk"), now=now)

    patch.setattr(sweep, "make_up", make_up)


def no_gap(patch: pytest.MonkeyPatch) -> None:
    """The next slot, whatever the gap."""
    patch.setattr(Ladder, "slot", lambda rungs, count, *, now, not_before=None: rungs.next_slot(now))


def gaps_that_do_not_grow(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(ladder, "gap", lambda count, *, base: base)


def slots_of_local_time(patch: pytest.MonkeyPatch) -> None:
    """Half an hour off, as in Kolkata."""
    real = Ladder.slot
    half = timedelta(minutes=30)
    patch.setattr(Ladder, "slot", lambda rungs, count, **times: real(rungs, count, **times) + half)


def deaf_to_the_platform(patch: pytest.MonkeyPatch) -> None:
    """A Retry-After is not heard."""
    real = Ladder.slot
    patch.setattr(Ladder, "slot", lambda rungs, count, *, now, not_before=None: real(rungs, count, now=now))


def standing_with(**facts: Any) -> Mutate:
    real = settle._standing
    return lambda patch: patch.setattr(settle, "_standing", lambda row: replace(real(row), **facts))


def hands_that_count(patch: pytest.MonkeyPatch) -> None:
    standing_with(automatic=True)(patch)


def retries_that_never_count(patch: pytest.MonkeyPatch) -> None:
    standing_with(automatic=False)(patch)


def waits_that_never_double(patch: pytest.MonkeyPatch) -> None:
    standing_with(waits_before=0)(patch)


def holds_that_count(patch: pytest.MonkeyPatch) -> None:
    """Whoever is told to slow down has failed."""
    patch.setattr(policy, "Wait", lambda *, until, **_: policy.Retry(at=until, retry_count=1))


def a_hold_forgets_whose_try_it_was(patch: pytest.MonkeyPatch) -> None:
    """What goes on after a hold begins as a first try."""
    real = rounds._release_one

    def forgetful(row: Publication, now: datetime) -> bool:
        Publication.objects.filter(pk=row.pk).update(cause="first")
        return real(row, now)

    patch.setattr(rounds, "_release_one", forgetful)


MUTANTS: tuple[Mutate, ...] = (
    an_eager_poll,
    no_gap,
    gaps_that_do_not_grow,
    slots_of_local_time,
    deaf_to_the_platform,
    hands_that_count,
    retries_that_never_count,
    waits_that_never_double,
    holds_that_count,
    a_hold_forgets_whose_try_it_was,
)


def live(tell: Tell) -> None:
    life = tell(told())
    life.go_by(calm=DAY, until=DAY)
    judge_each(life, Publication.objects.in_bulk(list(life.stories)))


def test_the_real_rules_keep_to_the_oracle(tell: Tell) -> None:
    live(tell)


@pytest.mark.parametrize("mutate", MUTANTS, ids=lambda mutate: mutate.__name__)
def test_one_broken_rule_is_caught(tell: Tell, monkeypatch: pytest.MonkeyPatch, mutate: Mutate) -> None:
    mutate(monkeypatch)
    with pytest.raises(AssertionError, match="as expected and as found"):
        live(tell)
