"""Failures by code and by kind: what counts as one, and when."""

import pytest

from platforms.models import Connection
from publisher.stats import FailuresOfCode
from tests.publisher.stats.conftest import of_all
from tests.publisher.stats.histories import BUSY, DAY, FULL, LOST, MINUTE, Run, first, given_up, published, retry, under_way

COUNTS: dict[str, tuple[Run, dict[str, int]]] = {
    "failed": (first("failed", *BUSY), {"server_error": 1}),
    "put on hold": (first("held", *FULL), {"quota_exceeded": 1}),
    "shown to have posted nothing": (first("not_there", *LOST), {"answer_lost": 1}),
    "an answer lost, of which a look tells more": (first("unknown", *LOST), {}),
    "a look that met an error": (first("unclear", *BUSY), {}),
    "accepted": (first("working"), {}),
    "crashed": (first("crashed"), {}),
    "cancelled": (first("cancelled"), {}),
}


@pytest.mark.parametrize("end", COUNTS, ids=str)
def test_what_ended_a_try_or_held_it_up_is_a_failure(atelier: Connection, end: str) -> None:
    run, expected = COUNTS[end]
    under_way(atelier, run)
    assert {each.code: each.count for each in of_all().failures} == expected


def test_they_are_grouped_by_code_the_most_frequent_first(atelier: Connection, bobs: Connection) -> None:
    published(atelier, first("held", *FULL), first("failed", *BUSY), retry("failed", *BUSY), retry("published"))
    given_up(bobs, first("failed", *BUSY), retry("failed", "refused", "title_invalid"), reason="refused")
    found = of_all()
    assert found.failures == (
        FailuresOfCode(kind="transient", code="server_error", count=3, publications=2, example="What server_error means."),
        FailuresOfCode(kind="quota", code="quota_exceeded", count=1, publications=1, example="What quota_exceeded means."),
        FailuresOfCode(kind="refused", code="title_invalid", count=1, publications=1, example="What title_invalid means."),
    )
    assert list(found.kinds.items()) == [("transient", 3), ("quota", 1), ("refused", 1)]


def test_they_count_in_the_period_in_which_they_happened(atelier: Connection) -> None:
    under_way(atelier, first("failed", *BUSY), ago=7 * DAY - MINUTE)
    under_way(atelier, first("failed", *BUSY), ago=7 * DAY)
    assert [each.count for each in of_all().failures] == [1]
    assert [each.count for each in of_all("all").failures] == [2]
