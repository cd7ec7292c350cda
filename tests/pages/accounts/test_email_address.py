"""Changing the e-mail address: with the password, confirmed from the new one, told to the old one."""

import re
import smtplib
from datetime import timedelta

import pytest
import time_machine
from django.contrib.auth.models import User
from django.core import mail
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries, Settings

from config.hiding import HideSecrets
from publisher.accounts import email_address
from publisher.accounts.email_address import token_for
from tests.factories import PASSWORD

pytestmark = pytest.mark.django_db

WISH = {"email": "alice@new.example", "password": PASSWORD}


@pytest.fixture
def browser(visitor: Client, alice: User) -> Client:
    visitor.force_login(alice)
    return visitor


def link() -> str:
    found = re.search(r"^http://127\.0\.0\.1:8000(/account/email/confirm/\S+)$", mail.outbox[0].body, re.MULTILINE)
    assert found is not None, mail.outbox[0].body
    return found[1]


def address() -> str:
    return User.objects.get(username="alice").email


def test_nothing_changes_before_the_new_address_confirms(browser: Client) -> None:
    answer = browser.post("/account/email/", WISH, follow=True)
    assert "A mail is on its way to alice@new.example." in answer.content.decode()
    assert [sent.to for sent in mail.outbox] == [["alice@new.example"]]
    assert address() == "alice@example.org"


def test_to_open_the_link_changes_nothing_and_the_button_does(browser: Client) -> None:
    browser.post("/account/email/", WISH)
    elsewhere = Client(enforce_csrf_checks=True)
    page = elsewhere.get(link())
    assert "Confirm the address" in page.content.decode()
    assert address() == "alice@example.org"
    assert elsewhere.post(link()).status_code == 403
    answer = browser.post(link(), follow=True)
    assert "goes to alice@new.example from now on." in answer.content.decode()
    assert address() == "alice@new.example"


def test_the_old_address_is_told(browser: Client) -> None:
    browser.post("/account/email/", WISH)
    browser.post(link())
    told = mail.outbox[1]
    assert told.to == ["alice@example.org"]
    assert "goes to alice@new.example since" in told.body


def test_it_can_be_confirmed_where_one_is_not_logged_in(browser: Client) -> None:
    browser.post("/account/email/", WISH)
    answer = Client().post(link(), follow=True)
    assert answer.redirect_chain == [("/login/", 302)]
    assert address() == "alice@new.example"


def test_a_link_works_once(browser: Client) -> None:
    browser.post("/account/email/", WISH)
    browser.post(link())
    User.objects.filter(username="alice").update(email="alice@later.example")
    for answer in (browser.get(link()), browser.post(link())):
        assert answer.status_code == 410
        assert "This link is no longer good" in answer.content.decode()
    assert address() == "alice@later.example"


@pytest.mark.parametrize(("after", "status"), [(timedelta(hours=23), 200), (timedelta(hours=25), 410)])
def test_a_link_is_good_for_a_day(browser: Client, after: timedelta, status: int) -> None:
    browser.post("/account/email/", WISH)
    with time_machine.travel(timezone.now() + after, tick=False):
        assert Client().get(link()).status_code == status


def test_a_new_password_ends_the_links_that_were_sent_before(browser: Client, alice: User) -> None:
    browser.post("/account/email/", WISH)
    alice.set_password("a heron on the jetty")
    alice.save()
    assert Client().post(link()).status_code == 410
    assert address() == "alice@example.org"


@pytest.mark.parametrize("spoil", [lambda token: token[:-1] + "~", lambda token: "x" + token, lambda token: "nonsense"])
def test_a_forged_link_is_over(alice: User, spoil: object) -> None:
    token = spoil(token_for(alice, "eve@example.org"))  # type: ignore[operator]
    assert Client().post(f"/account/email/confirm/{token}/").status_code == 410


def test_a_closed_account_takes_no_new_address(alice: User) -> None:
    token = token_for(alice, "alice@new.example")
    User.objects.update(is_active=False)
    assert Client().post(f"/account/email/confirm/{token}/").status_code == 410


@pytest.mark.parametrize(
    ("change", "field", "said"),
    [
        ({"password": "wrong"}, "password", "This is not your password."),
        ({"password": ""}, "password", "Give your password."),
        ({"email": "nowhere"}, "email", "Enter a valid email address."),
        ({"email": "alice@example.org"}, "email", "This is your address already."),
        ({"email": "a@b.example\nBcc: eve@example.org"}, "email", "Enter a valid email address."),
    ],
)
def test_what_is_wrong_is_said_beside_the_field_and_sends_nothing(browser: Client, change: dict[str, str], field: str, said: str) -> None:
    answer = browser.post("/account/email/", WISH | change)
    assert answer.status_code == 422
    assert any(said in error for error in answer.context["form"].errors[field])
    assert mail.outbox == []


def test_a_mail_server_that_is_away_is_told_and_what_was_typed_is_kept(browser: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    def away(*_: object) -> None:
        raise smtplib.SMTPServerDisconnected

    monkeypatch.setattr("django.core.mail.backends.locmem.EmailBackend.send_messages", away)
    page = browser.post("/account/email/", WISH).content.decode()
    assert "The mail server takes no mail just now" in page
    assert 'value="alice@new.example"' in page


def test_the_link_begins_with_our_address(browser: Client, settings: Settings) -> None:
    settings.ALLOWED_HOSTS = ["*"]
    settings.SITE_URL = "https://retake.example"
    browser.post("/account/email/", WISH, headers={"host": "evil.example"})
    assert "https://retake.example/account/email/confirm/" in mail.outbox[0].body


@pytest.mark.parametrize("path", ["/account/email/"])
def test_the_page_takes_few_queries(browser: Client, path: str, django_assert_num_queries: DjangoAssertNumQueries) -> None:
    with django_assert_num_queries(4):  # the session, the user, whether retries are paused, the counts in the rail
        browser.get(path)


def test_the_page_behind_the_link_takes_one_query(alice: User, django_assert_num_queries: DjangoAssertNumQueries) -> None:
    token = token_for(alice, "alice@new.example")
    with django_assert_num_queries(1):  # the user
        Client().get(f"/account/email/confirm/{token}/")


def test_a_link_that_is_overtaken_while_it_is_used_changes_nothing_and_says_so(
    browser: Client, alice: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    browser.post("/account/email/", WISH)
    read = email_address.change_in

    def then_overtaken(token: str) -> email_address.Change | None:
        change = read(token)
        User.objects.filter(pk=alice.pk).update(email="alice@other.example")
        return change

    monkeypatch.setattr(email_address, "change_in", then_overtaken)
    assert browser.post(link()).status_code == 410
    assert address() == "alice@other.example"
    assert len(mail.outbox) == 1


def test_no_link_is_written_to_the_log(browser: Client, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch) -> None:
    """Neither this one, while it is still good, nor the one that chooses a password."""
    monkeypatch.setattr(caplog.handler, "filters", [HideSecrets()])
    browser.post("/account/email/", WISH)
    assert Client(enforce_csrf_checks=True).post(link()).status_code == 403
    assert browser.get("/password-reset/MQ/abc-123/").status_code == 410
    assert ": /account/email/confirm/…/" in caplog.text
    assert ": /password-reset/MQ/…/" in caplog.text
    assert link().split("/")[-2] not in caplog.text
