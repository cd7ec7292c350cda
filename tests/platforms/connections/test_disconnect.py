"""Disconnecting: asked first, told to the platform, erased here."""

import logging

import pytest

from platforms import connections
from platforms.models import Connection
from tests.factories import ConnectionFactory
from tests.platforms.connections.google import said

pytestmark = [pytest.mark.django_db, pytest.mark.urls("tests.platforms.connections.urls")]


@pytest.fixture
def connection(alice):
    return ConnectionFactory(user=alice, name="Atelier Nord")


def address(connection):
    return f"/connections/{connection.pk}/disconnect/"


def test_the_page_says_what_it_does_and_does_nothing(google, browser, alice, connection):
    page = browser(alice).get(address(connection)).content.decode()
    assert "Disconnect Atelier Nord?" in page
    assert "stays there" in page
    assert not google.asked
    assert Connection.objects.get().is_connected


def test_the_page_warns_of_other_accounts_of_the_same_login(browser, alice, connection):
    ConnectionFactory(user=alice, name="Field Notes")
    assert "Field Notes" in browser(alice).get(address(connection)).content.decode()


def test_disconnecting_revokes_by_post_and_erases_the_tokens(google, browser, alice, connection):
    answer = browser(alice).post(address(connection))
    assert answer["Location"] == "/connections/"
    (asked,) = google.asked
    assert (asked.method, asked.path, asked.form) == ("POST", "/youtube/revoke", {"token": "refresh-before"})
    row = Connection.objects.get()
    assert (row.sealed_tokens, row.token_version, row.is_connected, row.is_usable) == ("", 2, False, False)
    assert not Connection.objects.connected().exists()


def test_disconnecting_twice_is_once(google, browser, alice, connection):
    client = browser(alice)
    client.post(address(connection))
    client.post(address(connection))
    assert len(google.asked) == 1
    assert Connection.objects.get().token_version == 2


@pytest.mark.parametrize("answer", [said(500, "oops"), said(0), said(401, {"error": "invalid_client"})])
def test_a_platform_that_cannot_be_told_stops_nothing_and_is_logged_without_a_token(google, connection, alice, caplog, answer):
    google.answers["/youtube/revoke"] = lambda asked: answer
    with caplog.at_level(logging.DEBUG):
        connections.disconnect(connection, by=alice)
    assert "could not be revoked" in caplog.text
    assert "refresh-before" not in caplog.text
    assert Connection.objects.get().sealed_tokens == ""


def test_a_grant_that_is_gone_already_is_no_failure(google, connection, alice, caplog):
    google.answers["/youtube/revoke"] = lambda asked: said(400, {"error": "invalid_token"})
    connections.disconnect(connection, by=alice)
    assert "could not be revoked" not in caplog.text


def test_tokens_of_another_realm_are_erased_and_sent_nowhere(google, connection, alice, settings):
    settings.YOUTUBE_API_URL = "http://127.0.0.1:8100/other"
    connections.disconnect(connection, by=alice)
    assert not google.asked
    assert Connection.objects.get().sealed_tokens == ""


def test_tokens_that_do_not_open_can_be_disconnected(google, connection, alice):
    Connection.objects.update(sealed_tokens="torn")
    connections.disconnect(connection, by=alice)
    assert not Connection.objects.get().is_connected


def test_a_stranger_finds_nothing(google, browser, charlie, connection):
    client = browser(charlie)
    assert (client.get(address(connection)).status_code, client.post(address(connection)).status_code) == (404, 404)
    assert Connection.objects.get().is_connected


def test_a_visitor_has_to_log_in(browser, connection):
    assert browser(None).get(address(connection))["Location"] == f"/login/?next={address(connection)}"
