"""API tokens: made with the password, shown once, known by their start, revoked at once."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import User
from django.core.mail import EmailMessage
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from platforms import clock
from publisher.accounts.api_tokens import MOST
from publisher.models import ApiToken
from publisher.models.api_token import digest_of
from tests.factories import PASSWORD, ApiTokenFactory

pytestmark = pytest.mark.django_db

PAGE = "/account/tokens/"
WISH = {"name": "Nightly upload", "lasts": "90", "password": PASSWORD}


@pytest.fixture
def browser(visitor: Client, alice: User) -> Client:
    visitor.force_login(alice)
    return visitor


def made_by(browser: Client, **changes: str) -> str:
    return browser.post(PAGE, {**WISH, **changes}).context["made"]


def asked_with(token: str) -> int:
    return Client().get("/api/post-retry/status", headers={"Authorization": f"Bearer {token}"}).status_code


def test_it_is_shown_once_and_opens_the_api(browser: Client) -> None:
    answer = browser.post(PAGE, WISH)
    token = answer.context["made"]
    assert token.startswith("rtk_")
    assert token in answer.content.decode()
    assert 'data-copy="token-made"' in answer.content.decode()
    assert "no-store" in answer["Cache-Control"]
    assert asked_with(token) == 200
    page = browser.get(PAGE).content.decode()
    assert token not in page
    assert f"{token[:12]}…" in page


def test_it_is_kept_as_a_hash(browser: Client, alice: User) -> None:
    token = made_by(browser)
    row = ApiToken.objects.get()
    assert (row.user, row.digest, row.start) == (alice, digest_of(token), token[:12])


def test_a_mail_tells_the_owner_without_the_token(browser: Client, mailoutbox: list[EmailMessage]) -> None:
    token = made_by(browser)
    (mail,) = mailoutbox
    assert (mail.to, mail.subject) == (["alice@example.org"], "An API token was made for your Retake account")
    assert "“Nightly upload”" in mail.body
    assert "/account/tokens/" in mail.body
    assert token[4:] not in str(mail.message())


@pytest.mark.parametrize(("lasts", "days"), [("30", 30), ("90", 90), ("365", 365), ("always", None)])
def test_it_lasts_as_long_as_was_chosen(browser: Client, lasts: str, days: int | None) -> None:
    now = clock.now()
    made_by(browser, lasts=lasts)
    ends = ApiToken.objects.get().expires_at
    assert (ends is None) if days is None else (timedelta(0) <= ends - now - timedelta(days=days) < timedelta(minutes=1))


def test_it_may_only_read(browser: Client) -> None:
    token = made_by(browser, reads_only="on")
    refused = Client().post("/api/post-retry/1/retry", headers={"Authorization": f"Bearer {token}"})
    assert (asked_with(token), refused.status_code) == (200, 403)
    assert "only reads" in browser.get(PAGE).content.decode()


@pytest.mark.parametrize(
    "wrong", [{"name": " "}, {"name": "x" * 81}, {"lasts": "7"}, {"lasts": ""}, {"password": "not the right one"}, {"password": ""}]
)
def test_what_is_wrong_makes_none(browser: Client, wrong: dict[str, str]) -> None:
    answer = browser.post(PAGE, {**WISH, **wrong})
    assert answer.status_code == 422
    assert list(answer.context["form"].errors) == list(wrong)
    assert not ApiToken.objects.exists()


def test_nobody_keeps_very_many(browser: Client, alice: User) -> None:
    ApiTokenFactory.create_batch(MOST, user=alice)
    answer = browser.post(PAGE, WISH)
    assert (answer.status_code, ApiToken.objects.count()) == (422, MOST)
    assert "Revoke one that nothing uses any more first." in answer.content.decode()
    ApiToken.objects.filter(pk=ApiToken.objects.first().pk).revoke(now=clock.now())
    assert browser.post(PAGE, WISH).status_code == 200


def test_the_list_tells_when_it_was_used_and_when_it_ends(browser: Client, alice: User) -> None:
    now = clock.now()
    ApiTokenFactory(user=alice, name="display", last_used_at=now - timedelta(minutes=5), expires_at=now - timedelta(minutes=2))
    ApiTokenFactory(user=alice, name="upload")
    page = browser.get(PAGE).content.decode()
    assert "last used <time" in page
    assert "ran out <time" in page
    assert "never used" in page


def test_one_sees_ones_own_alone(browser: Client, bob: User) -> None:
    his = ApiTokenFactory(user=bob, name="Bob's script")
    assert "script" not in browser.get(PAGE).content.decode().partition('class="rows')[2]
    for ask in (browser.get, browser.post):
        assert ask(f"{PAGE}{his.pk}/revoke/").status_code == 404
    assert ApiToken.objects.get(pk=his.pk).revoked_at is None


def test_revoking_asks_first_and_is_over_at_once(browser: Client) -> None:
    token = made_by(browser)
    row = ApiToken.objects.get()
    address = f"{PAGE}{row.pk}/revoke/"
    assert "Revoke Nightly upload" in browser.get(address).content.decode()
    assert asked_with(token) == 200
    answer = browser.post(address, follow=True)
    assert "Nightly upload is revoked." in answer.content.decode()
    assert asked_with(token) == 401
    assert row.start not in answer.content.decode()
    assert browser.post(address).status_code == 404


def test_the_page_takes_the_same_queries_however_many_there_are(
    browser: Client, alice: User, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for _ in range(2):
        ApiTokenFactory.create_batch(4, user=alice)
        with django_assert_num_queries(
            6
        ):  # the session, the user, the time, the tokens, whether retries are paused, the counts in the rail
            browser.get(PAGE)
