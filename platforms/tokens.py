"""A connection's token that is valid now: renewed early, by one at a time, and never sent anywhere but to its own realm."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import Enum, auto
from typing import NoReturn, TypeVar

from django.db.models import F

from platforms import clock, errors, leave, registry, renewal
from platforms.contract import Account
from platforms.grants import Grants
from platforms.kept_tokens import HEALTHY, ask_to_reconnect, grants_of, opened
from platforms.models import Connection
from platforms.renewal import STILL_GOOD, lasts
from platforms.turns import SharedTurns

EARLY = timedelta(minutes=10)
"""How long before its end a token is renewed, so that one that is handed out lasts through a request."""
WAITS_SECONDS = (0.2, 0.3, 0.5, 1.0)
BUSY = timedelta(seconds=5)

_ELSEWHERE = "made_elsewhere"

Done = TypeVar("Done")


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


def nobody_knows() -> bool:
    """Whether an account is quiet, for those who do not know: it may not be."""
    return False


def access(connection: Connection, *, refused_version: int | None = None, quiet: Callable[[], bool] = nobody_knows) -> Access:
    """Give a token that is valid now; renew it first when it ends soon, or when `refused_version` is still the stored one.

    `quiet` tells whether nobody sends anything to this account just now: where a renewal ends the token from before, only then
    is one renewed that still lasts. To be called with no transaction open: it may ask the platform. Raises `RefreshBusy`,
    `errors.Unauthorized` (the owner has to reconnect; the connection says so from now on), `errors.Transient`,
    `errors.RateLimited` or `errors.Misconfigured`.
    """
    for wait in WAITS_SECONDS:
        row = _usable(connection)
        now = clock.now()
        step = next_step(row, grants_of(row), refused_version=refused_version, quiet=quiet, now=now)
        if step is Step.USE:
            return _access(row)
        if step is Step.REFRESH and renewal.claim(row, now=now):
            renewed = renewal.renew(row, refused=refused_version == row.token_version, now=now)
            # Else they were changed by somebody else meanwhile (reconnected, disconnected), and that is the truth.
            return _access(row) if renewed else access(connection, quiet=quiet)
        clock.sleep(wait)
    raise RefreshBusy(again_in=BUSY)


def with_leave(connection: Connection, do: Callable[[Account], Done], *, quiet: Callable[[], bool] = nobody_knows) -> Done:
    """Do it with a token that is valid now; one that is refused is renewed once, and then its owner is asked to reconnect.

    `quiet` as for `access`; what is done has to be safe to begin anew. Raises what `access` and `do` raise.
    """
    granted = access(connection, quiet=quiet)
    try:
        return do(granted.account)
    except errors.Unauthorized:
        granted = access(connection, refused_version=granted.token_version)
    try:
        return do(granted.account)
    except errors.Unauthorized as error:
        ask_to_reconnect(connection, granted.token_version, error)
        raise


def next_step(row: Connection, grants: Grants, *, refused_version: int | None, quiet: Callable[[], bool], now: datetime) -> Step:
    """Decide about the stored token: a refused one is never used again, an ending one only while its renewal runs.

    One that dies with its renewal is not used while that runs, and is renewed ahead of its end only where it is quiet.
    """
    refused = refused_version == row.token_version
    if row.refreshing_until is not None and row.refreshing_until > now:
        usable = not refused and not grants.refresh_ends_access and lasts(row, STILL_GOOD, now=now)
        return Step.USE if usable else Step.WAIT
    if refused or not lasts(row, timedelta(0), now=now):
        return Step.REFRESH
    soon = not lasts(row, EARLY, now=now) or leave.wants_renewal(row, grants, now=now)
    return Step.REFRESH if soon and (not grants.refresh_ends_access or quiet()) else Step.USE


def _usable(connection: Connection) -> Connection:
    """Read the row anew; refuse it where its tokens must not, or need not, be sent."""
    row = Connection.objects.get(pk=connection.pk)
    if not row.is_connected:
        raise errors.Unauthorized("disconnected", f"{row} is disconnected.", fix="Connect the account again.")
    if row.is_by_hand:
        raise errors.Unauthorized("by_hand", f"{row} is posted to by hand: there is no leave.", fix="Connect the account.")
    if row.is_elsewhere:
        _refuse_elsewhere(row)
    if row.problem_code == _ELSEWHERE:
        # The address is what it was when these tokens were made: they are good again.
        Connection.objects.unchanged(row, token_version=row.token_version).update(**HEALTHY, token_version=F("token_version") + 1)
        return Connection.objects.get(pk=row.pk)
    if row.needs_reconnect:
        raise errors.Unauthorized(row.problem_code, row.problem_message, fix="Reconnect the account.")
    return row


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
        turns=SharedTurns(connection_id=row.pk),
    )
    return Access(account=account, token_version=row.token_version)
