"""What was chosen for a video: checked where it comes in, and shown where a person looks."""

from typing import Any

import pytest

from platforms.sandbox.youtube import YouTubeStandIn
from tests.sandbox.callers import Caller, reason_of, video_resource

STATUS = {
    "privacyStatus": "private",
    "publishAt": "2026-12-01T09:00:00Z",
    "selfDeclaredMadeForKids": False,
    "containsSyntheticMedia": True,
    "license": "creativeCommon",
    "embeddable": False,
    "publicStatsViewable": False,
}
PARTS = "snippet,status,paidProductPlacementDetails"


def open_with(caller: Caller, status: dict[str, Any], query: str = "") -> Any:
    content = {**video_resource(), "status": status, "paidProductPlacementDetails": {"hasPaidProductPlacement": True}}
    headers = {"X-Upload-Content-Length": "3", "X-Upload-Content-Type": "video/mp4"}
    address = f"/upload/youtube/v3/videos?uploadType=resumable&part={PARTS}{query}"
    return caller.ask("POST", address, content=content, headers=headers)


def test_every_choice_is_shown(caller: Caller, visitor: Caller, stand_in: YouTubeStandIn) -> None:
    session = open_with(caller, STATUS, "&notifySubscribers=false").header("Location")
    caller.put(session, b"abc", first=0, total=3)
    (video,) = caller.ask("GET", "/__admin/state").json()["videos"]
    assert video["chosen"] == {
        "Category": "People & Blogs",
        "Made for kids": "no",
        "Altered or made with AI": "yes",
        "Public at": "2026-12-01T09:00:00Z",
        "Licence": "Creative Commons",
        "Embeddable": "no",
        "Public statistics": "no",
        "Paid promotion": "yes",
        "Subscribers told": "no",
        "Playlists": "none",
        "Captions": "none",
    }
    shown = visitor.ask("GET", "/watch", v=video["id"]).body.decode()
    assert "Creative Commons" in shown
    assert stand_in.violations() == []


def test_subscribers_are_told_unless_it_says_otherwise(caller: Caller, stand_in: YouTubeStandIn) -> None:
    caller.publish()
    assert stand_in.videos()[0].metadata["insert"] == {"notifySubscribers": True}


@pytest.mark.parametrize("query", ["&notifySubscribers=no", "&notifySubscribers=1"])
def test_a_flag_of_the_query_is_true_or_false(caller: Caller, query: str) -> None:
    assert reason_of(open_with(caller, STATUS, query)) == "invalidParameter"


@pytest.mark.parametrize("name", ["madeForKids", "uploadStatus", "notifySubscribers"])
def test_setting_what_cannot_be_set_is_noted(caller: Caller, stand_in: YouTubeStandIn, name: str) -> None:
    assert open_with(caller, {**STATUS, name: True}).status == 200
    assert [violation.what for violation in stand_in.violations()] == [f"status.{name} is nothing that can be set"]


def test_paid_promotion_is_a_flag(caller: Caller) -> None:
    content = {**video_resource(), "paidProductPlacementDetails": {"hasPaidProductPlacement": "yes"}}
    assert reason_of(caller.start(content=content, part=PARTS)) == "invalidVideoMetadata"
