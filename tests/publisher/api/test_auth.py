"""Who asks: the owner of a token that lives, and nobody by a cookie."""

from datetime import timedelta

import pytest
import time_machine
from django.contrib.auth.models import User
from django.test import Client
from pytest_django import Settings

from platforms import clock
from publisher.accounts.deletion import close
from publisher.api.throttle import MOST_A_MINUTE
from publisher.models import ApiToken
from publisher.models.api_token import digest_of, new_token
from tests.publisher.api.conftest import Program, read, token_of

pytestmark = pytest.mark.django_db


def test_without_a_token_one_is_asked_for(anybody: Program) -> None:
    told = anybody.get("/post-retry/status")
    assert (told.status, told.code) == (401, "token_needed")
    assert told.headers["WWW-Authenticate"] == 'Bearer realm="Retake"'


@pytest.mark.parametrize("header", ["", "Bearer", "Bearer ", "Basic YWxpY2U6eA==", "Token x", "rtk_x", "bearer\trtk_x"])
def test_another_way_to_log_in_is_none(header: str) -> None:
    assert Program(headers={"Authorization": header}).get("/post-retry/status").code == "token_needed"


def test_a_cookie_opens_nothing(alice: User) -> None:
    browser = Client()
    browser.force_login(alice)
    assert read(browser.get("/api/post-retry/status")).code == "token_needed"


def test_tokens_that_open_nothing_are_all_refused_alike(alice: User, bob: User) -> None:
    now = clock.now()
    gone = User.objects.create(username="gone", is_active=False)
    dead = [
        token_of(alice, revoked_at=now),
        token_of(alice, expires_at=now),
        token_of(gone),
        new_token(),
        "rtk_",
        "x" * 5000,
        "ÿ",
        token_of(bob)[:-1],
    ]
    told = [Program(token=token).get("/post-retry/status") for token in dead]
    assert {each.status for each in told} == {401}
    assert {str(each.body) for each in told} == {str(told[0].body)}
    assert told[0].headers["WWW-Authenticate"] == 'Bearer realm="Retake", error="invalid_token"'


def test_one_that_ends_later_still_opens(alice: User) -> None:
    assert Program(token=token_of(alice, expires_at=clock.now() + timedelta(minutes=1))).get("/post-retry/status").status == 200


def test_the_word_bearer_may_be_written_in_any_way(alice: User) -> None:
    assert Program(headers={"Authorization": f"bEARER   {token_of(alice)} "}).get("/post-retry/status").status == 200


def test_a_token_ends_with_its_owners_account(alice: User) -> None:
    hers = Program(token=token_of(alice))
    close(alice, now=clock.now())
    assert hers.get("/post-retry/status").code == "token_refused"


def test_staff_that_are_no_more_start_nothing(sam: User) -> None:
    program = Program(token=token_of(sam))
    User.objects.filter(pk=sam.pk).update(is_staff=False)
    assert program.post("/post-retry/start").code == "staff_only"


def test_only_its_hash_is_kept(alice: User) -> None:
    token = token_of(alice)
    row = ApiToken.objects.get()
    assert row.digest == digest_of(token)
    assert token not in str(vars(row))


def test_its_use_is_noted_at_most_once_a_minute(alice: User) -> None:
    hers, began = Program(token=token_of(alice)), clock.now()
    hers.get("/post-retry/status")
    first = ApiToken.objects.get().last_used_at
    assert first is not None
    assert first >= began
    hers.get("/post-retry/status")
    assert ApiToken.objects.get().last_used_at == first
    ApiToken.objects.update(last_used_at=first - timedelta(minutes=1))
    hers.get("/post-retry/status")
    assert ApiToken.objects.get().last_used_at >= first


def test_a_wrong_token_is_no_use_of_any(alice: User) -> None:
    token = token_of(alice, revoked_at=clock.now())
    Program(token=token).get("/post-retry/status")
    assert ApiToken.objects.get().last_used_at is None


def test_too_many_wrong_tokens_have_to_wait_and_good_ones_pass(hers: Program) -> None:
    with time_machine.travel(clock.now(), tick=False):
        wrong = Program(token=new_token())
        answers = [wrong.get("/post-retry/status").status for _ in range(MOST_A_MINUTE + 1)]
        assert answers == [*[401] * MOST_A_MINUTE, 429]
        told = wrong.get("/post-retry/status")
        assert (told.code, told.headers["Retry-After"]) == ("too_many_wrong_tokens", "60")
        assert hers.get("/post-retry/status").status == 200


def test_after_a_minute_they_are_looked_at_again() -> None:
    wrong, now = Program(token=new_token()), clock.now()
    with time_machine.travel(now, tick=False):
        for _ in range(MOST_A_MINUTE + 1):
            wrong.get("/post-retry/status")
    with time_machine.travel(now + timedelta(seconds=61), tick=False):
        assert wrong.get("/post-retry/status").status == 401


def test_no_log_tells_a_token(alice: User, settings: Settings, caplog: pytest.LogCaptureFixture) -> None:
    settings.DEBUG = True
    tokens = [token_of(alice), new_token()]
    with caplog.at_level("DEBUG"):
        for token in tokens:
            Program(token=token).get("/post-retry/status")
            Program(headers={"Authorization": f"Basic {token}"}).get("/post-retry/status")
    assert [token for token in tokens if token in caplog.text] == []
