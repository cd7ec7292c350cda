"""Where one is logged in: seen coarsely, told in words, and ended so that it is over."""

import uuid
from datetime import timedelta

import pytest
import time_machine
from django.contrib.auth.models import User
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries, Settings

from publisher.accounts.browsers import in_words
from publisher.models import BrowserSession
from publisher.rounds import run_round
from tests.factories import PASSWORD, BrowserSessionFactory

pytestmark = pytest.mark.django_db

FIREFOX = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"
WEBKIT = "AppleWebKit/537.36 (KHTML, like Gecko)"
IPHONE = "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko)"


def browser_of(user: User, *, agent: str = "", address: str = "203.0.113.9") -> Client:
    """Log in through the page, as a browser does."""
    browser = Client(headers={"user-agent": agent}, REMOTE_ADDR=address)
    assert browser.post("/login/", {"username": user.username, "password": PASSWORD}).status_code == 302
    return browser


@pytest.mark.parametrize(
    ("agent", "words"),
    [
        (FIREFOX, "Firefox on Linux"),
        (f"Mozilla/5.0 (Windows NT 10.0; Win64; x64) {WEBKIT} Chrome/140.0.0.0 Safari/537.36", "Chrome on Windows"),
        (f"Mozilla/5.0 (Windows NT 10.0; Win64; x64) {WEBKIT} Chrome/140.0.0.0 Safari/537.36 Edg/140.0.0.0", "Edge on Windows"),
        (f"Mozilla/5.0 (Linux; Android 10; K) {WEBKIT} Chrome/140.0.0.0 Mobile Safari/537.36", "Chrome on Android"),
        (f"{IPHONE} Version/18.0 Mobile/15E148 Safari/604.1", "Safari on iPhone"),
        (f"{IPHONE} CriOS/140.0 Mobile/15E148 Safari/604.1", "Chrome on iPhone"),
        ("Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18 Safari/605", "Safari on Mac"),
        (f"Mozilla/5.0 (X11; CrOS x86_64 14541.0.0) {WEBKIT} Chrome/140.0.0.0 Safari/537.36", "Chrome on ChromeOS"),
        ("curl/8.5.0", "curl"),
        ("", "A browser that does not say its name"),
        ("<b>", "A browser that does not say its name"),
    ],
)
def test_a_browser_is_told_in_words(agent: str, words: str) -> None:
    assert in_words(agent) == words


def test_the_page_shows_this_browser_first_and_the_others_with_where_they_are(alice: User, bob: User) -> None:
    browser_of(bob, agent=FIREFOX)
    browser_of(alice, agent=f"{IPHONE} Version/18.0 Mobile/15E148 Safari/604.1", address="198.51.100.4")
    here = browser_of(alice, agent=FIREFOX)
    answer = here.get("/account/browsers/")
    shown = [(each.name, each.address, each.is_this) for each in answer.context["browsers"]]
    assert shown == [("Firefox on Linux", "203.0.113.9", True), ("Safari on iPhone", "198.51.100.4", False)]
    assert "· this browser" in answer.content.decode()


def test_one_that_is_ended_is_over_at_once(alice: User) -> None:
    here, phone = browser_of(alice), browser_of(alice, agent=FIREFOX)
    number = BrowserSession.objects.get(agent=FIREFOX).number
    answer = here.post(f"/account/browsers/{number}/end", follow=True)
    assert "Firefox on Linux is logged out." in answer.content.decode()
    assert phone.get("/account/").headers["Location"] == "/login/?next=/account/"
    assert here.get("/account/").status_code == 200


def test_all_others_are_ended_at_once(alice: User, bob: User) -> None:
    here, phone, desk, bobs = browser_of(alice), browser_of(alice), browser_of(alice), browser_of(bob)
    answer = here.post("/account/browsers/end-others", follow=True)
    assert "2 other browsers are logged out." in answer.content.decode()
    assert [each.get("/account/").status_code for each in (here, phone, desk, bobs)] == [200, 302, 302, 200]
    again = here.post("/account/browsers/end-others", follow=True)
    assert "You are logged in nowhere else." in again.content.decode()


def test_ending_this_one_is_logging_out(alice: User) -> None:
    here = browser_of(alice)
    answer = here.post(f"/account/browsers/{BrowserSession.objects.get().number}/end", follow=True)
    assert answer.redirect_chain == [("/login/", 302)]
    assert not BrowserSession.objects.exclude(user=None).exists()


def test_somebody_elses_is_not_there(alice: User, bob: User) -> None:
    bobs = BrowserSessionFactory(user=bob)
    here = browser_of(alice)
    for number in (bobs.number, uuid.uuid4()):
        assert here.post(f"/account/browsers/{number}/end").status_code == 404
    assert BrowserSession.objects.filter(pk=bobs.pk).exists()


def test_no_page_tells_the_key_of_a_session(alice: User) -> None:
    other, here = BrowserSessionFactory(user=alice), browser_of(alice)
    page = here.get("/account/browsers/").content.decode()
    assert other.session_key not in page
    assert here.session.session_key not in page


def test_where_it_was_seen_is_written_each_five_minutes_and_no_oftener(
    alice: User, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    here = browser_of(alice, address="203.0.113.9")
    began = BrowserSession.objects.get().last_seen
    with time_machine.travel(began + timedelta(minutes=4), tick=False):
        here.get("/account/", REMOTE_ADDR="203.0.113.10")
    assert (BrowserSession.objects.get().last_seen, BrowserSession.objects.get().address) == (began, "203.0.113.9")
    with time_machine.travel(began + timedelta(minutes=6), tick=False):
        here.get("/account/", REMOTE_ADDR="203.0.113.10")
    row = BrowserSession.objects.get()
    assert (row.last_seen, row.address) == (began + timedelta(minutes=6), "203.0.113.10")
    assert row.first_seen < began + timedelta(seconds=1), "it is the same log-in still"


def test_one_whose_time_is_over_is_not_shown(alice: User) -> None:
    BrowserSessionFactory(user=alice, expire_date=timezone.now() - timedelta(seconds=1))
    here = browser_of(alice)
    assert len(here.get("/account/browsers/").context["browsers"]) == 1
    assert "Only in this browser" in here.get("/account/").content.decode()


@pytest.mark.parametrize(
    ("trusted", "forwarded", "seen"),
    [
        (False, "192.0.2.1", "203.0.113.9"),
        (True, "192.0.2.1", "192.0.2.1"),
        (True, "10.9.8.7, 192.0.2.1", "192.0.2.1"),
        (True, "", "203.0.113.9"),
        (True, "2001:db8::1", "2001:db8::1"),
        (True, "rubbish", None),
    ],
)
def test_a_forwarded_address_counts_only_behind_a_trusted_proxy(
    alice: User, settings: Settings, trusted: bool, forwarded: str, seen: str | None
) -> None:
    settings.TRUST_PROXY_HEADERS = trusted
    browser = Client(headers={"x-forwarded-for": forwarded}, REMOTE_ADDR="203.0.113.9")
    browser.post("/login/", {"username": "alice", "password": PASSWORD})
    assert BrowserSession.objects.get().address == seen


def test_the_page_takes_the_same_queries_however_many_there_are(alice: User, django_assert_num_queries: DjangoAssertNumQueries) -> None:
    here = browser_of(alice)
    BrowserSessionFactory.create_batch(12, user=alice)
    with django_assert_num_queries(6):  # the session, the user, the time, the sessions, whether retries are paused, the counts in the rail
        assert len(here.get("/account/browsers/").context["browsers"]) == 13


def test_the_round_forgets_browsers_whose_time_is_over(alice: User) -> None:
    kept = BrowserSessionFactory(user=alice)
    BrowserSessionFactory(user=alice, expire_date=timezone.now() - timedelta(seconds=5))
    run_round()
    assert [row.pk for row in BrowserSession.objects.all()] == [kept.pk]
