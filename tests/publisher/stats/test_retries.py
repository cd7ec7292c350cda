"""The yield of each automatic retry: which count, as which, and what a retry by hand does to them."""

from collections.abc import Callable

import pytest

from platforms.models import Connection
from publisher.models import Publication
from tests.publisher.stats.conftest import of_all
from tests.publisher.stats.histories import BUSY, DAY, FULL, LOST, NOW, by_hand, first, given_up, published, retry, under_way

FAILED = first("failed", *BUSY)
AGAIN = retry("failed", *BUSY)
MADE = retry("published")

YIELDS: dict[str, tuple[Callable[[Connection], Publication], dict[int, tuple[int, int]]]] = {
    "the first try needs none": (lambda c: published(c), {}),
    "published by the first": (lambda c: published(c, FAILED, MADE), {1: (1, 1)}),
    "published by the third": (lambda c: published(c, FAILED, AGAIN, AGAIN, MADE), {1: (1, 0), 2: (1, 0), 3: (1, 1)}),
    "all five in vain": (lambda c: given_up(c, FAILED, *[AGAIN] * 5), {1: (1, 0), 2: (1, 0), 3: (1, 0), 4: (1, 0), 5: (1, 0)}),
    "a hold within the first is the first": (lambda c: published(c, FAILED, retry("held", *FULL), MADE), {1: (1, 1)}),
    "a crash and a hand-over within it too": (lambda c: published(c, FAILED, retry("crashed"), retry("later"), MADE), {1: (1, 1)}),
    "an answer that was lost, and a look that found nothing": (
        lambda c: published(c, FAILED, retry("unknown", *LOST), retry("not_there", *LOST), MADE),
        {1: (1, 0), 2: (1, 1)},
    ),
    "a look that found nothing after a limit only waits": (
        lambda c: published(c, FAILED, retry("unknown", *FULL), retry("not_there", *FULL), MADE),
        {1: (1, 1)},
    ),
    "found by a person, without an attempt": (lambda c: published(c, FAILED, retry("unknown", *LOST)), {1: (1, 1)}),
    "published by hand between the first and the second": (lambda c: published(c, FAILED, AGAIN, by_hand("published")), {1: (1, 0)}),
    "a retry by hand that failed shifts no number": (
        lambda c: published(c, FAILED, AGAIN, by_hand("failed", *BUSY), MADE),
        {1: (1, 0), 2: (1, 1)},
    ),
    "cut short by hand, and come to again": (
        lambda c: published(c, FAILED, retry("held", *FULL), by_hand("failed", *BUSY), MADE),
        {1: (1, 1)},
    ),
    "refused by the second": (
        lambda c: given_up(c, FAILED, AGAIN, retry("failed", "refused", "title_invalid"), reason="refused"),
        {1: (1, 0), 2: (1, 0)},
    ),
    "given up, then dismissed": (
        lambda c: given_up(c, FAILED, *[AGAIN] * 5, state="cancelled"),
        {1: (1, 0), 2: (1, 0), 3: (1, 0), 4: (1, 0), 5: (1, 0)},
    ),
    "cancelled on the way": (
        lambda c: under_way(c, FAILED, AGAIN, state="cancelled", due_at=None, completed_at=NOW),
        {},
    ),
    "still under way": (lambda c: under_way(c, FAILED, AGAIN), {}),
    "ended before the period": (lambda c: published(c, FAILED, MADE, ago=8 * DAY), {}),
}


@pytest.mark.parametrize("history", YIELDS, ids=str)
def test_each_retry_counts_once_with_what_it_came_to(atelier: Connection, history: str) -> None:
    make, expected = YIELDS[history]
    make(atelier)
    assert {each.number: (each.tried, each.published) for each in of_all().retries if each.tried} == expected


def test_many_histories_add_up(atelier: Connection, bobs: Connection) -> None:
    for make, _ in YIELDS.values():
        make(atelier)
        make(bobs)
    expected = {
        number: tuple(2 * sum(of_each.get(number, (0, 0))[part] for _, of_each in YIELDS.values()) for part in (0, 1))
        for number in range(1, 6)
    }
    assert {each.number: (each.tried, each.published) for each in of_all().retries} == expected


def test_the_rate_is_of_those_that_were_tried(atelier: Connection) -> None:
    published(atelier, FAILED, MADE), given_up(atelier, FAILED, AGAIN)
    assert [each.rate for each in of_all().retries] == [0.5, None, None, None, None]


def test_what_is_retried_beyond_the_ladder_is_told_apart(atelier: Connection) -> None:
    published(atelier, FAILED, *[AGAIN] * 5, MADE)
    found = of_all()
    assert found.retries_beyond == 1
    assert [(each.tried, each.published) for each in found.retries] == [(1, 0)] * 5


def test_a_shorter_ladder_has_fewer_rungs(atelier: Connection, settings: pytest.FixtureRequest) -> None:
    settings.MAX_POST_RETRIES = 0
    published(atelier, FAILED, MADE)
    found = of_all()
    assert (found.retries, found.retries_beyond) == ((), 1)
