"""What the clock asks for is found by its index on either database, however much is stored beside it."""

from datetime import UTC, datetime

import pytest
from django.db import connection as database

from benchmarks.stored import Stored
from publisher.models import Publication
from publisher.models.publications import PublicationQuerySet
from publisher.stats import last
from publisher.stats.expressions import ENDED_AT, ended_within

NOW = datetime(2026, 3, 10, 12, 0, tzinfo=UTC)

ASKED: dict[str, PublicationQuerySet] = {
    "the sweep's first batch": Publication.objects.to_retry(NOW).later_than((datetime.min.replace(tzinfo=UTC), 0)).in_order()[:200],
    "a later batch": Publication.objects.to_retry(NOW).later_than((NOW, 7)).in_order()[:200],
    "what the round wakes": Publication.objects.due(NOW).unwoken(NOW).in_order()[:200],
    "holds that end by the clock": Publication.objects.holds_over(NOW).in_order()[:200],
}


@pytest.fixture(autouse=True)
def much_is_stored(db: None) -> None:
    """Enough that an index is worth its while; PostgreSQL knows it as it would minutes later, SQLite never does."""
    Stored(NOW).grow(3_000)
    if database.vendor == "postgresql":
        with database.cursor() as cursor:
            cursor.execute("ANALYZE publisher_publication")


def test_it_is_found_by_when_it_is_due() -> None:
    plans = {name: asked.explain() for name, asked in ASKED.items()}
    assert {name: plan for name, plan in plans.items() if "publication_due" not in plan} == {}


def test_what_ended_in_a_period_is_found_by_when_it_ended() -> None:
    day = last("24h", now=NOW)
    ended = Publication.objects.annotate(ended_at=ENDED_AT).filter(ended_within(day))
    assert "publication_ended" in ended.explain()
    assert "publication_ended" not in Publication.objects.filter(state="published").explain()
