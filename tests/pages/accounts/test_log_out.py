"""Logging out: by a click, never by a link."""

import pytest
from django.contrib.auth.models import User
from django.test import Client

pytestmark = [pytest.mark.django_db, pytest.mark.urls("tests.pages.urls")]


@pytest.fixture
def browser(strict_visitor: Client, alice: User) -> Client:
    strict_visitor.force_login(alice, backend="django.contrib.auth.backends.ModelBackend")
    return strict_visitor


def test_it_ends_the_session_and_says_so(visitor: Client, alice: User) -> None:
    visitor.force_login(alice, backend="django.contrib.auth.backends.ModelBackend")
    answer = visitor.post("/logout/", follow=True)
    assert answer.redirect_chain == [("/login/", 302)]
    assert "You are logged out." in answer.content.decode()
    assert "_auth_user_id" not in visitor.session


def test_a_link_does_not_log_out(browser: Client) -> None:
    assert browser.get("/logout/").status_code == 405
    assert "_auth_user_id" in browser.session


def test_another_site_cannot_log_anybody_out(browser: Client) -> None:
    assert browser.post("/logout/").status_code == 403
    assert "_auth_user_id" in browser.session
