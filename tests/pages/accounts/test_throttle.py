"""Wrong passwords are counted for a name and a place together; who has to wait is told until when, whoever they are."""

from datetime import timedelta

import pytest
import time_machine
from axes.models import AccessAttempt
from django.contrib.auth.models import User
from django.test import Client
from django.utils import timezone
from pytest_django import Settings

from tests.factories import PASSWORD

pytestmark = pytest.mark.django_db

LOG_INS = ("/login/", "/admin/login/")


@pytest.fixture(autouse=True)
def _throttled(settings: Settings) -> None:
    settings.AXES_ENABLED = True


def try_(username: str, password: str = "wrong", *, at: str = "/login/", **request: str) -> int:  # noqa: S107
    return Client(**request).post(at, {"username": username, "password": password}).status_code


@pytest.mark.parametrize("at", LOG_INS)
@pytest.mark.parametrize("name", ["sam", "nobody"])
def test_the_eighth_wrong_password_locks_a_name_that_is_there_like_one_that_is_not(sam: User, at: str, name: str) -> None:
    assert [try_(name, at=at) for _ in range(9)] == [200] * 7 + [429] * 2
    assert try_(name, PASSWORD, at=at) == 429, "the right one does not help now"


def test_the_answers_for_both_read_the_same(alice: User) -> None:
    with time_machine.travel(timezone.now(), tick=False):
        for _ in range(8):
            last = {name: Client().post("/login/", {"username": name, "password": "wrong"}).content for name in ("alice", "nobody")}
    assert last["alice"] == last["nobody"]


def test_the_page_says_when_to_try_again_and_holds_to_it(alice: User) -> None:
    began = timezone.now()
    with time_machine.travel(began, tick=False):
        for _ in range(8):
            try_("alice")
    with time_machine.travel(began + timedelta(minutes=5), tick=False):
        answer = Client().post("/login/", {"username": "alice", "password": "wrong"})
    assert "in 10 min" in answer.content.decode()
    assert answer.headers["Retry-After"] == "600"
    with time_machine.travel(began + timedelta(minutes=14), tick=False):
        assert try_("alice", PASSWORD) == 429
    with time_machine.travel(began + timedelta(minutes=16), tick=False):
        assert try_("alice", PASSWORD) == 302, "the try in between did not make it longer"


def test_the_same_name_from_elsewhere_and_another_name_from_here_are_free(alice: User, bob: User) -> None:
    for _ in range(8):
        try_("alice", REMOTE_ADDR="203.0.113.9")
    assert try_("alice", PASSWORD, REMOTE_ADDR="203.0.113.9") == 429
    assert try_("alice", PASSWORD, REMOTE_ADDR="203.0.113.10") == 302
    assert try_("bob", PASSWORD, REMOTE_ADDR="203.0.113.9") == 302


@pytest.mark.parametrize(("trusted", "status"), [(False, 429), (True, 302)])
def test_a_forwarded_address_is_another_place_only_behind_a_trusted_proxy(
    alice: User, settings: Settings, trusted: bool, status: int
) -> None:
    settings.TRUST_PROXY_HEADERS = trusted
    for n in range(8):
        try_("alice", HTTP_X_FORWARDED_FOR="192.0.2.1", HTTP_USER_AGENT=f"agent {n}")
    assert try_("alice", PASSWORD, HTTP_X_FORWARDED_FOR="192.0.2.2") == status


def test_the_right_password_forgets_the_wrong_ones(alice: User) -> None:
    for _ in range(2):
        assert [try_("alice") for _ in range(7)] == [200] * 7
        assert try_("alice", PASSWORD) == 302


@pytest.mark.parametrize("page", ["/account/password/", "/account/email/"])
def test_guessing_the_password_on_the_account_pages_counts_too(alice: User, page: str) -> None:
    browser = Client()
    browser.force_login(alice)
    wish = {"password": "wrong", "new_password": "a heron on the jetty", "email": "eve@example.org"}
    assert [browser.post(page, wish).status_code for _ in range(9)] == [422] * 7 + [429] * 2
    answer = browser.post(page, wish | {"password": PASSWORD})
    assert answer.status_code == 429
    assert "Back to the account" in answer.content.decode()


def test_no_password_is_kept_of_a_wrong_try(alice: User) -> None:
    try_("alice", "canary-1")
    browser = Client()
    browser.force_login(alice)
    browser.post("/account/password/", {"password": "canary-2", "new_password": "canary-3"})
    kept = " ".join(str(value) for row in AccessAttempt.objects.values() for value in row.values())
    assert "alice" in kept
    assert "canary" not in kept


@pytest.mark.parametrize("give", ["login", "force_login"])
def test_tests_may_log_in_without_a_request(alice: User, settings: Settings, give: str) -> None:
    settings.AXES_ENABLED = False
    browser = Client()
    if give == "login":
        assert browser.login(username="alice", password=PASSWORD)
    else:
        browser.force_login(alice)
    assert browser.get("/account/").status_code == 200
