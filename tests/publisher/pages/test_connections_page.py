"""The connections page: the accounts, how they stand, and what waits for them."""

from datetime import timedelta
from urllib.parse import parse_qs, urlsplit

import pytest
from django.conf import LazySettings
from django.contrib.auth.models import User
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from platforms import clock
from platforms.findings import Finding, Findings
from platforms.models import Connection, Hold
from publisher.models import Publication
from publisher.rounds import run_round
from tests.factories import ConnectionFactory
from tests.platforms.connections.google import ATELIER, Google
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
    assert "7 publications wait for this" in shown
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


def test_nobody_is_sent_to_reconnect_where_nobody_can(browser: Client, alice: User, settings: LazySettings) -> None:
    ConnectionFactory(user=alice, problem="reconnect")
    assert "/connect/begin/youtube/" in page(browser)
    settings.GOOGLE_CLIENT_ID = ""
    assert "/connect/begin/youtube/" not in page(browser)


def test_it_holds_nobody_elses_accounts(browser: Client, bob: User) -> None:
    ConnectionFactory(user=bob, name="Bob's channel")
    assert "Bob" not in page(browser)


def test_each_account_shows_its_handle_its_id_and_what_was_published_with_it(
    browser: Client, standing: Standing, atelier: Connection, alice: User
) -> None:
    Connection.objects.filter(pk=atelier.pk).update(details={"handle": "@atelier"})
    ConnectionFactory(user=alice, name="Field Notes")
    standing("published", remote_id="another")
    for stage in ("published", "waiting", "on hold: reconnect", "cancelled"):
        standing(stage)
    shown = page(browser)
    assert "@atelier" in shown
    assert f'data-copy="account-{atelier.pk}"' in shown
    assert f"{atelier.uid}</code>" in shown
    assert "2 published, 2 not done yet" in shown
    assert "nothing published with it yet" in shown
    assert "Connect another channel" in shown


DAY = timedelta(days=1)


@pytest.mark.parametrize(
    ("connected", "left", "word", "says", "button"),
    [
        pytest.param(1 * DAY, 6 * DAY, "Connected", "still in Testing", "", id="of a trial, and far"),
        pytest.param(5 * DAY, 2 * DAY, "Connected", "Reconnect before then", "Renew the leave", id="of a trial, and near"),
        pytest.param(7 * DAY, 0 * DAY, "Leave ended", "That time has come", "Reconnect", id="of a trial, and over"),
        pytest.param(1 * DAY, 2 * DAY, "Connected", "for a limited time", "Renew the leave", id="of the owner's own choice"),
    ],
)
def test_the_end_of_a_leave_is_told_ahead_as_a_state(
    browser: Client, alice: User, connected: timedelta, left: timedelta, word: str, says: str, button: str
) -> None:
    now = clock.now()
    ConnectionFactory(user=alice, connected_at=now - connected, leave_ends_at=now + left)
    shown = page(browser)
    assert f"<strong>{word}</strong>" in shown
    assert ("leave ends" in shown) is (word == "Connected")
    assert says in shown
    for label in ("Renew the leave", "Reconnect<"):
        assert (label in shown) is (label.rstrip("<") == button)


@pytest.mark.parametrize(
    ("code", "word", "says", "button"),
    [
        ("trial_ended", "Leave ended", "whoever runs Retake publishes the app", "Reconnect"),
        ("scope_missing", "Leave missing", "leave every box ticked", "Give the missing leave"),
        ("permission_missing", "Leave missing", "It needs “See, edit, and permanently delete", "Give the missing leave"),
        ("grant_ended", "Needs reconnecting", "Its own words.", "Reconnect"),
    ],
)
def test_what_it_needs_is_named_with_the_button_that_mends_it(
    browser: Client, alice: User, code: str, word: str, says: str, button: str
) -> None:
    ConnectionFactory(user=alice, problem="reconnect", problem_code=code, problem_message="Its own words.")
    shown = page(browser)
    for words in (f"<strong>{word}</strong>", "Its own words.", says, button):
        assert words in shown


@pytest.mark.parametrize(("well", "kind"), [(True, "done"), (False, "failed"), (None, "unknown")])
def test_what_the_last_test_found_stands_with_its_time_beside_the_account(
    browser: Client, atelier: Connection, well: bool | None, kind: str
) -> None:
    finding = Finding(words="YouTube answered.", is_well=well)
    found = Findings(at=clock.now() - timedelta(minutes=3, seconds=5), word="The verdict", is_well=well, found=(finding,), fix="Mend it.")
    Connection.objects.update(findings=found.as_json())
    shown = page(browser).replace("\n               role", " role")
    assert f'class="findings {kind}" role="status"' in shown
    for words in ("The verdict", "3 min ago", "YouTube answered.", "Mend it."):
        assert words in shown


def test_a_broken_account_says_its_reason_once_and_nothing_of_better_days(browser: Client, alice: User) -> None:
    broken = ConnectionFactory(user=alice, problem="reconnect", problem_message="The leave is gone.")
    finding = Finding(words="The leave is gone.", is_well=False)
    for well in (False, True):
        found = Findings(at=clock.now(), word="The verdict", is_well=well, found=(finding,), fix="Mend it.")
        Connection.objects.filter(pk=broken.pk).update(findings=found.as_json())
        shown = page(browser)
        assert shown.count("The leave is gone.") == 1
        assert ("The verdict, for the reason above." in shown) is not well


def test_what_waited_for_a_reconnect_is_said_to_go_on_before_the_round_has_come(browser: Client, standing: Standing, alice: User) -> None:
    mended = ConnectionFactory(user=alice, token_version=2)
    row = standing("on hold: reconnect", connection=mended, held_token_version=1)
    shown = page(browser)
    assert "1 publication that waited for it goes on within seconds" in shown
    assert row.title in shown
    assert "waits for this" not in shown


@pytest.mark.parametrize("count", [0, 1, 7])
def test_coming_back_from_a_reconnect_names_what_goes_on(
    google: Google, browser: Client, standing: Standing, alice: User, count: int
) -> None:
    broken = ConnectionFactory(user=alice, uid=ATELIER, name="Atelier Nord", problem="reconnect")
    rows = [standing("on hold: reconnect", connection=broken, held_token_version=1) for _ in range(count)]
    standing("on hold: reconnect", connection=ConnectionFactory(user=alice, problem="reconnect"))
    shown = come_back(browser, broken)
    assert "Atelier Nord is reconnected." in shown
    assert ("on within seconds: “" in shown) is bool(count)
    if count:
        assert f"“{rows[0].title}”" in shown
    assert ("and 2 more" in shown) is (count == 7)
    run_round()
    assert {row.state for row in Publication.objects.filter(connection=broken)} <= {"waiting"}


def come_back(browser: Client, connection: Connection) -> str:
    begun = browser.post("/connect/begin/youtube/", {"connection": connection.pk}, headers={"host": "127.0.0.1:8000"})
    state = parse_qs(urlsplit(begun.headers["Location"]).query)["state"][0]
    answer = browser.get("/connect/complete/youtube/", {"state": state, "code": "code"}, follow=True, headers={"host": "127.0.0.1:8000"})
    return answer.content.decode()


def test_what_google_asks_and_a_channel_needs_is_open_until_one_is_connected(browser: Client, alice: User) -> None:
    shown = page(browser)
    assert '<details class="details guide" open>' in shown
    for words in ("See, edit, and permanently delete", "A verified phone number", "redirect_uri_mismatch"):
        assert words in shown
    ConnectionFactory(user=alice)
    assert '<details class="details guide">' in page(browser)


def test_the_steps_of_the_setup_are_one_link_away_for_staff_and_for_all_while_there_is_none(
    browser: Client, sam: User, settings: LazySettings
) -> None:
    staff = Client()
    staff.force_login(sam)
    assert "/connect/setup/youtube/" in page(staff)
    assert "/connect/setup/youtube/" not in page(browser)
    settings.GOOGLE_CLIENT_ID = ""
    assert "/connect/setup/youtube/" in page(browser)


@pytest.mark.parametrize("count", [1, 12])
def test_it_takes_the_same_queries_however_many_accounts_there_are(
    browser: Client, standing: Standing, alice: User, django_assert_num_queries: DjangoAssertNumQueries, count: int
) -> None:
    for _ in range(count):
        broken = ConnectionFactory(user=alice, problem="reconnect")
        standing("on hold: reconnect", connection=broken)
        standing("published", connection=broken)
    # Session, user, time; the accounts with their counts, what is held for them with its videos, the holds that stand.
    with django_assert_num_queries(8):
        page(browser)
