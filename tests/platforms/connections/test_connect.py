"""Connecting an account: the round trip to the consent page and back."""

import base64
import hashlib
import logging

import pytest
from django.test import Client

from platforms import clock, connections, errors
from platforms.models import Connection
from tests.factories import ConnectionFactory
from tests.platforms.connections.google import ATELIER, FORCE_SSL, said

pytestmark = [pytest.mark.django_db, pytest.mark.urls("tests.platforms.connections.urls")]


def test_a_round_trip_connects_the_channel_that_was_chosen(google, browser, round_trip, alice):
    answer = round_trip(browser(alice)).back()
    connection = Connection.objects.get()
    assert (answer.status_code, answer["Location"]) == (302, "/connections/")
    assert (connection.user, connection.provider, connection.uid, connection.name) == (alice, "youtube", ATELIER, "Atelier Nord")
    assert connection.is_usable
    assert connection.scopes == [FORCE_SSL]
    assert connection.details["long_uploads"] == "allowed"
    assert connection.token_expires_at > clock.now()


def test_no_log_holds_a_token_a_code_or_a_secret(google, browser, round_trip, alice, caplog):
    with caplog.at_level(logging.DEBUG):
        trip = round_trip(browser(alice))
        trip.back()
        trip.back()
        google.answers_tokens(said(400, {"error": "invalid_grant", "error_description": "refresh-canary-1 is bad"}))
        with pytest.raises(errors.Unauthorized):
            connections.access(Connection.objects.get(), refused_version=1)
    assert "canary" not in caplog.text
    assert trip.consent["state"] not in caplog.text


def test_the_consent_page_is_asked_for_one_scope_offline_and_with_pkce(google, browser, round_trip, alice):
    trip = round_trip(browser(alice))
    asked = trip.consent
    assert trip.begun["Location"].startswith("http://127.0.0.1:8100/youtube/o/oauth2/v2/auth?")
    assert asked["scope"] == FORCE_SSL
    assert (asked["response_type"], asked["access_type"], asked["prompt"]) == ("code", "offline", "consent select_account")
    assert asked["redirect_uri"] == "http://127.0.0.1:8000/connect/complete/youtube/"
    trip.back()
    (exchange,) = google.to("/token")
    assert asked["code_challenge_method"] == "S256"
    digest = hashlib.sha256(exchange.form["code_verifier"].encode()).digest()
    assert base64.urlsafe_b64encode(digest).rstrip(b"=").decode() == asked["code_challenge"]
    assert exchange.form["redirect_uri"] == asked["redirect_uri"]


def test_the_redirect_address_is_the_configured_one_whatever_the_browser_says(google, browser, round_trip, alice, settings):
    settings.SITE_URL = "https://127.0.0.1"
    assert round_trip(browser(alice)).consent["redirect_uri"] == "https://127.0.0.1/connect/complete/youtube/"


def test_one_person_may_connect_two_channels(google, browser, round_trip, alice):
    client = browser(alice)
    round_trip(client).back()
    google.answers_channel(google.channel("UCfield00000000000000000", "Field Notes"))
    round_trip(client).back()
    assert {row.name for row in Connection.objects.visible_to(alice).usable()} == {"Atelier Nord", "Field Notes"}


def test_it_comes_back_to_where_it_was_started_and_not_there_again(google, browser, round_trip, alice):
    client = browser(alice)
    assert round_trip(client, next="/upload/").back()["Location"] == "/upload/"
    assert round_trip(client).back()["Location"] == "/connections/"


def test_it_never_comes_back_to_a_foreign_site(google, browser, round_trip, alice):
    assert "evil" not in round_trip(browser(alice), next="https://evil.example/").back()["Location"]


def test_a_channel_of_somebody_else_is_refused_and_stays_theirs(google, browser, round_trip, alice, bob):
    ConnectionFactory(user=bob, uid=ATELIER)
    page = round_trip(browser(alice)).back()
    assert page.status_code == 409
    assert "connected to Retake by somebody else" in page.content.decode()
    assert Connection.objects.get().user == bob


def test_an_account_without_a_channel_is_told_so(google, browser, round_trip, alice):
    google.answers_channel(said(200, {"items": []}))
    page = round_trip(browser(alice)).back()
    assert page.status_code == 403
    assert "channel" in page.content.decode()
    assert not Connection.objects.exists()


def test_a_scope_that_was_unticked_is_named_and_nothing_is_stored(google, browser, round_trip, alice):
    google.answers_tokens(google.tokens(scope="openid"))
    page = round_trip(browser(alice)).back()
    assert page.status_code == 403
    assert "permanently delete your YouTube videos" in page.content.decode()
    assert not Connection.objects.exists()


def test_an_answer_that_names_no_scopes_grants_what_was_asked(google, browser, round_trip, alice):
    google.answers_tokens(google.tokens(scope=None))
    round_trip(browser(alice)).back()
    assert Connection.objects.get().scopes == [FORCE_SSL]


@pytest.mark.parametrize(
    ("answer", "status", "words"),
    [
        (said(503, "<html>down</html>"), 503, "try again"),
        (said(400, {"error": "invalid_grant", "error_description": "Malformed auth code."}), 403, "Malformed auth code."),
        (said(401, {"error": "invalid_client"}), 502, "registration"),
        (said(200, "not json"), 502, "could not be read"),
        (said(200, {}), 502, "could not be read"),
        (said(302, "", Location="http://127.0.0.1:1/"), 503, "did not do what was asked"),
        (said(0), 503, "cut off"),
    ],
)
def test_a_token_address_that_fails_ends_on_a_page_that_says_so(google, browser, round_trip, alice, answer, status, words):
    google.answers_tokens(answer)
    page = round_trip(browser(alice)).back()
    assert page.status_code == status
    assert words in page.content.decode()
    assert not Connection.objects.exists()


def test_connecting_needs_a_login(browser, round_trip, db):
    assert round_trip(browser(None)).begun["Location"] == "/login/?next=/connections/"


def test_beginning_needs_the_csrf_token(alice):
    client = Client(enforce_csrf_checks=True, headers={"host": "127.0.0.1:8000"})
    client.force_login(alice)
    assert client.post("/connect/begin/youtube/").status_code == 403


def test_beginning_is_no_get(browser, alice):
    assert browser(alice).get("/connect/begin/youtube/").status_code == 405


def test_an_unknown_platform_is_not_found(browser, alice):
    assert browser(alice).post("/connect/begin/nowhere/").status_code == 404


def test_a_platform_without_a_client_id_is_said_to_be_not_set_up(browser, alice, settings):
    settings.GOOGLE_CLIENT_SECRET = ""
    page = browser(alice).post("/connect/begin/youtube/")
    assert page.status_code == 503
    assert "not set up" in page.content.decode()


def test_who_came_by_another_address_is_sent_to_the_right_one_before_consent(alice, browser):
    page = browser(alice).post("/connect/begin/youtube/", headers={"host": "localhost:8000"})
    assert page.status_code == 400
    assert "http://127.0.0.1:8000" in page.content.decode()
