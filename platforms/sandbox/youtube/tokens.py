"""Codes and tokens: who was let in to which channel, with which scopes, until when."""

import secrets
from base64 import urlsafe_b64encode
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from hashlib import sha256

from platforms.sandbox.store import Row, Store
from platforms.sandbox.youtube.refusals import grant_refusal
from platforms.sandbox.youtube.switches import Switches

CODE_SECONDS = 600
MOST_REFRESH_TOKENS = 100
"""For one account and client; one more ends the oldest without a word (developers.google.com/identity/protocols/oauth2)."""


@dataclass(frozen=True, kw_only=True)
class Bearer:
    """Whom a valid access token speaks for."""

    channel_id: str
    client_id: str
    scopes: frozenset[str]


@dataclass(frozen=True, kw_only=True)
class Issued:
    """What the token endpoint hands out."""

    access_token: str = field(repr=False)
    refresh_token: str | None = field(repr=False)
    expires_in: int
    refresh_token_expires_in: int | None
    scopes: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class Consent:
    """What a person agreed to, and for whom."""

    client_id: str
    redirect_uri: str
    channel_id: str
    scopes: tuple[str, ...]
    challenge: str = ""
    challenge_method: str = "plain"
    refreshable: bool = True


def _fits(verifier: str, *, challenge: str, method: str) -> bool:
    digest = urlsafe_b64encode(sha256(verifier.encode()).digest()).rstrip(b"=").decode()
    return secrets.compare_digest(digest if method == "S256" else verifier, challenge)


class Tokens:
    """Everything that was handed out, kept over a restart."""

    def __init__(self, store: Store, now: Callable[[], float]) -> None:
        self._store = store
        self._now = now

    def issue_code(self, consent: Consent) -> str:
        code = f"4/0{secrets.token_urlsafe(32)}"
        self._store.run(
            "INSERT INTO youtube_codes VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, 0)",
            code,
            consent.client_id,
            consent.redirect_uri,
            consent.channel_id,
            " ".join(consent.scopes),
            consent.challenge,
            consent.challenge_method,
            consent.refreshable,
            self._now() + CODE_SECONDS,
        )
        return code

    def redeem(self, code: str, *, client_id: str, redirect_uri: str, verifier: str, switches: Switches) -> Issued:
        """Change a code, once, for tokens. Raises Refused when it is used, late, somebody else's, or unproven."""
        with self._store.transaction():
            row = self._store.row(
                "SELECT * FROM youtube_codes WHERE code = ? AND client_id = ? AND used = 0 AND expires_at > ?", code, client_id, self._now()
            )
            if row is None:
                raise grant_refusal("bad_code")
            if row["redirect_uri"] != redirect_uri:
                raise grant_refusal("redirect_uri_mismatch")
            if row["challenge"] and not _fits(verifier, challenge=row["challenge"], method=row["challenge_method"]):
                raise grant_refusal("bad_verifier")
            self._store.run("UPDATE youtube_codes SET used = 1 WHERE code = ?", code)
            return self.issue(
                client_id=client_id,
                channel_id=row["channel_id"],
                scopes=row["scopes"].split(),
                refreshable=bool(row["refreshable"]),
                switches=switches,
            )

    def issue(self, *, client_id: str, channel_id: str, scopes: Iterable[str], refreshable: bool, switches: Switches) -> Issued:
        scopes = tuple(scopes)
        access = self._add("access", client_id, channel_id, scopes, seconds=switches.access_token_seconds)
        refresh = None
        if refreshable:
            refresh = self._add("refresh", client_id, channel_id, scopes, seconds=switches.leave_seconds or None)
            self._end_the_oldest(client_id, channel_id)
        return Issued(
            access_token=access,
            refresh_token=refresh,
            expires_in=int(switches.access_token_seconds),
            refresh_token_expires_in=int(switches.leave_seconds) or None if refreshable else None,
            scopes=scopes,
        )

    def _add(self, kind: str, client_id: str, channel_id: str, scopes: tuple[str, ...], *, seconds: float | None) -> str:
        token = f"{'ya29.' if kind == 'access' else '1//'}{secrets.token_urlsafe(40)}"
        until = None if seconds is None else self._now() + seconds
        self._store.run(
            "INSERT INTO youtube_tokens VALUES (?, ?, ?, ?, ?, ?, ?, 0)",
            token,
            kind,
            client_id,
            channel_id,
            " ".join(scopes),
            self._now(),
            until,
        )
        return token

    def _end_the_oldest(self, client_id: str, channel_id: str) -> None:
        self._store.run(
            "UPDATE youtube_tokens SET revoked = 1 WHERE token IN (SELECT token FROM youtube_tokens WHERE kind = 'refresh' AND revoked = 0"
            " AND client_id = ? AND channel_id = ? ORDER BY made_at DESC, rowid DESC LIMIT -1 OFFSET ?)",
            client_id,
            channel_id,
            MOST_REFRESH_TOKENS,
        )

    def _live(self, token: str, kind: str) -> Row | None:
        return self._store.row(
            "SELECT * FROM youtube_tokens WHERE token = ? AND kind = ? AND revoked = 0 AND (expires_at IS NULL OR expires_at > ?)",
            token,
            kind,
            self._now(),
        )

    def refresh(self, token: str, *, client_id: str, switches: Switches) -> Issued:
        """New access for a refresh token. Raises Refused (invalid_grant) when that is gone, late, or another client's."""
        with self._store.transaction():
            row = self._live(token, "refresh")
            if row is None or row["client_id"] != client_id:
                raise grant_refusal("invalid_grant")
            if switches.rotate_refresh_tokens:
                self._store.run("UPDATE youtube_tokens SET revoked = 1 WHERE token = ?", token)
            return self.issue(
                client_id=client_id,
                channel_id=row["channel_id"],
                scopes=row["scopes"].split(),
                refreshable=switches.rotate_refresh_tokens,
                switches=switches,
            )

    def bearer(self, token: str) -> Bearer | None:
        row = self._live(token, "access")
        if row is None:
            return None
        return Bearer(channel_id=row["channel_id"], client_id=row["client_id"], scopes=frozenset(row["scopes"].split()))

    def granted(self, *, client_id: str, channel_id: str) -> frozenset[str]:
        """The scopes that this client holds already; empty before the first consent and after a revocation."""
        rows = self._store.rows(
            "SELECT scopes FROM youtube_tokens WHERE kind = 'refresh' AND revoked = 0 AND client_id = ? AND channel_id = ?",
            client_id,
            channel_id,
        )
        return frozenset(scope for row in rows for scope in row["scopes"].split())

    def revoke(self, token: str) -> bool:
        """End the whole grant that this token is of: every token of that account for that client. False when it is gone already."""
        row = self._live(token, "access") or self._live(token, "refresh")
        if row is None:
            return False
        self._store.run("UPDATE youtube_tokens SET revoked = 1 WHERE client_id = ? AND channel_id = ?", row["client_id"], row["channel_id"])
        return True

    def revoke_channel(self, channel_id: str) -> None:
        self._store.run("UPDATE youtube_tokens SET revoked = 1 WHERE channel_id = ?", channel_id)

    def expire_access(self) -> None:
        self._store.run("UPDATE youtube_tokens SET expires_at = ? WHERE kind = 'access'", self._now())
