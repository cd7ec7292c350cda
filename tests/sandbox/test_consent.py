"""R15, the consent page: channels, scopes that can be unticked, and nowhere to be sent but where it may."""

from urllib.parse import urlencode

import pytest

from platforms.sandbox.youtube import YouTubeStandIn
from platforms.sandbox.youtube.oauth import is_redirect_allowed
from platforms.sandbox.youtube.switches import CONSENT_ERRORS
from tests.sandbox.callers import Caller, Clock
from tests.sandbox.consent import ASKED, READONLY, SCOPE, connected, decide, post, refresh


def test_the_page_shows_channels_scopes_and_where_it_leads(visitor: Caller) -> None:
    answer = visitor.ask("GET", "/o/oauth2/v2/auth", **ASKED)
    page = answer.body.decode()
    assert answer.status == 200
    for expected in ("Atelier Nord", "Field Notes", "youtube.force-ssl", "127.0.0.1:8000/connect/complete", "This is no Google page"):
        assert expected in page


def test_what_an_application_says_cannot_become_markup(visitor: Caller) -> None:
    page = visitor.ask("GET", "/o/oauth2/v2/auth", **{**ASKED, "client_id": '"><script>x', "state": '"><script>y'}).body.decode()
    assert "<script>x" not in page
    assert "<script>y" not in page


def test_allowing_leads_back_with_a_code_and_the_state(visitor: Caller) -> None:
    back = decide(visitor)
    assert (back["state"], back["scope"], back["page"]) == ("s7", SCOPE, "1")
    assert back["code"]


def test_cancelling_leads_back_with_an_error(visitor: Caller) -> None:
    assert decide(visitor, answer="deny") == {"page": "1", "error": "access_denied", "state": "s7"}


def test_a_new_channel_can_be_made_on_the_way(stand_in: YouTubeStandIn, visitor: Caller) -> None:
    tokens = connected(visitor, channel="new", title="  Third   Channel ")
    me = Caller(stand_in=stand_in, token=tokens["access_token"]).ask("GET", "/youtube/v3/channels", part="snippet", mine="true")
    assert me.json()["items"][0]["snippet"]["title"] == "Third Channel"


def test_a_new_channel_needs_a_name(visitor: Caller) -> None:
    answer = post(visitor, f"/o/oauth2/v2/auth?{urlencode(ASKED)}", {"answer": "allow", "channel": "new", "title": " ", "scope": SCOPE})
    assert answer.status == 400
    assert b"1 to 50 characters" in answer.body


def test_scopes_can_be_unticked(visitor: Caller) -> None:
    tokens = connected(visitor, {**ASKED, "scope": f"{SCOPE} {READONLY}"}, scope=[READONLY])
    assert tokens["scope"] == READONLY


def test_scopes_that_were_not_asked_cannot_be_added(visitor: Caller) -> None:
    assert connected(visitor, scope=[SCOPE, READONLY])["scope"] == SCOPE


def test_granted_scopes_are_kept_when_asked_for(visitor: Caller) -> None:
    connected(visitor)
    tokens = connected(visitor, {**ASKED, "scope": READONLY, "include_granted_scopes": "true"})
    assert set(tokens["scope"].split()) == {SCOPE, READONLY}


@pytest.mark.parametrize(
    "wrong",
    [
        {"client_id": ""},
        {"response_type": "token"},
        {"redirect_uri": "http://retake.example/complete"},
        {"scope": ""},
        {"scope": "https://www.googleapis.com/auth/drive"},
        {"code_challenge_method": "S1"},
    ],
)
def test_a_wrong_request_gets_a_page_and_is_sent_nowhere(visitor: Caller, wrong: dict[str, str]) -> None:
    for answer in (
        visitor.ask("GET", "/o/oauth2/v2/auth", **(ASKED | wrong)),
        post(visitor, f"/o/oauth2/v2/auth?{urlencode(ASKED | wrong)}", {"answer": "deny"}),
    ):
        assert answer.status == 400
        assert answer.header("Location") == ""


@pytest.mark.parametrize(
    ("address", "allowed"),
    [
        ("https://retake.example/complete", True),
        ("http://localhost:8000/complete", True),
        ("http://127.0.0.1/complete", True),
        ("http://[::1]:8000/complete", True),
        ("http://retake.example/complete", False),
        ("http://localhost.evil.example/", False),
        ("http://127.0.0.1@evil.example/", False),
        ("http://evil.example\\@localhost/", False),
        ("https://retake.example/complete#part", False),
        ("https://*.example/", False),
        ("javascript:alert(1)", False),
        ("//localhost/complete", False),
        ("http://localhost:port/", False),
        ("http://[::1/", False),
        ("", False),
    ],
)
def test_only_https_or_this_machine_may_be_led_back_to(address: str, allowed: bool) -> None:
    assert is_redirect_allowed(address) is allowed


def test_a_missing_state_is_a_broken_rule(stand_in: YouTubeStandIn, visitor: Caller) -> None:
    visitor.ask("GET", "/o/oauth2/v2/auth", **{**ASKED, "state": ""})
    assert [violation.rule for violation in stand_in.violations()] == ["R15"]


def test_another_sites_page_cannot_press_allow(visitor: Caller) -> None:
    for headers in ({"Origin": "https://evil.example"}, {"Sec-Fetch-Site": "cross-site"}):
        assert post(visitor, f"/o/oauth2/v2/auth?{urlencode(ASKED)}", {"answer": "allow"}, headers=headers).status == 403


def test_an_app_in_testing_is_said_to_be_and_gives_leave_for_seven_days(stand_in: YouTubeStandIn, visitor: Caller, clock: Clock) -> None:
    stand_in.set(in_testing=True)
    assert b"verified this app" in visitor.ask("GET", "/o/oauth2/v2/auth", **ASKED).body
    tokens = connected(visitor)
    assert tokens["refresh_token_expires_in"] == 7 * 86_400
    clock.tick(7 * 86_400 - 1)
    assert refresh(visitor, tokens["refresh_token"]).status == 200
    clock.tick(1)
    assert refresh(visitor, tokens["refresh_token"]).json()["error"] == "invalid_grant"


def test_a_published_app_gives_leave_without_an_end_and_without_a_warning(visitor: Caller) -> None:
    assert b"verified this app" not in visitor.ask("GET", "/o/oauth2/v2/auth", **ASKED).body
    assert "refresh_token_expires_in" not in connected(visitor)


@pytest.mark.parametrize("error", [error for error in CONSENT_ERRORS if error])
def test_allowing_can_lead_back_with_any_error(stand_in: YouTubeStandIn, visitor: Caller, error: str) -> None:
    stand_in.set(consent_error=error)
    assert decide(visitor) == {"page": "1", "error": error, "state": "s7"}


def test_a_scope_can_be_withheld_even_where_only_one_is_asked(stand_in: YouTubeStandIn, visitor: Caller) -> None:
    stand_in.set(scope_withheld=True)
    assert connected(visitor)["scope"] == READONLY


def test_a_channel_has_a_handle(caller: Caller) -> None:
    me = caller.ask("GET", "/youtube/v3/channels", part="snippet", mine="true").json()
    assert me["items"][0]["snippet"]["customUrl"] == "@ateliernord"
