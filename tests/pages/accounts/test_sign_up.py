"""Signing up: who may, what is asked, what is refused and how it is said."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.utils import timezone
from pytest_django import Settings

from publisher.accounts.invitations import invitation
from publisher.accounts.sign_up import SignUpForm, _create_account
from tests.factories import PASSWORD, UserFactory

pytestmark = [pytest.mark.django_db, pytest.mark.urls("tests.pages.urls")]

DORA = {"username": "dora", "email": "dora@example.org", "password": PASSWORD}


def test_it_makes_an_account_logs_it_in_and_shows_the_library(visitor: Client) -> None:
    answer = visitor.post("/signup/", DORA, follow=True)
    assert answer.redirect_chain == [("/", 302)]
    assert "Welcome, dora" in answer.content.decode()
    assert visitor.session["_auth_user_id"] == str(User.objects.get(username="dora").pk)
    assert not User.objects.get().is_staff


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"username": ""}, "Choose a name to log in with."),
        ({"username": "dora the explorer"}, "without spaces"),
        ({"username": "ALICE"}, "This name is taken."),
        ({"email": "nowhere"}, "Enter a valid email address."),
        ({"password": "short"}, "at least 10 characters"),
        ({"password": "1029384756102"}, "entirely numeric"),
        ({"password": "dora@example.org"}, "too similar to the email"),
    ],
)
def test_it_says_beside_the_field_what_is_wrong(visitor: Client, alice: User, change: dict[str, str], said: str) -> None:
    answer = visitor.post("/signup/", DORA | change)
    (field,) = change
    assert answer.status_code == 200
    assert any(said in error for error in answer.context["form"].errors[field])
    assert f'id="id_{field}_error"' in answer.content.decode()
    assert f"id_{field}_error" in str(answer.context["form"][field]), "the control names its error"
    assert User.objects.get() == alice


def test_it_does_not_tell_whether_an_address_has_an_account(visitor: Client, alice: User) -> None:
    assert visitor.post("/signup/", DORA | {"email": alice.email}).status_code == 302


def test_a_name_taken_in_the_same_moment_is_said_and_not_a_crash() -> None:
    form = SignUpForm(DORA)
    assert form.is_valid()
    UserFactory(username="dora")
    assert _create_account(form) is None
    assert form.errors["username"] == ["This name is taken. Choose another one."]


def test_a_refused_password_is_not_written_into_the_page(visitor: Client) -> None:
    assert "canary-4711-secret" not in visitor.post("/signup/", DORA | {"email": "", "password": "canary-4711-secret"}).content.decode()


@pytest.mark.parametrize(("field", "purpose"), [("username", "username"), ("email", "email"), ("password", "new-password")])
def test_a_password_manager_knows_the_fields(visitor: Client, field: str, purpose: str) -> None:
    form = visitor.get("/signup/").context["form"]
    assert f'autocomplete="{purpose}"' in str(form[field])


@pytest.mark.parametrize(
    ("signup", "query", "said"),
    [
        ("closed", "", "takes no new accounts"),
        ("closed", "good", "takes no new accounts"),
        ("invite", "", "Sign-up is by invite"),
        ("invite", "expired", "no longer good"),
        ("invite", "forged", "no longer good"),
    ],
)
def test_a_shut_door_says_why_and_makes_no_account(visitor: Client, settings: Settings, signup: str, query: str, said: str) -> None:
    settings.SIGNUP = signup
    now = timezone.now()
    good = invitation(until=now + timedelta(days=1))
    invites = {"": "", "good": good, "expired": invitation(until=now - timedelta(seconds=1)), "forged": good[:-1] + "~"}
    for answer in (visitor.get("/signup/", {"invite": invites[query]}), visitor.post(f"/signup/?invite={invites[query]}", DORA)):
        assert answer.status_code == 403
        assert said in answer.content.decode()
    assert not User.objects.exists()


def test_an_invite_opens_the_door(visitor: Client, settings: Settings) -> None:
    settings.SIGNUP = "invite"
    address = f"/signup/?invite={invitation(until=timezone.now() + timedelta(days=1))}"
    assert visitor.get(address).status_code == 200
    visitor.post(address, DORA)
    assert User.objects.get().username == "dora"


def test_who_is_logged_in_goes_on_to_the_library(visitor: Client, alice: User) -> None:
    visitor.force_login(alice, backend="django.contrib.auth.backends.ModelBackend")
    assert visitor.post("/signup/", DORA).headers["Location"] == "/"
    assert User.objects.get() == alice


def test_it_needs_the_csrf_proof(strict_visitor: Client) -> None:
    assert strict_visitor.post("/signup/", DORA).status_code == 403
    assert not User.objects.exists()
