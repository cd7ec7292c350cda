"""Connections to accounts: made and remade by social-core's round trip, tested, and left again."""

import logging
from datetime import datetime
from typing import Any

from django.contrib.auth.models import AbstractBaseUser
from django.db import transaction
from django.db.models import F

from platforms import clock, errors, registry
from platforms.encryption import WrongKey, WrongRow
from platforms.models import Connection
from platforms.oauth import Identity, PlatformOAuth
from platforms.tokens import HEALTHY, Access, RefreshBusy, access, ask_to_reconnect, keep, oauth, opened

__all__ = [
    "Access",
    "RefreshBusy",
    "access",
    "ask_to_reconnect",
    "disconnect",
    "refuse_another_account",
    "settle_connection",
    "verify",
]

log = logging.getLogger(__name__)

# -- connecting: steps of social-core's pipeline ---------------------------------------------------------------------


def refuse_another_account(backend: PlatformOAuth, uid: str, user: AbstractBaseUser, **_: Any) -> None:
    """Insist on the same account where the user asked to reconnect one: what waits for it must not go to another."""
    asked = _reconnecting(backend, user)
    if asked is not None and asked.uid != str(uid):
        raise errors.Refused(
            "another_account",
            f"That was another account. {asked} is the one to reconnect.",
            fix=f"Try again and choose {asked}; a further account is connected from the list of connections.",
        )


def settle_connection(backend: PlatformOAuth, social: Connection, response: dict[str, Any], **_: Any) -> dict[str, Any]:
    """Write what was granted, in one commit: the tokens with a new version, whose account it is, and that it is well."""
    identity: Identity = response["identity"]
    with transaction.atomic():
        row = Connection.objects.select_for_update().get(pk=social.pk)
        now = clock.now()
        keep(row, backend.tokens_of(response), before=_refresh_token_before(row), now=now)
        _describe(row, identity, now=now)
        row.token_version += 1
        row.refreshing_until = row.disconnected_at = None
        row.connected_at = now
        row.problem = row.problem_code = row.problem_message = ""
        row.problem_since = None
        row.save()
    backend.settled = str(row)
    return {"social": row}


def _reconnecting(backend: PlatformOAuth, user: AbstractBaseUser) -> Connection | None:
    """The connection that is being reconnected; one that was made elsewhere cannot be, its account gets a new one here."""
    if not backend.reconnecting:
        return None
    here = Connection.objects.visible_to(user).filter(provider=backend.name, realm=registry.realm(backend.name))
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


def verify(connection: Connection) -> None:
    """Ask the platform, cheaply, whether the connection works, and note what it says of the account.

    Raises what `access` raises; `errors.Unauthorized` also where a fresh token is refused or is another account's.
    """
    granted = access(connection)
    try:
        identity = _identity(connection, granted)
    except errors.Unauthorized:
        granted = access(connection, refused_version=granted.token_version)
        identity = _identity_or_reconnect(connection, granted)
    row = Connection.objects.get(pk=connection.pk)
    _describe(row, identity, now=clock.now())
    row.save(update_fields=["name", "picture_url", "details", "last_verified_at"])


def _identity(connection: Connection, granted: Access) -> Identity:
    identity = oauth(connection.provider).identify(granted.account.access_token)
    if identity.id != connection.uid:
        raise errors.Unauthorized(
            "another_account", f"The platform answers for another account than {connection}.", fix="Reconnect the account."
        )
    return identity


def _identity_or_reconnect(connection: Connection, granted: Access) -> Identity:
    try:
        return _identity(connection, granted)
    except errors.Unauthorized as error:
        ask_to_reconnect(connection, granted.token_version, error)
        raise


def disconnect(connection: Connection, *, by: AbstractBaseUser) -> None:
    """Give the leave back to the platform and erase the tokens here; what was published stays.

    A platform that cannot be told stops nothing: the tokens are gone from here, and the log says that it was not told.
    """
    row = Connection.objects.get(pk=connection.pk)
    if row.is_connected:
        _revoke(row)
    now = clock.now()
    gone = Connection.objects.filter(pk=row.pk, disconnected_at=None).update(
        sealed_tokens="",
        token_expires_at=None,
        refreshing_until=None,
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
        oauth(row.provider).revoke(tokens.get("refresh_token") or tokens.get("access_token", ""))
    except errors.PlatformError as error:
        log.warning("Connection %s could not be revoked at the platform (%s); its tokens are erased here", row.pk, error.code)
