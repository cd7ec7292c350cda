"""The page that deletes an account: the summary before, the name and the password, and what is said after."""

import smtplib

import pytest
from django.contrib.auth.models import User
from django.core import mail
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from publisher.accounts.holdings import holdings
from publisher.models import AccountDeletion
from tests.factories import PASSWORD
from tests.publisher.deletion.conftest import Owner

pytestmark = pytest.mark.django_db

WISH = {"username": "alice", "password": PASSWORD}


@pytest.fixture
def browser(owner: Owner, store: object) -> Client:
    client = Client()
    client.force_login(owner.user)
    return client


def test_it_counts_what_goes_what_stays_and_what_is_waited_for(owner: Owner, neighbour: Owner, browser: Client) -> None:
    stages = ("published", "waiting", "failed", "uploading", "processing", "uploading the last bytes", "unconfirmed, a person is asked")
    for stage in (*stages, "exhausted", "cancelled"):
        owner.publication(stage)
    neighbour.publication("published")
    found = holdings(owner.user)
    assert (found.videos, found.files, found.size_bytes) == (9, 9, 9 * 5_000_000)
    assert (found.stay, found.cancelled, found.awaited, found.unknown) == (1, 3, 2, 1)
    assert found.connections == ("Atelier Nord",)
    page = " ".join(browser.get("/account/delete/").content.decode().split())
    for said in ("9 videos", "1 published post stays", "3 publications", "2 publications", "1 publication", "Atelier Nord"):
        assert said in page


def test_an_empty_account_has_nothing_to_lose(browser: Client) -> None:
    assert "There are no videos here to erase." in browser.get("/account/delete/").content.decode()


def test_name_and_password_close_the_account_and_it_says_so(browser: Client, owner: Owner) -> None:
    answer = browser.post("/account/delete/", WISH, follow=True)
    assert answer.redirect_chain == [("/login/", 302)]
    assert "Your account is closed" in answer.content.decode()
    assert AccountDeletion.objects.get().user == owner.user
    assert browser.get("/account/").status_code == 302
    (told,) = mail.outbox
    assert (told.to, told.subject) == (["alice@example.org"], "Your Retake account is closed")


@pytest.mark.parametrize(
    ("change", "field", "said"),
    [
        ({"username": ""}, "username", "Type your username."),
        ({"username": "Alice"}, "username", "This is not the name of this account."),
        ({"password": "wrong"}, "password", "This is not your password."),
        ({"password": ""}, "password", "Give your password."),
    ],
)
def test_without_both_nothing_happens(browser: Client, change: dict[str, str], field: str, said: str) -> None:
    answer = browser.post("/account/delete/", WISH | change)
    assert answer.status_code == 422
    assert any(said in error for error in answer.context["form"].errors[field])
    assert not AccountDeletion.objects.exists()
    assert browser.get("/account/").status_code == 200


def test_the_only_superuser_stays(sam: User) -> None:
    browser = Client()
    browser.force_login(sam)
    answer = browser.post("/account/delete/", {"username": "sam", "password": PASSWORD})
    assert "You are the only superuser here." in answer.content.decode()
    assert not AccountDeletion.objects.exists()


def test_a_mail_server_that_is_away_keeps_nobody(browser: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    def away(*_: object) -> None:
        raise smtplib.SMTPServerDisconnected

    monkeypatch.setattr("django.core.mail.backends.locmem.EmailBackend.send_messages", away)
    browser.post("/account/delete/", WISH)
    assert AccountDeletion.objects.exists()


def test_staff_see_it_and_cannot_change_it(browser: Client, sam: User) -> None:
    browser.post("/account/delete/", WISH)
    staff = Client()
    staff.force_login(sam)
    row = AccountDeletion.objects.get()
    assert "alice" in staff.get("/admin/publisher/accountdeletion/").content.decode()
    assert staff.post(f"/admin/publisher/accountdeletion/{row.pk}/change/", {"step": "leaving"}).status_code == 403
    assert staff.post(f"/admin/publisher/accountdeletion/{row.pk}/delete/", {"post": "yes"}).status_code == 403


def test_the_page_takes_the_same_queries_however_much_there_is(
    owner: Owner, browser: Client, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for stage in ("published", "failed", "processing"):
        owner.publication(stage)
    with django_assert_num_queries(
        9
    ):  # the session, the user, the time; files, publications, connections, videos; whether retries are paused; the rail
        browser.get("/account/delete/")
