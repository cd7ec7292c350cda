"""The whole round trip against the stand-in, over real sockets: consent page, tokens, renewal, revocation."""

import threading
from collections.abc import Iterator
from dataclasses import dataclass
from html.parser import HTMLParser
from http.client import HTTPConnection
from urllib.parse import urlencode, urlsplit

import pytest
from django.http import HttpResponse
from django.test import Client

from platforms import connections, errors
from platforms.models import Connection
from platforms.sandbox.server import Server
from platforms.sandbox.youtube import YouTubeStandIn

pytestmark = [pytest.mark.django_db, pytest.mark.urls("tests.platforms.connections.urls")]


class ConsentForm(HTMLParser):
    """The form of a consent page: where it goes, and what is filled in already."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.action = ""
        self.fields: list[tuple[str, str]] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = dict(attrs)
        if tag == "form":
            self.action = found["action"] or ""
        if tag == "input" and "checked" in found:
            self.fields.append((found["name"] or "", found["value"] or ""))


@dataclass
class Sandbox:
    """The stand-in behind its server, and a person with a browser before it."""

    stand_in: YouTubeStandIn
    url: str

    def ask(self, method: str, address: str, form: list[tuple[str, str]] | None = None) -> tuple[str, str]:
        """Give the page, and the address that it sends on to."""
        parts = urlsplit(address)
        connection = HTTPConnection(parts.netloc, timeout=10)
        headers = {"Origin": self.url, "Content-Type": "application/x-www-form-urlencoded"}
        connection.request(method, f"{parts.path}?{parts.query}", urlencode(form or []), headers)
        answer = connection.getresponse()
        try:
            return answer.read().decode(), answer.getheader("Location", "")
        finally:
            connection.close()

    def consent(self, client: Client, *, answer: str = "allow", **form: str) -> HttpResponse:
        """Walk to the consent page, answer it, and come back."""
        page, _ = self.ask("GET", client.post("/connect/begin/youtube/", form)["Location"])
        shown = ConsentForm(page)
        _, back = self.ask("POST", shown.action, [*shown.fields, ("answer", answer)])
        parts = urlsplit(back)
        assert parts.netloc == "127.0.0.1:8000"
        return client.get(f"{parts.path}?{parts.query}")


@pytest.fixture
def sandbox(settings) -> Iterator[Sandbox]:
    stand_in = YouTubeStandIn()
    server = Server({"youtube": stand_in})
    threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
    base = f"{server.url}/youtube"
    settings.YOUTUBE_API_URL = settings.GOOGLE_AUTH_URL = settings.GOOGLE_TOKEN_URL = base
    settings.SOCIAL_AUTH_YOUTUBE_AUTHORIZATION_URL = f"{base}/o/oauth2/v2/auth"
    settings.SOCIAL_AUTH_YOUTUBE_ACCESS_TOKEN_URL = f"{base}/token"
    settings.SOCIAL_AUTH_YOUTUBE_REVOKE_TOKEN_URL = f"{base}/revoke"
    yield Sandbox(stand_in, server.url)
    server.shutdown()
    server.server_close()


@pytest.fixture
def connected(sandbox, browser, alice) -> Connection:
    sandbox.consent(browser(alice))
    return Connection.objects.get()


def test_it_connects_and_the_stand_in_finds_nothing_wrong(sandbox, connected):
    assert connected.is_usable
    assert connected.name == "Atelier Nord"
    connections.verify(connected)
    assert not sandbox.stand_in.violations()


def test_cancelling_at_the_consent_page_is_said(sandbox, browser, alice):
    page = sandbox.consent(browser(alice), answer="deny")
    assert "did not give Retake leave" in page.content.decode()
    assert not Connection.objects.exists()


def test_trying_again_still_leads_back_to_where_it_began(sandbox, browser, alice):
    page = sandbox.consent(browser(alice), answer="deny", next="/videos/7/publish/")
    assert 'name="next" value="/videos/7/publish/"' in page.content.decode()


@pytest.mark.parametrize("rotates", [True, False])
def test_expired_tokens_are_renewed_whether_the_refresh_token_rotates_or_not(sandbox, connected, rotates):
    sandbox.stand_in.set(rotate_refresh_tokens=rotates)
    for version in (1, 2):
        sandbox.stand_in.expire_access_tokens()
        connections.access(connected, refused_version=version)
        connections.verify(connected)
    connected.refresh_from_db()
    assert (connected.token_version, connected.problem) == (3, "")


def test_a_revoked_grant_asks_to_reconnect_and_reconnecting_mends_it(sandbox, connected, browser, alice):
    sandbox.stand_in.revoke("Atelier Nord")
    with pytest.raises(errors.Unauthorized):
        connections.verify(connected)
    connected.refresh_from_db()
    assert connected.needs_reconnect
    sandbox.consent(browser(alice), connection=str(connected.pk))
    connected.refresh_from_db()
    assert connected.is_usable
    connections.verify(connected)


def test_disconnecting_takes_the_leave_back_at_the_platform(sandbox, connected, alice):
    granted = connections.access(connected).account.access_token
    connections.disconnect(connected, by=alice)
    backend = connections.oauth("youtube")
    with pytest.raises(errors.Unauthorized):
        backend.identify(granted)
