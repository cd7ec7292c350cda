"""The whole round trip against the stand-in, over real sockets: consent page, tokens, renewal, revocation."""

import threading
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from html.parser import HTMLParser
from http.client import HTTPConnection
from urllib.parse import urlencode, urlsplit

import pytest
from django.http import HttpResponse
from django.test import Client

from platforms import connections, errors, kept_tokens, leave
from platforms.models import Connection
from platforms.sandbox.server import Server
from platforms.sandbox.youtube import YouTubeStandIn
from platforms.sandbox.youtube.faults import Fault, Kind, Moment

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

    def consent(self, client: Client, *, answer: str = "allow", channel: str = "", **form: str) -> HttpResponse:
        """Walk to the consent page, answer it (for the first channel unless one is named), and come back."""
        page, _ = self.ask("GET", client.post("/connect/begin/youtube/", form)["Location"])
        shown = ConsentForm(page)
        fields = [field for field in shown.fields if not channel or field[0] != "channel"] + [("channel", channel)] * bool(channel)
        _, back = self.ask("POST", shown.action, [*fields, ("answer", answer)])
        parts = urlsplit(back)
        assert parts.netloc == "127.0.0.1:8000"
        return client.get(f"{parts.path}?{parts.query}")


def said_on(page: HttpResponse) -> str:
    """The words of a page, its apostrophes as they are read."""
    return page.content.decode().replace("&#x27;", "’")


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


AGAIN, BACK = "Try again", "Back to connections"


@pytest.mark.parametrize(
    ("switches", "form", "cause", "remedy", "button"),
    [
        ({}, {"answer": "deny"}, "did not give Retake leave", "try again and allow it", AGAIN),
        ({"consent_error": "access_denied"}, {}, "did not give Retake leave", "try again and allow it", AGAIN),
        ({"consent_error": "admin_policy_enforced"}, {}, "organisation that this Google account", "Ask the administrator", AGAIN),
        ({"consent_error": "org_internal"}, {}, "people of one organisation alone", "user type of the app to External", BACK),
        ({"consent_error": "server_error"}, {}, "not available just now", "Wait a minute", AGAIN),
        ({"consent_error": "temporarily_unavailable"}, {}, "not available just now", "Wait a minute", AGAIN),
        ({"scope_withheld": True}, {}, "permanently delete your YouTube videos", "every box", AGAIN),
        ({}, {"channel": "NoChannelYet"}, "has no YouTube channel", "youtube.com/create_channel", AGAIN),
    ],
    ids=lambda value: next(iter(value.values()), "") if isinstance(value, dict) else "",
)
def test_a_consent_that_came_to_nothing_lands_on_a_page_with_one_way_on(sandbox, browser, alice, switches, form, cause, remedy, button):
    sandbox.stand_in.set(**switches)
    page = said_on(sandbox.consent(browser(alice), **form))
    for words in (cause, remedy, "Nothing was changed", button):
        assert words in page
    assert (AGAIN in page) is (button is AGAIN)
    assert not Connection.objects.exists()


@pytest.mark.parametrize(
    ("reason", "cause", "remedy", "button"),
    [
        ("bad_code", "did not accept its own answer", "Start again from here", AGAIN),
        ("redirect_uri_mismatch", "does not know the address", "letter for letter", BACK),
        ("invalid_client", "does not accept Retake’s own registration", "check the client id", BACK),
        ("deleted_client", "does not accept Retake’s own registration", "check the client id", BACK),
        ("temporarily_unavailable", "did not do what was asked", "Wait a minute", AGAIN),
    ],
)
def test_a_code_that_was_not_taken_lands_on_a_page_with_one_way_on(sandbox, browser, alice, reason, cause, remedy, button):
    sandbox.stand_in.arm(Fault(kind=Kind.REFUSE, at=Moment.TOKEN, reason=reason))
    page = said_on(sandbox.consent(browser(alice)))
    for words in (cause, remedy, "Nothing was changed", button):
        assert words in page
    assert (AGAIN in page) is (button is AGAIN)
    assert not Connection.objects.exists()


def test_a_platform_that_cannot_be_reached_is_said_to_be_the_cause(sandbox, browser, alice):
    sandbox.stand_in.arm(Fault(kind=Kind.DROP, at=Moment.TOKEN))
    page = said_on(sandbox.consent(browser(alice)))
    assert "cut off" in page
    assert AGAIN in page


def test_staff_are_led_from_a_wrong_registration_to_its_steps(sandbox, browser, sam):
    sandbox.stand_in.arm(Fault(kind=Kind.REFUSE, at=Moment.TOKEN, reason="redirect_uri_mismatch"))
    assert "/connect/setup/youtube/" in said_on(sandbox.consent(browser(sam)))


def test_a_reconnect_that_failed_names_the_account_and_leaves_it_as_it_was(sandbox, connected, browser, alice):
    page = said_on(sandbox.consent(browser(alice), answer="deny", connection=str(connected.pk)))
    assert "Atelier Nord was not reconnected" in page
    assert f'name="connection" value="{connected.pk}"' in page
    assert Connection.objects.get().token_version == connected.token_version


def test_a_leave_of_seven_days_is_recognised_as_one_of_an_app_in_testing(sandbox, browser, alice):
    sandbox.stand_in.set(in_testing=True)
    sandbox.consent(browser(alice))
    row = Connection.objects.get()
    assert leave.trial_of(row) is not None
    sandbox.stand_in.advance(7 * 86_400)
    row.connected_at -= timedelta(days=7)
    row.leave_ends_at -= timedelta(days=7)
    row.save(update_fields=["connected_at", "leave_ends_at"])
    with pytest.raises(errors.Unauthorized) as refusal:
        connections.verify(row)
    assert refusal.value.code == "trial_ended"


def test_reconnecting_after_the_app_was_published_gives_leave_that_lasts(sandbox, browser, alice):
    sandbox.stand_in.set(in_testing=True)
    sandbox.consent(browser(alice))
    sandbox.stand_in.set(in_testing=False)
    sandbox.consent(browser(alice))
    assert Connection.objects.get().leave_ends_at is None


def test_another_channel_of_the_same_login_is_a_connection_of_its_own(sandbox, connected, browser, alice):
    sandbox.consent(browser(alice), channel="UCFieldNotes000000000000")
    assert [row.address for row in Connection.objects.order_by("pk")] == ["Atelier Nord (@ateliernord)", "Field Notes (@fieldnotes)"]
    for row in Connection.objects.all():
        connections.verify(row)


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
    leave = kept_tokens.grants_of(connected)
    with pytest.raises(errors.Unauthorized):
        leave.identify(granted)
