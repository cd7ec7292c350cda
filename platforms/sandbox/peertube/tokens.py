"""Tokens: a pair for a password or for the refresh token of the pair before, which ends with that in both its halves."""

import secrets
from collections.abc import Callable
from dataclasses import dataclass, field

from platforms.sandbox.peertube.switches import Switches
from platforms.sandbox.store import Store


@dataclass(frozen=True, kw_only=True)
class Issued:
    """What the token endpoint hands out."""

    access_token: str = field(repr=False)
    refresh_token: str = field(repr=False)
    expires_in: int
    refresh_token_expires_in: int


class Tokens:
    """All pairs, kept over a restart."""

    def __init__(self, store: Store, now: Callable[[], float]) -> None:
        self._store = store
        self._now = now

    def issue(self, user_id: int, switches: Switches) -> Issued:
        pair = Issued(
            access_token=secrets.token_hex(20),
            refresh_token=secrets.token_hex(20),
            expires_in=int(switches.access_token_seconds),
            refresh_token_expires_in=int(switches.refresh_token_seconds),
        )
        self._store.run(
            "INSERT INTO peertube_tokens (access, refresh, user_id, access_until, refresh_until) VALUES (?, ?, ?, ?, ?)",
            pair.access_token,
            pair.refresh_token,
            user_id,
            self._now() + switches.access_token_seconds,
            self._now() + switches.refresh_token_seconds,
        )
        return pair

    def refresh(self, token: str, switches: Switches) -> Issued | None:
        """A new pair; the old one ends at once. None where this one has ended, was used or was never given."""
        with self._store.transaction():
            row = self._store.row("SELECT * FROM peertube_tokens WHERE refresh = ? AND ended = 0 AND refresh_until > ?", token, self._now())
            if row is None:
                return None
            self._store.run("UPDATE peertube_tokens SET ended = 1, rotated = 1 WHERE refresh = ?", token)
            return self.issue(row["user_id"], switches)

    def was_rotated(self, token: str) -> bool:
        return self._store.row("SELECT 1 FROM peertube_tokens WHERE refresh = ? AND rotated = 1", token) is not None

    def user_of(self, access: str) -> int | None:
        live = "SELECT user_id FROM peertube_tokens WHERE access = ? AND ended = 0 AND access_until > ?"
        row = self._store.row(live, access, self._now())
        return int(row["user_id"]) if row else None

    def revoke(self, access: str) -> None:
        self._store.run("UPDATE peertube_tokens SET ended = 1 WHERE access = ?", access)

    def revoke_user(self, user_id: int) -> None:
        self._store.run("UPDATE peertube_tokens SET ended = 1 WHERE user_id = ?", user_id)

    def expire_access(self) -> None:
        self._store.run("UPDATE peertube_tokens SET access_until = ?", self._now())
