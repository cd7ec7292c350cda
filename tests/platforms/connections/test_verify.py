"""Testing a connection: one cheap question, and what it tells."""

import pytest
from django.contrib.messages import get_messages

from platforms import connections, errors
from platforms.models import Connection
from tests.factories import ConnectionFactory
from tests.platforms.connections.google import ATELIER, said

pytestmark = [pytest.mark.django_db, pytest.mark.urls("tests.platforms.connections.urls")]

TOKEN_REFUSED = said(401, {"error": {"code": 401, "errors": [{"reason": "authError", "domain": "global"}], "status": "UNAUTHENTICATED"}})


@pytest.fixture
def connection(alice):
    return ConnectionFactory(user=alice, uid=ATELIER, name="Old name")


def pressed(client, connection):
    answer = client.post(f"/connections/{connection.pk}/test/")
    assert answer["Location"] == "/connections/"
    return " ".join(str(message) for message in get_messages(answer.wsgi_request))


def test_a_connection_that_works_is_noted_with_its_present_name(google, browser, alice, connection):
    assert "works" in pressed(browser(alice), connection)
    connection.refresh_from_db()
    assert connection.name == "Atelier Nord"
    assert connection.picture_url == "https://yt3.ggpht.com/a.jpg"
    assert connection.last_verified_at is not None


def test_a_refused_token_is_renewed_once_before_anybody_is_asked(google, connection):
    answers = [TOKEN_REFUSED, google.channel()]
    google.answers["/youtube/youtube/v3/channels"] = lambda asked: answers.pop(0)
    connections.verify(connection)
    connection.refresh_from_db()
    assert (connection.token_version, connection.problem) == (2, "")


def test_a_fresh_token_that_is_refused_too_asks_to_reconnect(google, browser, alice, connection):
    google.answers_channel(TOKEN_REFUSED)
    assert "econnect" in pressed(browser(alice), connection)
    connection.refresh_from_db()
    assert connection.needs_reconnect
    assert connection.last_verified_at is None


def test_a_token_of_another_account_asks_to_reconnect(google, connection):
    google.answers_channel(google.channel("UCother00000000000000000"))
    with pytest.raises(errors.Unauthorized):
        connections.verify(connection)
    assert Connection.objects.get().problem_code == "another_account"


def test_a_platform_that_is_down_is_said_and_changes_nothing(google, browser, alice, connection):
    google.answers_channel(said(503, "down"))
    assert pressed(browser(alice), connection)
    connection.refresh_from_db()
    assert (connection.problem, connection.last_verified_at) == ("", None)


def test_a_stranger_finds_nothing_to_test(google, browser, charlie, connection):
    assert browser(charlie).post(f"/connections/{connection.pk}/test/").status_code == 404
    assert not google.asked


def test_a_visitor_has_to_log_in(google, browser, connection):
    assert browser(None).post(f"/connections/{connection.pk}/test/")["Location"] == "/login/?next=/connections/"


def test_testing_is_no_get(browser, alice, connection):
    assert browser(alice).get(f"/connections/{connection.pk}/test/").status_code == 405
