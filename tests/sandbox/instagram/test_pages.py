"""Its pages: what was posted, a form for every fault, and the same as JSON for tests."""

import json
from html.parser import HTMLParser
from urllib.parse import urlencode, urlsplit

import pytest

from platforms.sandbox.instagram.answers import REASONS
from platforms.sandbox.instagram.switch_forms import GROUPS
from platforms.sandbox.instagram.switches import Switches
from platforms.sandbox.plumbing import Response
from tests.sandbox.instagram.conftest import BASE, Caller, error


class Forms(HTMLParser):
    """Reads every form of a page: its action, and what it sends when a person presses its button at once."""

    def __init__(self, markup: str) -> None:
        super().__init__()
        self.found: dict[str, dict[str, str]] = {}
        self._fields: dict[str, str] = {}
        self._select = ""
        self.feed(markup)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        if tag == "form":
            self._fields = self.found.setdefault(urlsplit(given["action"] or "").path.removeprefix("/instagram/panel/"), {})
        elif tag == "select":
            self._select = given["name"] or ""
        elif tag == "option" and (self._select not in self._fields or "selected" in given):
            self._fields[self._select] = given["value"] or ""
        elif tag == "input" and (given["type"] != "checkbox" or "checked" in given):
            self._fields[given["name"] or ""] = given.get("value") or ""


def page(caller: Caller) -> str:
    return caller.ask("GET", "/").body.decode()


def press(caller: Caller, name: str, fields: dict[str, str]) -> Response:
    return caller.ask("POST", f"/panel/{name}", urlencode(fields).encode())


def test_it_is_well_at_first(caller: Caller) -> None:
    for words in ("It is well", "0 in all.", "No container was made yet.", "No rule was broken.", "Nothing was asked yet."):
        assert words in page(caller)
    assert caller.stand_in.summary() == "0 reels, 0 broken rules"


def test_every_form_works_as_it_stands(caller: Caller) -> None:
    for name, fields in Forms(page(caller)).found.items():
        answer = press(caller, name, fields)
        assert (answer.status, answer.header("Location")) == (303, f"{BASE}/"), name


def test_every_switch_is_on_the_panel_and_a_form_pressed_unchanged_changes_none(caller: Caller) -> None:
    assert {name for names in GROUPS.values() for name in names} == set(vars(Switches()))
    caller.stand_in.set(
        outcome="2207076", second_publish="second_media", read_outage="page_tokens", usage_headers="none", fetches="at_once"
    )
    before = caller.stand_in.world.board.now
    for name, fields in Forms(page(caller)).found.items():
        if name.startswith("switches/"):
            press(caller, name, fields)
    assert caller.stand_in.world.board.now == before


def test_every_documented_error_can_be_chosen(caller: Caller) -> None:
    shown = page(caller)
    assert all(f'value="{name}"' in shown for name in REASONS)


def test_the_buttons_do_what_they_say(caller: Caller) -> None:
    container = caller.ready()
    press(caller, "after-all", {"reason": "2207051", "times": "1"})
    assert "Publishing a container: it does what it is asked, and answers 2207051, 1 more" in page(caller)
    assert error(caller.publish(container)) == "4/2207051"
    press(caller, "account/17841400000000001", {"restricted": "on"})
    assert error(caller.create(caption="Another")) == "25/2207050"
    press(caller, "account/17841400000000001", {})
    left, _ = caller.created(caption="Another")
    press(caller, "end-containers", {})
    assert caller.status(left)["status_code"] == "EXPIRED"
    press(caller, "expire", {})
    assert error(caller.get("me")) == "190/463"
    press(caller, "revoke", {"user": "atelier.nord"})
    caller.token = caller.who.user_token
    assert error(caller.get("me")) == "190/458"
    press(caller, "reset", {})
    assert caller.stand_in.media() == []


@pytest.mark.parametrize(
    ("name", "fields"),
    [
        ("nothing", {}),
        ("refuse", {"reason": "nonsense", "at": "create", "times": "1"}),
        ("refuse", {"reason": "OffsetInvalidError", "at": "create", "times": "1"}),
        ("refuse", {"reason": "1", "at": "nowhere", "times": "1"}),
        ("account/1", {}),
        ("switches/nothing", {}),
    ],
)
def test_what_a_button_cannot_do_is_said(caller: Caller, name: str, fields: dict[str, str]) -> None:
    answer = press(caller, name, fields)
    assert (answer.status, b'role="alert"' in answer.body) == (400, True)


def test_what_was_posted_is_shown_on_profile_and_page(caller: Caller) -> None:
    caller.published(caption="Tide & co\nAt low water", thumb_offset="1500")
    (made,) = caller.stand_in.media()
    for expected in ("1 in all.", "Tide &amp; co", "Atelier Nord", "1,000", made.sha256, f"/reel/{made.shortcode}/"):
        assert expected in page(caller)
    profile = caller.ask("GET", "/@atelier.nord").body.decode()
    assert f"{BASE}/reel/{made.shortcode}/" in profile
    reel = caller.ask("GET", f"/reel/{made.shortcode}/").body.decode()
    for expected in ("Tide &amp; co", "At low water", "1500", made.sha256, made.container_id):
        assert expected in reel
    caller.stand_in.world.reels.delete(made)
    assert caller.ask("GET", f"/reel/{made.shortcode}/").status == 404
    assert "removed" in page(caller)


def test_what_is_not_there(caller: Caller) -> None:
    for path in ("/@nobody", "/reel/nothing/", "/pictures/nobody.svg", "/nowhere", "/www.facebook.com/v26.0/nowhere"):
        assert caller.ask("GET", path).status == 404
    assert caller.ask("GET", "/pictures/atelier.nord.svg").header("Content-Type") == "image/svg+xml"


def test_no_secret_is_on_the_page(caller: Caller) -> None:
    caller.ask("GET", f"{caller.root}/me", query=f"access_token={caller.token}")
    caller.published()
    shown = page(caller)
    assert caller.token not in shown
    assert "access_token=…" in shown


def test_tests_reach_it_over_its_port(caller: Caller) -> None:
    fault = {"kind": "refuse", "at": "account", "reason": "190-460"}
    assert caller.ask("POST", "/__admin/faults", json.dumps(fault).encode()).status == 200
    assert error(caller.get("me")) == "190/460"
    granted = caller.ask("POST", "/__admin/grants", b'{"user": "field.notes", "login": "instagram"}').json()
    assert (granted["ig_id"], granted["page_id"]) == ("17841400000000002", "")
    caller.published()
    state = caller.ask("GET", "/__admin/state").json()
    assert [made["caption"] for made in state["media"]] == ["Tide"]
    assert [made["status_code"] for made in state["containers"]] == ["PUBLISHED"]
    assert caller.token not in json.dumps(state)
