"""The account pages: for whom is not logged in, and with what they typed wrong."""

from collections.abc import Callable
from datetime import timedelta

from django.contrib.auth.tokens import default_token_generator
from django.test import Client
from django.utils.encoding import force_bytes
from django.utils.http import urlsafe_base64_encode
from playwright.sync_api import Page

from platforms import clock
from publisher.accounts.email_address import token_for
from tests.browser.states.case import Case, Scene
from tests.factories import PASSWORD, ApiTokenFactory


def _press(name: str, **filled: str) -> Callable[[Page], None]:
    def press(page: Page) -> None:
        for label, value in filled.items():
            page.get_by_label(label.replace("_", " "), exact=True).fill(value)
        page.get_by_role("button", name=name).click()
        page.get_by_role("alert").first.wait_for()

    return press


def _sign_up(allowed: str, more: str = "") -> Callable[[Scene], str]:
    def at(scene: Scene) -> str:
        scene.settings.SIGNUP = allowed
        return f"/signup/{more}"

    return at


def _new_address(scene: Scene) -> str:
    return f"/account/email/confirm/{token_for(scene.alice, 'alice@new.example')}/"


def _locked_out(scene: Scene) -> str:
    scene.settings.AXES_ENABLED = True
    for _ in range(scene.settings.AXES_FAILURE_LIMIT):
        Client().post("/login/", {"username": "alice", "password": "not the right one"})
    return "/login/"


def _try_once_more(page: Page) -> None:
    page.get_by_label("Username").fill("alice")
    page.get_by_label("Password", exact=True).fill("not the right one either")
    page.get_by_role("button", name="Log in").click()
    page.get_by_role("heading", name="Too many wrong passwords").wait_for()


def _reset_link(scene: Scene) -> str:
    uid = urlsafe_base64_encode(force_bytes(scene.alice.pk))
    return f"/password-reset/{uid}/{default_token_generator.make_token(scene.alice)}/"


def _email_link(scene: Scene) -> str:
    return f"/account/email/confirm/{token_for(scene.alice, 'alice@elsewhere.example')}/"


def _much_to_lose(scene: Scene) -> str:
    connection = scene.connection()
    for stage in ("published", "failed", "processing", "unconfirmed, a person is asked"):
        scene.standing(stage, video=scene.video(), connection=connection)
    return "/account/delete/"


def _much_to_lose(scene: Scene) -> str:
    connection = scene.connection()
    for stage in ("published", "failed", "processing", "unconfirmed, a person is asked"):
        scene.standing(stage, video=scene.video(), connection=connection)
    return "/account/delete/"


def _tokens(scene: Scene) -> str:
    now = clock.now()
    ApiTokenFactory(user=scene.alice, name="Nightly upload from the studio’s machine", last_used_at=now - timedelta(hours=3))
    ApiTokenFactory(user=scene.alice, name="Wall display", reads_only=True, expires_at=now + timedelta(days=40))
    ApiTokenFactory(user=scene.alice, name="Old one", expires_at=now - timedelta(days=1))
    return "/account/tokens/"


def _one_to_revoke(scene: Scene) -> str:
    token = ApiTokenFactory(user=scene.alice, name="Nightly upload", last_used_at=clock.now())
    return f"/account/tokens/{token.pk}/revoke/"


def _make_a_token(page: Page) -> None:
    page.get_by_label("Name", exact=True).fill("Nightly upload")
    page.get_by_label("Your password", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Make the token").click()
    page.get_by_role("heading", name="Copy it now").wait_for()


CASES = [
    Case(address="reference", state="as it is", at=lambda scene: "/api/docs"),
    Case(address="api_tokens", state="with none", at=lambda scene: "/account/tokens/"),
    Case(address="api_tokens", state="with some", at=_tokens),
    Case(address="api_tokens", state="just made", at=_tokens, then=_make_a_token),
    Case(address="api_tokens", state="refused", at=lambda scene: "/account/tokens/", then=_press("Make the token")),
    Case(address="revoke_token", state="as it is", at=_one_to_revoke),
    Case(address="login", state="empty", who="nobody", at=lambda scene: "/login/"),
    Case(
        address="login",
        state="refused",
        who="nobody",
        at=lambda scene: "/login/",
        then=_press("Log in", Username="alice", Password="not the right one"),
    ),
    Case(address="signup", state="empty", who="nobody", at=lambda scene: "/signup/"),
    Case(address="signup", state="with everything wrong", who="nobody", at=lambda scene: "/signup/", then=_press("Create the account")),
    Case(address="signup", state="closed", who="nobody", at=_sign_up("closed")),
    Case(address="signup", state="with an invite that is over", who="nobody", at=_sign_up("invite", "?invite=over")),
    Case(address="password_reset", state="empty", who="nobody", at=lambda scene: "/password-reset/"),
    Case(
        address="password_reset",
        state="without an address",
        who="nobody",
        at=lambda scene: "/password-reset/",
        then=_press("Send the link"),
    ),
    Case(address="password_reset_sent", state="as it is", who="nobody", at=lambda scene: "/password-reset/sent/"),
    Case(address="change_password", state="refused", at=lambda scene: "/account/password/", then=_press("Change the password")),
    Case(address="change_email", state="refused", at=lambda scene: "/account/email/", then=_press("Send the link")),
    Case(address="email_confirm", state="with a good link", who="nobody", at=_new_address),
    Case(address="delete_account", state="with something of everything", at=_much_to_lose),
    Case(address="delete_account", state="refused", at=lambda scene: "/account/delete/", then=_press("Delete the account for good")),
    Case(address="account", state="as it is", at=lambda scene: "/account/"),
    Case(address="late_posts", state="as it is", at=lambda scene: "/account/late-posts/"),
    Case(address="time_zone", state="as it is", at=lambda scene: "/account/time-zone/"),
    Case(address="browsers", state="with this one", at=lambda scene: "/account/browsers/"),
    Case(address="login", state="after too many wrong passwords", who="nobody", at=_locked_out, then=_try_once_more),
    Case(address="password_reset", state="empty", who="nobody", at=lambda scene: "/password-reset/"),
    Case(address="password_reset", state="refused", who="nobody", at=lambda scene: "/password-reset/", then=_press("Send the link")),
    Case(address="password_reset_sent", state="as it is", who="nobody", at=lambda scene: "/password-reset/sent/"),
    Case(address="password_reset_confirm", state="with a good link", who="nobody", at=_reset_link),
    Case(address="password_reset_confirm", state="with a link that is over", who="nobody", at=lambda scene: "/password-reset/x/over/"),
    Case(address="change_password", state="empty", at=lambda scene: "/account/password/"),
    Case(address="change_email", state="empty", at=lambda scene: "/account/email/"),
    Case(address="email_confirm", state="with a good link", at=_email_link),
    Case(address="email_confirm", state="with a link that is over", at=lambda scene: "/account/email/confirm/over/"),
    Case(address="delete_account", state="with nothing to lose", at=lambda scene: "/account/delete/"),
    Case(address="delete_account", state="with much to lose, refused", at=_much_to_lose, then=_press("Delete the account for good")),
]
