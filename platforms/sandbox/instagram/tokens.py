"""Codes and tokens: of an Instagram account, of a person at Facebook, and of the Pages that this person let the app have."""

import secrets
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from enum import StrEnum

from platforms.sandbox.store import Row, Store

CODE_SECONDS = 3600


class Kind(StrEnum):
    """Whom a token speaks for."""

    INSTAGRAM = "instagram"
    USER = "user"
    PAGE = "page"


_BEGINS = {Kind.INSTAGRAM: "IGAA", Kind.USER: "EAAU", Kind.PAGE: "EAAP"}


@dataclass(frozen=True, kw_only=True)
class Leave:
    """What somebody let an app do; `pages` are the ids of the Pages that it may have."""

    client_id: str = ""
    person_id: str = ""
    ig_id: str = ""
    pages: tuple[str, ...] = ()
    scopes: tuple[str, ...] = ()
    declined: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Token:
    """One token as it was given; `until` None is for ever, `ended` the name of the error that it meets now."""

    token: str = field(repr=False)
    kind: Kind
    leave: Leave
    secret: str = field(repr=False)
    page_id: str
    lasting: bool
    issued_at: float
    until: float | None
    ended: str

    def problem(self, now: float) -> str:
        """The error that it meets, "" while it is good."""
        return self.ended or ("190-463" if self.until is not None and self.until <= now else "")

    def seconds_left(self, now: float) -> int:
        return 0 if self.until is None else max(int(self.until - now), 0)


class Tokens:
    """All of them, kept over a restart."""

    def __init__(self, store: Store, now: Callable[[], float]) -> None:
        self._store = store
        self._now = now

    # -- codes -------------------------------------------------------------------------------------------------------
    def issue_code(self, leave: Leave, *, login: Kind, redirect_uri: str) -> str:
        code = f"AQ{secrets.token_urlsafe(60)}"
        self._store.run(
            "INSERT INTO instagram_codes VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 0)",
            code,
            login.value,
            leave.client_id,
            redirect_uri,
            leave.person_id,
            leave.ig_id,
            ",".join(leave.pages),
            ",".join(leave.scopes),
            ",".join(leave.declined),
            self._now() + CODE_SECONDS,
        )
        return code

    def redeem(self, code: str, *, login: Kind, client_id: str, redirect_uri: str) -> Leave | None:
        """What a code stands for, once; None when it is used, late, of another app or login, or for another address."""
        with self._store.transaction():
            row = self._store.row(
                "SELECT * FROM instagram_codes WHERE code = ? AND login = ? AND used = 0 AND until > ?", code, login.value, self._now()
            )
            if row is None or row["redirect_uri"] != redirect_uri or row["client_id"] != client_id:
                return None
            self._store.run("UPDATE instagram_codes SET used = 1 WHERE code = ?", code)
            return _leave(row)

    def was_used(self, code: str) -> bool:
        return self._store.row("SELECT 1 FROM instagram_codes WHERE code = ? AND used = 1", code) is not None

    # -- tokens ------------------------------------------------------------------------------------------------------
    def issue(
        self, kind: Kind, leave: Leave, *, seconds: float | None, secret: str = "", page_id: str = "", lasting: bool = False
    ) -> Token:
        token = f"{_BEGINS[kind]}{secrets.token_urlsafe(90)}"
        self._store.run(
            "INSERT INTO instagram_tokens VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, '')",
            token,
            kind.value,
            leave.client_id,
            secret,
            leave.person_id,
            leave.ig_id,
            page_id,
            ",".join(leave.pages),
            ",".join(leave.scopes),
            ",".join(leave.declined),
            lasting,
            self._now(),
            None if seconds is None else self._now() + seconds,
        )
        found = self.find(token)
        if found is None:
            raise AssertionError("a row that was written a moment ago is gone")
        return found

    def page_token(self, user: Token, page_id: str, ig_id: str | None) -> Token:
        """The token of a Page, as its person's token gives it: the same one while that is good."""
        leave = Leave(
            client_id=user.leave.client_id,
            person_id=user.leave.person_id,
            ig_id=ig_id or "",
            pages=(page_id,),
            scopes=user.leave.scopes,
        )
        with self._store.transaction():
            rows = self._store.rows(
                "SELECT * FROM instagram_tokens WHERE kind = 'page' AND person_id = ? AND page_id = ? AND lasting = ? AND scopes = ?",
                leave.person_id,
                page_id,
                user.lasting,
                ",".join(leave.scopes),
            )
            good = next((token for token in map(_token, rows) if not token.problem(self._now())), None)
            if good is not None:
                return good
            seconds = None if user.lasting or user.until is None else user.until - self._now()
            return self.issue(Kind.PAGE, leave, seconds=seconds, secret=user.secret, page_id=page_id, lasting=user.lasting)

    def find(self, token: str) -> Token | None:
        row = self._store.row("SELECT * FROM instagram_tokens WHERE token = ?", token)
        return _token(row) if row else None

    def end(self, token: Token, *, why: str = "190") -> None:
        self._store.run("UPDATE instagram_tokens SET ended = ? WHERE token = ?", why, token.token)

    def end_all_of(self, *, person_id: str = "", ig_id: str = "", why: str = "190-458") -> None:
        """End what this person, or this account, ever gave."""
        self._store.run(
            "UPDATE instagram_tokens SET ended = ? WHERE ended = ''"
            " AND ((person_id != '' AND person_id = ?) OR (ig_id != '' AND ig_id = ?))",
            why,
            person_id,
            ig_id,
        )

    def expire(self, kinds: Iterable[Kind]) -> None:
        for kind in kinds:
            self._store.run(
                "UPDATE instagram_tokens SET until = ? WHERE kind = ? AND coalesce(until, ?) > ?",
                self._now(),
                kind.value,
                self._now() + 1,
                self._now(),
            )


def _leave(row: Row) -> Leave:
    lists = {name: tuple(part for part in row[name].split(",") if part) for name in ("pages", "scopes", "declined")}
    return Leave(client_id=row["client_id"], person_id=row["person_id"], ig_id=row["ig_id"], **lists)


def _token(row: Row) -> Token:
    plain = {name: row[name] for name in ("token", "secret", "page_id", "issued_at", "until", "ended")}
    return Token(kind=Kind(row["kind"]), leave=_leave(row), lasting=bool(row["lasting"]), **plain)
