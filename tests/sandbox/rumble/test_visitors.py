"""What people see: the panel and what its buttons do, pages of videos and channels, the upload by hand, and the JSON for tests."""

import io
import json
import re
from typing import Any

import pytest

from platforms.sandbox.plumbing import Request, Response
from platforms.sandbox.rumble.accounts import first_token
from platforms.sandbox.rumble.forms import GROUPS
from platforms.sandbox.rumble.switches import Switches
from tests.sandbox.rumble.conftest import FORM, Caller, answered, body_of

BY_HAND = {"title": "Weir <b>", "description": "By hand.", "tags": "sea, low tide", "channel_id": "1200346"}


def by_hand(caller: Caller, *, video: bytes | None = b"film", origin: str = "", **fields: str) -> Response:
    body = body_of({**BY_HAND, **fields}, video)
    headers = {"Content-Length": str(len(body)), "Content-Type": FORM, "Origin": origin}
    return answered(caller.stand_in.answer(Request(method="POST", path="/upload.php", headers=headers, body=io.BytesIO(body))))


def admin(caller: Caller, what: str, **content: Any) -> Any:
    return caller.post(f"/__admin/{what}", json.dumps(content)).json()


def test_its_main_page_shows_what_was_posted_and_with_what_one_publishes(caller: Caller) -> None:
    assert "Nothing was posted yet." in caller.get("/").body.decode()
    caller.upload()
    page = caller.get("/").body.decode()
    for words in ("1 in all.", "Tide pools", "the API", "No rule was broken.", caller.token, "zc4j3", "1200346"):
        assert words in page
    assert caller.stand_in.summary() == "1 video, 0 broken rules"


def test_every_switch_is_on_the_panel(caller: Caller) -> None:
    page = caller.get("/").body.decode()
    assert set(Switches.__dataclass_fields__) == {name for names in GROUPS.values() for name in names}
    for name in Switches.__dataclass_fields__:
        assert f'name="{name}"' in page


@pytest.mark.parametrize("group", GROUPS)
def test_a_form_that_is_sent_as_it_stands_changes_nothing(caller: Caller, group: str) -> None:
    page = caller.get("/").body.decode()
    inside = page.partition(f'/panel/switches/{group}"')[2].partition("</form>")[0]
    fields = re.findall(r'<input type="(?:number|text)" name="(\w+)" value="([^"]*)"', inside)
    fields += re.findall(r'<input type="checkbox" name="(\w+)" value="(on)" checked', inside)
    fields += re.findall(r'<select name="(\w+)">.*?<option value="([^"]*)" selected', inside)
    assert caller.post(f"/panel/switches/{group}", "&".join(f"{name}={value}" for name, value in fields)).status == 303
    assert caller.stand_in.world.board.now == Switches()


def test_its_buttons_do_what_they_say(caller: Caller) -> None:
    assert caller.post("/panel/refuse", "reason=internal&at=final&times=1").status == 303
    assert "The last bytes of an upload: it answers internal" in caller.get("/").body.decode()
    assert caller.upload().status == 500
    caller.post("/panel/account/slow.rivers", "banned=on&revoke=on")
    assert "banned" in caller.get("/").body.decode()
    assert caller.upload(access_token=caller.stand_in.grant("slow.rivers").token).status == 403
    caller.post("/panel/account/slow.rivers")
    assert caller.upload(access_token=caller.stand_in.grant("slow.rivers").token).status == 200
    assert caller.post("/panel/nothing").status == 400
    caller.post("/panel/reset")
    assert (caller.titles, caller.stand_in.grant("slow.rivers").token) == ([], first_token("slow.rivers"))


def test_a_video_and_a_channel_have_their_pages(caller: Caller) -> None:
    address = caller.upload(title="Tide & <pools>").json()["url_monetized"].partition("?")[0]
    path = address.removeprefix("http://sandbox.invalid")
    page = caller.get(path).body.decode()
    assert "<h1>Tide &amp; &lt;pools&gt;</h1>" in page
    assert caller.get(f"/embed/v{caller.stand_in.videos()[0].video_id}/").status == 200
    assert path in caller.get("/c/SlowRivers").body.decode()
    assert caller.get("/c/RiverMouths").status == 200
    for gone in ("/v1-none.html", "/embed/v1/", "/c/nobody", "/c/SlowRivers?"):
        assert caller.get(gone).status == 404


def test_a_channel_goes_on_until_its_last_page(caller: Caller) -> None:
    for number in range(26):
        caller.upload(title=f"Film {number:02}", guid=str(number), description="")
    assert "Film 25" in caller.get("/c/SlowRivers").body.decode()
    assert "Film 00" in caller.get("/c/SlowRivers", page="2").body.decode()
    assert [caller.get("/c/SlowRivers", page=page).status for page in ("2", "3", "0", "x")] == [200, 404, 404, 404]


def test_the_cdn_may_keep_programs_out(caller: Caller) -> None:
    caller.stand_in.set(challenged=True)
    answer = caller.get("/c/SlowRivers")
    assert (answer.status, answer.header("cf-mitigated")) == (403, "challenge")


def test_a_person_uploads_by_hand_and_is_shown_the_address(caller: Caller) -> None:
    assert 'enctype="multipart/form-data"' in caller.get("/upload.php").body.decode()
    answer = by_hand(caller)
    (video,) = caller.stand_in.videos()
    assert (answer.status, video.by_hand, video.channel_id, video.tags) == (200, True, 1200346, "sea, low tide")
    assert f"http://sandbox.invalid{video.page}" in answer.body.decode()
    assert caller.broken == []


@pytest.mark.parametrize(
    "wrong", [{"title": " "}, {"title": "a" * 101}, {"video": None}, {"video": b""}, {"channel_id": "1"}, {"channel_id": "x"}]
)
def test_what_a_person_left_out_is_asked_for(caller: Caller, wrong: dict[str, Any]) -> None:
    answer = by_hand(caller, **wrong)
    assert (answer.status, caller.titles) == (400, [])
    assert 'role="alert"' in answer.body.decode()


def test_what_was_made_by_hand_and_then_by_the_api_is_remembered(caller: Caller) -> None:
    by_hand(caller, description="At low water.\nref:0a1b2c3d")
    caller.upload()
    assert caller.broken == ["R1"]


def test_a_page_of_another_site_may_not_upload_or_press_a_button(caller: Caller) -> None:
    assert by_hand(caller, origin="https://elsewhere.example").status == 403
    assert caller.titles == []


def test_the_control_plane_tells_and_does(caller: Caller) -> None:
    caller.upload()
    state = caller.get("/__admin/state").json()
    assert (state["videos"][0]["title"], state["videos"][0]["state"], state["violations"]) == ("Tide pools", "processing", [])
    assert caller.token not in json.dumps(state)
    assert admin(caller, "grants", user="night.market")["token"] == first_token("night.market")
    assert admin(caller, "switches", answer_seconds=3.0)["switches"]["answer_seconds"] == 3
    assert admin(caller, "faults", kind="drop", at="search")["faults"][0]["fault"]["at"] == "search"
    assert admin(caller, "actions/ban", user="slow.rivers", banned="on")["accounts"][0]["banned"] is True
    assert admin(caller, "heal")["faults"] == []
    assert admin(caller, "clock", advance_seconds=60)["videos"][0]["state"] == "ready"
    assert "error" in admin(caller, "switches", nothing=1)
    assert "error" in admin(caller, "grants", user="nobody")
    assert admin(caller, "reset")["videos"] == []


def test_what_is_wrongly_asked_is_405_or_404(caller: Caller) -> None:
    assert [caller.get("/api/simple-upload.php").status, caller.get("/nowhere").status] == [405, 404]
