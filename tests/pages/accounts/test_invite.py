"""Invites: what `manage.py invite` prints, and when an invite opens the door."""

from datetime import UTC, datetime, timedelta
from io import StringIO

import pytest
from django.contrib.auth.models import User
from django.core import signing
from django.core.management import CommandError, call_command
from django.test import Client
from pytest_django import Settings

from publisher.accounts.invitations import Entry, entry, invitation, is_good
from tests.factories import PASSWORD

NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)
GOOD = invitation(until=NOON + timedelta(minutes=1))
LATE = invitation(until=NOON)


@pytest.mark.parametrize(
    ("signup", "invite", "answer"),
    [
        ("open", "", Entry.OPEN),
        ("open", "nonsense", Entry.OPEN),
        ("closed", "", Entry.CLOSED),
        pytest.param("closed", GOOD, Entry.CLOSED, id="closed-good"),
        ("invite", "", Entry.INVITE_NEEDED),
        ("invite", "nonsense", Entry.INVITE_REFUSED),
        pytest.param("invite", LATE, Entry.INVITE_REFUSED, id="invite-late"),
        pytest.param("invite", GOOD, Entry.OPEN, id="invite-good"),
    ],
)
def test_who_may_sign_up(signup: str, invite: str, answer: Entry) -> None:
    assert entry(signup, invite=invite, now=NOON) is answer


def test_something_else_that_we_signed_is_no_invite() -> None:
    assert not is_good(signing.dumps(NOON.timestamp() + 60, salt="another purpose"), now=NOON)


@pytest.mark.django_db
@pytest.mark.urls("tests.pages.urls")
def test_the_command_prints_a_link_that_works(visitor: Client, settings: Settings) -> None:
    settings.SIGNUP = "invite"
    settings.SITE_URL = "https://retake.example"
    link, note = StringIO(), StringIO()
    call_command("invite", days=3, stdout=link, stderr=note)
    address = link.getvalue().strip().removeprefix("https://retake.example")
    assert address.startswith("/signup/?invite=")
    visitor.post(address, {"username": "dora", "email": "dora@example.org", "password": PASSWORD})
    assert User.objects.get().username == "dora"
    assert "Good until" in note.getvalue()


@pytest.mark.parametrize(("signup", "days", "said"), [("invite", 0, "1 to 90"), ("invite", 91, "1 to 90"), ("open", 7, "SIGNUP=invite")])
def test_the_command_refuses_what_would_not_help(settings: Settings, signup: str, days: int, said: str) -> None:
    settings.SIGNUP = signup
    with pytest.raises(CommandError, match=said):
        call_command("invite", days=days)
