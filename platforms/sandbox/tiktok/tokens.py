"""Codes and tokens: a pair for a code, or for the refresh token of the pair before, which ends with that."""

import secrets
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from hashlib import sha256

from platforms.sandbox.store import Row, Store
from platforms.sandbox.tiktok.switches import Switches

CODE_SECONDS = 300


@dataclass(frozen=True, kw_only=True)
class Issued:
    """What the token endpoint hands out."""

    open_id: str
    scopes: tuple[str, ...]
    access_token: str = field(repr=False)
    refresh_token: str = field(repr=False)
    expires_in: int
    refresh_expires_in: int


@dataclass(frozen=True, kw_only=True)
class Bearer:
    """Whom a valid access token speaks for."""

    open_id: str
    scopes: frozenset[str]


class Tokens:
    """All pairs, kept over a restart."""

    def __init__(self, store: Store, now: Callable[[], float]) -> None:
        self._store = store
        self._now = now

    def issue_code(self, *, redirect_uri: str, open_id: str, scopes: Iterable[str], challenge: str) -> str:
        code = f"{secrets.token_urlsafe(30)}*0!{secrets.randbelow(9000) + 1000}.e1"
        self._store.run(
            "INSERT INTO tiktok_codes VALUES (?, ?, ?, ?, ?, ?, 0)",
            code,
            redirect_uri,
            open_id,
            ",".join(scopes),
            challenge,
            self._now() + CODE_SECONDS,
        )
        return code

    def redeem(self, code: str, *, redirect_uri: str, verifier: str, switches: Switches) -> Issued | None:
        """Change a code, once, for tokens; None when it is used, late, for another address, or unproven."""
        with self._store.transaction():
            row = self._store.row("SELECT * FROM tiktok_codes WHERE code = ? AND used = 0 AND until > ?", code, self._now())
            if row is None or row["redirect_uri"] != redirect_uri:
                return None
            if row["challenge"] and sha256(verifier.encode()).hexdigest() != row["challenge"]:
                return None
            self._store.run("UPDATE tiktok_codes SET used = 1 WHERE code = ?", code)
            return self.issue(row["open_id"], row["scopes"].split(","), switches)

    def issue(self, open_id: str, scopes: Iterable[str], switches: Switches) -> Issued:
        pair = Issued(
            open_id=open_id,
            scopes=tuple(scopes),
            access_token=f"act.{secrets.token_urlsafe(40)}",
            refresh_token=f"rft.{secrets.token_urlsafe(40)}",
            expires_in=int(switches.access_token_seconds),
            refresh_expires_in=int(switches.refresh_token_seconds),
        )
        self._store.run(
            "INSERT INTO tiktok_tokens (access, refresh, open_id, scopes, access_until, refresh_until) VALUES (?, ?, ?, ?, ?, ?)",
            pair.access_token,
            pair.refresh_token,
            open_id,
            ",".join(pair.scopes),
            self._now() + switches.access_token_seconds,
            self._now() + switches.refresh_token_seconds,
        )
        return pair

    def refresh(self, token: str, switches: Switches) -> Issued | None:
        """A new pair; the old refresh token ends at once. None where it has ended, was used or was never given."""
        with self._store.transaction():
            row = self._store.row(
                "SELECT * FROM tiktok_tokens WHERE refresh = ? AND ended = 0 AND rotated = 0 AND refresh_until > ?", token, self._now()
            )
            if row is None:
                return None
            self._store.run("UPDATE tiktok_tokens SET rotated = 1, ended = ? WHERE refresh = ?", int(switches.refresh_ends_access), token)
            return self.issue(row["open_id"], row["scopes"].split(","), switches)

    def was_rotated(self, token: str) -> bool:
        return self._store.row("SELECT 1 FROM tiktok_tokens WHERE refresh = ? AND rotated = 1", token) is not None

    def bearer(self, access: str) -> Bearer | None:
        row = self._live(access)
        return Bearer(open_id=row["open_id"], scopes=frozenset(row["scopes"].split(","))) if row else None

    def revoke(self, token: str) -> bool:
        """End every token of this account. False when this one has ended already."""
        row = self._live(token)
        if row is None:
            return False
        self.revoke_all_of(row["open_id"])
        return True

    def revoke_all_of(self, open_id: str) -> None:
        self._store.run("UPDATE tiktok_tokens SET ended = 1 WHERE open_id = ?", open_id)

    def expire_access(self) -> None:
        self._store.run("UPDATE tiktok_tokens SET access_until = ?", self._now())

    def _live(self, access: str) -> Row | None:
        return self._store.row("SELECT * FROM tiktok_tokens WHERE access = ? AND ended = 0 AND access_until > ?", access, self._now())
