"""The way back from the platform: taken once, in time, by the session and user that set out."""

from datetime import timedelta

import pytest
import time_machine
from django.utils import timezone
from social_django.models import Nonce

from platforms.models import Connection

pytestmark = [pytest.mark.django_db, pytest.mark.urls("tests.platforms.connections.urls")]


def refused(page):
    return page.status_code in (400, 403) and "Try again" in page.content.decode() and not Connection.objects.exists()


def test_a_second_use_of_an_answer_is_refused(google, browser, round_trip, alice):
    trip = round_trip(browser(alice))
    assert trip.back().status_code == 302
    again = trip.back()
    assert again.status_code == 403
    assert "used before" in again.content.decode()
    assert len(google.to("/token")) == 1


def test_two_uses_at_once_are_one_even_when_both_read_the_session(google, browser, round_trip, alice):
    client = browser(alice)
    trip = round_trip(client)
    session = dict(client.session.items())
    assert trip.back().status_code == 302
    raced = client.session
    raced.update(session)
    raced.save()
    assert trip.back().status_code == 403
    assert len(google.to("/token")) == 1


def test_an_answer_in_another_session_is_refused(google, browser, round_trip, alice):
    assert refused(round_trip(browser(alice)).back(browser(alice)))
    assert not google.asked


def test_an_answer_taken_by_another_user_is_refused(google, browser, round_trip, alice, bob):
    trip = round_trip(browser(alice))
    thief = browser(bob)
    session = thief.session
    session["youtube_state"] = trip.client.session["youtube_state"]
    session.save()
    assert refused(trip.back(thief))
    assert not google.asked


@pytest.mark.parametrize("state", ["", "forged", "ümläut"])
def test_a_state_that_is_not_ours_is_refused(google, browser, round_trip, alice, state):
    assert refused(round_trip(browser(alice)).back(state=state))
    assert not google.asked


def test_an_answer_after_ten_minutes_is_refused(google, browser, round_trip, alice):
    trip = round_trip(browser(alice))
    with time_machine.travel(timezone.now() + timedelta(minutes=11)):
        page = trip.back()
    assert refused(page)
    assert "ten minutes" in page.content.decode()


def test_states_that_ran_out_are_swept_when_the_next_begins(google, browser, round_trip, alice):
    round_trip(browser(alice))
    with time_machine.travel(timezone.now() + timedelta(minutes=11)):
        round_trip(browser(alice))
    assert Nonce.objects.count() == 1


def test_a_consent_that_was_declined_is_no_error(google, browser, round_trip, alice):
    page = round_trip(browser(alice)).back(error="access_denied", code="")
    assert refused(page)
    assert "did not give Retake leave" in page.content.decode()


def test_somebody_who_was_logged_out_meanwhile_is_sent_to_log_in_without_the_code(google, browser, round_trip, alice):
    trip = round_trip(browser(alice))
    trip.client.logout()
    answer = trip.back()
    assert answer["Location"] == "/login/?next=/connections/"
    assert not google.asked


def test_no_failure_shows_code_or_state(google, browser, round_trip, alice):
    trip = round_trip(browser(alice))
    trip.back()
    page = trip.back().content.decode()
    assert "code-canary" not in page
    assert trip.consent["state"] not in page
