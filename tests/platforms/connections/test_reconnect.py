"""Reconnecting: the same account revives its row, with all that hangs on it."""

import pytest
from django.utils import timezone

from platforms.models import Connection
from tests.factories import ConnectionFactory
from tests.platforms.connections.google import ATELIER

pytestmark = [pytest.mark.django_db, pytest.mark.urls("tests.platforms.connections.urls")]


@pytest.fixture
def broken(alice):
    return ConnectionFactory(user=alice, uid=ATELIER, problem="reconnect", problem_code="grant_ended", problem_since=timezone.now())


def test_reconnecting_mends_the_same_row_with_a_new_version(google, browser, round_trip, alice, broken):
    assert round_trip(browser(alice), connection=str(broken.pk)).back().status_code == 302
    mended = Connection.objects.get()
    assert (mended.pk, mended.token_version, mended.problem, mended.problem_since) == (broken.pk, 2, "", None)
    assert mended.extra_data["access_token"] == "access-canary-1"
    assert mended.is_usable


def test_connecting_the_same_account_again_is_reconnecting_it(google, browser, round_trip, alice, broken):
    round_trip(browser(alice)).back()
    assert Connection.objects.get().is_usable


def test_a_disconnected_account_comes_back_to_its_row(google, browser, round_trip, alice, broken):
    Connection.objects.update(disconnected_at=timezone.now(), sealed_tokens="", problem="")
    round_trip(browser(alice)).back()
    assert (Connection.objects.get().pk, Connection.objects.get().is_usable) == (broken.pk, True)


def test_an_answer_without_a_refresh_token_keeps_the_one_from_before(google, browser, round_trip, alice, broken):
    google.answers_tokens(google.tokens(refresh_token=None))
    round_trip(browser(alice)).back()
    assert Connection.objects.get().extra_data == {"access_token": "access-canary-1", "refresh_token": "refresh-before"}


def test_another_channel_than_the_one_to_reconnect_is_refused_and_changes_nothing(google, browser, round_trip, alice, broken):
    google.answers_channel(google.channel("UCother00000000000000000", "Other"))
    page = round_trip(browser(alice), connection=str(broken.pk)).back()
    assert page.status_code == 403
    assert f"You chose Other, and {broken.name} is the one to reconnect" in page.content.decode()
    untouched = Connection.objects.get()
    assert (untouched.token_version, untouched.problem) == (1, "reconnect")


def test_the_button_of_a_failed_reconnect_tries_the_same_connection_again(google, browser, round_trip, alice, broken):
    page = round_trip(browser(alice), connection=str(broken.pk)).back(error="access_denied")
    assert f'name="connection" value="{broken.pk}"' in page.content.decode()


@pytest.mark.parametrize("pk", ["0", "word", "-1"])
def test_a_connection_that_is_not_there_cannot_be_reconnected(browser, round_trip, alice, pk):
    assert round_trip(browser(alice), connection=pk).begun.status_code == 404


def test_somebody_elses_connection_is_as_good_as_none(browser, round_trip, charlie, broken):
    assert round_trip(browser(charlie), connection=str(broken.pk)).begun.status_code == 404


def test_an_id_in_the_address_is_held_to_the_same(browser, alice, broken):
    for pk in ("x", "9" * 5000, str(broken.pk + 1)):
        assert browser(alice).post(f"/connect/begin/youtube/?connection={pk}").status_code == 404


def test_tokens_that_no_longer_open_do_not_stand_in_the_way(google, browser, round_trip, alice, broken):
    Connection.objects.update(sealed_tokens="torn")
    round_trip(browser(alice), connection=str(broken.pk)).back()
    assert Connection.objects.get().extra_data["refresh_token"] == "refresh-canary-1"


def test_an_account_of_another_realm_gets_a_connection_of_its_own_here(google, browser, round_trip, alice, broken):
    Connection.objects.update(realm="https://elsewhere.example")
    round_trip(browser(alice), connection=str(broken.pk)).back()
    assert sorted(Connection.objects.values_list("realm", flat=True)) == ["http://127.0.0.1:8100/youtube", "https://elsewhere.example"]
    assert Connection.objects.visible_to(alice).usable().count() == 1
