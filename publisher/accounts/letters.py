"""The letters that an account gets. Addresses begin with SITE_URL: what a request claims to have asked for is anybody's to write."""

from datetime import datetime

from django.conf import settings
from django.contrib.auth.models import AbstractBaseUser, User
from django.urls import reverse
from django.utils import timezone

from notifications.mail import Letter, Link, MailNotSent, send
from publisher.accounts.time_zone import zone_of


def address_of(name: str, *args: object) -> str:
    """Give the whole address of a page of ours."""
    return f"{settings.SITE_URL}{reverse(name, args=args)}"


def try_to_tell(letter: Letter, *, to: str) -> bool:
    """Send news of what is done already; False where the mail server took none, which undoes nothing."""
    if not to:
        return False
    try:
        send(letter, to=to)
    except MailNotSent:
        return False
    return True


def new_password_link(user: User, *, uid: str, token: str, minutes: int) -> Letter:
    return Letter(
        subject="A new password for Retake",
        paragraphs=(f"Somebody, most likely you, asked for a new password for the account {user.username}.",),
        link=Link(label="Choose a new password", address=address_of("password_reset_confirm", uid, token)),
        after=(
            f"The link works once, for {minutes} minutes from when this was sent.",
            "If you did not ask for it, do nothing: your password stays as it is.",
        ),
    )


def password_changed(user: AbstractBaseUser, *, now: datetime) -> Letter:
    return Letter(
        subject="Your Retake password was changed",
        paragraphs=(
            f"The password of the account {user.get_username()} was changed {_when(user, now)}, "
            "and every other browser that was logged in was logged out.",
        ),
        after=(f"If that was not you, choose a new one at {address_of('password_reset')} at once.",),
    )


def confirm_address(user: User, *, token: str, hours: int) -> Letter:
    return Letter(
        subject="Confirm your e-mail address for Retake",
        paragraphs=(f"The account {user.username} wants its mail to come to this address from now on.",),
        link=Link(label="Confirm the address", address=address_of("email_confirm", token)),
        after=(
            f"The link works for {hours} hours. Until it is used, mail goes to the address as before.",
            "If you do not know this account, do nothing: the address is then not used.",
        ),
    )


def address_changed(user: User, *, to: str, now: datetime) -> Letter:
    return Letter(
        subject="The e-mail address of your Retake account was changed",
        paragraphs=(f"Mail for the account {user.username} goes to {to} since {_moment(user, now)}, and no longer to this address.",),
        after=("If that was not you, tell the person who runs this Retake at once: whoever reads that address can choose a new password.",),
    )


def token_made(user: User, *, name: str, now: datetime) -> Letter:
    return Letter(
        subject="An API token was made for your Retake account",
        paragraphs=(f"A token named “{name}” was made for the account {user.username} {_when(user, now)}. Whoever has it acts as you.",),
        after=(f"If that was not you, revoke it at {address_of('api_tokens')} and change your password at once.",),
    )


def account_closed(user: User, *, now: datetime) -> Letter:
    return Letter(
        subject="Your Retake account is closed",
        paragraphs=(
            f"You closed the account {user.username} {_when(user, now)}. Nobody can log in to it any more.",
            "What was on its way and could be stopped is cancelled. Once nothing is on its way, Retake gives its leave back to the "
            "platforms, and erases your videos, your files and the account. What is published stays on the platforms.",
        ),
        after=("If that was not you, tell the person who runs this Retake at once.",),
    )


def _when(user: AbstractBaseUser, now: datetime) -> str:
    return f"on {_moment(user, now)}"


def _moment(user: AbstractBaseUser, now: datetime) -> str:
    here = timezone.localtime(now, zone_of(user))
    return f"{here.day} {here:%B %Y} at {here:%H:%M %Z}"
