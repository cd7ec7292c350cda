"""R15, codes and tokens: single-use, proven by PKCE, ended by time, number and revocation."""

from base64 import b64encode

import pytest

from platforms.sandbox.youtube import Fault, Kind, Moment, YouTubeStandIn
from tests.sandbox.callers import Caller, Clock
from tests.sandbox.consent import ASKED, BACK, VERIFIER, connected, decide, post, redeem, refresh


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
