"""GET /api/post-retry/failed: what failed for now and for good, with why and what comes next."""

from datetime import datetime

import pytest
from django.contrib.auth.models import User
from pytest_django import DjangoAssertNumQueries

from tests.factories import ConnectionFactory
from tests.publisher.api.conftest import Program, Standing
from tests.publisher.stages import STAGES

pytestmark = pytest.mark.django_db


def ids(told: dict[str, list[dict[str, int]]]) -> list[int]:
    return [each["id"] for each in told["items"]]


def test_it_lists_what_failed_for_now_and_for_good_the_newest_first(hers: Program, standing: Standing) -> None:
    rows = {stage: standing(stage) for stage in STAGES if stage not in ("removed", "published", "published with a warning", "processing")}
    wanted = [row.pk for row in rows.values() if row.state in ("failed", "permanently_failed")]
    assert len(wanted) == 7
    assert ids(hers.get("/post-retry/failed").body) == sorted(wanted, reverse=True)


def test_it_tells_what_happened_and_what_happens_next(hers: Program, standing: Standing) -> None:
    row = standing("failed twice")
    (told,) = hers.get("/post-retry/failed").body["items"]
    assert {name: told[name] for name in ("id", "owner", "platform", "account", "state", "retry_count", "permanently_failed")} == {
        "id": row.pk,
        "owner": "alice",
        "platform": "youtube",
        "account": "Atelier Nord",
        "state": "failed",
        "retry_count": 1,
        "permanently_failed": False,
    }
    assert told["error_code"] == "server_error"
    assert told["error_message"] == "YouTube broke off with an error of its own."
    assert told["error_detail"] == "503 backendError: The service is currently unavailable."
    assert told["next"].startswith("Automatic retry 2 of 5 runs ")
    assert datetime.fromisoformat(told["due_at"]) == row.due_at
    assert datetime.fromisoformat(told["failed_at"]) == row.failed_at
    assert (told["bytes_sent"], told["bytes_total"]) == (37_000_000, 60_000_000)


def test_given_up_says_why(hers: Program, standing: Standing) -> None:
    standing("refused")
    (told,) = hers.get("/post-retry/failed").body["items"]
    assert (told["permanently_failed"], told["failure_reason"], told["due_at"]) == (True, "refused", None)
    assert told["permanently_failed_at"]
    assert told["error_fix"] == "Change the title."


def test_everybody_sees_their_own_and_staff_everybodys(
    hers: Program, bobs: Program, staffs: Program, bob: User, standing: Standing
) -> None:
    alices = standing("failed")
    his = standing("failed", connection=ConnectionFactory(user=bob))
    assert ids(hers.get("/post-retry/failed").body) == [alices.pk]
    assert ids(bobs.get("/post-retry/failed").body) == [his.pk]
    assert ids(staffs.get("/post-retry/failed").body) == [his.pk, alices.pk]
    assert ids(staffs.get("/post-retry/failed", owner="bob").body) == [his.pk]
    assert ids(staffs.get("/post-retry/failed", owner="nobody").body) == []


def test_only_staff_name_another_owner(hers: Program, bob: User) -> None:
    assert hers.get("/post-retry/failed", owner="alice").status == 200
    refused = hers.get("/post-retry/failed", owner="bob")
    assert (refused.status, refused.code) == (403, "staff_only")
    assert hers.get("/post-retry/failed", owner="no-such-name").body == refused.body


def test_it_can_be_narrowed(hers: Program, standing: Standing) -> None:
    transient, refused = standing("failed"), standing("refused")
    assert ids(hers.get("/post-retry/failed", error_code="title_invalid").body) == [refused.pk]
    assert ids(hers.get("/post-retry/failed", platform="youtube").body) == [refused.pk, transient.pk]
    assert ids(hers.get("/post-retry/failed", platform="tiktok").body) == []


def test_it_takes_the_same_queries_however_many_there_are(
    hers: Program, standing: Standing, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    hers.get("/post-retry/failed")
    for count in (1, 12):
        for _ in range(count):
            standing("failed")
        with django_assert_num_queries(5):  # the time and the token; the rows; the time and the switch
            hers.get("/post-retry/failed")
