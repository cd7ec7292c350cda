"""How long a leave lasts: said ahead where the platform says so, explained afterwards where its trial does."""

from datetime import timedelta

import pytest

from platforms import clock, connections, errors, leave
from platforms.models import Connection
from platforms.youtube.guide import TRIAL
from tests.factories import ConnectionFactory
from tests.platforms.connections.google import ATELIER, said

pytestmark = [pytest.mark.django_db, pytest.mark.urls("tests.platforms.connections.urls")]

DAY = timedelta(days=1)
HOUR = timedelta(hours=1)
WEEK_SECONDS = 604_799
ENDED = said(400, {"error": "invalid_grant", "error_description": "Token has been expired or revoked."})


def left_of(row: Connection) -> timedelta:
    return row.leave_ends_at - clock.now()


def test_a_leave_without_an_end_has_none(google, browser, round_trip, alice):
    round_trip(browser(alice)).back()
    assert Connection.objects.get().leave_ends_at is None


def test_the_end_that_the_platform_names_is_kept_and_known_for_its_trials(google, browser, round_trip, alice):
    google.answers_tokens(google.tokens(refresh_token_expires_in=WEEK_SECONDS))
    round_trip(browser(alice)).back()
    row = Connection.objects.get()
    assert timedelta(days=6, hours=23) < left_of(row) < 7 * DAY
    assert leave.trial_of(row) is TRIAL


def test_a_leave_for_another_time_is_the_owners_own_choice(google, browser, round_trip, alice):
    google.answers_tokens(google.tokens(refresh_token_expires_in=86_400 * 30))
    round_trip(browser(alice)).back()
    row = Connection.objects.get()
    assert leave.trial_of(row) is None
    assert "for a limited time" in leave.why_it_ends(row)


def test_a_renewal_that_says_nothing_of_an_end_keeps_the_one_that_is_known(google, alice):
    row = ConnectionFactory(user=alice, leave_ends_at=clock.now() + 2 * DAY, token_expires_at=clock.now())
    google.answers_tokens(google.tokens(refresh_token=None))
    connections.access(row)
    assert left_of(Connection.objects.get()) > DAY


def test_a_new_leave_without_an_end_takes_the_old_end_away(google, browser, round_trip, alice):
    ConnectionFactory(user=alice, uid=ATELIER, leave_ends_at=clock.now() + DAY)
    round_trip(browser(alice)).back()
    assert Connection.objects.get().leave_ends_at is None


@pytest.mark.parametrize(
    ("connected_for", "left", "code"),
    [
        pytest.param(3 * DAY, 4 * DAY, "grant_ended", id="of a trial, and taken back days before its end"),
        pytest.param(7 * DAY - HOUR / 2, HOUR / 2, "trial_ended", id="a trial that is as good as over"),
        pytest.param(7 * DAY, timedelta(0), "trial_ended", id="a trial that is over"),
        pytest.param(7 * DAY + HOUR, None, "trial_ended", id="no end was named, and it lasted as long as a trial"),
        pytest.param(8 * DAY, None, "trial_ended", id="found a day later"),
        pytest.param(3 * DAY, None, "grant_ended", id="revoked early"),
        pytest.param(30 * DAY, None, "grant_ended", id="revoked late"),
        pytest.param(3 * DAY, 20 * DAY, "grant_ended", id="given for a time of one's own choice"),
    ],
)
def test_why_a_leave_ended(google, alice, connected_for, left, code):
    now = clock.now()
    row = ConnectionFactory(
        user=alice, connected_at=now - connected_for, leave_ends_at=left if left is None else now + left, token_expires_at=now
    )
    google.answers_tokens(ENDED)
    with pytest.raises(errors.Unauthorized) as refusal:
        connections.access(row)
    row.refresh_from_db()
    assert (refusal.value.code, row.problem_code, row.problem) == (code, code, "reconnect")


def test_a_trial_that_ended_is_explained_with_what_makes_it_last(google, alice):
    now = clock.now()
    row = ConnectionFactory(user=alice, connected_at=now - 7 * DAY, leave_ends_at=now, token_expires_at=now)
    google.answers_tokens(ENDED)
    with pytest.raises(errors.Unauthorized) as refusal:
        connections.access(row)
    assert "7 days only" in refusal.value.message
    assert "publishes the app" in refusal.value.fix


def test_an_organisation_that_forbids_is_not_taken_for_a_trial(google, alice):
    now = clock.now()
    row = ConnectionFactory(user=alice, connected_at=now - 7 * DAY, leave_ends_at=now, token_expires_at=now)
    google.answers_tokens(said(400, {"error": "admin_policy_enforced"}))
    with pytest.raises(errors.Unauthorized) as refusal:
        connections.access(row)
    assert refusal.value.code == "organisation_forbids"


def test_a_scope_that_a_renewal_no_longer_gives_is_named_and_asked_for_again(google, alice):
    row = ConnectionFactory(user=alice, token_expires_at=clock.now())
    google.answers_tokens(google.tokens(scope="https://www.googleapis.com/auth/youtube.readonly"))
    with pytest.raises(errors.Unauthorized):
        connections.access(row)
    row.refresh_from_db()
    assert (row.problem_code, row.needs_reconnect) == ("scope_missing", True)
    assert "See, edit, and permanently delete" in row.problem_message
    assert "(youtube.force-ssl)" in row.problem_message
    assert "neither upload" in row.problem_message
    assert row.extra_data["refresh_token"] == "refresh-canary-1"
