"""Connections to accounts: made and remade by social-core's round trip, tested, and left again."""

import logging
from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.contrib.auth.models import AbstractBaseUser, User
from django.db import transaction
from django.db.models import F

from platforms import by_hand_accounts, clock, errors, registry, waiting
from platforms.contract import Account
from platforms.encryption import WrongKey, WrongRow
from platforms.grants import Identity, Tokens
from platforms.kept_tokens import HEALTHY, ask_to_reconnect, grants_of, keep, opened
from platforms.models import Connection
from platforms.oauth import PlatformOAuth
from platforms.tokens import Access, RefreshBusy, access, nobody_knows, with_leave

__all__ = [
    "Access",
    "RefreshBusy",
    "access",
    "ask_to_reconnect",
    "connect",
    "disconnect",
    "refuse_another_account",
    "settle_connection",
    "take_over_by_hand",
    "verify",
    "with_leave",
]

log = logging.getLogger(__name__)

# -- connecting: steps of social-core's pipeline ---------------------------------------------------------------------


def take_over_by_hand(backend: PlatformOAuth, uid: str, user: AbstractBaseUser, response: dict[str, Any], **_: Any) -> None:
    """Let an account that was posted to by hand be the one that leave was given for: before its row is looked for."""
    slug, login = registry.login(backend.name)
    by_hand_accounts.take_over(user, slug, realm=login.address, identity=response["identity"], asked=backend.reconnecting)


def refuse_another_account(backend: PlatformOAuth, uid: str, user: AbstractBaseUser, response: dict[str, Any], **_: Any) -> None:
    """Insist on the same account where the user asked to reconnect one: what waits for it must not go to another."""
    asked = _reconnecting(backend, user)
    if asked is not None and not asked.is_by_hand and asked.uid != str(uid):
        raise errors.Refused(
            "another_account",
            f"You chose {response['identity'].name}, and {asked} is the one to reconnect: what waits for it must not go to another.",
            fix=f"Try again and choose {asked}. A further account is connected from the list of connections.",
        )


def settle_connection(backend: PlatformOAuth, social: Connection, response: dict[str, Any], **_: Any) -> dict[str, Any]:
    """Write what was granted, in one commit: the tokens with a new version, whose account it is, and that it is well."""
    row = _settle(social.pk, response["identity"], backend.tokens_of(response), realm=registry.login(backend.name)[1].address)
    backend.settled, backend.goes_on = str(row), waiting.titles_of(row)
    return {"social": row}


def connect(user: User, slug: str, *, realm: str, identity: Identity, tokens: Tokens, asked: str = "") -> tuple[Connection, bool]:
    """Connect an account that somebody signed in to; the same account revives its row. Gives it, and whether it was not connected before.

    `asked` is the key of the connection that was asked to be connected anew, "" where none was. Raises `errors.Refused` where it
    is connected by somebody else.
    """
    by_hand_accounts.take_over(user, slug, realm=realm, identity=identity, asked=asked)
    row = Connection.objects.of_account(slug, identity.id, realm=realm).first()
    if row is None:
        row, _ = Connection.objects.get_or_create(provider=slug, realm=realm, uid=identity.id, defaults={"user": user})
    if row.user_id != user.pk:
        raise errors.Refused(
            "identity_in_use",
            "This account is connected to Retake by somebody else already.",
            fix="Choose another account, or ask the other person to publish from it. A connection belongs to one person.",
        )
    was_connected = row.has_leave
    return _settle(row.pk, identity, tokens, realm=realm), not was_connected


def _settle(pk: int, identity: Identity, tokens: Tokens, *, realm: str) -> Connection:
    """Write the tokens with a new version, for which realm they are, whose account it is, and that it is well, in one commit."""
    with transaction.atomic():
        row = Connection.objects.select_for_update().get(pk=pk)
        now = clock.now()
        before = _refresh_token_before(row) if row.realm == realm else ""
        row.realm = realm  # first: the tokens are sealed for it
        keep(row, tokens, before=before, now=now)
        _describe(row, identity, now=now)
        row.token_version += 1
        row.refreshing_until = row.disconnected_at = None
        row.connected_at, row.is_by_hand = now, False
        row.tested_at, row.findings = None, {}
        row.problem = row.problem_code = row.problem_message = ""
        row.problem_since = None
        row.save()
    return row


def _reconnecting(backend: PlatformOAuth, user: AbstractBaseUser) -> Connection | None:
    """The connection that is being reconnected; one that was made elsewhere cannot be, its account gets a new one here."""
    if not backend.reconnecting:
        return None
    slug, _ = registry.login(backend.name)
    here = Connection.objects.visible_to(user).filter(provider=slug, realm__in=registry.realms(slug))
    return here.filter(pk=backend.reconnecting).first()


def _refresh_token_before(row: Connection) -> str:
    try:
        return str(row.extra_data.get("refresh_token", ""))
    except (WrongKey, WrongRow):
        return ""


def _describe(row: Connection, identity: Identity, *, now: datetime) -> None:
    row.name, row.picture_url = identity.name[:200], identity.picture_url[:500]
    row.details, row.last_verified_at = dict(identity.details), now


# -- testing and leaving ---------------------------------------------------------------------------------------------


def verify(connection: Connection, *, quiet: Callable[[], bool] = nobody_knows) -> None:
    """Ask the platform, cheaply, whether the connection works, and note what it says of the account.

    `quiet` as for `access`. Raises what `access` raises; `errors.Unauthorized` also where a fresh token is refused or is another account's.
    """
    identity = with_leave(connection, lambda account: _identity(connection, account), quiet=quiet)
    row = Connection.objects.get(pk=connection.pk)
    _describe(row, identity, now=clock.now())
    row.save(update_fields=["name", "picture_url", "details", "last_verified_at"])


def _identity(connection: Connection, account: Account) -> Identity:
    identity = grants_of(connection).identify(account.access_token, account_id=connection.uid)
    if identity.id != connection.uid:
        raise errors.Unauthorized(
            "another_account", f"The platform answers for another account than {connection}.", fix="Reconnect the account."
        )
    return identity


def disconnect(connection: Connection, *, by: AbstractBaseUser) -> None:
    """Give the leave back to the platform and erase the tokens here; what was published stays.

    A platform that cannot be told stops nothing: the tokens are gone from here, and the log says that it was not told.
    """
    row = Connection.objects.get(pk=connection.pk)
    if row.has_leave:
        _revoke(row)
    now = clock.now()
    gone = Connection.objects.filter(pk=row.pk, disconnected_at=None).update(
        sealed_tokens="",
        token_expires_at=None,
        refreshing_until=None,
        leave_began_at=None,
        leave_ends_at=None,
        tested_at=None,
        findings={},
        token_version=F("token_version") + 1,
        disconnected_at=now,
        **HEALTHY,
    )
    if gone:
        log.info("Connection %s was disconnected by user %s", row.pk, by.pk)


def _revoke(row: Connection) -> None:
    if row.is_elsewhere:
        log.warning("Connection %s was made elsewhere: its tokens are erased here, and not revoked there", row.pk)
        return
    try:
        tokens = opened(row)
        grants_of(row).revoke(access_token=tokens.get("access_token", ""), refresh_token=tokens.get("refresh_token", ""))
    except errors.PlatformError as error:
        log.warning("Connection %s could not be revoked at the platform (%s); its tokens are erased here", row.pk, error.code)
