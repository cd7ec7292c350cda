"""A token that is valid now: renewed early and by one alone, and never sent to another realm."""

from datetime import timedelta
from types import SimpleNamespace

import pytest

from platforms import clock, connections, errors
from platforms.models import Connection
from platforms.tokens import Step, next_step, nobody_knows
from tests.factories import ConnectionFactory
from tests.platforms.connections.google import said

pytestmark = [pytest.mark.django_db, pytest.mark.urls("tests.platforms.connections.urls")]

MINUTE = timedelta(minutes=1)


@pytest.fixture
def connection(alice):
    return ConnectionFactory(user=alice)


@pytest.fixture
def ending(alice):
    """Five minutes left: time to renew, and good meanwhile."""
    return ConnectionFactory(user=alice, token_expires_at=clock.now() + 5 * MINUTE)


@pytest.fixture
def ended(alice):
    return ConnectionFactory(user=alice, token_expires_at=clock.now() - MINUTE)


@pytest.mark.parametrize(
    ("left", "refused", "refreshing", "step"),
    [
        (60, False, None, Step.USE),
        (None, False, None, Step.USE),
        (9, False, None, Step.REFRESH),
        (9, False, 2, Step.USE),
        (9, False, -2, Step.REFRESH),
        (0.5, False, 2, Step.WAIT),
        (-5, False, None, Step.REFRESH),
        (60, True, None, Step.REFRESH),
        (60, True, 2, Step.WAIT),
        (60, True, -2, Step.REFRESH),
        (None, True, None, Step.REFRESH),
    ],
)
def test_what_is_done_about_a_token(left, refused, refreshing, step):
    now = clock.now()
    row = Connection(
        token_version=3,
        token_expires_at=left and now + left * MINUTE,
        refreshing_until=refreshing and now + refreshing * MINUTE,
    )
    grants = SimpleNamespace(rotates_refresh_tokens=False, refresh_ends_access=False)
    assert next_step(row, grants, refused_version=3 if refused else 2, quiet=nobody_knows, now=now) is step


def test_a_good_token_is_used_as_it_is(google, connection):
    granted = connections.access(connection)
    assert (granted.account.access_token, granted.token_version) == ("access-before", 1)
    assert (granted.account.id, granted.account.realm) == (connection.uid, connection.realm)
    assert not google.asked


@pytest.mark.parametrize("fixture", ["ending", "ended"])
def test_a_token_that_ends_soon_is_renewed_first(google, request, fixture):
    row = request.getfixturevalue(fixture)
    granted = connections.access(row)
    assert (granted.account.access_token, granted.token_version) == ("access-canary-1", 2)
    row.refresh_from_db()
    assert row.token_expires_at - clock.now() > 50 * MINUTE
    assert row.refreshing_until is None
    (asked,) = google.to("/token")
    assert (asked.form["grant_type"], asked.form["refresh_token"]) == ("refresh_token", "refresh-before")


def test_a_refused_token_is_renewed_whatever_time_it_has_left(google, connection):
    assert connections.access(connection, refused_version=1).account.access_token == "access-canary-1"


def test_a_token_refused_before_the_last_renewal_asks_for_no_other(google, connection):
    assert connections.access(connection, refused_version=0).account.access_token == "access-before"
    assert not google.asked


def test_a_renewal_without_a_refresh_token_keeps_the_old_one(google, ended):
    google.answers_tokens(google.tokens(refresh_token=None))
    connections.access(ended)
    ended.refresh_from_db()
    assert ended.extra_data == {"access_token": "access-canary-1", "refresh_token": "refresh-before"}


def test_a_rotated_refresh_token_is_the_one_used_next(google, connection):
    connections.access(connection, refused_version=1)
    connections.access(connection, refused_version=2)
    assert [asked.form["refresh_token"] for asked in google.to("/token")] == ["refresh-before", "refresh-canary-1"]


@pytest.mark.parametrize(
    "body",
    [
        {"error": "invalid_grant", "error_description": "Token has been expired or revoked."},
        {"error": "invalid_grant", "error_subtype": "invalid_rapt"},
        {"error": "admin_policy_enforced"},
    ],
)
def test_a_grant_that_ended_asks_the_owner_to_reconnect(google, ended, body):
    google.answers_tokens(said(400, body))
    with pytest.raises(errors.Unauthorized):
        connections.access(ended)
    ended.refresh_from_db()
    assert (ended.problem, ended.token_version, ended.refreshing_until) == ("reconnect", 1, None)
    assert ended.problem_code in ("grant_ended", "organisation_forbids")
    assert ended.problem_message
    assert ended.needs_reconnect


def test_who_needs_to_reconnect_is_not_asked_for_again_and_sends_nothing(google, ended):
    google.answers_tokens(said(400, {"error": "invalid_grant"}))
    for _ in range(2):
        with pytest.raises(errors.Unauthorized):
            connections.access(ended)
    assert len(google.asked) == 1


def test_a_grant_that_ended_is_no_proof_when_newer_tokens_are_there(google, ended):
    def refuse_after_somebody_reconnected(asked):
        row = Connection.objects.get()
        row.extra_data = {"access_token": "access-newer", "refresh_token": "refresh-newer"}
        row.token_version, row.token_expires_at, row.refreshing_until = 2, clock.now() + 60 * MINUTE, None
        row.save()
        return said(400, {"error": "invalid_grant"})

    google.answers["/youtube/token"] = refuse_after_somebody_reconnected
    assert connections.access(ended).account.access_token == "access-newer"
    ended.refresh_from_db()
    assert ended.problem == ""


def test_a_renewal_that_was_overtaken_by_a_reconnect_does_not_overwrite_it(google, ended):
    def renew_after_somebody_reconnected(asked):
        row = Connection.objects.get()
        row.extra_data = {"access_token": "access-newer", "refresh_token": "refresh-newer"}
        row.token_version, row.token_expires_at = 2, clock.now() + 60 * MINUTE
        row.save()
        return google.tokens()

    google.answers["/youtube/token"] = renew_after_somebody_reconnected
    assert connections.access(ended).account.access_token == "access-newer"


def test_a_renewal_that_was_overtaken_by_a_disconnect_leaves_no_token(google, ended, alice):
    def renew_after_a_disconnect(asked):
        connections.disconnect(ended, by=alice)
        return google.tokens()

    google.answers["/youtube/token"] = renew_after_a_disconnect
    with pytest.raises(errors.Unauthorized):
        connections.access(ended)
    ended.refresh_from_db()
    assert ended.sealed_tokens == ""


@pytest.mark.parametrize(
    ("answer", "kind"),
    [
        (said(500, "oops"), errors.Transient),
        (said(503, {"error": "temporarily_unavailable"}), errors.Transient),
        (said(404, "<html>not found</html>"), errors.Transient),
        (said(200, "garbled"), errors.Transient),
        (said(200, []), errors.Transient),
        (said(200, {"token_type": "Bearer"}), errors.Transient),
        (said(302, "", Location="https://elsewhere.example/"), errors.Transient),
        (said(0), errors.Transient),
        (said(429, {"error": "rate_limit_exceeded"}, Retry_After="120"), errors.RateLimited),
        (said(401, {"error": "invalid_client"}), errors.Misconfigured),
        (said(401, {"error": "deleted_client"}), errors.Misconfigured),
        (said(400, {"error": "unauthorized_client"}), errors.Misconfigured),
    ],
)
def test_other_failures_of_a_renewal_disconnect_nobody(google, ended, answer, kind):
    google.answers_tokens(answer)
    with pytest.raises(kind) as raised:
        connections.access(ended)
    assert not isinstance(raised.value, errors.Unauthorized)
    ended.refresh_from_db()
    assert (ended.problem, ended.token_version, ended.refreshing_until) == ("", 1, None)
    assert "refresh-before" not in f"{raised.value} {raised.value.detail}"


def test_a_renewal_passes_over_a_short_failure(google, ended):
    google.answers_tokens(said(503, "busy"), said(503, "busy"), google.tokens())
    assert connections.access(ended).token_version == 2


def test_while_the_token_lasts_a_failing_renewal_stops_nobody(google, ending):
    google.answers_tokens(said(503, "busy"))
    assert connections.access(ending).account.access_token == "access-before"


def test_while_another_renews_a_token_that_lasts_is_used(google, ending):
    Connection.objects.update(refreshing_until=clock.now() + MINUTE)
    assert connections.access(ending).account.access_token == "access-before"
    assert not google.asked


def test_while_another_renews_a_token_that_ended_one_comes_back_later(google, ended):
    Connection.objects.update(refreshing_until=clock.now() + MINUTE)
    with pytest.raises(connections.RefreshBusy) as busy:
        connections.access(ended)
    assert busy.value.again_in == timedelta(seconds=5)
    assert not google.asked


def test_a_renewal_whose_worker_died_is_taken_over_when_its_claim_is_over(google, ended):
    Connection.objects.update(refreshing_until=clock.now() - MINUTE)
    assert connections.access(ended).token_version == 2


def test_tokens_are_not_sent_to_another_realm_than_their_own(google, ended, settings):
    settings.YOUTUBE_API_URL = "http://127.0.0.1:8100/other"
    with pytest.raises(errors.Unauthorized, match="not sent there"):
        connections.access(ended)
    ended.refresh_from_db()
    assert (ended.problem, ended.problem_code) == ("reconnect", "made_elsewhere")
    assert not google.asked


def test_tokens_are_good_again_when_their_realm_is_back(google, connection, settings):
    mine = settings.YOUTUBE_API_URL
    settings.YOUTUBE_API_URL = "http://127.0.0.1:8100/other"
    with pytest.raises(errors.Unauthorized):
        connections.access(connection)
    settings.YOUTUBE_API_URL = mine
    assert connections.access(connection).account.access_token == "access-before"
    connection.refresh_from_db()
    assert (connection.problem, connection.token_version) == ("", 2)


def test_a_connection_without_a_refresh_token_asks_to_reconnect_when_it_ends(google, alice):
    row = ConnectionFactory(user=alice, extra_data={"access_token": "access-before"}, token_expires_at=clock.now() - MINUTE)
    with pytest.raises(errors.Unauthorized):
        connections.access(row)
    row.refresh_from_db()
    assert row.problem == "reconnect"


def test_to_ask_for_a_reconnect_is_said_once_and_only_of_the_tokens_that_were_refused(connection):
    refusal = errors.Unauthorized("token_refused", "The platform no longer takes it.")
    assert not connections.ask_to_reconnect(connection, 0, refusal)
    assert connections.ask_to_reconnect(connection, 1, refusal)
    assert not connections.ask_to_reconnect(connection, 1, refusal)


def test_nothing_that_is_handed_out_shows_a_token_when_printed(google, connection):
    granted = connections.access(connection)
    assert "access-before" not in f"{granted!r} {granted.account!r} {connection!r} {connection}"
