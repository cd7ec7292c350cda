"""Connecting a channel with its token: tried at once without publishing, kept sealed, and asked for again where it ends."""

import io
from dataclasses import replace

import pytest
from django.contrib.auth.models import User
from django.test import Client

from platforms import http, registry
from platforms.models import Connection
from platforms.sandbox.plumbing import Dropped
from platforms.sandbox.rumble import RumbleStandIn
from platforms.sandbox.wire import read_request, response_bytes
from tests.platforms.connections.conftest import HOST
from tests.platforms.loop import Loop, Time

pytestmark = pytest.mark.django_db
ADDRESS = "/connect/sign-in/rumble/"


@pytest.fixture
def stand_in(monkeypatch: pytest.MonkeyPatch) -> RumbleStandIn:
    stand_in = RumbleStandIn()

    def serve(raw: bytes) -> bytes | None:
        request = read_request(io.BytesIO(raw), host="127.0.0.1:8100")
        assert request is not None
        answer = stand_in.answer(replace(request, path=request.path.removeprefix("/rumble"), base=registry.realm("rumble")))
        return None if isinstance(answer, Dropped) else response_bytes(answer)

    monkeypatch.setattr(http, "connect", Loop(serve, Time()).connect)
    return stand_in


@pytest.fixture
def browser() -> Client:
    browser = Client(headers={"host": HOST})
    browser.force_login(User.objects.create_user("alice"))
    return browser


def test_a_token_is_tried_and_kept_and_nothing_is_published(browser: Client, stand_in: RumbleStandIn) -> None:
    issued = stand_in.grant("slow.rivers")
    assert browser.post("/connect/begin/rumble/").headers["Location"] == ADDRESS
    said = {"token": issued.token, "channel": "Slow Rivers", "publisher_id": issued.publisher_id, "channel_id": str(issued.channel_id)}
    assert browser.post(ADDRESS, said).headers["Location"] == "/connections/"
    row = Connection.objects.get()
    assert (row.name, row.uid, row.realm) == ("Slow Rivers", f"{issued.publisher_id}/{issued.channel_id}", registry.realm("rumble"))
    assert row.extra_data["access_token"] == issued.token
    assert issued.token not in row.sealed_tokens
    assert row.token_expires_at is None
    assert stand_in.videos() == []
    assert stand_in.violations() == []


@pytest.mark.parametrize("user", ["banned.buoy", ""])
def test_a_token_that_is_not_taken_is_said_beside_it(browser: Client, stand_in: RumbleStandIn, user: str) -> None:
    token = stand_in.grant(user).token if user else "0" * 40
    browser.post("/connect/begin/rumble/")
    answer = browser.post(ADDRESS, {"token": token, "channel": "Slow Rivers"})
    assert answer.status_code == 422
    assert "does not take this token" in answer.content.decode()
    assert token not in answer.content.decode()
    assert not Connection.objects.exists()


@pytest.mark.parametrize("typed", ["", "short", "x" * 40 + "!", "0" * 41])
def test_nonsense_is_refused_before_anybody_is_asked(browser: Client, stand_in: RumbleStandIn, typed: str) -> None:
    browser.post("/connect/begin/rumble/")
    assert browser.post(ADDRESS, {"token": typed, "channel": "Slow Rivers", "publisher_id": "a b"}).status_code == 422


def test_a_rumble_that_is_away_connects_nothing_and_says_so(browser: Client, stand_in: RumbleStandIn) -> None:
    stand_in.set(api_off=True)
    browser.post("/connect/begin/rumble/")
    answer = browser.post(ADDRESS, {"token": stand_in.grant("slow.rivers").token, "channel": "Slow Rivers"})
    assert answer.status_code >= 500
    assert "Rumble had trouble of its own." in answer.content.decode()
