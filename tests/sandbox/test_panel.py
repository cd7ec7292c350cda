"""The page: what was posted, what is armed, and a form for every fault that works without scripts."""

from html.parser import HTMLParser
from urllib.parse import urlencode, urlsplit

import pytest

from platforms.sandbox.panel import ARMING
from platforms.sandbox.plumbing import Response
from platforms.sandbox.youtube import YouTubeStandIn
from platforms.sandbox.youtube.panel import ACTIONS, SWITCH_GROUPS
from platforms.sandbox.youtube.reasons import REASONS
from tests.sandbox.callers import Caller


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
            self._fields = self.found.setdefault(urlsplit(given["action"] or "").path.removeprefix("/youtube/panel/"), {})
        elif tag == "select":
            self._select = given["name"] or ""
        elif tag == "option" and (self._select not in self._fields or "selected" in given):
            self._fields[self._select] = given["value"] or ""
        elif tag == "input" and (given["type"] != "checkbox" or "checked" in given):
            self._fields[given["name"] or ""] = given.get("value") or "A Name"


def page(caller: Caller) -> str:
    return caller.ask("GET", "/").body.decode()


def press(caller: Caller, name: str, fields: dict[str, str]) -> Response:
    answer = caller.send("POST", f"/panel/{name}", body=urlencode(fields).encode())
    assert isinstance(answer, Response)
    return answer


def test_the_page_says_what_it_is(caller: Caller) -> None:
    answer = caller.ask("GET", "/")
    assert b"nothing leaves it" in answer.body
    assert answer.header("Content-Security-Policy").startswith("default-src 'none'")


def test_every_button_has_a_form_and_every_form_works_as_it_stands(caller: Caller) -> None:
    forms = Forms(page(caller)).found
    assert set(forms) == {*ARMING, *ACTIONS, *(f"switches/{group}" for group in SWITCH_GROUPS)}
    for name, fields in forms.items():
        answer = press(caller, name, fields)
        assert (answer.status, answer.header("Location")) == (303, "http://127.0.0.1:8100/youtube/"), name


def test_forms_that_are_pressed_unchanged_change_no_switch(stand_in: YouTubeStandIn, caller: Caller) -> None:
    stand_in.set(outcome="failed:codec", bytes_per_second=1000, shorts=True, keeping="less")
    before = stand_in.world.board.now
    for name, fields in Forms(page(caller)).found.items():
        if name.startswith("switches/"):
            press(caller, name, fields)
    assert stand_in.world.board.now == before


def test_every_documented_error_can_be_chosen(caller: Caller) -> None:
    shown = page(caller)
    assert all(f'value="{key}"' in shown for key in REASONS)


def test_an_armed_fault_is_shown_until_it_strikes(caller: Caller) -> None:
    press(caller, "refuse", {"reason": "uploadsPerDay", "at": "init", "times": "1"})
    assert "Opening an upload: it answers uploadsPerDay, 1 more" in page(caller)
    assert caller.start().status == 429
    assert "It is well" in page(caller)


@pytest.mark.parametrize(("how", "status"), [("error", 503), ("empty", 201)])
def test_a_lost_answer_can_look_like_anything(stand_in: YouTubeStandIn, caller: Caller, how: str, status: int) -> None:
    session = caller.open(10)
    press(caller, "lose", {"at": "final", "as": how, "times": "1"})
    answer = caller.put(session, b"x" * 10, first=0, total=10)
    assert isinstance(answer, Response)
    assert answer.status == status
    assert len(stand_in.videos()) == 1


def test_what_was_posted_is_shown(stand_in: YouTubeStandIn, caller: Caller) -> None:
    id_ = caller.publish(title="A walk & a swim")
    shown = page(caller)
    for expected in ("A walk &amp; a swim", "pub7c1e9a42", "Atelier Nord", "private", "1,000", stand_in.videos()[0].sha256, id_):
        assert expected in shown


def test_words_from_outside_cannot_become_markup(caller: Caller) -> None:
    session = caller.open(10, title='"Quoted" & co', description="", tags=['"onload="x'])
    caller.put(session, b"x" * 10, first=0, total=10)
    caller.ask("GET", "/youtube/v3/channels", part="<script>", mine="<script>")
    caller.send("PUT", session, headers={"Content-Range": "<script>"})
    shown = page(caller)
    assert '"onload=' not in shown
    assert "<script>" not in shown


def test_no_secret_is_on_the_page(caller: Caller) -> None:
    session = caller.open()
    caller.how_far(session)
    shown = page(caller)
    assert session.partition("upload_id=")[2] not in shown
    assert caller.token not in shown


def test_a_broken_rule_is_shown(caller: Caller) -> None:
    caller.put(caller.open(), b"x" * 10, first=0, total=10)
    assert "total changed" in page(caller)


@pytest.mark.parametrize(
    ("name", "fields"),
    [
        ("refuse", {"reason": "nonsense", "at": "init", "times": "1"}),
        ("refuse", {"reason": "invalidTitle", "at": "init", "times": "often"}),
        ("switches/nothing", {}),
        ("end-sessions", {"as": "200"}),
        ("make-channel", {"title": ""}),
    ],
)
def test_a_wrong_field_is_said_and_arms_nothing(stand_in: YouTubeStandIn, caller: Caller, name: str, fields: dict[str, str]) -> None:
    answer = press(caller, name, fields)
    assert answer.status == 400
    assert b'role="alert"' in answer.body
    assert stand_in.world.faults.armed() == []


def test_another_sites_page_cannot_press_a_button(stand_in: YouTubeStandIn, caller: Caller) -> None:
    answer = caller.send("POST", "/panel/reset", headers={"Origin": "https://evil.example"})
    assert isinstance(answer, Response)
    assert answer.status == 403
    assert caller.start().status == 200


def test_a_video_has_a_page_and_pictures(caller: Caller) -> None:
    id_ = caller.publish(title="A walk")
    assert b"A walk" in caller.ask("GET", "/watch", v=id_).body
    assert caller.ask("GET", "/watch", v="unknown").status == 404
    assert caller.ask("GET", f"/thumbnails/{id_}.svg").header("Content-Type") == "image/svg+xml"
    assert b"AN" in caller.ask("GET", "/pictures/UCAtelierNord00000000000.svg").body
    assert caller.ask("GET", "/pictures/nobody.svg").status == 404
