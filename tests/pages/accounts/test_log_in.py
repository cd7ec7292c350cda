"""Logging in: one answer to every wrong pair, and nobody led off the site."""

import pytest
from django.contrib.auth.models import User
from django.test import Client
from pytest_django import Settings

from tests.factories import PASSWORD, UserFactory

pytestmark = [pytest.mark.django_db, pytest.mark.urls("tests.pages.urls")]


def test_it_leads_to_the_library(visitor: Client, alice: User) -> None:
    answer = visitor.post("/login/", {"username": "alice", "password": PASSWORD})
    assert (answer.status_code, answer.headers["Location"]) == (302, "/")
    assert visitor.session["_auth_user_id"] == str(alice.pk)


def test_it_leads_back_to_the_page_that_was_asked_for(visitor: Client, alice: User) -> None:
    assert 'name="next" value="/upload/"' in visitor.get("/login/?next=/upload/").content.decode()
    answer = visitor.post("/login/", {"username": "alice", "password": PASSWORD, "next": "/upload/"})
    assert answer.headers["Location"] == "/upload/"


@pytest.mark.parametrize("elsewhere", ["https://evil.example/", "//evil.example/", "javascript:alert(1)"])
def test_it_leads_nobody_to_another_site(visitor: Client, alice: User, elsewhere: str) -> None:
    answer = visitor.post("/login/", {"username": "alice", "password": PASSWORD, "next": elsewhere})
    assert answer.headers["Location"] == "/"


def test_a_wrong_name_a_wrong_password_and_a_shut_account_read_the_same(visitor: Client, alice: User) -> None:
    UserFactory(username="gone", is_active=False)
    pairs = [("alice", "wrong"), ("nobody", PASSWORD), ("gone", PASSWORD)]
    forms = [visitor.post("/login/", {"username": name, "password": password}).context["form"] for name, password in pairs]
    assert {str(form.errors) for form in forms} == {str(forms[0].errors)}
    assert "do not go together" in str(forms[0].errors)
    assert "_auth_user_id" not in visitor.session


def test_the_session_gets_a_new_key(visitor: Client, alice: User) -> None:
    session = visitor.session
    session["before"] = True
    session.save()
    visitor.post("/login/", {"username": "alice", "password": PASSWORD})
    assert visitor.session.session_key != session.session_key


@pytest.mark.parametrize(("signup", "said"), [("open", 'href="/signup/"'), ("invite", "for an invite link"), ("closed", "Log in")])
def test_it_tells_how_to_get_an_account(visitor: Client, settings: Settings, signup: str, said: str) -> None:
    settings.SIGNUP = signup
    page = visitor.get("/login/").content.decode()
    assert said in page
    assert ("No account yet?" in page) == (signup != "closed")


def test_who_is_logged_in_goes_on_to_the_library(visitor: Client, alice: User) -> None:
    visitor.force_login(alice, backend="django.contrib.auth.backends.ModelBackend")
    assert visitor.get("/login/").headers["Location"] == "/"


def test_a_password_manager_knows_the_fields(visitor: Client) -> None:
    form = visitor.get("/login/").context["form"]
    assert 'autocomplete="username"' in str(form["username"])
    assert 'autocomplete="current-password"' in str(form["password"])
