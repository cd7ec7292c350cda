"""GET /api/videos and one of them: what there is to publish, and whether it is ready."""

import pytest
from django.contrib.auth.models import User
from pytest_django import DjangoAssertNumQueries

from platforms import clock
from tests.factories import AssetFactory, ConnectionFactory, PublicationFactory, VideoFactory
from tests.publisher.api.conftest import Program
from videos.models import AssetState

pytestmark = pytest.mark.django_db


def test_a_video_is_told_with_its_file(hers: Program, alice: User) -> None:
    row = AssetFactory(video__owner=alice, video__title="Glazing a bowl", video__tags=["clay"], audio_codec="").video
    told = hers.get(f"/videos/{row.pk}").body
    assert (told["id"], told["owner"], told["title"], told["tags"], told["ready"]) == (row.pk, "alice", "Glazing a bowl", ["clay"], True)
    assert {name: told["file"][name] for name in ("state", "size", "duration", "width", "height", "audio_codec")} == {
        "state": "ready",
        "size": 5_000_000,
        "duration": 12.0,
        "width": 1280,
        "height": 720,
        "audio_codec": None,
    }
    assert "key" not in told["file"]


def test_one_that_was_refused_says_why(hers: Program, alice: User) -> None:
    row = AssetFactory(
        video__owner=alice, state=AssetState.REFUSED, refused_code="no_video", refused_reason="There is no video in it."
    ).video
    told = hers.get(f"/videos/{row.pk}").body
    assert (told["ready"], told["file"]["refused_code"], told["file"]["refused_reason"]) == (False, "no_video", "There is no video in it.")


def test_one_without_a_file_is_told_too(hers: Program, alice: User) -> None:
    row = VideoFactory(owner=alice)
    assert hers.get(f"/videos/{row.pk}").body["file"] is None


def test_each_lists_their_own_and_staff_everybodys(hers: Program, bobs: Program, staffs: Program, alice: User, bob: User) -> None:
    first, second, his = VideoFactory(owner=alice), VideoFactory(owner=alice), VideoFactory(owner=bob)
    listed = [[each["id"] for each in program.get("/videos").body["items"]] for program in (hers, bobs, staffs)]
    assert listed == [[second.pk, first.pk], [his.pk], [his.pk, second.pk, first.pk]]
    assert hers.get("/videos", owner="bob").status == 403


def test_the_list_takes_the_same_queries_however_many_there_are(
    hers: Program, alice: User, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    hers.get("/videos")
    for _ in range(2):
        AssetFactory.create_batch(6, video__owner=alice)
        with django_assert_num_queries(5):  # the time and the token; the rows, their files and their publications
            hers.get("/videos")


def test_it_is_told_how_it_stands_on_all_its_accounts(hers: Program, alice: User) -> None:
    asset = AssetFactory(video__owner=alice)
    published = {"state": "published", "due_at": None, "remote_id": "there", "completed_at": clock.now()}
    standings = [published, {"state": "failed"}]
    told = [hers.get(f"/videos/{asset.video_id}").body]
    for changes in standings:
        PublicationFactory(asset=asset, connection=ConnectionFactory(user=alice), **changes)
        told.append(hers.get(f"/videos/{asset.video_id}").body)
    assert [(each["published"], each["accounts"], each["standing"]) for each in told] == [
        (0, 0, None),
        (1, 1, None),
        (1, 2, "Published on 1 of 2 · 1 failed"),
    ]
