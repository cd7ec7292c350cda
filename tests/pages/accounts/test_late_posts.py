"""Choosing what becomes of planned posts whose time passed."""

import pytest
from django.contrib.auth.models import User
from django.test import Client
from pytest_django.fixtures import Settings

from publisher.accounts.time_zone import chosen_zone, keep_zone
from publisher.planned.overdue import allowed_for, late_hours_of


@pytest.fixture
def browser(alice: User) -> Client:
    browser = Client()
    browser.force_login(alice)
    return browser


@pytest.mark.parametrize(("sent", "kept"), [("0", 0), ("24", 24), ("as_set", None)])
def test_what_is_chosen_is_kept(browser: Client, alice: User, sent: str, kept: int | None) -> None:
    answer = browser.post("/account/late-posts/", {"hours": sent}, follow=True)
    assert "Saved." in answer.content.decode()
    assert late_hours_of(alice.pk) == kept


def test_it_stands_beside_the_time_zone_and_neither_loses_the_other(browser: Client, alice: User) -> None:
    browser.post("/account/late-posts/", {"hours": "12"})
    assert chosen_zone(User.objects.get()) == ""
    keep_zone(alice, "Asia/Tokyo")
    browser.post("/account/late-posts/", {"hours": "1"})
    assert (chosen_zone(User.objects.get()), late_hours_of(alice.pk)) == ("Asia/Tokyo", 1)


@pytest.mark.parametrize("sent", ["", "5", "-1", "1000000", "soon"])
def test_nonsense_is_refused_and_changes_nothing(browser: Client, alice: User, sent: str) -> None:
    assert browser.post("/account/late-posts/", {"hours": sent}).status_code == 422
    assert late_hours_of(alice.pk) is None


def test_the_page_says_what_is_set_for_all(browser: Client, alice: User, settings: Settings) -> None:
    settings.LATE_POST_HOURS = 30
    assert "up to 30 hours late" in browser.get("/account/").content.decode()
    assert allowed_for(alice.pk).total_seconds() == 30 * 3600
