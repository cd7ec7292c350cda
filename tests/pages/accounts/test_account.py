"""The Account page: what it gathers, and that it is one's own."""

import pytest
from django.contrib.auth.models import User
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from tests.factories import BrowserSessionFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def browser(visitor: Client, alice: User) -> Client:
    visitor.force_login(alice)
    return visitor


@pytest.mark.parametrize("link", ["/account/time-zone/", "/account/browsers/", "/account/tokens/"])
def test_it_leads_to_all_that_can_be_changed(browser: Client, link: str) -> None:
    assert f'href="{link}"' in browser.get("/account/").content.decode()


def test_every_page_leads_to_it_from_beside_the_log_out(browser: Client) -> None:
    rail = browser.get("/library/").content.decode().partition('class="rail-account"')[2]
    assert 'href="/account/"' in rail.partition("log-out")[0]


def test_it_marks_its_place_in_the_rail(browser: Client) -> None:
    assert 'aria-current="page"' in browser.get("/account/").content.decode().partition('class="rail-account"')[2]


def test_it_tells_in_how_many_browsers_one_is(browser: Client, alice: User) -> None:
    assert "Only in this browser" in browser.get("/account/").content.decode()
    BrowserSessionFactory.create_batch(2, user=alice)
    assert "In 3 browsers" in browser.get("/account/").content.decode()


def test_it_takes_seven_queries(browser: Client, django_assert_num_queries: DjangoAssertNumQueries) -> None:
    # The session, the user, the user's zone, what becomes of late posts, how many browsers, retries paused, the counts in the rail.
    with django_assert_num_queries(7):
        browser.get("/account/")
