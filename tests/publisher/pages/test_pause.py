"""While automatic retries are stopped, every page says so, and no page promises a time."""

import pytest
from django.contrib.auth.models import User
from django.test import Client

from platforms import clock
from retries.models import SweepSwitch
from tests.publisher.pages.conftest import Standing


@pytest.fixture
def stopped(sam: User) -> None:
    SweepSwitch.objects.stop(by=sam, why="We move to a new machine.", now=clock.now())


@pytest.mark.parametrize("page", ["/library/", "/connections/", "/account/", "/upload/"])
def test_every_page_says_since_when_by_whom_and_why(browser: Client, stopped: None, page: str) -> None:
    shown = browser.get(page).content.decode()
    assert "Automatic retries are paused" in shown
    assert "sam stopped them" in shown
    assert "We move to a new machine." in shown


def test_strangers_are_not_told(stopped: None) -> None:
    assert "paused" not in Client().get("/login/").content.decode()


def test_what_failed_promises_no_time(browser: Client, standing: Standing, stopped: None) -> None:
    row = standing("failed")
    for page in ("/library/", f"/videos/{row.video_id}/", f"/publications/{row.pk}/panel"):
        shown = browser.get(page).content.decode()
        assert "automatic retries were paused" in shown
        assert "(1 of 5)" not in shown


def test_nothing_is_said_once_they_run_again(browser: Client, standing: Standing, stopped: None) -> None:
    standing("failed")
    SweepSwitch.objects.start(now=clock.now())
    shown = browser.get("/library/").content.decode()
    assert "paused" not in shown
    assert "(1 of 5)" in shown
