"""The connections page: the accounts, how they stand, and what waits for them."""

from datetime import timedelta

import pytest
from django.conf import LazySettings
from django.contrib.auth.models import User
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from platforms import clock
from platforms.models import Connection, Hold
from tests.factories import ConnectionFactory
from tests.publisher.pages.conftest import Standing


def page(browser: Client) -> str:
    answer = browser.get("/connections/")
    assert answer.status_code == 200
    return answer.content.decode()


def hold(connection: Connection, *, whole_app: bool = False, **said: object) -> Hold:
    given = {"platform": connection.provider, "realm": connection.realm, "now": clock.now(), "until": None, **said}
    return Hold.objects.place("quota", connection=None if whole_app else connection, **given)


def test_an_empty_one_explains_and_offers_to_connect(browser: Client) -> None:
    shown = page(browser)
    assert "Nothing is connected yet." in shown
    assert "Connect YouTube" in shown
    assert "The sandbox is on" in shown


def test_an_account_that_works_can_be_tested_and_disconnected(browser: Client, atelier: Connection) -> None:
    shown = page(browser)
    assert "Atelier Nord" in shown
    assert f"/connections/{atelier.pk}/test/" in shown
    assert f"/connections/{atelier.pk}/disconnect/" in shown


def test_one_that_is_broken_says_why_and_what_waits_for_it(browser: Client, standing: Standing, alice: User) -> None:
    broken = ConnectionFactory(user=alice, problem="reconnect", problem_message="Google ended the leave.")
    waiting = [standing("on hold: reconnect", connection=broken) for _ in range(7)]
    shown = page(browser)
    assert "Google ended the leave." in shown
    assert "Reconnect" in shown
    assert "7 videos wait for it" in shown
    assert "and 2 more" in shown
    assert waiting[0].title in shown


@pytest.mark.parametrize("whole_app", [True, False])
def test_a_hold_tells_when_it_resumes(browser: Client, atelier: Connection, whole_app: bool) -> None:
    hold(atelier, whole_app=whole_app, until=clock.now() + timedelta(minutes=30, seconds=30), message="The allowance is used up.")
    shown = page(browser)
    assert "The allowance is used up. What waits goes on by itself." in shown
    assert "in 30 min" in shown


def test_a_hold_on_another_account_is_none_of_its_business(browser: Client, atelier: Connection, bob: User) -> None:
    hold(ConnectionFactory(user=bob), message="Bob has used up his.")
    assert "Bob has used up his." not in page(browser)


def test_a_disconnected_one_is_shown_only_while_something_waits_for_it(browser: Client, standing: Standing, alice: User) -> None:
    gone = ConnectionFactory(user=alice, name="Old kiln", disconnected_at=clock.now(), extra_data={})
    assert "Old kiln" not in page(browser)
    standing("on hold: reconnect", connection=gone)
    shown = page(browser)
    assert "Old kiln" in shown
    assert "Connect again" in shown


def test_a_platform_without_registration_says_so_and_names_the_settings_to_staff(
    browser: Client, sam: User, settings: LazySettings
) -> None:
    settings.GOOGLE_CLIENT_ID = ""
    assert "cannot be connected yet" in page(browser)
    assert "GOOGLE_CLIENT_ID" not in page(browser)
    staff = Client()
    staff.force_login(sam)
    assert "GOOGLE_CLIENT_ID" in page(staff)


def test_it_holds_nobody_elses_accounts(browser: Client, bob: User) -> None:
    ConnectionFactory(user=bob, name="Bob's channel")
    assert "Bob" not in page(browser)


def test_it_takes_few_queries_however_many_accounts_there_are(
    browser: Client, standing: Standing, alice: User, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    for _ in range(4):
        standing("on hold: reconnect", connection=ConnectionFactory(user=alice, problem="reconnect"))
    with django_assert_max_num_queries(7):
        page(browser)
