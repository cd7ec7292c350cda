"""The page for whoever runs Retake: the steps at the platform, right for this Retake, and what is done of them."""

from datetime import timedelta

import pytest

from platforms import clock
from platforms.setup import here_of
from platforms.youtube.guide import GUIDE
from platforms.youtube.oauth import YouTubeOAuth
from tests.factories import ConnectionFactory

pytestmark = [pytest.mark.django_db, pytest.mark.urls("tests.platforms.connections.urls")]

ADDRESS = "/connect/setup/youtube/"


def steps():
    return {step.title: step for step in GUIDE.setup(here_of("youtube"))}


def step(word):
    return next(each for title, each in steps().items() if word in title)


def test_staff_see_every_step_with_its_link_and_what_to_copy(browser, sam):
    page = browser(sam).get(ADDRESS).content.decode()
    for title in steps():
        assert title in page
    assert "http://127.0.0.1:8000/connect/complete/youtube/" in page
    assert "https://console.cloud.google.com/apis/library/youtube.googleapis.com" in page
    assert "https://www.googleapis.com/auth/youtube.force-ssl" in page


def test_the_scopes_to_add_are_those_that_are_asked_for():
    assert [value.text for value in step("scope").values] == YouTubeOAuth.DEFAULT_SCOPE


def test_the_redirect_address_is_the_one_that_is_sent(browser, round_trip, alice, settings):
    settings.SITE_URL = "https://127.0.0.1"
    assert step("OAuth client").values[0].text == round_trip(browser(alice)).consent["redirect_uri"]


@pytest.mark.parametrize(
    ("site_url", "done", "found"),
    [
        ("https://retake.example", None, "it is https"),
        ("http://127.0.0.1:8000", None, "on this machine alone"),
        ("http://localhost:8000", None, "on this machine alone"),
        ("http://retake.example", False, "has to be https"),
    ],
)
def test_an_address_that_google_would_refuse_is_said_to_be(settings, site_url, done, found):
    settings.SITE_URL = site_url
    assert step("OAuth client").done is done
    assert found in step("OAuth client").found


def test_a_domain_of_ones_own_is_to_be_authorised(settings):
    assert step("consent screen").values == ()
    settings.SITE_URL = "https://retake.example"
    assert step("consent screen").values[0].text == "retake.example"


@pytest.mark.parametrize(
    ("client_id", "secret", "done", "found"),
    [
        ("", "", False, "Not set: GOOGLE_CLIENT_ID and GOOGLE_CLIENT_SECRET."),
        ("123.apps", "", False, "Not set: GOOGLE_CLIENT_SECRET."),
        ("123.apps", "secret-canary", True, "Set: GOOGLE_CLIENT_ID (123.apps), GOOGLE_CLIENT_SECRET (kept secret)."),
    ],
)
def test_what_is_set_is_said_and_the_secret_never_shown(browser, sam, settings, client_id, secret, done, found):
    settings.GOOGLE_CLIENT_ID, settings.GOOGLE_CLIENT_SECRET = client_id, secret
    assert (step("client ID").done, step("client ID").found) == (done, found)
    assert "secret-canary" not in browser(sam).get(ADDRESS).content.decode()


@pytest.mark.parametrize(
    ("lasts", "done", "found"), [(None, True, "without an end"), (timedelta(days=7), False, "Still in Testing"), ("nobody", None, "")]
)
def test_the_newest_leave_shows_whether_the_app_is_published(alice, lasts, done, found):
    now = clock.now()
    if lasts != "nobody":
        ConnectionFactory(user=alice, connected_at=now - timedelta(days=9))
        ConnectionFactory(user=alice, connected_at=now, leave_ends_at=lasts and now + lasts)
    assert step("Publish the app").done is done
    assert found in step("Publish the app").found


def test_errors_that_google_shows_on_its_own_page_are_explained(browser, sam):
    page = browser(sam).get(ADDRESS).content.decode()
    for shown in ("redirect_uri_mismatch", "org_internal", "admin_policy_enforced", "invalid_client", "access_denied"):
        assert shown in page


def test_while_it_is_not_set_up_anyone_who_is_logged_in_sees_the_steps(browser, charlie, settings):
    assert browser(charlie).get(ADDRESS).status_code == 404
    settings.GOOGLE_CLIENT_SECRET = ""
    assert browser(charlie).get(ADDRESS).status_code == 200


def test_a_visitor_has_to_log_in(browser, db):
    assert browser(None).get(ADDRESS)["Location"] == f"/login/?next={ADDRESS}"


def test_an_unknown_platform_has_no_steps(browser, sam):
    assert browser(sam).get("/connect/setup/nowhere/").status_code == 404
