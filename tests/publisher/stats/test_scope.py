"""Whose numbers they are, and what they cost."""

import pytest
from django.contrib.auth.models import User
from django.db import connection as database
from django.test.utils import CaptureQueriesContext

from platforms.models import Connection
from publisher.models import Publication
from publisher.stats import LAST, Ended, flat, last, plain
from tests.publisher.stats.conftest import of, of_all
from tests.publisher.stats.histories import BUSY, NOW, first, given_up, published, retry, under_way

QUERIES = 7
"""The oldest, what ended, how fast, the retries, the failures, the states, and what is late."""


def lively(connection: Connection) -> None:
    published(connection), published(connection, first("failed", *BUSY), retry("published"))
    given_up(connection, first("failed", *BUSY)), under_way(connection, first("failed", *BUSY), due_at=NOW)


@pytest.mark.parametrize("name", LAST)
def test_what_is_bobs_never_counts_for_alice(alice: User, atelier: Connection, bobs: Connection, name: str) -> None:
    lively(atelier)
    before = of(Publication.objects.visible_to(alice), name)
    lively(bobs), lively(bobs)
    assert of(Publication.objects.visible_to(alice), name) == before
    assert of_all(name).ended.ended == 3 * before.ended.ended


def test_a_stranger_sees_noughts(charlie: User, atelier: Connection) -> None:
    lively(atelier)
    found = of(Publication.objects.visible_to(charlie))
    assert found.ended == Ended()
    assert not any(found.standing.states.values())
    assert (found.platforms, found.failures, found.standing.overdue) == ((), (), 0)


def test_one_platform_can_be_asked_for(atelier: Connection, elsewhere: Connection) -> None:
    lively(atelier)
    before = of_all()
    lively(elsewhere)
    assert of(Publication.objects.filter(connection__provider=atelier.provider)) == before


@pytest.mark.parametrize("name", LAST)
def test_it_takes_as_many_queries_however_much_is_stored(alice: User, atelier: Connection, elsewhere: Connection, name: str) -> None:
    for scope in (Publication.objects.all(), Publication.objects.visible_to(alice)):
        for _ in range(2):
            lively(atelier), lively(elsewhere)
            with CaptureQueriesContext(database) as queries:
                of(scope, name)
            assert len(queries) == QUERIES


def test_as_plain_values_every_figure_has_a_name(atelier: Connection) -> None:
    lively(atelier)
    figures = flat(plain(of_all()))
    assert figures["ended.first_try_rate"] == pytest.approx(1 / 3, abs=0.0001)
    assert figures[f"platforms.{atelier.provider}.median_seconds"] == 120
    assert figures["buckets.2026-03-10T00:00:00+00:00.given_up"] == 1
    assert (figures["retries.1.tried"], figures["retries.1.rate"], figures["retries.5.rate"]) == (1, 1.0, None)
    assert (figures["kinds.transient"], figures["failures.transient.server_error.publications"]) == (3, 3)
    assert (figures["standing.states.published"], figures["standing.overdue"]) == (2, 1)
    assert figures["period.name"] == "7d"


def test_an_unknown_period_is_refused() -> None:
    with pytest.raises(KeyError):
        last("8d", now=NOW)
