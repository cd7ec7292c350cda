"""The round trip of an account through TikTok's stand-in: consent, tokens that rotate, scopes left out, leave given back."""

import threading
from collections.abc import Iterator

import pytest
from django.test import Client

from platforms import connections, findings
from platforms.models import Connection
from platforms.sandbox.server import Server
from platforms.sandbox.tiktok import TikTokStandIn
from tests.platforms.connections.test_with_the_sandbox import ConsentForm, Sandbox, said_on

pytestmark = [pytest.mark.django_db, pytest.mark.urls("tests.platforms.connections.urls")]


class TikTokSandbox(Sandbox):
    """The stand-in behind its server, and a person with a browser before it."""

    stand_in: TikTokStandIn  # type: ignore[assignment]

    def agree(self, client: Client, *, leave_out: tuple[str, ...] = (), answer: str = "allow", username: str = "atelier.nord") -> str:
        """Walk to the consent page, leave some scopes out, and come back; give the words of the page after that."""
        page, _ = self.ask("GET", client.post("/connect/begin/tiktok/")["Location"])
        shown = ConsentForm(page)
        account = self.stand_in.world.creators.named(username).open_id
        fields = [field for field in shown.fields if field[0] != "account" and field[1] not in leave_out]
        _, back = self.ask("POST", shown.action, [*fields, ("account", account), ("answer", answer)])
        return said_on(client.get(back.removeprefix("http://127.0.0.1:8000"), follow=True))


@pytest.fixture
def sandbox(settings) -> Iterator[TikTokSandbox]:
    stand_in = TikTokStandIn()
    server = Server({"tiktok": stand_in})
    threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
    base = f"{server.url}/tiktok"
    settings.TIKTOK_API_URL = settings.TIKTOK_AUTH_URL = base
    settings.SOCIAL_AUTH_TIKTOK_AUTHORIZATION_URL = f"{base}/v2/auth/authorize/"
    settings.SOCIAL_AUTH_TIKTOK_ACCESS_TOKEN_URL = f"{base}/v2/oauth/token/"
    settings.SOCIAL_AUTH_TIKTOK_REVOKE_TOKEN_URL = f"{base}/v2/oauth/revoke/"
    yield TikTokSandbox(stand_in, server.url)
    server.shutdown()
    server.server_close()


def test_it_connects_by_open_id_and_the_stand_in_finds_nothing_wrong(sandbox, browser, alice) -> None:
    sandbox.agree(browser(alice))
    row = Connection.objects.get()
    assert (row.uid, row.name) == (sandbox.stand_in.world.creators.named("atelier.nord").open_id, "Atelier Nord")
    assert row.details == {"handle": "@atelier.nord", "most_seconds": 600}
    assert row.leave_ends_at is not None
    findings.record(row)
    assert Connection.objects.get().findings["is_well"]
    assert sandbox.stand_in.violations() == []


def test_a_token_that_ended_is_renewed_and_the_new_refresh_token_is_kept(sandbox, browser, alice) -> None:
    sandbox.agree(browser(alice))
    for _ in range(3):
        sandbox.stand_in.expire_access_tokens()
        connections.verify(Connection.objects.get())
    assert Connection.objects.get().is_usable
    assert sandbox.stand_in.violations() == []


def test_an_optional_scope_that_was_left_out_is_named_and_the_account_is_connected(sandbox, browser, alice) -> None:
    sandbox.agree(browser(alice), leave_out=("video.publish", "user.info.profile"))
    row = Connection.objects.get()
    assert row.details == {"handle": ""}
    findings.record(row)
    found = " ".join(each["words"] for each in Connection.objects.get().findings["found"])
    assert "“Post content to TikTok” (video.publish) was left out." in found


def test_a_scope_that_nothing_works_without_is_asked_for_by_name(sandbox, browser, alice) -> None:
    page = sandbox.agree(browser(alice), leave_out=("video.upload",))
    assert "Missing: “Upload video to your TikTok account as a draft” (video.upload)." in page
    assert not Connection.objects.exists()


def test_a_cancelled_consent_changes_nothing(sandbox, browser, alice) -> None:
    assert "did not give Retake leave" in sandbox.agree(browser(alice), answer="deny")
    assert not Connection.objects.exists()


@pytest.mark.parametrize("has_ended", [False, True])
def test_leave_is_given_back_even_where_the_access_token_has_ended(sandbox, browser, alice, has_ended) -> None:
    sandbox.agree(browser(alice))
    if has_ended:
        sandbox.stand_in.expire_access_tokens()
    connections.disconnect(Connection.objects.get(), by=alice)
    assert not sandbox.stand_in.world.store.rows("SELECT 1 FROM tiktok_tokens WHERE ended = 0")


@pytest.mark.parametrize("with_200", [False, True])
def test_leave_that_was_taken_back_asks_the_owner_to_reconnect_even_where_the_no_comes_with_200(sandbox, browser, alice, with_200) -> None:
    sandbox.agree(browser(alice))
    sandbox.stand_in.set(grant_errors_with_200=with_200)
    sandbox.stand_in.revoke("atelier.nord")
    findings.record(Connection.objects.get())
    assert Connection.objects.get().needs_reconnect
