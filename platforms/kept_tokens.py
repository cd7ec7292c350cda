"""The tokens that are kept with a connection: opened, put in, swapped for newer ones, and said to be refused."""

from datetime import datetime
from typing import Any

from django.db.models import F
from django.http import HttpRequest
from social_django.utils import load_strategy

from platforms import clock, errors, registry
from platforms.encryption import WrongKey, WrongRow
from platforms.grants import Grants, Tokens
from platforms.models import Connection
from platforms.oauth import PlatformOAuth

HEALTHY: dict[str, Any] = {"problem": "", "problem_code": "", "problem_message": "", "problem_since": None}
_COLUMNS = ("sealed_tokens", "token_expires_at", "leave_began_at", "leave_ends_at", "scopes")


def opened(row: Connection) -> dict[str, Any]:
    """Open the tokens of a row; those that do not open are never guessed at."""
    try:
        return row.extra_data
    except WrongKey:
        raise errors.Misconfigured(
            "tokens_locked",
            "The stored tokens cannot be opened.",
            fix="Put the key back into TOKEN_ENCRYPTION_KEYS that they were sealed with.",
        ) from None
    except WrongRow:
        error = errors.Unauthorized("tokens_misplaced", f"The stored tokens are not those of {row}.", fix="Reconnect the account.")
        ask_to_reconnect(row, row.token_version, error)
        raise error from None


def ask_to_reconnect(connection: Connection, token_version: int, error: errors.PlatformError) -> bool:
    """Say that the owner has to reconnect, unless the tokens changed since; True: this is the first to say it."""
    row = Connection.objects.unchanged(connection, token_version=token_version).filter(problem="")
    said = {"problem": Connection.Problem.RECONNECT, "problem_code": error.code, "problem_message": error.message}
    return bool(row.update(**said, problem_since=clock.now()))


def keep(row: Connection, tokens: Tokens, *, before: str, now: datetime) -> None:
    """Put tokens into the row, unsaved. An answer without a refresh token keeps the one from `before`, and its end."""
    row.extra_data = {"access_token": tokens.access_token, "refresh_token": tokens.refresh_token or before}
    row.token_expires_at = now + tokens.lifetime if tokens.lifetime else None
    row.scopes = sorted(tokens.scopes)
    if tokens.leave_lifetime:
        row.leave_began_at, row.leave_ends_at = now, now + tokens.leave_lifetime
    elif tokens.refresh_token and tokens.refresh_token != before:
        row.leave_began_at = row.leave_ends_at = None  # a new leave, of which no end was said


def swap_in(row: Connection) -> bool:
    """Write what was put into the row; False: the stored tokens are no longer those that it was read with."""
    changes = {name: getattr(row, name) for name in _COLUMNS}
    swapped = Connection.objects.unchanged(row, token_version=row.token_version).update(
        **changes, **HEALTHY, token_version=F("token_version") + 1, refreshing_until=None
    )
    row.token_version += swapped
    return bool(swapped)


def grants_of(row: Connection) -> Grants:
    """Give what renews and gives back the leave of this connection."""
    return registry.grants(row.provider, row.realm) or oauth(row.login)


def oauth(login: str, *, request: HttpRequest | None = None, back_to: str | None = None) -> PlatformOAuth:
    """Give the OAuth of a login; a round trip needs its `request` and the path that the platform sends `back_to`."""
    backend = load_strategy(request).get_backend(login, redirect_uri=back_to)  # type: ignore[no-untyped-call]
    if not isinstance(backend, PlatformOAuth):
        raise TypeError(f"{login} is connected by a backend that is not ours.")
    return backend
