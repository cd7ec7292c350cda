"""The accounts of the stand-in, their channels, and the tokens that somebody mailed to them."""

import secrets
from dataclasses import dataclass, field
from hashlib import sha1

from platforms.sandbox.store import Row, Store

_FIRST = (
    (1, "slow.rivers", "Slow Rivers", "zc4j3", "2xjkt", 0),
    (2, "night.market", "Night Market", "ummtf", "3nvg0", 0),
    (3, "banned.buoy", "Banned Buoy", "q81xw", "4hd2s", 1),
)
_CHANNELS = (
    (1200345, 1, "SlowRivers", "Slow Rivers"),
    (1200346, 1, "RiverMouths", "River Mouths"),
    (1310277, 2, "NightMarket", "Night Market"),
    (1402998, 3, "BannedBuoy", "Banned Buoy"),
)


@dataclass(frozen=True, kw_only=True)
class Account:
    """One user; `publisher_id` stands in the addresses of their embedded videos, `affiliate` beside it in those of pages."""

    id: int
    name: str
    title: str
    publisher_id: str
    affiliate: str
    banned: bool


@dataclass(frozen=True, kw_only=True)
class Channel:
    """Where videos are shown; the first of an account is the one where they land by themselves."""

    id: int
    account_id: int
    slug: str
    title: str


@dataclass(frozen=True, kw_only=True)
class Granted:
    """What somebody gets by mail who asked for the Upload API."""

    name: str
    token: str = field(repr=False)
    publisher_id: str
    channel_id: int
    channel: str


def first_token(name: str) -> str:
    """The token that an account begins with: the same one in every sandbox, so that it can be noted down."""
    return sha1(f"sandbox {name}".encode(), usedforsecurity=False).hexdigest()


class Accounts:
    """All of them, kept over a restart."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self.prepare()

    def prepare(self) -> None:
        """Bring in those that everybody starts with."""
        if self._store.row("SELECT 1 FROM rumble_accounts"):
            return
        with self._store.transaction():
            for account in _FIRST:
                self._store.run("INSERT INTO rumble_accounts VALUES (?, ?, ?, ?, ?, ?)", *account)
                self._store.run("INSERT INTO rumble_tokens VALUES (?, ?, 0)", first_token(account[1]), account[0])
            for channel in _CHANNELS:
                self._store.run("INSERT INTO rumble_channels VALUES (?, ?, ?, ?)", *channel)

    def all(self) -> list[Account]:
        return [_account(row) for row in self._store.rows("SELECT * FROM rumble_accounts ORDER BY id")]

    def get(self, account_id: int) -> Account:
        """Raises LookupError for nobody's id."""
        return _found(self._store.row("SELECT * FROM rumble_accounts WHERE id = ?", account_id), str(account_id))

    def named(self, name: str) -> Account:
        """Raises LookupError for a name that nobody has."""
        return _found(self._store.row("SELECT * FROM rumble_accounts WHERE name = ?", name), name)

    def publishing_as(self, publisher_id: str) -> Account | None:
        row = self._store.row("SELECT * FROM rumble_accounts WHERE publisher_id = ?", publisher_id)
        return _account(row) if row else None

    def ban(self, account: Account, *, banned: bool) -> None:
        self._store.run("UPDATE rumble_accounts SET banned = ? WHERE id = ?", int(banned), account.id)

    # -- channels ----------------------------------------------------------------------------------------------------
    def channels(self) -> list[Channel]:
        return [_channel(row) for row in self._store.rows("SELECT * FROM rumble_channels ORDER BY id")]

    def channels_of(self, account: Account) -> list[Channel]:
        return [channel for channel in self.channels() if channel.account_id == account.id]

    def channel(self, channel_id: int) -> Channel:
        """Raises LookupError."""
        found = next((channel for channel in self.channels() if channel.id == channel_id), None)
        if found is None:
            raise LookupError(f"There is no channel {channel_id}.")
        return found

    # -- tokens ------------------------------------------------------------------------------------------------------
    def of_token(self, token: str) -> Account | None:
        row = self._store.row("SELECT account_id FROM rumble_tokens WHERE token = ? AND ended = 0", token)
        return self.get(row["account_id"]) if row else None

    def is_token(self, word: str) -> bool:
        """Whether it is somebody's, be it taken back."""
        return self._store.row("SELECT 1 FROM rumble_tokens WHERE token = ?", word) is not None

    def token_of(self, account: Account) -> str:
        """The one that is good now; "" where all were taken back."""
        row = self._store.row("SELECT token FROM rumble_tokens WHERE account_id = ? AND ended = 0 ORDER BY rowid DESC", account.id)
        return str(row["token"]) if row else ""

    def grant(self, account: Account) -> Granted:
        """The token that is good, or a new one where none is."""
        token = self.token_of(account)
        if not token:
            token = secrets.token_hex(20)
            self._store.run("INSERT INTO rumble_tokens VALUES (?, ?, 0)", token, account.id)
        channel = self.channels_of(account)[0]
        return Granted(name=account.name, token=token, publisher_id=account.publisher_id, channel_id=channel.id, channel=channel.slug)

    def revoke(self, account: Account) -> None:
        self._store.run("UPDATE rumble_tokens SET ended = 1 WHERE account_id = ?", account.id)


def _found(row: Row | None, asked: str) -> Account:
    if row is None:
        raise LookupError(f"There is no account {asked!r}.")
    return _account(row)


def _account(row: Row) -> Account:
    return Account(
        id=row["id"],
        name=row["name"],
        title=row["title"],
        publisher_id=row["publisher_id"],
        affiliate=row["affiliate"],
        banned=bool(row["banned"]),
    )


def _channel(row: Row) -> Channel:
    return Channel(id=row["id"], account_id=row["account_id"], slug=row["slug"], title=row["title"])
