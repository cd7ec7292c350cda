"""A connection's token that is valid now: renewed early, by one at a time, and never sent anywhere but to its own realm."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import Enum, auto
from typing import Any, NoReturn

from django.db import transaction
from django.db.models import F
from django.http import HttpRequest
from social_django.utils import load_strategy

from platforms import clock, errors, registry
from platforms.contract import Account
from platforms.encryption import WrongKey, WrongRow
from platforms.models import Connection
from platforms.oauth import PlatformOAuth, Tokens

EARLY = timedelta(minutes=10)
"""How long before its end a token is renewed, so that one that is handed out lasts through a request."""
STILL_GOOD = timedelta(minutes=1)
"""How long a token has to last to be used while its renewal is under way or failed."""
REFRESH_CLAIM = timedelta(minutes=3)
"""Longer than all but the slowest refresh. Afterwards the next may try; the version keeps the two from overwriting each other."""
WAITS_SECONDS = (0.2, 0.3, 0.5, 1.0)
BUSY = timedelta(seconds=5)

HEALTHY: dict[str, Any] = {"problem": "", "problem_code": "", "problem_message": "", "problem_since": None}
_TOKEN_COLUMNS = ("sealed_tokens", "token_expires_at", "scopes")
_ELSEWHERE = "made_elsewhere"


class RefreshBusy(Exception):
    """Somebody else is renewing this token: come back after `again_in`."""

    def __init__(self, *, again_in: timedelta) -> None:
        super().__init__("The token is being renewed.")
        self.again_in = again_in


@dataclass(frozen=True, kw_only=True)
class Access:
    """An account with a token that is valid now, and the version of that token, to say which one was refused."""

    account: Account = field(repr=False)
    token_version: int


class Step(Enum):
    """What to do about a token."""

    USE = auto()
    REFRESH = auto()
    WAIT = auto()


# -- a token that is valid now ---------------------------------------------------------------------------------------


def access(connection: Connection, *, refused_version: int | None = None) -> Access:
    """Give a token that is valid now; renew it first when it ends soon, or when `refused_version` is still the stored one.

    To be called with no transaction open: it may ask the platform. Raises `RefreshBusy`, `errors.Unauthorized` (the
    owner has to reconnect; the connection says so from now on), `errors.Transient`, `errors.RateLimited` or
    `errors.Misconfigured`.
    """
    for wait in WAITS_SECONDS:
        row = _usable(connection)
        now = clock.now()
        step = next_step(row, refused_version=refused_version, now=now)
        if step is Step.USE:
            return _access(row)
        if step is Step.REFRESH and _claim(row, now=now):
            return _refresh(row, refused=refused_version == row.token_version, now=now)
        clock.sleep(wait)
    raise RefreshBusy(again_in=BUSY)


def next_step(row: Connection, *, refused_version: int | None, now: datetime) -> Step:
    """Decide about the stored token: a refused one is never used again, an ending one only while its renewal runs."""
    refused = refused_version == row.token_version
    if not refused and lasts(row, EARLY, now=now):
        return Step.USE
    if row.refreshing_until is None or row.refreshing_until <= now:
        return Step.REFRESH
    return Step.USE if not refused and lasts(row, STILL_GOOD, now=now) else Step.WAIT


def lasts(row: Connection, wanted: timedelta, *, now: datetime) -> bool:
    """Whether the token is valid for longer than `wanted`; one without an end always is."""
    return row.token_expires_at is None or row.token_expires_at - now > wanted


def ask_to_reconnect(connection: Connection, token_version: int, error: errors.PlatformError) -> bool:
    """Say that the owner has to reconnect, unless the tokens changed since; True: this is the first to say it."""
    row = Connection.objects.unchanged(connection, token_version=token_version).filter(problem="")
    return bool(row.update(**_problem(error), problem_since=clock.now()))


def _usable(connection: Connection) -> Connection:
    """Read the row anew; refuse it where its tokens must not, or need not, be sent."""
    row = Connection.objects.get(pk=connection.pk)
    if not row.is_connected:
        raise errors.Unauthorized("disconnected", f"{row} is disconnected.", fix="Connect the account again.")
    if row.is_elsewhere:
        _refuse_elsewhere(row)
    if row.problem_code == _ELSEWHERE:
        # The address is what it was when these tokens were made: they are good again.
        Connection.objects.unchanged(row, token_version=row.token_version).update(**HEALTHY, token_version=F("token_version") + 1)
        return Connection.objects.get(pk=row.pk)
    if row.needs_reconnect:
        raise errors.Unauthorized(row.problem_code, row.problem_message, fix="Reconnect the account.")
    return row


def _problem(error: errors.PlatformError) -> dict[str, Any]:
    return {"problem": Connection.Problem.RECONNECT, "problem_code": error.code, "problem_message": error.message}


def _refuse_elsewhere(row: Connection) -> NoReturn:
    error = errors.Unauthorized(
        _ELSEWHERE,
        f"{row} was connected at {row.realm}, and Retake now talks to {registry.realm(row.provider)}. Its tokens are not sent there.",
        fix="Connect the account again at the new address.",
    )
    ask_to_reconnect(row, row.token_version, error)
    raise error


def _access(row: Connection) -> Access:
    account = Account(
        id=row.uid,
        name=row.name,
        realm=row.realm,
        access_token=opened(row).get("access_token", ""),
        scopes=frozenset(row.scopes),
        details=row.details,
    )
    return Access(account=account, token_version=row.token_version)


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


# -- refresh, as a claim ---------------------------------------------------------------------------------------------


def _claim(row: Connection, *, now: datetime) -> bool:
    """Take the refresh, in a commit of its own: the platform is never asked within a transaction."""
    with transaction.atomic(durable=True):
        return Connection.objects.claim_refresh(row, now=now, until=now + REFRESH_CLAIM)


def _refresh(row: Connection, *, refused: bool, now: datetime) -> Access:
    """Renew the claimed tokens; while they still last, a platform that cannot renew them just now stops nobody."""
    try:
        renewed = _renew(row)
    except (errors.Transient, errors.RateLimited):
        if not refused and lasts(row, STILL_GOOD, now=clock.now()):
            return _access(row)
        raise
    finally:
        Connection.objects.filter(pk=row.pk, refreshing_until=now + REFRESH_CLAIM).update(refreshing_until=None)
    # Else they were changed by somebody else meanwhile (reconnected, disconnected), and that is the truth.
    return _access(row) if renewed else access(row)


def _renew(row: Connection) -> bool:
    """Ask for new tokens and swap them in; False: the stored ones changed meanwhile.

    Raises `errors.Unauthorized` only where those that were refused are still the stored ones: else it proves nothing.
    """
    refresh_token = opened(row).get("refresh_token", "")
    try:
        if not refresh_token:
            raise errors.Unauthorized("grant_ended", "The leave to publish to this account has ended.", fix="Reconnect the account.")
        renewed = oauth(row.provider).renew(refresh_token)
    except errors.Unauthorized as error:
        ask_to_reconnect(row, row.token_version, error)
        if Connection.objects.unchanged(row, token_version=row.token_version).exists():
            raise
        return False
    keep(row, renewed, before=refresh_token, now=clock.now())
    return _swap_in(row)


def _swap_in(row: Connection) -> bool:
    changes = {name: getattr(row, name) for name in _TOKEN_COLUMNS}
    swapped = Connection.objects.unchanged(row, token_version=row.token_version).update(
        **changes, **HEALTHY, token_version=F("token_version") + 1, refreshing_until=None
    )
    row.token_version += swapped
    return bool(swapped)


def keep(row: Connection, tokens: Tokens, *, before: str, now: datetime) -> None:
    """Put tokens into the row, unsaved. An answer without a refresh token keeps the one from `before`."""
    row.extra_data = {"access_token": tokens.access_token, "refresh_token": tokens.refresh_token or before}
    row.token_expires_at = now + tokens.lifetime if tokens.lifetime else None
    row.scopes = sorted(tokens.scopes)


def oauth(slug: str, *, request: HttpRequest | None = None, back_to: str | None = None) -> PlatformOAuth:
    """Give a platform's OAuth; a round trip needs its `request` and the path that the platform sends `back_to`."""
    backend = load_strategy(request).get_backend(slug, redirect_uri=back_to)  # type: ignore[no-untyped-call]
    if not isinstance(backend, PlatformOAuth):
        raise TypeError(f"{slug} is connected by a backend that is not ours.")
    return backend
