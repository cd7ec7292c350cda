"""The round trips of an Instagram account through its stand-in, by either of Meta's logins: one account, whichever way it comes."""

import threading
from collections.abc import Iterator
from datetime import timedelta

import pytest
from django.test import Client

from platforms import clock, connections, errors, findings
from platforms.instagram.keys import Keys
from platforms.models import Connection
from platforms.sandbox.instagram import InstagramStandIn
from platforms.sandbox.server import Server
from tests.platforms.connections.test_with_the_sandbox import ConsentForm, Sandbox, said_on

pytestmark = [pytest.mark.django_db, pytest.mark.urls("tests.platforms.connections.urls")]
FACEBOOK, INSTAGRAM = "instagram-facebook", "instagram"


class InstagramSandbox(Sandbox):
    """The stand-in behind its server, and a person with a browser before it."""

    stand_in: InstagramStandIn  # type: ignore[assignment]

    def agree(
        self, client: Client, login: str, *usernames: str, leave_out: tuple[str, ...] = (), answer: str = "allow", reconnect: int = 0
    ) -> str:
        """Walk to a login's consent page, tick these accounts, and come back; give the words of the page after that."""
        asked = {"connection": str(reconnect)} if reconnect else {}
        page, _ = self.ask("GET", client.post(f"/connect/begin/{login}/", asked)["Location"])
        shown = ConsentForm(page)
        kept = [field for field in shown.fields if field[0] not in ("account", "page", "person", "answer") and field[1] not in leave_out]
        chosen = self._pages(usernames) if login == FACEBOOK else [("account", self._account(name)) for name in usernames]
        _, back = self.ask("POST", shown.action, [*kept, *chosen, ("answer", answer)])
        return said_on(client.get(back.removeprefix("http://127.0.0.1:8000").partition("#")[0], follow=True))

    def _account(self, username: str) -> str:
        return self.stand_in.world.accounts.named(username).ig_id

    def _pages(self, usernames: tuple[str, ...]) -> list[tuple[str, str]]:
        issued = [self.stand_in.grant(name, "facebook") for name in usernames]
        person = self.stand_in.world.store.rows("SELECT * FROM instagram_pages WHERE page_id = ?", issued[0].page_id)[0]["person_id"]
        return [("person", str(person)), *(("page", each.page_id) for each in issued)]


@pytest.fixture
def sandbox(settings) -> Iterator[InstagramSandbox]:
    stand_in = InstagramStandIn()
    server = Server({"instagram": stand_in})
    threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
    base = f"{server.url}/instagram"
    settings.FACEBOOK_GRAPH_URL, settings.FACEBOOK_AUTH_URL = f"{base}/graph.facebook.com", f"{base}/www.facebook.com"
    settings.INSTAGRAM_GRAPH_URL, settings.INSTAGRAM_AUTH_URL = f"{base}/graph.instagram.com", f"{base}/www.instagram.com"
    settings.INSTAGRAM_API_URL, settings.INSTAGRAM_UPLOAD_URL = f"{base}/api.instagram.com", f"{base}/rupload.facebook.com"
    settings.SOCIAL_AUTH_INSTAGRAM_AUTHORIZATION_URL = f"{base}/www.instagram.com/oauth/authorize"
    settings.SOCIAL_AUTH_INSTAGRAM_ACCESS_TOKEN_URL = f"{base}/api.instagram.com/oauth/access_token"
    settings.SOCIAL_AUTH_INSTAGRAM_FACEBOOK_AUTHORIZATION_URL = f"{base}/www.facebook.com/v26.0/dialog/oauth"
    settings.SOCIAL_AUTH_INSTAGRAM_FACEBOOK_ACCESS_TOKEN_URL = f"{base}/graph.facebook.com/v26.0/oauth/access_token"
    yield InstagramSandbox(stand_in, server.url)
    server.shutdown()
    server.server_close()


def test_by_facebook_the_token_of_the_page_is_kept_with_the_persons_beside_it(sandbox, browser, alice, settings) -> None:
    sandbox.agree(browser(alice), FACEBOOK, "atelier.nord")
    row = Connection.objects.get()
    assert (row.provider, row.name, row.handle, row.realm) == ("instagram", "Atelier Nord", "@atelier.nord", settings.FACEBOOK_GRAPH_URL)
    assert Keys.read(row.extra_data["access_token"]).persons
    assert row.token_expires_at is None
    findings.record(row)
    assert Connection.objects.get().findings["is_well"]


@pytest.mark.parametrize("shape", ["flat", "in_data"])
@pytest.mark.parametrize("permissions", ["list", "text"])
def test_by_instagram_a_token_of_sixty_days_is_kept(sandbox, browser, alice, settings, shape, permissions) -> None:
    sandbox.stand_in.set(code_answer=shape, permissions_as=permissions)
    sandbox.agree(browser(alice), INSTAGRAM, "atelier.nord")
    row = Connection.objects.get()
    assert (row.provider, row.handle, row.realm) == ("instagram", "@atelier.nord", settings.INSTAGRAM_GRAPH_URL)
    assert row.token_expires_at > clock.now() + timedelta(days=59)
    findings.record(row)
    assert Connection.objects.get().findings["is_well"]


def test_a_person_with_several_accounts_chooses_one(sandbox, browser, alice) -> None:
    client = browser(alice)
    page = sandbox.agree(client, FACEBOOK, "atelier.nord", "field.notes")
    assert "Choose the account" in page
    assert not Connection.objects.exists()
    account = sandbox.stand_in.world.accounts.named("field.notes").ig_id
    client.post("/connect/sign-in/instagram/account/", {"account": account})
    row = Connection.objects.get()
    assert (row.uid, row.handle) == (account, "@field.notes")
    connections.verify(row)


def test_by_whichever_login_it_comes_it_is_one_account(sandbox, browser, alice, settings) -> None:
    sandbox.agree(browser(alice), INSTAGRAM, "atelier.nord")
    first = Connection.objects.get()
    sandbox.agree(browser(alice), FACEBOOK, "atelier.nord")
    row = Connection.objects.get()
    assert (row.pk, row.realm) == (first.pk, settings.FACEBOOK_GRAPH_URL)
    assert row.token_version > first.token_version
    connections.verify(row)


def test_a_page_token_that_ended_is_drawn_anew_from_the_persons(sandbox, browser, alice) -> None:
    sandbox.agree(browser(alice), FACEBOOK, "atelier.nord")
    sandbox.stand_in.expire_access_tokens()
    connections.verify(Connection.objects.get())
    assert Connection.objects.get().is_usable


@pytest.mark.parametrize("login", [FACEBOOK, INSTAGRAM])
def test_leave_that_was_taken_back_asks_its_owner_to_reconnect(sandbox, browser, alice, login) -> None:
    sandbox.agree(browser(alice), login, "atelier.nord")
    sandbox.stand_in.revoke("atelier.nord")
    with pytest.raises(errors.Unauthorized):
        connections.verify(Connection.objects.get())
    row = Connection.objects.get()
    assert row.needs_reconnect
    assert row.login == login


def test_a_reconnect_insists_on_the_same_account(sandbox, browser, alice) -> None:
    client = browser(alice)
    sandbox.agree(client, FACEBOOK, "atelier.nord")
    row = Connection.objects.get()
    page = sandbox.agree(client, FACEBOOK, "field.notes", reconnect=row.pk)
    assert "is the one to reconnect" in page
    sandbox.agree(client, FACEBOOK, "atelier.nord", "field.notes", reconnect=row.pk)
    assert Connection.objects.get().token_version > row.token_version


def test_a_scope_that_nothing_works_without_is_asked_for_by_name(sandbox, browser, alice) -> None:
    page = sandbox.agree(browser(alice), FACEBOOK, "atelier.nord", leave_out=("instagram_content_publish",))
    assert "instagram_content_publish" in page
    assert not Connection.objects.exists()


@pytest.mark.parametrize("login", [FACEBOOK, INSTAGRAM])
def test_a_cancelled_consent_changes_nothing(sandbox, browser, alice, login) -> None:
    assert "did not give Retake leave" in sandbox.agree(browser(alice), login, "atelier.nord", answer="deny")
    assert not Connection.objects.exists()
