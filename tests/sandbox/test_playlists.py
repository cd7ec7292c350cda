"""Playlists: one's own are listed, a video is put into them, and nobody else may."""

from typing import Any

import pytest

from platforms.sandbox.youtube import YouTubeStandIn
from platforms.sandbox.youtube.playlists import MOST_ITEMS
from tests.sandbox.callers import Caller, reason_of

GLAZES, KILNS = "PLAtelierNordGlazes00000000000000", "PLAtelierNordKilns000000000000000"


def put(caller: Caller, playlist: str, video: str, **resource: Any) -> Any:
    snippet = {"playlistId": playlist, "resourceId": {"kind": "youtube#video", "videoId": video}, **resource}
    return caller.ask("POST", "/youtube/v3/playlistItems", content={"snippet": snippet}, part="snippet")


def lies_in(caller: Caller, playlist: str, **query: str) -> list[str]:
    items = caller.ask("GET", "/youtube/v3/playlistItems", part="contentDetails", playlistId=playlist, **query).json()["items"]
    return [item["contentDetails"]["videoId"] for item in items]


def listed(caller: Caller, **query: str) -> list[str]:
    items = caller.ask("GET", "/youtube/v3/playlists", part="snippet", mine="true", **query).json()["items"]
    return [item["snippet"]["title"] for item in items]


def test_ones_own_are_listed(caller: Caller, other: Caller, stand_in: YouTubeStandIn) -> None:
    assert listed(caller) == ["Glazes", "Kiln days"]
    assert listed(other) == ["Shores"]
    stand_in.world.playlists.make("UCFieldNotes000000000000", "Tides")
    assert listed(other) == ["Shores", "Tides"]


def test_they_come_in_pages(caller: Caller) -> None:
    page = caller.ask("GET", "/youtube/v3/playlists", part="snippet", mine="true", maxResults="1").json()
    assert listed(caller, pageToken=page["nextPageToken"]) == ["Kiln days"]


def test_a_video_is_put_into_one(caller: Caller, stand_in: YouTubeStandIn) -> None:
    first, second = caller.publish(), caller.publish()
    assert put(caller, GLAZES, first).status == 200
    assert put(caller, GLAZES, second).json()["snippet"]["position"] == 1
    assert lies_in(caller, GLAZES) == [first, second]
    assert lies_in(caller, KILNS) == []
    assert stand_in.violations() == []


def test_one_can_ask_whether_a_video_lies_in_it(caller: Caller) -> None:
    first, second = caller.publish(), caller.publish()
    put(caller, GLAZES, second)
    assert lies_in(caller, GLAZES, videoId=first) == []
    assert lies_in(caller, GLAZES, videoId=second) == [second]


def test_one_may_lie_in_it_twice_and_that_is_noted(caller: Caller, stand_in: YouTubeStandIn) -> None:
    video = caller.publish()
    put(caller, GLAZES, video)
    assert put(caller, GLAZES, video).status == 200
    assert lies_in(caller, GLAZES) == [video, video]
    assert [violation.rule for violation in stand_in.violations()] == ["R12"]


def test_a_full_one_takes_no_more(caller: Caller, stand_in: YouTubeStandIn) -> None:
    video = caller.publish()
    stand_in.world.store.run(
        "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < ?) "
        "INSERT INTO youtube_playlist_items (playlist_id, video_id, added_at) SELECT ?, 'other', 0 FROM n",
        MOST_ITEMS,
        GLAZES,
    )
    assert reason_of(put(caller, GLAZES, video)) == "playlistContainsMaximumNumberOfVideos"


@pytest.mark.parametrize(
    ("playlist", "resource", "reason"),
    [
        ("PLnone", {}, "playlistNotFound"),
        ("", {}, "playlistIdRequired"),
        ("PLFieldNotesShores000000000000000", {}, "playlistItemsNotAccessible"),
        (GLAZES, {"resourceId": {"kind": "youtube#video", "videoId": "nosuchvideo"}}, "videoNotFound"),
        (GLAZES, {"resourceId": None}, "resourceIdRequired"),
    ],
)
def test_what_cannot_be_is_refused(caller: Caller, playlist: str, resource: dict[str, Any], reason: str) -> None:
    assert reason_of(put(caller, playlist, caller.publish(), **resource)) == reason


def test_reading_alone_gives_no_leave_to_put(stand_in: YouTubeStandIn, caller: Caller) -> None:
    video = caller.publish()
    reads = stand_in.grant("Atelier Nord", scopes=["https://www.googleapis.com/auth/youtube.readonly"])
    assert reason_of(put(Caller(stand_in=stand_in, token=reads.access_token), GLAZES, video)) == "insufficientPermissions"


def test_a_person_makes_one_on_the_panel(caller: Caller) -> None:
    caller.ask("POST", "/__admin/actions/make-playlist", content={"channel": "Atelier Nord", "title": "Summer"})
    assert listed(caller) == ["Glazes", "Kiln days", "Summer"]


def test_a_reset_brings_back_the_ready_made_ones(caller: Caller, stand_in: YouTubeStandIn) -> None:
    stand_in.world.playlists.make("UCAtelierNord00000000000", "Summer")
    stand_in.world.reset()
    assert [playlist.title for playlist in stand_in.world.playlists.of_channel("UCAtelierNord00000000000")] == ["Glazes", "Kiln days"]
