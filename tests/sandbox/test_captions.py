"""YouTube's captions: one track for each language and name, of one's own videos, with the leave for it alone."""

import json
from typing import Any

import pytest

from platforms.sandbox.plumbing import Response
from platforms.sandbox.youtube import YouTubeStandIn
from tests.sandbox.callers import Caller, video_resource

VTT = "WEBVTT\n\n00:01.000 --> 00:02.000\nLow tide\n"
ROOT = "https://www.googleapis.com/auth/"


@pytest.fixture
def video(caller: Caller) -> str:
    headers = {"X-Upload-Content-Length": "3", "X-Upload-Content-Type": "video/mp4"}
    address = "/upload/youtube/v3/videos?uploadType=resumable&part=snippet,status"
    session = caller.ask("POST", address, content=video_resource(), headers=headers).header("Location")
    caller.put(session, b"abc", first=0, total=3)
    found: str = caller.ask("GET", "/__admin/state").json()["videos"][0]["id"]
    return found


def bring(caller: Caller, resource: Any, *, text: str = VTT, method: str = "POST", part: str = "snippet") -> Response:
    body = (
        f"--b\r\nContent-Type: application/json\r\n\r\n{json.dumps(resource)}\r\n--b\r\nContent-Type: text/vtt\r\n\r\n{text}\r\n--b--\r\n"
    )
    headers = {"Content-Type": "multipart/related; boundary=b"}
    address = "/upload/youtube/v3/captions"
    answer = caller.send(method, address, body=body.encode(), headers=headers, part=part, uploadType="multipart")
    assert isinstance(answer, Response)
    return answer


def track(video: str, **snippet: Any) -> dict[str, Any]:
    return {"snippet": {"videoId": video, "language": "en", "name": "", **snippet}}


def listed(caller: Caller, video: str) -> list[dict[str, Any]]:
    items: list[dict[str, Any]] = caller.ask("GET", "/youtube/v3/captions", part="id,snippet", videoId=video).json()["items"]
    return items


def test_a_track_is_brought_listed_and_replaced(caller: Caller, video: str, stand_in: YouTubeStandIn) -> None:
    assert bring(caller, track(video)).status == 200
    (there,) = listed(caller, video)
    assert (there["snippet"]["language"], there["snippet"]["name"]) == ("en", "")
    assert bring(caller, {"id": there["id"]}, text=VTT.replace("Low", "High"), method="PUT", part="id").status == 200
    (kept,) = stand_in.world.captions.of_video(video)
    assert "High tide" in kept.text


def test_a_second_track_of_a_language_and_name_is_refused(caller: Caller, video: str) -> None:
    bring(caller, track(video))
    assert bring(caller, track(video)).status == 409
    assert len(listed(caller, video)) == 1


@pytest.mark.parametrize(
    ("resource", "text", "status"),
    [
        pytest.param({"snippet": {"language": "e n", "name": ""}}, VTT, 400, id="no language"),
        pytest.param({"snippet": {"language": "en", "name": "x" * 151}}, VTT, 400, id="a name that is too long"),
        pytest.param({"snippet": {"language": "en", "name": ""}}, "  ", 400, id="nothing in it"),
    ],
)
def test_what_is_no_track_is_refused(caller: Caller, video: str, resource: dict[str, Any], text: str, status: int) -> None:
    resource["snippet"]["videoId"] = video
    assert bring(caller, resource, text=text).status == status
    assert listed(caller, video) == []


def test_nobody_brings_captions_to_another_channels_video(other: Caller, caller: Caller, video: str) -> None:
    assert bring(other, track(video)).status == 403
    assert listed(caller, video) == []


def test_a_track_that_is_not_there_cannot_be_replaced(caller: Caller, video: str) -> None:
    assert bring(caller, {"id": "none"}, method="PUT", part="id").status == 404


def test_it_takes_a_leave_of_its_own(stand_in: YouTubeStandIn, video: str) -> None:
    token = stand_in.grant("Atelier Nord", scopes=[f"{ROOT}youtube.upload", f"{ROOT}youtube.readonly"]).access_token
    assert bring(Caller(stand_in=stand_in, token=token), track(video)).status == 403
