"""R2 and R3: an upload names its parts, size, type and privacy, and keeps the limits of its words."""

from typing import Any

import pytest

from platforms.sandbox.youtube import YouTubeStandIn
from tests.sandbox.callers import Caller, reason_of, video_resource

LONG_TAGS = ["a" * 99] * 5


def test_opening_gives_an_absolute_address_and_no_video(stand_in: YouTubeStandIn, caller: Caller) -> None:
    answer = caller.start()
    assert (answer.status, answer.body) == (200, b"")
    assert answer.header("Location").startswith("http://127.0.0.1:8100/youtube/upload/youtube/v3/videos?uploadType=resumable")
    assert stand_in.videos() == []
    assert stand_in.violations() == []


def test_every_session_has_an_address_of_its_own(caller: Caller) -> None:
    assert caller.open() != caller.open()


def test_the_other_path_serves_as_well(caller: Caller) -> None:
    headers = {"X-Upload-Content-Length": "10", "X-Upload-Content-Type": "video/mp4"}
    answer = caller.ask(
        "POST",
        "/resumable/upload/youtube/v3/videos",
        content=video_resource(),
        headers=headers,
        uploadType="resumable",
        part="snippet,status",
    )
    assert answer.status == 200


@pytest.mark.parametrize(
    ("words", "reason"),
    [
        ({"title": ""}, "invalidTitle"),
        ({"title": "   "}, "invalidTitle"),
        ({"title": "a" * 101}, "invalidTitle"),
        ({"title": "a <b> c"}, "invalidTitle"),
        ({"title": 7}, "invalidTitle"),
        ({"description": "ä" * 2501}, "invalidDescription"),
        ({"description": "a > b"}, "invalidDescription"),
        ({"tags": [*LONG_TAGS, "a"]}, "invalidTags"),
        ({"tags": ["a b" + "c" * 496]}, "invalidTags"),
        ({"tags": "one"}, "invalidTags"),
        ({"categoryId": "42"}, "invalidCategoryId"),
        ({"categoryId": 22}, "invalidCategoryId"),
    ],
)
def test_words_beyond_the_limits_are_refused_with_their_reason(caller: Caller, words: dict[str, Any], reason: str) -> None:
    answer = caller.start(content=video_resource(**words))
    assert (answer.status, reason_of(answer)) == (400, reason)


@pytest.mark.parametrize(
    "words", [{"title": "ä" * 100}, {"description": "ä" * 2500}, {"tags": LONG_TAGS}, {"tags": ["a b" + "c" * 495]}, {"tags": []}]
)
def test_words_at_the_limit_are_taken(caller: Caller, words: dict[str, Any]) -> None:
    assert caller.start(content=video_resource(**words)).status == 200


@pytest.mark.parametrize(
    ("status", "reason"),
    [
        ({"privacyStatus": "secret"}, "invalidVideoMetadata"),
        ({"privacyStatus": "private", "license": "mine"}, "invalidVideoMetadata"),
        ({"privacyStatus": "private", "selfDeclaredMadeForKids": "no"}, "invalidVideoMetadata"),
        ({"privacyStatus": "private", "publishAt": "tomorrow"}, "invalidPublishAt"),
        ({"privacyStatus": "public", "publishAt": "2026-12-01T00:00:00Z"}, "invalidPublishAt"),
    ],
)
def test_settings_that_cannot_be_are_refused(caller: Caller, status: dict[str, Any], reason: str) -> None:
    assert reason_of(caller.start(content={**video_resource(), "status": status})) == reason


@pytest.mark.parametrize(
    ("headers", "reason"),
    [
        ({"X-Upload-Content-Length": "0"}, "mediaBodyRequired"),
        ({"X-Upload-Content-Length": "274877906945"}, "uploadTooLarge"),
        ({"X-Upload-Content-Length": "many"}, "badRequest"),
        ({"X-Upload-Content-Type": "text/html"}, "badContent"),
        ({"Slug": "a/b.mp4"}, "invalidFilename"),
    ],
)
def test_a_file_that_cannot_be_is_refused(caller: Caller, headers: dict[str, str], reason: str) -> None:
    assert reason_of(caller.start(headers=headers)) == reason


@pytest.mark.parametrize(
    ("part", "reason"), [("", "missingRequiredParameter"), ("snippet,nonsense", "unknownPart"), ("snippet", "unexpectedPart")]
)
def test_parts_have_to_be_named_and_known(caller: Caller, part: str, reason: str) -> None:
    assert reason_of(caller.start(part=part)) == reason


@pytest.mark.parametrize(("content", "reason"), [("words", "badRequest"), ({"snippet": "words"}, "parseError")])
def test_a_body_that_is_no_video_is_refused(caller: Caller, content: Any, reason: str) -> None:
    assert reason_of(caller.start(content=content)) == reason


def test_localizations_need_a_language_to_be_localized_from(caller: Caller) -> None:
    resource = {**video_resource(), "localizations": {"de": {"title": "Ein Weg"}}}
    assert reason_of(caller.start(content=resource, part="snippet,status,localizations")) == "defaultLanguageNotSet"


def test_a_forgotten_privacy_is_public_and_a_broken_rule(stand_in: YouTubeStandIn, caller: Caller) -> None:
    caller.start(content={**video_resource(), "status": {}})
    assert [violation.rule for violation in stand_in.violations()] == ["R2"]


def test_a_video_in_one_request_is_taken_and_recorded(stand_in: YouTubeStandIn, caller: Caller) -> None:
    boundary, media = b"--cut", b"\x00\r\nmedia\r\n"
    resource = b'{"snippet": {"title": "One"}, "status": {"privacyStatus": "private"}}'
    first = (boundary, b"Content-Type: application/json", b"", resource)
    second = (boundary, b"Content-Type: video/mp4", b"", media)
    body = b"\r\n".join((*first, *second, boundary + b"--", b""))
    headers = {"Content-Type": "multipart/related; boundary=cut"}
    caller.send("POST", "/upload/youtube/v3/videos", body=body, headers=headers, uploadType="multipart", part="snippet,status")
    assert [(video.title, video.size) for video in stand_in.videos()] == [("One", len(media))]
    assert [violation.rule for violation in stand_in.violations()] == ["R3"]
