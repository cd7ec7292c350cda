"""GET /api/post-retry/stats: the same numbers as everywhere, by period, platform and reason."""

import pytest
from django.contrib.auth.models import User
from pytest_django import DjangoAssertNumQueries

from platforms import clock
from publisher import stats
from publisher.models import Publication
from tests.factories import AttemptFactory, ConnectionFactory
from tests.publisher.api.conftest import Program, Standing

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("period", ["24h", "7d", "30d", "all"])
def test_they_are_those_of_every_other_door(hers: Program, alice: User, standing: Standing, period: str) -> None:
    for stage in ("published", "exhausted", "refused", "failed", "waiting"):
        AttemptFactory(publication=standing(stage), error_kind="transient", error_code="server_error", error_message="It broke off.")
    told = hers.get("/post-retry/stats", period=period).body
    now = clock.now()
    own = Publication.objects.visible_to(alice)
    other_door = stats.plain(stats.numbers(own, period=stats.last(period, now=now), now=now))
    for part in ("ended", "speed", "platforms", "retries", "kinds", "failures"):
        assert told[part] == other_door[part]
    assert told["standing"]["states"] == other_door["standing"]["states"]
    assert told["period"]["name"] == period
    assert told["ended"]["published"] == 1
    assert told["failures"]["transient"]["server_error"]["count"] == 5


def test_each_sees_the_numbers_of_their_own_and_staff_of_all(
    hers: Program, bobs: Program, staffs: Program, bob: User, standing: Standing
) -> None:
    standing("published")
    standing("exhausted", connection=ConnectionFactory(user=bob))
    ended = [each.get("/post-retry/stats").body["ended"] for each in (hers, bobs, staffs)]
    assert [(each["published"], each["given_up"]) for each in ended] == [(1, 0), (0, 1), (1, 1)]
    assert staffs.get("/post-retry/stats", owner="bob").body["ended"]["published"] == 0
    assert hers.get("/post-retry/stats", owner="bob").status == 403


def test_they_can_be_of_one_platform(hers: Program, standing: Standing) -> None:
    standing("published")
    assert hers.get("/post-retry/stats", platform="youtube").body["ended"]["ended"] == 1
    assert hers.get("/post-retry/stats", platform="tiktok").body["ended"]["ended"] == 0


def test_failures_can_be_of_one_reason(hers: Program, standing: Standing) -> None:
    row = standing("failed")
    AttemptFactory(publication=row, number=1, error_kind="transient", error_code="server_error")
    AttemptFactory(publication=row, number=2, error_kind="quota", error_code="quota_used_up", outcome="held")
    assert hers.get("/post-retry/stats").body["kinds"] == {"quota": 1, "transient": 1}
    told = hers.get("/post-retry/stats", reason="quota").body
    assert (told["kinds"], list(told["failures"])) == ({"quota": 1}, ["quota"])


@pytest.mark.parametrize("wrong", [{"period": "1y"}, {"reason": "bad luck"}, {"platform": "You Tube"}, {"since": "yesterday"}])
def test_what_is_not_known_is_refused(hers: Program, wrong: dict[str, str]) -> None:
    assert hers.get("/post-retry/stats", **wrong).code == "invalid"


def test_it_takes_the_same_queries_however_many_there_are(
    hers: Program, standing: Standing, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    hers.get("/post-retry/stats")
    for nth in range(3):
        standing("published", remote_id=f"post-{nth}")
        AttemptFactory(publication=standing("failed"))
        with django_assert_num_queries(10):  # the time and the token; the time; seven of the numbers
            hers.get("/post-retry/stats")
