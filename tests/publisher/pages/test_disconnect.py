"""Disconnecting an account: what it does is said before, to how much, and then it is done."""

import pytest
from django.contrib.auth.models import User
from django.test import Client

from platforms.models import Connection
from tests.factories import ConnectionFactory
from tests.platforms.connections.google import Google
from tests.publisher.pages.conftest import Standing


def address(connection: Connection) -> str:
    return f"/connections/{connection.pk}/disconnect/"


def page(browser: Client, connection: Connection) -> str:
    return browser.get(address(connection)).content.decode()


def test_the_page_says_what_it_does_and_does_nothing(google: Google, browser: Client, atelier: Connection) -> None:
    shown = page(browser, atelier)
    assert "Disconnect Atelier Nord?" in shown
    assert "Nothing waits for this account" in shown
    assert "stays there" in shown
    assert not google.asked
    assert Connection.objects.get().is_connected


@pytest.mark.parametrize("count", [1, 7])
def test_it_counts_what_would_stop_and_names_it(browser: Client, standing: Standing, atelier: Connection, count: int) -> None:
    rows = [standing("waiting") for _ in range(count)]
    standing("published")
    shown = page(browser, atelier)
    assert ("1 publication is not done yet" if count == 1 else "7 publications are not done yet") in shown
    assert f"/videos/{rows[0].video_id}/#publication-{rows[0].pk}" in shown
    assert ("and 2 more" in shown) is (count == 7)


def test_it_warns_of_other_accounts_of_the_same_login(browser: Client, atelier: Connection, alice: User) -> None:
    ConnectionFactory(user=alice, name="Field Notes")
    assert "Field Notes" in page(browser, atelier)


def test_pressing_it_revokes_and_leads_back(google: Google, browser: Client, atelier: Connection) -> None:
    answer = browser.post(address(atelier), follow=True)
    assert "Atelier Nord is disconnected" in answer.content.decode()
    assert [asked.path for asked in google.asked] == ["/youtube/revoke"]
    assert not Connection.objects.connected().exists()


def test_a_stranger_finds_nothing(google: Google, atelier: Connection, charlie: User) -> None:
    stranger = Client()
    stranger.force_login(charlie)
    assert (stranger.get(address(atelier)).status_code, stranger.post(address(atelier)).status_code) == (404, 404)
    assert Connection.objects.get().is_connected


def test_a_visitor_has_to_log_in(atelier: Connection) -> None:
    assert Client().get(address(atelier)).headers["Location"] == f"/login/?next={address(atelier)}"
