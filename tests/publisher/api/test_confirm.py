"""POST /api/publications/{id}/confirm: a person's word on whether the post is there."""

from datetime import timedelta
from typing import Any

import pytest
from django.contrib.auth.models import User

from platforms import by_hand_accounts, clock, registry
from publisher import services
from publisher.models import Publication
from tests.factories import AssetFactory
from tests.publisher.api.conftest import Program, Standing

pytestmark = pytest.mark.django_db

RUMBLE = registry.adapter("rumble").account_url("").rstrip("/")
LINK = "https://www.youtube.com/watch?v=dQw4w9WgXcQ"


def test_with_its_link_it_is_published(hers: Program, standing: Standing) -> None:
    row = standing("unconfirmed, a person is asked")
    told = hers.post(f"/publications/{row.pk}/confirm", {"is_there": True, "link": LINK}).body["publication"]
    assert (told["state"], told["remote_id"], told["remote_url"]) == ("published", "dQw4w9WgXcQ", LINK)


def test_without_it_it_may_be_tried_again(hers: Program, standing: Standing) -> None:
    row = standing("unconfirmed, a person is asked")
    told = hers.post(f"/publications/{row.pk}/confirm", {"is_there": False}).body["publication"]
    assert (told["state"], told["may_exist"]) == ("failed", False)


@pytest.mark.parametrize(
    "link", ["", "glaze", "javascript:alert(1)", "https://example.org/watch?v=dQw4w9WgXcQ", "https://www.youtube.com/"]
)
def test_no_other_link_counts(hers: Program, standing: Standing, link: str) -> None:
    row = standing("unconfirmed, a person is asked")
    told = hers.post(f"/publications/{row.pk}/confirm", {"is_there": True, "link": link})
    assert (told.status, told.body["errors"][0]["field"]) == (422, "link")
    assert Publication.objects.get(pk=row.pk).state == "unconfirmed"


def test_a_no_is_not_taken_before_the_settle_time(hers: Program, standing: Standing) -> None:
    row = standing("unconfirmed, a person is asked", deciding_since=clock.now() - timedelta(seconds=5))
    assert hers.post(f"/publications/{row.pk}/confirm", {"is_there": False}).code == "too_early"


def test_the_post_of_another_publication_does_not_count(hers: Program, standing: Standing) -> None:
    standing("published", remote_id="dQw4w9WgXcQ")
    row = standing("unconfirmed, a person is asked")
    assert hers.post(f"/publications/{row.pk}/confirm", {"is_there": True, "link": LINK}).code == "belongs_to_another"


@pytest.mark.parametrize("body", [{}, {"is_there": "yes"}, {"is_there": 1}, {"is_there": None}, {"is_there": True, "url": LINK}])
def test_the_answer_is_yes_or_no(hers: Program, standing: Standing, body: dict[str, Any]) -> None:
    row = standing("unconfirmed, a person is asked")
    assert hers.post(f"/publications/{row.pk}/confirm", body).status == 422


# -- what its owner posts -------------------------------------------------------------------------------------------------


@pytest.fixture
def by_hand(alice: User) -> Publication:
    """A video that waits for Alice to post it to Rumble."""
    account = by_hand_accounts.note(alice, "rumble", name="Slow Rivers", address=f"{RUMBLE}/c/SlowRivers")
    video = AssetFactory(video__owner=alice, video__title="Tide pools").video
    video.description, video.tags = "At low water.", ["sea", "low tide"]
    video.save()
    return services.publish(video, account, options={"licence": "0"}, by=alice)


def test_it_tells_all_that_it_takes_to_post_it(hers: Program, by_hand: Publication) -> None:
    told = hers.get(f"/publications/{by_hand.pk}").body
    assert (told["state"], told["hold_reason"], told["is_by_hand"], told["due_at"]) == ("on_hold", "by_hand", True, None)
    assert "paste its address" in told["next"]
    post = told["own_post"]
    assert post["page"] == f"{RUMBLE}/upload.php"
    assert [(each["label"], each["text"]) for each in post["pasted"]] == [
        ("Video title", "Tide pools"),
        ("Description", "At low water."),
        ("Tags", "sea, low tide"),
    ]
    assert post["chosen"] == ["Licence: Not for sale"]
    assert post["file"].endswith(f"/publications/{by_hand.pk}/file")
    assert post["picture"] is None


def test_its_address_publishes_it(hers: Program, by_hand: Publication) -> None:
    link = f"{RUMBLE}/vwg19z-tide-pools.html"
    told = hers.post(f"/publications/{by_hand.pk}/confirm", {"is_there": True, "link": link}).body["publication"]
    assert (told["state"], told["remote_id"], told["remote_url"]) == ("published", "page-vwg19z", link)
    assert hers.get(f"/publications/{by_hand.pk}").body["own_post"] is None
    deed = by_hand.interventions.get()
    assert (deed.deed, deed.door, deed.by_name) == ("confirm", "api", "alice")


@pytest.mark.parametrize(
    ("verb", "body", "code"),
    [
        ("confirm", {"is_there": False}, "not_posted_yet"),
        ("confirm", {"is_there": True, "link": LINK}, "invalid"),
        ("retry", {}, "posted_by_hand"),
    ],
)
def test_nothing_else_moves_it(hers: Program, by_hand: Publication, verb: str, body: dict[str, Any], code: str) -> None:
    assert hers.post(f"/publications/{by_hand.pk}/{verb}", body).code == code
    by_hand.refresh_from_db()
    assert by_hand.state == "on_hold"


def test_bobs_program_finds_nothing(bobs: Program, by_hand: Publication) -> None:
    assert bobs.post(f"/publications/{by_hand.pk}/confirm", {"is_there": True, "link": f"{RUMBLE}/vwg19z-a.html"}).status == 404


def test_the_account_says_that_it_is_by_hand(hers: Program, by_hand: Publication) -> None:
    told = hers.get(f"/connections/{by_hand.connection_id}").body
    assert (told["is_by_hand"], told["is_usable"], told["account_id"]) == (True, True, "c/slowrivers")
