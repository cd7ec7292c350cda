"""Disconnecting: told to the platform, erased here."""

import logging

import pytest
from django.utils import timezone

from platforms import connections
from platforms.models import Connection
from tests.factories import ConnectionFactory
from tests.platforms.connections.google import said

pytestmark = pytest.mark.django_db


@pytest.fixture
def connection(alice):
    return ConnectionFactory(user=alice, name="Atelier Nord")


def test_disconnecting_revokes_and_erases_the_tokens(google, alice, connection):
    Connection.objects.update(leave_ends_at=timezone.now(), findings={"word": "It works"})
    connections.disconnect(connection, by=alice)
    (asked,) = google.asked
    assert (asked.method, asked.path, asked.form) == ("POST", "/youtube/revoke", {"token": "refresh-before"})
    row = Connection.objects.get()
    assert (row.sealed_tokens, row.token_version, row.is_connected, row.is_usable) == ("", 2, False, False)
    assert (row.leave_ends_at, row.findings) == (None, {})
    assert not Connection.objects.connected().exists()


def test_disconnecting_twice_is_once(google, alice, connection):
    connections.disconnect(connection, by=alice)
    connections.disconnect(connection, by=alice)
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
