"""R11: the uploads playlist lags, lists the newest first, and shows private videos to their owner alone."""

from typing import Any

import pytest

from platforms.sandbox.youtube import YouTubeStandIn
from tests.sandbox.callers import Caller, Clock, reason_of

UPLOADS = "UUAtelierNord00000000000"


def listed(caller: Caller, **query: str) -> list[str]:
    items = caller.ask("GET", "/youtube/v3/playlistItems", part="contentDetails,snippet", playlistId=UPLOADS, **query).json()["items"]
    return [item["contentDetails"]["videoId"] for item in items]


def test_the_channel_names_its_uploads_playlist(caller: Caller) -> None:
    (item,) = caller.ask("GET", "/youtube/v3/channels", part="id,snippet,contentDetails,status", mine="true").json()["items"]
    assert item["contentDetails"]["relatedPlaylists"]["uploads"] == UPLOADS
    assert item["snippet"]["title"] == "Atelier Nord"
    assert item["snippet"]["thumbnails"]["default"]["url"].startswith("http://127.0.0.1:8100/youtube/pictures/")
    assert item["status"]["longUploadsStatus"] == "allowed"
    assert "statistics" not in item


def test_the_newest_comes_first(caller: Caller) -> None:
    first, second = caller.publish(), caller.publish()
    assert listed(caller) == [second, first]


def test_a_list_lags_and_reading_by_id_does_not(stand_in: YouTubeStandIn, caller: Caller, clock: Clock) -> None:
    stand_in.set(listing_lag_seconds=60)
    id_ = caller.publish()
    assert listed(caller) == []
    assert caller.ask("GET", "/youtube/v3/videos", part="id", id=id_).json()["items"][0]["id"] == id_
    clock.tick(60)
    assert listed(caller) == [id_]


def test_private_videos_are_for_their_owner(caller: Caller, other: Caller) -> None:
    id_ = caller.publish()
    assert listed(other) == []
    assert other.ask("GET", "/youtube/v3/videos", part="snippet", id=id_).json()["items"] == []


def test_pages_do_not_skip_what_comes_meanwhile(caller: Caller) -> None:
    ids = [caller.publish() for _ in range(5)]
    page = caller.ask("GET", "/youtube/v3/playlistItems", part="contentDetails", playlistId=UPLOADS, maxResults="2").json()
    caller.publish()
    rest = listed(caller, maxResults="50", pageToken=page["nextPageToken"])
    assert rest == ids[2::-1]


@pytest.mark.parametrize(
    ("query", "reason"),
    [
        ({"maxResults": "51"}, "invalidParameter"),
        ({"pageToken": "nonsense"}, "invalidPageToken"),
        ({"playlistId": "UUnobody"}, "playlistNotFound"),
        ({"playlistId": ""}, "missingRequiredParameter"),
        ({"part": ""}, "missingRequiredParameter"),
    ],
)
def test_a_wrong_question_is_refused(caller: Caller, query: dict[str, str], reason: str) -> None:
    asked = {"part": "snippet", "playlistId": UPLOADS, **query}
    assert reason_of(caller.ask("GET", "/youtube/v3/playlistItems", **asked)) == reason


def file_details(caller: Caller, id_: str) -> dict[str, Any]:
    (item,) = caller.ask("GET", "/youtube/v3/videos", part="fileDetails,processingDetails", id=id_).json()["items"]
    return {**item.get("fileDetails", {}), "availability": item["processingDetails"]["fileDetailsAvailability"]}


def test_file_details_come_with_the_end_of_processing(caller: Caller, clock: Clock) -> None:
    id_ = caller.publish(b"x" * 1000)
    assert file_details(caller, id_) == {"availability": "inProgress"}
    clock.tick(10)
    details = file_details(caller, id_)
    assert (details["fileName"], details["fileSize"], details["availability"]) == ("pub-7c1e9a42.mp4", "1000", "available")


def test_file_details_may_never_come(stand_in: YouTubeStandIn, caller: Caller, clock: Clock) -> None:
    stand_in.set(file_details_shown=False)
    id_ = caller.publish()
    clock.tick(10)
    assert file_details(caller, id_) == {"availability": "notAvailable"}


def test_file_details_are_for_the_owner(caller: Caller, other: Caller, stand_in: YouTubeStandIn) -> None:
    stand_in.set(privacy_forced="public")
    id_ = caller.publish()
    assert other.ask("GET", "/youtube/v3/videos", part="snippet", id=id_).json()["items"][0]["id"] == id_
    assert reason_of(other.ask("GET", "/youtube/v3/videos", part="fileDetails", id=id_)) == "forbidden"


def test_unknown_ids_are_left_out_and_the_order_is_kept(caller: Caller) -> None:
    first, second = caller.publish(), caller.publish()
    items = caller.ask("GET", "/youtube/v3/videos", part="id", id=f"{second},unknown,{first}").json()["items"]
    assert [item["id"] for item in items] == [second, first]


def test_search_finds_ones_own_by_title(caller: Caller) -> None:
    caller.publish(title="A walk")
    id_ = caller.publish(title="A swim")
    found = caller.ask("GET", "/youtube/v3/search", part="snippet", forMine="true", type="video", q="swim").json()["items"]
    assert [item["id"]["videoId"] for item in found] == [id_]


def test_categories_say_which_may_be_chosen(caller: Caller) -> None:
    items = caller.ask("GET", "/youtube/v3/videoCategories", part="snippet", regionCode="US").json()["items"]
    assignable = {item["id"]: item["snippet"]["assignable"] for item in items}
    assert (assignable["22"], assignable["42"]) == (True, False)
