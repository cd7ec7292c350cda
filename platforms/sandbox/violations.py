"""Broken rules: what a client did that no careful client does, whether or not the stand-in let it pass; and what was asked last."""

from collections import deque
from collections.abc import Callable
from dataclasses import dataclass
from urllib.parse import parse_qsl, quote

from platforms.sandbox.plumbing import Dropped, Request, Response
from platforms.sandbox.store import Store

LOG_LENGTH = 300
SCHEMA = """
CREATE TABLE IF NOT EXISTS violations (
    id INTEGER PRIMARY KEY, platform TEXT NOT NULL, at REAL NOT NULL, rule TEXT NOT NULL, what TEXT NOT NULL, request TEXT NOT NULL
);
"""
Address = Callable[[Request], str]
"""Writes the address of a request as it may be shown."""


@dataclass(frozen=True, kw_only=True)
class Violation:
    """`rule` is one of the stand-in's own list (see the docstring of its package)."""

    at: float
    rule: str
    what: str
    request: str


@dataclass(frozen=True, kw_only=True)
class Logged:
    """One request as it may be shown: no token, no code, no session address."""

    at: float
    method: str
    address: str
    content_range: str
    status: int | None
    note: str


def address_with(shown: frozenset[str]) -> Address:
    """Path and query, with the values of those arguments alone that open nothing."""

    def address(request: Request) -> str:
        pairs = parse_qsl(request.query, keep_blank_values=True)
        told = [f"{quote(name)}={quote(value, safe=',') if name in shown else '…'}" for name, value in pairs]
        return f"{request.path}?{'&'.join(told)}" if told else request.path

    return address


class Violations:
    """Those that were seen at one platform, kept over a restart."""

    def __init__(self, store: Store, platform: str, now: Callable[[], float], address: Address) -> None:
        store.create(SCHEMA)
        self._store = store
        self._platform = platform
        self._now = now
        self._address = address

    def note(self, rule: str, what: str, request: Request) -> None:
        self._store.run(
            "INSERT INTO violations (platform, at, rule, what, request) VALUES (?, ?, ?, ?, ?)",
            self._platform,
            self._now(),
            rule,
            what,
            f"{request.method} {self._address(request)}",
        )

    def all(self) -> list[Violation]:
        rows = self._store.rows("SELECT * FROM violations WHERE platform = ? ORDER BY id", self._platform)
        return [Violation(at=row["at"], rule=row["rule"], what=row["what"], request=row["request"]) for row in rows]

    def forget(self) -> None:
        self._store.run("DELETE FROM violations WHERE platform = ?", self._platform)


class Log:
    """The last requests; they go with the process."""

    def __init__(self, now: Callable[[], float], address: Address) -> None:
        self._now = now
        self._address = address
        self._lines: deque[Logged] = deque(maxlen=LOG_LENGTH)

    def note(self, request: Request, answer: Response | Dropped, *, fault: str) -> None:
        lost = answer.why if isinstance(answer, Dropped) else ""
        self._lines.append(
            Logged(
                at=self._now(),
                method=request.method,
                address=self._address(request),
                content_range=request.header("Content-Range"),
                status=None if isinstance(answer, Dropped) else answer.status,
                note=" · ".join(part for part in (fault, lost) if part),
            )
        )

    def newest_first(self) -> list[Logged]:
        return list(reversed(tuple(self._lines)))

    def clear(self) -> None:
        self._lines.clear()
