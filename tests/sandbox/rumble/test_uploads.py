"""An upload is one request: whole it makes one video, cut short it makes none, and what is wrong with it is said by field."""

import hashlib
from typing import Any

import pytest

from platforms.sandbox.plumbing import Dropped
from tests.sandbox.rumble.conftest import BOUNDARY, FORM, VIDEO, Caller, answered, part


def test_a_whole_form_becomes_one_video(caller: Caller) -> None:
    said = caller.upload().json()
    (video,) = caller.stand_in.videos()
    assert (said["success"], said["video_id"], said["video_id_int"]) == (True, video.video_id, video.number)
    assert int(said["video_id"], 36) == said["video_id_int"]
    assert (video.guid, video.sha256, video.size) == ("0a1b2c3d-guid", hashlib.sha256(VIDEO).hexdigest(), 1000)
    assert not video.by_hand
    assert caller.broken == []


def test_its_page_and_its_player_have_ids_of_different_kinds(caller: Caller) -> None:
    said = caller.upload().json()
    address, _, query = said["url_monetized"].partition("?")
    assert query == "mref=zc4j3&mc=2xjkt"
    assert address.endswith("-tide-pools.html")
    assert said["embed_url_monetized"].endswith(f"/embed/v{said['video_id']}/?pub=zc4j3")
    assert f"/v{said['video_id']}-" not in address


@pytest.mark.parametrize("left_over", [1, 10, 500, 1050])
def test_a_body_that_is_cut_short_makes_nothing(caller: Caller, left_over: int) -> None:
    body = caller.form()
    answer = caller.send(body[: -left_over - len("--\r\n")], length=len(body))
    assert isinstance(answer, Dropped)
    assert caller.titles == []


def test_there_is_no_place_at_which_a_cut_body_makes_a_video(caller: Caller) -> None:
    body = caller.form(b"v" * 50)
    for place in range(len(body) - len("\r\n")):
        assert isinstance(caller.send(body[:place], length=len(body)), Dropped), place
    assert (caller.titles, caller.broken) == ([], [])
    caller.send(body[:-2], length=len(body))
    assert len(caller.titles) == 1


def test_a_client_that_leaves_after_the_last_boundary_has_made_its_video(caller: Caller) -> None:
    body = caller.form()
    caller.send(body[:-2], length=len(body))
    assert caller.titles == ["Tide pools"]


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"title": None}, "title"),
        ({"title": "  "}, "title"),
        ({"title": "a" * 101}, "title"),
        ({"description": None}, "description"),
        ({"license_type": None}, "license_type"),
        ({"license_type": "1"}, "license_type"),
        ({"channel_id": "1310277"}, "channel_id"),
        ({"channel_id": "SlowRivers"}, "channel_id"),
        ({"tags": "sea"}, "tags"),
        ({"video": None}, "video"),
        ({"video": b""}, "video"),
        ({"first": part("thumb", b"no picture", file_name="t.jpg")}, "thumb"),
        ({"first": part("cc_en", b"WEBVTT", file_name="en.txt")}, "cc_en"),
        ({"first": part("title", b"Twice")}, "title"),
    ],
)
def test_what_is_wrong_is_said_by_its_field_and_nothing_is_made(caller: Caller, changes: dict[str, Any], field: str) -> None:
    assert list(caller.errors(**changes)) == [field]
    assert caller.titles == []


def test_all_that_is_wrong_is_said_at_once(caller: Caller) -> None:
    assert set(caller.errors(None, title=None, license_type="4")) == {"title", "license_type", "video"}


@pytest.mark.parametrize(
    "changes",
    [
        {"title": "a" * 100},
        {"description": ""},
        {"license_type": "6"},
        {"channel_id": "1200346"},
        {"first": part("thumb", b"\xff\xd8\xff\xe0", file_name="t.jpg") + part("cc_en", b"WEBVTT", file_name="en.vtt")},
    ],
)
def test_what_is_at_the_edge_is_taken(caller: Caller, changes: dict[str, Any]) -> None:
    assert caller.upload(**changes).json()["success"] is True
    assert caller.broken == []


def test_a_try_of_the_token_lacks_nothing_but_the_video(caller: Caller) -> None:
    assert list(caller.errors(None)) == ["video"]
    assert (caller.titles, caller.broken) == ([], [])


@pytest.mark.parametrize("token", ["", "0" * 40, "x"])
def test_a_wrong_token_is_403_and_everything_else_200(caller: Caller, token: str) -> None:
    answer = caller.upload(access_token=token)
    assert answer.status == 403
    assert caller.titles == []


def test_a_banned_user_is_403_until_the_ban_is_lifted(caller: Caller) -> None:
    caller.token = caller.stand_in.grant("banned.buoy").token
    assert caller.upload().status == 403
    caller.stand_in.ban("banned.buoy", banned=False)
    assert caller.upload().json()["success"] is True


def test_a_token_that_was_taken_back_is_worth_nothing_and_the_next_is_another(caller: Caller) -> None:
    caller.stand_in.revoke("slow.rivers")
    assert caller.upload().status == 403
    again = caller.stand_in.grant("slow.rivers").token
    assert again != caller.token
    assert caller.upload(access_token=again).json()["success"] is True


def test_a_form_that_never_ends_is_a_file_that_came_in_part(caller: Caller) -> None:
    body = caller.form()[:-100]
    said = answered(caller.send(body)).json()
    assert list(said["errors"]) == ["video"]
    assert caller.titles == []


@pytest.mark.parametrize("content_type", ["application/json", "multipart/form-data", "", "multipart/form-data; boundary=" + "b" * 71])
def test_what_is_no_form_is_refused_and_remembered(caller: Caller, content_type: str) -> None:
    assert answered(caller.send(caller.form(), content_type=content_type)).json()["success"] is False
    assert (caller.titles, caller.broken) == ([], ["R7"])


def test_an_upload_of_no_stated_length_is_refused_unread(caller: Caller) -> None:
    assert answered(caller.send(caller.form(), Transfer_Encoding="chunked")).status == 411
    assert (caller.titles, caller.broken) == ([], ["R7"])


def test_a_boundary_within_the_video_is_content_when_its_line_goes_on(caller: Caller) -> None:
    video = f"a\r\n--{BOUNDARY}and more\r\n--{BOUNDARY[:-1]}\r\n-".encode()
    caller.upload(video)
    (made,) = caller.stand_in.videos()
    assert made.sha256 == hashlib.sha256(video).hexdigest()


def test_a_field_may_not_be_endless(caller: Caller) -> None:
    assert list(caller.errors(description="a" * 300_000)) == ["_"]
    assert caller.titles == []


def test_a_video_over_the_limit_is_refused(caller: Caller) -> None:
    caller.stand_in.set(largest_video=999)
    assert list(caller.errors()) == ["video"]


@pytest.mark.parametrize(
    "content_type", [FORM, f'multipart/form-data; boundary="{BOUNDARY}"', f"Multipart/Form-Data; charset=utf-8; boundary={BOUNDARY}"]
)
def test_the_content_type_may_be_written_in_any_way_that_is_right(caller: Caller, content_type: str) -> None:
    assert answered(caller.send(caller.form(), content_type=content_type)).json()["success"] is True
