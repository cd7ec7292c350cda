"""Testing a connection: one cheap question, and what it tells."""

from datetime import timedelta

import pytest

from platforms import clock, connections, errors, findings
from platforms.findings import AGAIN, findings_of
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
    assert answer["Location"] == f"/connections/#connection-{connection.pk}"
    return findings_of(Connection.objects.get(pk=connection.pk))


def test_a_connection_that_works_is_noted_with_its_present_name(google, browser, alice, connection):
    assert pressed(browser(alice), connection).is_well
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
    found = pressed(browser(alice), connection)
    assert (found.word, found.is_well) == ("It does not work", False)
    assert "econnect" in found.fix
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
    found = pressed(browser(alice), connection)
    assert (found.word, found.is_well) == ("It could not be tested", None)
    assert "says nothing against the connection" in found.found[1].words
    connection.refresh_from_db()
    assert (connection.problem, connection.last_verified_at) == ("", None)


def test_a_stranger_finds_nothing_to_test(google, browser, charlie, connection):
    assert browser(charlie).post(f"/connections/{connection.pk}/test/").status_code == 404
    assert not google.asked


def test_a_visitor_has_to_log_in(google, browser, connection):
    assert browser(None).post(f"/connections/{connection.pk}/test/")["Location"] == "/login/?next=/connections/"


def test_testing_is_no_get(browser, alice, connection):
    assert browser(alice).get(f"/connections/{connection.pk}/test/").status_code == 405


def test_what_was_looked_at_is_kept_with_its_time(google, browser, alice, connection):
    found = pressed(browser(alice), connection)
    assert clock.now() - found.at < AGAIN
    said = [finding.words for finding in found.found]
    assert said[0] == "YouTube answered, and it is Atelier Nord (@ateliernord)."
    assert "See, edit, and permanently delete" in said[1]
    assert all(finding.is_well for finding in found.found)


def test_what_the_channel_cannot_do_yet_is_worth_knowing(google, connection):
    google.answers_channel(google.channel(long_uploads="eligible"))
    findings.test(connection)
    noted = findings_of(Connection.objects.get()).found[-1]
    assert noted.is_well is None
    assert "longer than 15 minutes" in noted.words


def test_a_renewal_by_somebody_else_is_not_taken_for_a_failure(google, connection):
    now = clock.now()
    Connection.objects.update(token_expires_at=now, refreshing_until=now + timedelta(minutes=1))
    findings.test(connection)
    assert findings_of(Connection.objects.get()).is_well is None


def test_a_double_click_is_one_test(google, browser, alice, connection):
    client = browser(alice)
    assert pressed(client, connection) == pressed(client, connection)
    assert len(google.to("/channels")) == 1


def test_the_second_click_waits_for_what_the_first_finds(google, connection, monkeypatch):
    Connection.objects.update(tested_at=clock.now())
    monkeypatch.setattr(clock, "sleep", lambda seconds: findings.record(Connection.objects.get()))
    findings.test(connection)
    assert findings_of(Connection.objects.get()).is_well
    assert len(google.to("/channels")) == 1


def test_a_later_click_is_a_test_of_its_own(google, connection):
    findings.test(connection)
    Connection.objects.update(tested_at=clock.now() - AGAIN)
    findings.test(connection)
    assert len(google.to("/channels")) == 2


def test_reconnecting_forgets_what_was_found_before(google, browser, round_trip, alice, connection):
    google.answers_channel(TOKEN_REFUSED)
    findings.test(connection)
    google.answers_channel(google.channel())
    round_trip(browser(alice), connection=str(connection.pk)).back()
    assert findings_of(Connection.objects.get()) is None


def test_what_was_found_of_the_leave_before_is_not_said_of_a_new_one(google, browser, round_trip, alice, connection, monkeypatch):
    def reconnected_meanwhile(row, **_):
        monkeypatch.setattr(connections, "verify", verify)
        round_trip(browser(alice), connection=str(connection.pk)).back()
        raise errors.Unauthorized("access_refused", "YouTube no longer accepts this.", fix="Reconnect the account.")

    verify = connections.verify
    monkeypatch.setattr(connections, "verify", reconnected_meanwhile)
    findings.test(connection)
    assert findings_of(Connection.objects.get()) is None
