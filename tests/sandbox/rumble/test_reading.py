"""What is read back: the list that learns late and tells little, the player that says when it is processed, and links."""

import pytest

from platforms.sandbox.rumble.faults import OEMBED, SEARCH
from tests.sandbox.rumble.conftest import Caller

MVHD = b"\0\0\0\x6cmvhd" + bytes(12) + (1000).to_bytes(4) + (12_500).to_bytes(4)


def test_the_list_tells_what_the_plugin_reads_and_no_more(caller: Caller) -> None:
    video_id = caller.upload().json()["video_id"]
    caller.hours.pass_(seconds=6)
    said = caller.search()
    assert said["paginate"] == {"current": 1, "pages": 1}
    (entry,) = said["results"]
    assert set(entry) == {"title", "description", "thumbnails", "video"}
    assert (entry["title"], entry["description"]) == ("Tide pools", "At low water.\nref:0a1b2c3d")
    assert f"/embed/v{video_id}/" in entry["video"]["iframe"]
    assert entry["thumbnails"][0]["url"].endswith(".svg")


def test_it_may_tell_more(caller: Caller) -> None:
    caller.stand_in.set(list_tells_guid=True, list_tells_details=True, list_lag_seconds=0)
    caller.upload(b"ftyp" + MVHD)
    (entry,) = caller.search()["results"]
    assert (entry["guid"], entry["pubDate"], entry["duration"]) == ("0a1b2c3d-guid", "Sun, 22 Nov 2026 06:00:00 +0000", 12)
    assert entry["url"].endswith("-tide-pools.html")


def test_it_may_give_players_as_markup(caller: Caller) -> None:
    caller.stand_in.set(list_gives_markup=True, list_lag_seconds=0)
    caller.upload()
    assert caller.search()["results"][0]["video"]["iframe"].startswith('<iframe src="http://')


def test_it_learns_of_a_video_late(caller: Caller) -> None:
    caller.stand_in.set(list_lag_seconds=900)
    caller.upload()
    caller.hours.pass_(seconds=899)
    assert caller.search()["results"] == []
    caller.hours.pass_(seconds=1)
    assert len(caller.search()["results"]) == 1


def test_it_comes_page_by_page_the_newest_first(caller: Caller) -> None:
    caller.stand_in.set(list_page=2, list_lag_seconds=0)
    for number in range(5):
        caller.upload(title=f"Film {number}", guid=str(number), description="")
    pages = [caller.search(page) for page in (1, 2, 3, 4)]
    assert [[entry["title"] for entry in page["results"]] for page in pages] == [["Film 4", "Film 3"], ["Film 2", "Film 1"], ["Film 0"], []]
    assert {page["paginate"]["pages"] for page in pages} == {3}


def test_it_tells_a_publishers_own_videos_with_user_me_alone(caller: Caller) -> None:
    caller.stand_in.set(list_lag_seconds=0)
    caller.upload()
    other = caller.stand_in.grant("night.market").publisher_id
    assert caller.search(_p=other)["results"] == []
    assert len(caller.search(_p=other, user="")["results"]) == 1
    assert caller.search(user="me", q="nothing")["results"] == []


@pytest.mark.parametrize("publisher_id", ["", "nobody"])
def test_who_is_no_publisher_is_told_so_with_200(caller: Caller, publisher_id: str) -> None:
    answer = caller.get(SEARCH, _p=publisher_id, user="me")
    assert (answer.status, answer.json()) == (200, {"error": {"msg": "Invalid access token format"}})


@pytest.mark.parametrize(("state", "status"), [("down", 503), ("gone", 404), ("challenge", 403), ("html", 200)])
def test_it_may_be_out_of_order(caller: Caller, state: str, status: int) -> None:
    caller.stand_in.set(list_state=state)
    answer = caller.get(SEARCH, _p=caller.publisher_id)
    assert (answer.status, b"<html" in answer.body) == (status, True)


def test_the_player_says_when_a_video_is_processed(caller: Caller) -> None:
    video_id = caller.upload(MVHD).json()["video_id"]
    assert caller.player(video_id)["ua"] == []
    caller.hours.pass_(seconds=5)
    said = caller.player(video_id)
    assert said["ua"]["mp4"]["720"]["meta"]["h"] == 720
    assert (said["title"], said["duration"], said["live"]) == ("Tide pools", 12, 0)
    assert said["author"]["url"].endswith("/c/SlowRivers")


def test_processing_may_fail_or_never_end(caller: Caller) -> None:
    for outcome in ("failed", "stuck"):
        caller.stand_in.set(outcome=outcome)
        caller.upload(guid=outcome, description="")
    caller.hours.pass_(days=30)
    failed, stuck = caller.stand_in.videos()
    assert caller.player(failed.video_id) == {"sys": {"msg": "This video could not be processed"}}
    assert caller.player(stuck.video_id)["ua"] == []


def test_a_video_that_is_not_there_has_no_player(caller: Caller) -> None:
    assert caller.player("zzzz") == {"sys": {"msg": "Video not found"}}


def test_a_link_to_its_page_or_its_player_leads_to_the_video(caller: Caller) -> None:
    said = caller.upload().json()
    for address in (said["url_monetized"], said["url_monetized"].partition("?")[0], said["embed_url_monetized"]):
        told = caller.get(OEMBED, url=address).json()
        assert (told["title"], told["author_name"]) == ("Tide pools", "Slow Rivers")
        assert f"/embed/v{said['video_id']}/" in told["html"]


@pytest.mark.parametrize("address", ["", "https://elsewhere.example/vabc-tide.html", "http://sandbox.invalid/v1-none.html", "http://[x"])
def test_a_link_that_leads_nowhere_is_404(caller: Caller, address: str) -> None:
    caller.upload()
    assert caller.get(OEMBED, url=address).status == 404


def test_how_long_a_video_plays_is_read_at_either_end_of_its_file(caller: Caller) -> None:
    long_one = b"mvhd\x01" + bytes(19) + (90_000).to_bytes(4) + (900_000).to_bytes(8)
    for number, video in enumerate((MVHD + bytes(3_000_000), bytes(3_000_000) + MVHD, long_one, b"mvhd", b"v")):
        caller.upload(video, guid=str(number), description="")
    assert [video.seconds for video in caller.stand_in.videos()] == [12.5, 12.5, 10.0, None, None]
