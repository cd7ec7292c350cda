"""POST /api/publications with several targets: each is made by itself, and its own result is told."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from django.contrib.auth.models import User
from django_q.models import OrmQ

from platforms import clock
from platforms.models import Connection
from publisher.models import Publication
from tests.factories import AssetFactory, ConnectionFactory
from tests.publisher.api.conftest import Program, Standing
from videos.models import Asset

pytestmark = pytest.mark.django_db


@pytest.fixture
def bowl(alice: User) -> Asset:
    return AssetFactory(video__owner=alice, video__title="Glazing a bowl", video__tags=["clay"])


@pytest.fixture
def pools(alice: User) -> Connection:
    return ConnectionFactory(user=alice, provider="peertube", name="Tide pools", realm="https://tube.example", scopes=[])


@pytest.fixture
def wish(bowl: Asset, atelier: Connection, pools: Connection) -> dict[str, Any]:
    targets = [{"connection": atelier.pk, "options": {"made_for_kids": False}}, {"connection": pools.pk, "options": {"privacy": "1"}}]
    return {"video": bowl.video_id, "targets": targets}


def changed(wish: dict[str, Any], number: int, **changes: Any) -> dict[str, Any]:
    """The wish with something else about one of its targets."""
    targets = [{**target, **changes} if number == at else target for at, target in enumerate(wish["targets"])]
    return {**wish, "targets": targets}


def test_one_request_makes_one_for_each(hers: Program, wish: dict[str, Any], atelier: Connection, pools: Connection) -> None:
    told = hers.post("/publications", wish)
    assert (told.status, told.body["made"]) == (201, 2)
    assert [each["connection"] for each in told.body["results"]] == [atelier.pk, pools.pk]
    assert [each["problem"] for each in told.body["results"]] == [None, None]
    made = [each["publication"] for each in told.body["results"]]
    assert [(each["platform"], each["state"], each["title"], each["waits_for"]) for each in made] == [
        ("youtube", "waiting", "Glazing a bowl", None),
        ("peertube", "waiting", "Glazing a bowl", None),
    ]
    assert made[1]["options"]["privacy"] == "1"
    assert OrmQ.objects.count() == 2


def test_words_are_shared_unless_one_has_its_own(hers: Program, wish: dict[str, Any]) -> None:
    asked = changed({**wish, "words": {"title": "Bowls", "tags": []}}, 1, title="Bowls, for the pools", description="At length.")
    made = [each["publication"] for each in hers.post("/publications", asked).body["results"]]
    assert [(each["title"], each["description"], each["tags"]) for each in made] == [
        ("Bowls", "", []),
        ("Bowls, for the pools", "At length.", []),
    ]


def test_what_one_lacks_keeps_back_no_other(hers: Program, wish: dict[str, Any], pools: Connection) -> None:
    told = hers.post("/publications", changed(wish, 0, title="<b>"))
    assert (told.status, told.body["made"]) == (201, 1)
    refused, made = told.body["results"]
    assert refused["publication"] is None
    assert (refused["problem"]["code"], [each["field"] for each in refused["problem"]["errors"]]) == ("would_be_refused", ["title"])
    assert made["problem"] is None
    assert Publication.objects.get().connection == pools


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"options": {}}, "invalid"),
        ({"options": {"made_for_kids": False, "colour": "red"}}, "invalid"),
        ({"connection": 987654321}, "not_found"),
    ],
)
def test_each_problem_is_told_where_it_belongs(hers: Program, wish: dict[str, Any], change: dict[str, Any], code: str) -> None:
    told = hers.post("/publications", changed(wish, 0, **change))
    assert (told.status, told.body["results"][0]["problem"]["code"], told.body["made"]) == (201, code, 1)


def test_somebody_elses_connection_is_not_there(hers: Program, wish: dict[str, Any], bob: User) -> None:
    his = ConnectionFactory(user=bob)
    told = hers.post("/publications", changed(wish, 0, connection=his.pk))
    assert told.body["results"][0]["problem"] == {"code": "not_found", "detail": "There is no such connection of yours.", "errors": None}
    assert not Publication.objects.filter(connection=his).exists()


def test_where_none_can_be_made_that_is_said_of_each(hers: Program, standing: Standing, wish: dict[str, Any], bowl: Asset) -> None:
    standing("uploading", asset=bowl)
    told = hers.post("/publications", changed(wish, 1, options={"privacy": "everybody"}))
    assert (told.status, told.code) == (422, "nothing_made")
    assert [(each["field"], each["code"]) for each in told.body["errors"]] == [
        ("targets.0", "already_live"),
        ("targets.1.options.privacy", "invalid"),
    ]
    assert Publication.objects.count() == 1


def test_asked_for_again_only_what_is_not_there_yet_is_made(hers: Program, wish: dict[str, Any]) -> None:
    hers.post("/publications", {**wish, "targets": wish["targets"][:1]})
    told = hers.post("/publications", wish)
    assert told.body["made"] == 1
    assert told.body["results"][0]["problem"]["code"] == "already_live"
    assert Publication.objects.count() == 2


def test_a_second_post_is_asked_for_of_one(hers: Program, standing: Standing, wish: dict[str, Any], bowl: Asset) -> None:
    standing("published", asset=bowl)
    assert hers.post("/publications", changed(wish, 0, again=True)).body["made"] == 2


def test_a_repetition_with_the_same_key_makes_nothing_more(hers: Program, wish: dict[str, Any]) -> None:
    first, again = hers.post("/publications", wish, key="k"), hers.post("/publications", wish, key="k")
    assert (again.status, again.body, again.headers["Idempotent-Replayed"]) == (201, first.body, "true")
    assert Publication.objects.count() == OrmQ.objects.count() == 2
    assert hers.post("/publications", changed(wish, 0, title="Another"), key="k").code == "key_used_before"


def test_all_of_them_go_out_at_their_time(hers: Program, wish: dict[str, Any]) -> None:
    at = clock.now() + timedelta(hours=3)
    told = hers.post("/publications", {**wish, "at": at.isoformat()})
    assert {datetime.fromisoformat(each["publication"]["due_at"]) for each in told.body["results"]} == {at}
    assert not OrmQ.objects.exists()


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"targets": []}, "targets"),
        ({"targets": [{}]}, "targets.0.connection"),
        ({"targets": [{"connection": 1, "name": "x"}]}, "targets.0.name"),
        ({"targets": [{"connection": 1, "title": " "}]}, "targets.0.title"),
        ({"targets": [{"connection": 1}] * 51}, "targets"),
        ({"connection": 1}, "connection"),
        ({"at": "2020-01-01T00:00:00Z"}, "at"),
    ],
)
def test_it_is_read_strictly_and_all_of_it_before_any_is_made(
    hers: Program, wish: dict[str, Any], change: dict[str, Any], field: str
) -> None:
    told = hers.post("/publications", {**wish, **change})
    assert (told.status, told.code, [each["field"] for each in told.body["errors"]]) == (422, "invalid", [field])
    assert not Publication.objects.exists()


def test_the_page_of_the_api_explains_both_bodies(hers: Program) -> None:
    document = hers.get("/openapi.json").body
    body = document["paths"]["/api/publications"]["post"]["requestBody"]["content"]["application/json"]["schema"]
    assert body["$ref"].endswith("/PublicationWish")
    kinds = document["components"]["schemas"]["PublicationWish"]["oneOf"]
    assert {each["$ref"].rpartition("/")[2] for each in kinds} == {"PublishWish", "PublishSeveralWish"}
    assert {"title", "description", "tags", "options", "again"} < document["components"]["schemas"]["PublishTarget"]["properties"].keys()


def test_what_waits_for_a_person_there_is_told(hers: Program, standing: Standing) -> None:
    row = standing("processing, waits for its owner there")
    assert hers.get(f"/publications/{row.pk}").body["waits_for"] == row.waits_for
