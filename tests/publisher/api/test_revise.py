"""POST /api/publications/{id}/revise: other words or options for a post that is there."""

import pytest
from django.contrib.auth.models import User

from publisher.models import Publication, Revision
from publisher.services.revising import INSTEAD, NOTHING, WILL_BE
from tests.factories import ConnectionFactory
from tests.publisher.api.conftest import Program, Standing

pytestmark = pytest.mark.django_db
OPTIONS = {"privacy": "unlisted", "category": "22", "made_for_kids": False, "licence": "youtube"}


@pytest.fixture
def row(standing: Standing) -> Publication:
    return standing("published", title="Low tide", options=OPTIONS)


def test_only_what_is_named_changes(hers: Program, row: Publication, alice: User) -> None:
    told = hers.post(f"/publications/{row.pk}/revise", {"words": {"title": "At last"}, "options": {"privacy": "public"}})
    assert (told.status, told.body["said"], told.body["publication"]["state"]) == (200, WILL_BE, "published")
    wish = Revision.objects.get()
    assert (wish.named, wish.title, wish.options["privacy"], wish.requested_by) == (["privacy", "title"], "At last", "public", alice)
    read = hers.get(f"/publications/{row.pk}").body
    assert (read["title"], read["revision"]["named"], read["revision"]["done_at"]) == ("Low tide", ["privacy", "title"], None)


def test_a_further_wish_adds_to_the_one_that_waits(hers: Program, row: Publication) -> None:
    hers.post(f"/publications/{row.pk}/revise", {"words": {"title": "At last"}})
    told = hers.post(f"/publications/{row.pk}/revise", {"options": {"privacy": "public"}})
    assert told.body["said"] == INSTEAD
    assert Revision.objects.get().named == ["privacy", "title"]


def test_nothing_to_change_is_said(hers: Program, row: Publication) -> None:
    assert hers.post(f"/publications/{row.pk}/revise", {"words": {"title": "Low tide"}}).body["said"] == NOTHING
    assert hers.post(f"/publications/{row.pk}/revise", {}).body["said"] == NOTHING


@pytest.mark.parametrize(
    ("options", "detail"),
    [
        ({"thumbnail": True}, "This cannot be changed once it is published."),
        ({"colour": "blue"}, "There is no such option."),
        ({"embeddable": "yes"}, "Give true or false."),
        ({"privacy": "secret"}, "secret"),
    ],
)
def test_an_option_that_cannot_be_is_named(hers: Program, row: Publication, options: dict[str, object], detail: str) -> None:
    told = hers.post(f"/publications/{row.pk}/revise", {"options": options})
    assert (told.status, told.code, told.body["errors"][0]["field"]) == (422, "invalid", f"options.{next(iter(options))}")
    assert detail in told.body["errors"][0]["detail"]


def test_what_would_be_refused_is_told_and_nothing_is_wished(hers: Program, row: Publication) -> None:
    told = hers.post(f"/publications/{row.pk}/revise", {"words": {"title": "<Low tide>"}})
    assert (told.status, told.code, told.body["errors"][0]["field"]) == (422, "would_be_refused", "title")
    assert not Revision.objects.exists()


def test_where_a_platform_has_no_call_it_says_where_it_is_done(hers: Program, standing: Standing, alice: User) -> None:
    row = standing("published", connection=ConnectionFactory(user=alice, provider="tiktok"))
    told = hers.post(f"/publications/{row.pk}/revise", {"words": {"title": "At last"}})
    assert (told.status, told.code) == (409, "not_revisable")
    assert "TikTok app" in told.body["detail"]


@pytest.mark.parametrize("stage", ["waiting", "uploading", "processing", "unconfirmed", "failed", "removed"])
def test_what_is_not_published_has_nothing_to_change(hers: Program, standing: Standing, stage: str) -> None:
    told = hers.post(f"/publications/{standing(stage).pk}/revise", {"words": {"title": "At last"}})
    assert (told.status, told.code) == (409, "not_published")
