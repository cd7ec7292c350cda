"""The times above a list are reckoned from its first and its last row."""

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from platforms import clock
from publisher.admin.days import days
from tests.publisher.desk.conftest import LIST, Standing

FIRST, LAST = date(2025, 11, 28), date(2026, 2, 3)


@pytest.mark.parametrize(
    ("chosen", "back", "words"),
    [
        ({}, None, ["2025", "2026"]),
        ({"year": 2025}, "All dates", ["November 2025", "December 2025"]),
        ({"year": 2026}, "All dates", ["January 2026", "February 2026"]),
        ({"year": 2025, "month": 11}, "2025", ["28 November", "29 November", "30 November"]),
        ({"year": 2026, "month": 2}, "2026", ["1 February", "2 February", "3 February"]),
        ({"year": 2026, "month": 2, "day": 2}, "February 2026", ["2 February"]),
        ({"year": 2031}, "All dates", []),
    ],
    ids=str,
)
def test_they_are_those_between(chosen: dict[str, int], back: str | None, words: list[str]) -> None:
    shown = days(FIRST, LAST, **{"year": None, "month": None, "day": None, **chosen})
    assert (shown.back and shown.back.words, [place.words for place in shown.places]) == (back, words)


def test_of_a_single_year_its_months_are_shown_at_once() -> None:
    assert [place.words for place in days(LAST, LAST, year=None, month=None, day=None).places] == ["February 2026"]


def test_they_keep_the_other_filters_and_read_no_row_between(staff: Client, standing: Standing) -> None:
    old, new = standing("failed", created_at=clock.now() - timedelta(days=800)), standing("failed")
    with CaptureQueriesContext(connection) as queries:
        shown = staff.get(LIST, {"state__exact": "failed"}).content.decode()
    assert f"?created_at__year={old.created_at.year}&amp;state__exact=failed" in shown or (
        f"?state__exact=failed&amp;created_at__year={old.created_at.year}" in shown
    )
    assert not [each["sql"] for each in queries if "datetime_trunc" in each["sql"] or 'MIN("publisher_publication"' in each["sql"]]
    within = staff.get(LIST, {"created_at__year": new.created_at.year, "created_at__month": new.created_at.month})
    assert [row.pk for row in within.context["cl"].result_list] == [new.pk]


@pytest.mark.parametrize(
    "asked", [{"created_at__year": "x"}, {"created_at__year": "2026", "created_at__month": "13"}, {"created_at__month": "5"}]
)
def test_what_is_no_time_is_no_error(staff: Client, standing: Standing, asked: dict[str, str]) -> None:
    standing("failed")
    assert staff.get(LIST, asked, follow=True).status_code == 200
