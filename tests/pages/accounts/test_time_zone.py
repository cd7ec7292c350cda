"""The time zone: what may be typed, where it shows, and what holds until one is chosen."""

from datetime import UTC, datetime

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries, Settings

from publisher.accounts.time_zone import TimeZoneForm, chosen_zone, keep_zone, zone_of, zones
from publisher.models import Profile
from tests.factories import PASSWORD, VideoFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def browser(visitor: Client, alice: User) -> Client:
    visitor.force_login(alice)
    return visitor


@pytest.mark.parametrize(
    ("typed", "zone"),
    [
        ("Europe/Berlin", "Europe/Berlin"),
        ("europe/berlin", "Europe/Berlin"),
        (" Berlin ", "Europe/Berlin"),
        ("new york", "America/New_York"),
        ("America/Argentina/Buenos_Aires", "America/Argentina/Buenos_Aires"),
        ("utc", "UTC"),
        ("Asia/Calcutta", "Asia/Calcutta"),
    ],
)
def test_a_zone_is_typed_or_picked(typed: str, zone: str) -> None:
    form = TimeZoneForm({"time_zone": typed})
    assert form.is_valid(), form.errors
    assert form.cleaned_data["time_zone"] == zone


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("", "Choose a time zone, such as Europe/Berlin."),
        ("Atlantis", "There is no time zone “Atlantis”."),
        ("../../etc/passwd", "There is no time zone"),
        ("Etc/GMT+5", "There is no time zone"),
        ("posixrules", "There is no time zone"),
    ],
)
def test_what_is_no_zone_is_said_and_kept_in_the_field(browser: Client, alice: User, typed: str, said: str) -> None:
    answer = browser.post("/account/time-zone/", {"time_zone": typed})
    assert answer.status_code == 422
    assert said in answer.context["form"].errors["time_zone"][0]
    assert chosen_zone(alice) == ""


def test_no_zone_that_is_offered_is_refused() -> None:
    assert [name for name in zones() if not TimeZoneForm({"time_zone": name}).is_valid()] == []


def test_choosing_one_changes_every_time_on_every_page(browser: Client, alice: User, settings: Settings) -> None:
    video = VideoFactory(owner=alice)
    answer = browser.post("/account/time-zone/", {"time_zone": "Asia/Tokyo"}, follow=True)
    page = answer.content.decode()
    assert answer.redirect_chain == [("/account/", 302)]
    assert "Times are told as in Asia/Tokyo from now on." in page
    assert 'data-time-zone="Asia/Tokyo"' in page, "scripts tell times in it too"
    assert 'data-time-zone="Asia/Tokyo"' in browser.get(f"/videos/{video.pk}/").content.decode()
    assert str(timezone.get_current_timezone()) == settings.TIME_ZONE, "the next request is not told in it"


def test_it_can_be_changed_again(browser: Client, alice: User) -> None:
    for zone in ("Asia/Tokyo", "Europe/Rome"):
        browser.post("/account/time-zone/", {"time_zone": zone})
    assert Profile.objects.get().time_zone == "Europe/Rome"
    assert 'value="Europe/Rome"' in browser.get("/account/time-zone/").content.decode()


def test_until_one_is_chosen_the_server_tells_its_own_and_the_browser_its_own(browser: Client, alice: User, settings: Settings) -> None:
    assert "data-time-zone" not in browser.get("/account/").content.decode()
    assert zone_of(alice) == timezone.get_default_timezone()


def test_a_zone_that_is_no_longer_known_is_as_good_as_none(browser: Client, alice: User) -> None:
    keep_zone(alice, "Europe/Atlantis")
    assert browser.get("/account/").status_code == 200


def test_signing_up_keeps_the_zone_of_the_browser(visitor: Client) -> None:
    dora = {"username": "dora", "email": "dora@example.org", "password": PASSWORD}
    visitor.post("/signup/", dora | {"time_zone": "America/Lima"})
    assert chosen_zone(User.objects.get()) == "America/Lima"


def test_a_zone_that_no_list_knows_does_not_stop_a_sign_up(visitor: Client) -> None:
    visitor.post("/signup/", {"username": "dora", "email": "dora@example.org", "password": PASSWORD, "time_zone": "Mars/Olympus"})
    assert chosen_zone(User.objects.get()) == ""


def test_one_moment_is_told_in_the_readers_zone(browser: Client, alice: User) -> None:
    keep_zone(alice, "Asia/Tokyo")
    User.objects.filter(pk=alice.pk).update(date_joined=datetime(2026, 1, 31, 20, tzinfo=UTC))
    assert "Here since 1 February 2026" in browser.get("/account/").content.decode()


def test_the_page_takes_few_queries(browser: Client, alice: User, django_assert_num_queries: DjangoAssertNumQueries) -> None:
    keep_zone(alice, "Asia/Tokyo")
    with django_assert_num_queries(
        5
    ):  # the session with its owner's zone; the user; the user's zone for the field; whether retries are paused; the counts in the rail
        browser.get("/account/time-zone/")
