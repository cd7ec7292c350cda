"""GET /api/connections and one of them: where to publish to, and whether that works; no secret."""

import pytest
from django.contrib.auth.models import User
from pytest_django import DjangoAssertNumQueries

from platforms import clock
from platforms.models import Connection
from tests.factories import ConnectionFactory
from tests.publisher.api.conftest import Program

pytestmark = pytest.mark.django_db


def test_a_connection_is_told_without_its_tokens(hers: Program, alice: User) -> None:
    tokens = {"access_token": "access-71c0ffee", "refresh_token": "refresh-71c0ffee"}
    row = ConnectionFactory(user=alice, name="Atelier Nord", details={"handle": "@nord"}, extra_data=tokens)
    told = hers.get(f"/connections/{row.pk}").body
    assert {name: told[name] for name in ("id", "owner", "platform", "account_id", "name", "handle", "is_usable", "problem")} == {
        "id": row.pk,
        "owner": "alice",
        "platform": "youtube",
        "account_id": row.uid,
        "name": "Atelier Nord",
        "handle": "@nord",
        "is_usable": True,
        "problem": None,
    }
    assert "71c0ffee" not in str(told)
    assert row.sealed_tokens not in str(told)


def test_one_that_has_to_be_reconnected_says_so(hers: Program, alice: User) -> None:
    row = ConnectionFactory(user=alice, problem="reconnect", problem_code="revoked", problem_message="Leave was taken back.")
    told = hers.get(f"/connections/{row.pk}").body
    assert (told["is_usable"], told["problem"], told["problem_message"]) == (False, "reconnect", "Leave was taken back.")


def test_one_that_is_disconnected_is_told_and_one_that_never_came_about_is_not(hers: Program, alice: User) -> None:
    gone = ConnectionFactory(user=alice, extra_data={}, disconnected_at=clock.now())
    never = ConnectionFactory(user=alice, connected_at=None)
    assert [(each["id"], each["is_connected"]) for each in hers.get("/connections").body["items"]] == [(gone.pk, False)]
    assert hers.get(f"/connections/{never.pk}").status == 404


def test_each_lists_their_own_and_staff_everybodys(hers: Program, bobs: Program, staffs: Program, alice: User, bob: User) -> None:
    first, his = ConnectionFactory(user=alice), ConnectionFactory(user=bob)
    listed = [[each["id"] for each in program.get("/connections").body["items"]] for program in (hers, bobs, staffs)]
    assert listed == [[first.pk], [his.pk], [his.pk, first.pk]]
    assert staffs.get("/connections", owner="alice", platform="tiktok").body["items"] == []


def test_the_list_takes_the_same_queries_however_many_there_are(
    hers: Program, alice: User, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    hers.get("/connections")
    for _ in range(2):
        ConnectionFactory.create_batch(4, user=alice)
        with django_assert_num_queries(3):  # the time and the token; the rows
            hers.get("/connections")
    assert Connection.objects.count() == 8
