"""R12: an update replaces whole parts, a second delete is 404, images are checked."""

from typing import Any

import pytest

from platforms.sandbox.plumbing import Response
from platforms.sandbox.youtube import YouTubeStandIn
from tests.sandbox.callers import Caller, Clock, reason_of

JPEG = b"\xff\xd8\xff\xe0" + b"\x00" * 100


def update(caller: Caller, part: str, **resource: Any) -> Response:
    return caller.ask("PUT", "/youtube/v3/videos", part=part, content=resource)


def shown(caller: Caller, id_: str, part: str = "snippet,status") -> dict[str, Any]:
    item: dict[str, Any] = caller.ask("GET", "/youtube/v3/videos", part=part, id=id_).json()["items"][0]
    return item


def test_an_update_replaces_the_whole_part(caller: Caller) -> None:
    id_ = caller.publish(description="To be lost")
    answer = update(caller, "snippet", id=id_, snippet={"title": "Anew", "categoryId": "28"})
    assert answer.status == 200
    after = shown(caller, id_)
    assert (after["snippet"]["title"], after["snippet"]["description"]) == ("Anew", "")
    assert "tags" not in after["snippet"]
    assert after["status"]["privacyStatus"] == "private"


def test_an_update_needs_the_category(caller: Caller) -> None:
    assert reason_of(update(caller, "snippet", id=caller.publish(), snippet={"title": "Anew"})) == "invalidVideoMetadata"


def test_a_private_video_is_scheduled_and_becomes_public(caller: Caller, clock: Clock) -> None:
    id_ = caller.publish()
    update(caller, "status", id=id_, status={"privacyStatus": "private", "publishAt": "2026-11-22T20:10:00Z"})
    assert shown(caller, id_)["status"]["privacyStatus"] == "private"
    clock.tick(600)
    status = shown(caller, id_)["status"]
    assert status["privacyStatus"] == "public"
    assert "publishAt" not in status


def test_a_time_that_has_passed_publishes_at_once(caller: Caller) -> None:
    id_ = caller.publish()
    answer = update(caller, "status", id=id_, status={"privacyStatus": "private", "publishAt": "2026-11-22T19:00:00Z"})
    assert answer.json()["status"]["privacyStatus"] == "public"


def test_a_public_video_cannot_be_scheduled(caller: Caller) -> None:
    id_ = caller.publish()
    update(caller, "status", id=id_, status={"privacyStatus": "public"})
    answer = update(caller, "status", id=id_, status={"privacyStatus": "private", "publishAt": "2026-12-01T00:00:00Z"})
    assert reason_of(answer) == "invalidPublishAt"


def test_somebody_elses_video_cannot_be_changed(caller: Caller, other: Caller) -> None:
    id_ = caller.publish()
    assert reason_of(other.ask("DELETE", "/youtube/v3/videos", id=id_)) == "videoNotFound"
    update(caller, "status", id=id_, status={"privacyStatus": "public"})
    assert reason_of(other.ask("DELETE", "/youtube/v3/videos", id=id_)) == "forbidden"


def test_a_video_is_deleted_once(stand_in: YouTubeStandIn, caller: Caller) -> None:
    id_ = caller.publish()
    first = caller.ask("DELETE", "/youtube/v3/videos", id=id_)
    second = caller.ask("DELETE", "/youtube/v3/videos", id=id_)
    assert (first.status, first.body) == (204, b"")
    assert (second.status, reason_of(second)) == (404, "videoNotFound")
    assert stand_in.videos()[0].deleted_at is not None


def set_thumbnail(caller: Caller, id_: str, image: bytes, content_type: str = "image/jpeg", declared: int | None = None) -> Response:
    headers = {"Content-Type": content_type}
    answer = caller.send("POST", "/upload/youtube/v3/thumbnails/set", body=image, declared=declared, headers=headers, videoId=id_)
    assert isinstance(answer, Response)
    return answer


def test_a_thumbnail_is_set_and_can_be_set_again(stand_in: YouTubeStandIn, caller: Caller) -> None:
    id_ = caller.publish()
    assert set_thumbnail(caller, id_, JPEG).json()["kind"] == "youtube#thumbnailSetResponse"
    assert set_thumbnail(caller, id_, b"\x89PNG\r\n\x1a\n" + b"\x00" * 8, "application/octet-stream").status == 200
    thumbnail = stand_in.videos()[0].thumbnail
    assert thumbnail is not None
    assert (thumbnail.size, thumbnail.applied) == (16, True)


@pytest.mark.parametrize(
    ("image", "content_type", "declared", "reason"),
    [
        (b"", "image/jpeg", None, "invalidImage"),
        (b"GIF89a" + b"\x00" * 20, "image/jpeg", None, "invalidImage"),
        (JPEG, "image/png", None, "invalidImage"),
        (JPEG, "image/gif", None, "badContent"),
        (JPEG, "image/jpeg", 200, "invalidImage"),
        (JPEG, "image/jpeg", 52_428_801, "uploadTooLarge"),
    ],
)
def test_what_is_no_image_is_refused(caller: Caller, image: bytes, content_type: str, declared: int | None, reason: str) -> None:
    assert reason_of(set_thumbnail(caller, caller.publish(), image, content_type, declared)) == reason


def test_a_short_takes_an_early_thumbnail_and_does_not_show_it(stand_in: YouTubeStandIn, caller: Caller, clock: Clock) -> None:
    stand_in.set(shorts=True)
    id_ = caller.publish()
    applied = []
    for seconds in (0, 10):
        clock.tick(seconds)
        set_thumbnail(caller, id_, JPEG)
        thumbnail = stand_in.videos()[0].thumbnail
        applied.append(thumbnail is not None and thumbnail.applied)
    assert applied == [False, True]
