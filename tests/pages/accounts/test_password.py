"""Changing the password: with the old one, keeping this browser, ending the others, and telling the owner."""

import smtplib

import pytest
from django.contrib.auth.models import User
from django.core import mail
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from tests.factories import PASSWORD

pytestmark = pytest.mark.django_db

NEW = "a heron on the jetty"


def logged_in(user: User) -> Client:
    browser = Client()
    browser.force_login(user)
    return browser


def test_it_holds_from_now_on(alice: User) -> None:
    logged_in(alice).post("/account/password/", {"password": PASSWORD, "new_password": NEW})
    assert Client().login(username="alice", password=NEW)
    assert not Client().login(username="alice", password=PASSWORD)


def test_this_browser_stays_and_the_others_are_logged_out(alice: User, bob: User) -> None:
    here, phone, bobs = logged_in(alice), logged_in(alice), logged_in(bob)
    answer = here.post("/account/password/", {"password": PASSWORD, "new_password": NEW}, follow=True)
    assert answer.redirect_chain == [("/account/", 302)]
    assert "Your password is changed. 1 other browser was logged out." in answer.content.decode()
    assert [each.get("/account/").status_code for each in (here, phone, bobs)] == [200, 302, 200]


def test_a_mail_tells_the_owner(alice: User) -> None:
    logged_in(alice).post("/account/password/", {"password": PASSWORD, "new_password": NEW})
    (told,) = mail.outbox
    assert (told.subject, told.to) == ("Your Retake password was changed", ["alice@example.org"])
    assert NEW not in told.body


@pytest.mark.parametrize(
    ("given", "field", "said"),
    [
        ({"password": "wrong", "new_password": NEW}, "password", "This is not your password."),
        ({"password": "", "new_password": NEW}, "password", "Give your password."),
        ({"password": PASSWORD, "new_password": ""}, "new_password", "Choose a password."),
        ({"password": PASSWORD, "new_password": "short"}, "new_password", "at least 10 characters"),
        ({"password": PASSWORD, "new_password": "alice@example.org"}, "new_password", "too similar"),
    ],
)
def test_what_is_wrong_is_said_beside_the_field_and_changes_nothing(alice: User, given: dict[str, str], field: str, said: str) -> None:
    answer = logged_in(alice).post("/account/password/", given)
    assert answer.status_code == 422
    assert any(said in error for error in answer.context["form"].errors[field])
    assert Client().login(username="alice", password=PASSWORD)
    assert mail.outbox == []


def test_no_password_is_written_into_the_page(alice: User) -> None:
    page = logged_in(alice).post("/account/password/", {"password": "canary-1", "new_password": "canary-2"}).content.decode()
    assert "canary-" not in page


def test_a_mail_server_that_is_away_undoes_nothing_and_is_told(alice: User, monkeypatch: pytest.MonkeyPatch) -> None:
    def away(*_: object) -> None:
        raise smtplib.SMTPServerDisconnected

    monkeypatch.setattr("django.core.mail.backends.locmem.EmailBackend.send_messages", away)
    answer = logged_in(alice).post("/account/password/", {"password": PASSWORD, "new_password": NEW}, follow=True)
    assert "The mail that tells you of it could not be sent." in answer.content.decode()
    assert Client().login(username="alice", password=NEW)


def test_the_page_takes_few_queries(alice: User, django_assert_num_queries: DjangoAssertNumQueries) -> None:
    here = logged_in(alice)
    with django_assert_num_queries(4):  # the session, the user, whether retries are paused, the counts in the rail
        here.get("/account/password/")
