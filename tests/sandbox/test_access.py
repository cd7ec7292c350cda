"""R1: a valid, unexpired token with the right scope, on session PUTs too; a session is its channel's own."""

import pytest

from platforms.sandbox.youtube import YouTubeStandIn
from tests.sandbox.callers import GRAIN, Caller, Clock, reason_of

ROOT = "https://www.googleapis.com/auth/"


def test_a_call_without_a_token_is_told_to_log_in(stand_in: YouTubeStandIn) -> None:
    answer = Caller(stand_in=stand_in).start()
    assert (answer.status, reason_of(answer)) == (401, "required")


def test_an_invented_token_is_refused_as_google_does(stand_in: YouTubeStandIn) -> None:
    answer = Caller(stand_in=stand_in, token="ya29.invented").start()
    assert answer.json()["error"]["status"] == "UNAUTHENTICATED"
    assert answer.json()["error"]["errors"][0] == {
        "message": "Invalid Credentials",
        "domain": "global",
        "reason": "authError",
        "location": "Authorization",
        "locationType": "header",
    }


def test_a_token_expires(caller: Caller, clock: Clock) -> None:
    session = caller.open()
    clock.tick(3599)
    assert caller.how_far(session).status == 401


@pytest.mark.parametrize(
    ("scope", "reads", "uploads", "changes"),
    [
        ("youtube.upload", False, True, False),
        ("youtube.readonly", True, False, False),
        ("youtube", True, True, True),
        ("youtube.force-ssl", True, True, True),
    ],
)
def test_each_scope_opens_what_it_opens_at_youtube(stand_in: YouTubeStandIn, scope: str, reads: bool, uploads: bool, changes: bool) -> None:
    limited = Caller(stand_in=stand_in, token=stand_in.grant("Atelier Nord", scopes=[ROOT + scope]).access_token)
    assert (limited.ask("GET", "/youtube/v3/channels", part="id", mine="true").status == 200) is reads
    assert (limited.start().status == 200) is uploads
    assert (limited.ask("DELETE", "/youtube/v3/videos", id="none").status == 404) is changes


def test_a_missing_scope_is_named_in_the_details(stand_in: YouTubeStandIn) -> None:
    reader = Caller(stand_in=stand_in, token=stand_in.grant("Atelier Nord", scopes=[ROOT + "youtube.readonly"]).access_token)
    error = reader.start().json()["error"]
    assert error["errors"][0]["reason"] == "insufficientPermissions"
    assert error["details"][0]["reason"] == "ACCESS_TOKEN_SCOPE_INSUFFICIENT"


def test_a_put_on_a_session_needs_the_token_too(stand_in: YouTubeStandIn, caller: Caller) -> None:
    assert Caller(stand_in=stand_in).how_far(caller.open()).status == 401


def test_a_session_is_no_use_to_another_channel(stand_in: YouTubeStandIn, caller: Caller, other: Caller) -> None:
    answer = other.put(caller.open(), b"x" * GRAIN, first=0, total=3 * GRAIN)
    assert reason_of(answer) == "forbidden"
    assert [violation.rule for violation in stand_in.violations()] == ["R1"]


def test_a_token_in_the_address_is_a_broken_rule(stand_in: YouTubeStandIn, caller: Caller) -> None:
    caller.ask("GET", "/youtube/v3/channels", part="id", mine="true", access_token="ya29.leaked")
    assert [violation.rule for violation in stand_in.violations()] == ["R1"]
    assert "leaked" not in stand_in.violations()[0].request


def test_an_account_without_a_channel_can_upload_nothing(stand_in: YouTubeStandIn) -> None:
    nobody = Caller(stand_in=stand_in, token=stand_in.grant("A Google account without a channel").access_token)
    assert nobody.ask("GET", "/youtube/v3/channels", part="id", mine="true").json()["items"] == []
    assert reason_of(nobody.start()) == "youtubeSignupRequired"
