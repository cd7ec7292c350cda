"""R15: the consent page, single-use codes, PKCE, granular scopes, refresh tokens that end, and revocation."""

from base64 import b64encode, urlsafe_b64encode
from hashlib import sha256
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

import pytest

from platforms.sandbox.plumbing import Response
from platforms.sandbox.youtube import Fault, Kind, Moment, YouTubeStandIn
from platforms.sandbox.youtube.oauth import is_redirect_allowed
from tests.sandbox.callers import Caller, Clock

SCOPE = "https://www.googleapis.com/auth/youtube.force-ssl"
READONLY = "https://www.googleapis.com/auth/youtube.readonly"
VERIFIER = "v" * 64
BACK = "http://127.0.0.1:8000/connect/complete/?page=1"
ASKED = {
    "client_id": "retake",
    "redirect_uri": BACK,
    "response_type": "code",
    "scope": SCOPE,
    "state": "s7",
    "access_type": "offline",
    "prompt": "consent",
    "code_challenge": urlsafe_b64encode(sha256(VERIFIER.encode()).digest()).rstrip(b"=").decode(),
    "code_challenge_method": "S256",
}


@pytest.fixture
def visitor(stand_in: YouTubeStandIn) -> Caller:
    return Caller(stand_in=stand_in)


def post(caller: Caller, path: str, fields: dict[str, Any], **more: Any) -> Response:
    answer = caller.send("POST", path, body=urlencode(fields, doseq=True).encode(), **more)
    assert isinstance(answer, Response)
    return answer


def decide(caller: Caller, asked: dict[str, str] | None = None, **fields: Any) -> dict[str, str]:
    """Press a button on the consent page; give what comes back in the address."""
    asked = asked or ASKED
    chosen = {"answer": "allow", "channel": "UCAtelierNord00000000000", "scope": asked["scope"].split(), **fields}
    answer = post(caller, f"/o/oauth2/v2/auth?{urlencode(asked)}", chosen)
    assert answer.status == 302, answer.body
    assert answer.header("Location").startswith("http://127.0.0.1:8000/connect/complete/?page=1&")
    return {name: values[0] for name, values in parse_qs(urlsplit(answer.header("Location")).query).items()}


def redeem(caller: Caller, code: str, **changes: str) -> Response:
    fields = {
        "grant_type": "authorization_code",
        "code": code,
        "client_id": "retake",
        "client_secret": "secret",
        "redirect_uri": BACK,
        "code_verifier": VERIFIER,
    }
    return post(caller, "/token", fields | changes)


def refresh(caller: Caller, token: str, **changes: str) -> Response:
    return post(
        caller,
        "/token",
        {"grant_type": "refresh_token", "refresh_token": token, "client_id": "retake", "client_secret": "secret"} | changes,
    )


def connected(caller: Caller, asked: dict[str, str] | None = None, **fields: Any) -> dict[str, Any]:
    tokens: dict[str, Any] = redeem(caller, decide(caller, asked, **fields)["code"]).json()
    return tokens


# -- The consent page --------------------------------------------------------------------------------------------------
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


# -- Codes -------------------------------------------------------------------------------------------------------------
def test_a_code_becomes_tokens_once(visitor: Caller) -> None:
    code = decide(visitor)["code"]
    tokens = redeem(visitor, code).json()
    assert set(tokens) == {"access_token", "expires_in", "scope", "token_type", "refresh_token"}
    assert (tokens["expires_in"], tokens["token_type"]) == (3599, "Bearer")
    assert redeem(visitor, code).json()["error"] == "invalid_grant"


@pytest.mark.parametrize(
    ("changes", "error"),
    [
        ({"code_verifier": "w" * 64}, "invalid_grant"),
        ({"code_verifier": ""}, "invalid_grant"),
        ({"redirect_uri": "http://127.0.0.1:8000/connect/complete/"}, "redirect_uri_mismatch"),
        ({"client_id": "another"}, "invalid_grant"),
        ({"client_id": ""}, "invalid_request"),
        ({"client_secret": ""}, "invalid_client"),
        ({"grant_type": "password"}, "unsupported_grant_type"),
    ],
)
def test_a_code_is_no_use_to_another(visitor: Caller, changes: dict[str, str], error: str) -> None:
    assert redeem(visitor, decide(visitor)["code"], **changes).json()["error"] == error


def test_a_plain_challenge_is_compared_as_it_is(visitor: Caller) -> None:
    asked = {**ASKED, "code_challenge": VERIFIER, "code_challenge_method": ""}
    assert redeem(visitor, decide(visitor, asked)["code"]).status == 200


def test_a_code_lasts_ten_minutes(visitor: Caller, clock: Clock) -> None:
    code = decide(visitor)["code"]
    clock.tick(600)
    assert redeem(visitor, code).json()["error"] == "invalid_grant"


def test_the_client_may_speak_through_basic_authentication(visitor: Caller) -> None:
    fields = {"grant_type": "authorization_code", "code": decide(visitor)["code"], "redirect_uri": BACK, "code_verifier": VERIFIER}
    headers = {"Authorization": f"Basic {b64encode(b'retake:secret').decode()}"}
    assert post(visitor, "/token", fields, headers=headers).status == 200


def test_an_unknown_application_is_refused_everywhere(stand_in: YouTubeStandIn, visitor: Caller) -> None:
    tokens = connected(visitor)
    stand_in.set(wrong_client=True)
    assert visitor.ask("GET", "/o/oauth2/v2/auth", **ASKED).status == 401
    answer = refresh(visitor, tokens["refresh_token"])
    assert (answer.status, answer.json()["error"]) == (401, "invalid_client")


# -- Refresh tokens ----------------------------------------------------------------------------------------------------
def test_a_refresh_token_comes_offline_and_not_again_unless_asked(visitor: Caller) -> None:
    assert "refresh_token" not in connected(visitor, {**ASKED, "access_type": "online"})
    assert "refresh_token" in connected(visitor, {**ASKED, "prompt": ""})
    assert "refresh_token" not in connected(visitor, {**ASKED, "prompt": ""})
    assert "refresh_token" in connected(visitor, {**ASKED, "prompt": "consent select_account"})


def test_a_refresh_gives_new_access_and_keeps_the_old_refresh_token(stand_in: YouTubeStandIn, visitor: Caller) -> None:
    tokens = connected(visitor)
    fresh = refresh(visitor, tokens["refresh_token"]).json()
    assert "refresh_token" not in fresh
    assert fresh["access_token"] != tokens["access_token"]
    assert Caller(stand_in=stand_in, token=fresh["access_token"]).start().status == 200


def test_refresh_tokens_can_rotate(stand_in: YouTubeStandIn, visitor: Caller) -> None:
    stand_in.set(rotate_refresh_tokens=True)
    first = connected(visitor)["refresh_token"]
    second = refresh(visitor, first).json()["refresh_token"]
    assert refresh(visitor, first).json()["error"] == "invalid_grant"
    assert refresh(visitor, second).status == 200


def test_the_hundred_and_first_refresh_token_ends_the_oldest(visitor: Caller) -> None:
    first, second = connected(visitor)["refresh_token"], connected(visitor)["refresh_token"]
    for _ in range(99):
        connected(visitor)
    assert refresh(visitor, first).json()["error"] == "invalid_grant"
    assert refresh(visitor, second).status == 200


def test_refresh_tokens_can_end_by_time(stand_in: YouTubeStandIn, visitor: Caller, clock: Clock) -> None:
    stand_in.set(refresh_token_seconds=7 * 86_400)
    tokens = connected(visitor)
    assert tokens["refresh_token_expires_in"] == 604_800
    clock.tick(604_800)
    assert refresh(visitor, tokens["refresh_token"]).json() == {
        "error": "invalid_grant",
        "error_description": "Token has been expired or revoked.",
    }


def test_access_tokens_can_be_short(stand_in: YouTubeStandIn, visitor: Caller, clock: Clock) -> None:
    stand_in.set(access_token_seconds=2)
    tokens = connected(visitor)
    clock.tick(2)
    assert tokens["expires_in"] == 2
    assert Caller(stand_in=stand_in, token=tokens["access_token"]).start().status == 401


@pytest.mark.parametrize(
    ("reason", "http", "error", "subtype"),
    [
        ("invalid_rapt", 400, "invalid_grant", "invalid_rapt"),
        ("admin_policy_enforced", 400, "admin_policy_enforced", None),
        ("deleted_client", 401, "deleted_client", None),
        ("backendError", 503, "temporarily_unavailable", None),
    ],
)
def test_tokens_can_be_refused_in_every_documented_way(
    stand_in: YouTubeStandIn, visitor: Caller, reason: str, http: int, error: str, subtype: str | None
) -> None:
    tokens = connected(visitor)
    stand_in.arm(Fault(kind=Kind.REFUSE, at=Moment.TOKEN, reason=reason))
    answer = refresh(visitor, tokens["refresh_token"])
    assert (answer.status, answer.json()["error"], answer.json().get("error_subtype")) == (http, error, subtype)
    assert refresh(visitor, tokens["refresh_token"]).status == 200


# -- Revocation --------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize("which", ["access_token", "refresh_token"])
def test_revoking_one_token_ends_the_whole_grant(stand_in: YouTubeStandIn, visitor: Caller, which: str) -> None:
    first, second = connected(visitor), connected(visitor)
    elsewhere = connected(visitor, channel="UCFieldNotes000000000000")
    assert post(visitor, "/revoke", {"token": first[which]}).status == 200
    assert refresh(visitor, second["refresh_token"]).json()["error"] == "invalid_grant"
    assert Caller(stand_in=stand_in, token=second["access_token"]).start().status == 401
    assert refresh(visitor, elsewhere["refresh_token"]).status == 200


def test_revoking_what_is_gone_says_so(visitor: Caller) -> None:
    answer = post(visitor, "/revoke", {"token": "gone"})
    assert (answer.status, answer.json()["error"]) == (400, "invalid_token")
