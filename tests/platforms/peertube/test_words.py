"""What is said beforehand, links to videos, and what follows a post."""

from datetime import UTC, datetime
from typing import Any

import pytest

from platforms import errors
from platforms.contract import Account, Caption, FollowUpKind, Words
from platforms.peertube.links import video_id
from tests.platforms.peertube.conftest import API_URL, KIB, OPTIONS, Scene, some_bytes, upload_of

NOW = datetime(2026, 11, 22, 6, 0, tzinfo=UTC)
VTT = b"WEBVTT\n\n00:01.000 --> 00:02.000\nLow tide\n"


def codes(scene: Scene, details: dict[str, Any] | None = None, **changes: Any) -> list[str]:
    account = Account(id="1", name="Tide tables", realm=API_URL, access_token="", details=details or {})
    return [problem.code for problem in scene.adapter.problems(upload_of(b"a video", **changes), account, now=NOW)]


@pytest.mark.parametrize(
    ("changes", "found"),
    [
        ({}, []),
        ({"words": Words(title="ab")}, ["title_too_short"]),
        ({"words": Words(title="x" * 121)}, ["title_too_long"]),
        ({"words": Words(title="Tide", description="x")}, ["description_too_short"]),
        ({"words": Words(title="Tide", description="x" * 10_001)}, ["description_too_long"]),
        ({"words": Words(title="Tide", tags=("one", "two", "three", "four", "five", "six"))}, ["too_many_tags"]),
        ({"words": Words(title="Tide", tags=("x",))}, ["tag_length"]),
        ({"options": {**OPTIONS, "privacy": ""}}, ["privacy_missing"]),
        ({"options": {**OPTIONS, "support": "x"}}, ["support_too_short"]),
        ({"details": {"quota_left": 3}}, ["file_exceeds_quota"]),
        ({"details": {"quota_left": 30_000}}, []),
    ],
)
def test_what_an_instance_would_refuse_is_said_beforehand(scene: Scene, changes: dict[str, Any], found: list[str]) -> None:
    assert codes(scene, **changes) == found


@pytest.mark.parametrize(
    ("link", "found"),
    [
        ("https://v.example/w/dWagrJU49MDfF44friaGTC", "dWagrJU49MDfF44friaGTC"),
        ("https://v.example/videos/watch/68bd89bd-2f78-4d1a-8192-b7546c4a7f6a", "68bd89bd-2f78-4d1a-8192-b7546c4a7f6a"),
        ("https://v.example/w/dWagrJU49MDfF44friaGTC?start=3s", "dWagrJU49MDfF44friaGTC"),
        ("https://other.example/w/dWagrJU49MDfF44friaGTC", ""),
        ("https://v.example.evil/w/dWagrJU49MDfF44friaGTC", ""),
        ("https://v.example/w/short", ""),
        ("https://v.example/c/tide_tables", ""),
        ("nonsense", ""),
    ],
)
def test_an_id_is_read_out_of_a_link_to_this_instance_alone(link: str, found: str) -> None:
    assert video_id(link, instance="https://v.example") == found


def test_captions_and_picture_follow_the_post_and_may_be_repeated(scene: Scene) -> None:
    upload = upload_of(
        some_bytes(2 * KIB),
        options={**OPTIONS, "thumbnail": True},
        captions=(Caption(language="en", vtt=VTT), Caption(language="de", vtt=VTT)),
        poster=lambda: b"\xff\xd8 a picture",
    )
    scene.publish(upload)
    video = scene.stand_in.videos()[0]
    assert scene.adapter.follow_ups(upload) == [FollowUpKind.THUMBNAIL, FollowUpKind.CAPTIONS]
    for kind in scene.adapter.follow_ups(upload) * 2:
        assert scene.adapter.follow_up(kind, upload, video.uuid, scene.account).warning == ""
    kept = scene.stand_in.videos()[0]
    assert sorted(kept.captions) == ["de", "en"]
    assert kept.thumbnail


def test_a_picture_that_is_refused_is_told_with_what_mends_it(scene: Scene) -> None:
    upload = upload_of(some_bytes(2 * KIB), poster=lambda: b"no picture")
    scene.publish(upload)
    with pytest.raises(errors.Refused) as refusal:
        scene.adapter.follow_up(FollowUpKind.THUMBNAIL, upload, scene.stand_in.videos()[0].uuid, scene.account)
    assert (refusal.value.code, refusal.value.message[:26]) == ("thumbnail_refused", "The picture was not taken.")
    assert "Choose another picture" in refusal.value.fix
