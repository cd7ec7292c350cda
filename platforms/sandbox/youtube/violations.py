"""Broken rules: what a client did that no careful client does, whether or not the stand-in let it pass."""

from collections import deque
from collections.abc import Callable
from dataclasses import dataclass
from urllib.parse import parse_qsl, quote

from platforms.sandbox.plumbing import Dropped, Request, Response
from platforms.sandbox.store import Store

_SHOWN_ARGUMENTS = frozenset(
    [
        "part",
        "uploadType",
        "id",
        "mine",
        "maxResults",
        "playlistId",
        "type",
        "forMine",
        "regionCode",
        "notifySubscribers",
        "videoId",
        "alt",
        "q",
        "response_type",
        "access_type",
        "prompt",
    ]
)
LOG_LENGTH = 300


@dataclass(frozen=True, kw_only=True)
class Violation:
    """`rule` is R1 to R16 of the stand-in's own list (see the package's docstring)."""

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


def address(request: Request) -> str:
    """Path and query, with only such values as open nothing."""
    pairs = parse_qsl(request.query, keep_blank_values=True)
    shown = [f"{quote(name)}={quote(value, safe=',') if name in _SHOWN_ARGUMENTS else '…'}" for name, value in pairs]
    return f"{request.path}?{'&'.join(shown)}" if shown else request.path


class Violations:
    """Those that were seen, kept over a restart."""

    def __init__(self, store: Store, now: Callable[[], float]) -> None:
        self._store = store
        self._now = now

    def note(self, rule: str, what: str, request: Request) -> None:
        self._store.run(
            "INSERT INTO youtube_violations (at, rule, what, request) VALUES (?, ?, ?, ?)",
            self._now(),
            rule,
            what,
            f"{request.method} {address(request)}",
        )

    def all(self) -> list[Violation]:
        rows = self._store.rows("SELECT * FROM youtube_violations ORDER BY id")
        return [Violation(at=row["at"], rule=row["rule"], what=row["what"], request=row["request"]) for row in rows]


class Log:
    """The last requests; they go with the process."""

    def __init__(self, now: Callable[[], float]) -> None:
        self._now = now
        self._lines: deque[Logged] = deque(maxlen=LOG_LENGTH)

    def note(self, request: Request, answer: Response | Dropped, *, fault: str) -> None:
        lost = answer.why if isinstance(answer, Dropped) else ""
        self._lines.append(
            Logged(
                at=self._now(),
                method=request.method,
                address=address(request),
                content_range=request.header("Content-Range"),
                status=None if isinstance(answer, Dropped) else answer.status,
                note=" · ".join(part for part in (fault, lost) if part),
            )
        )

    def newest_first(self) -> list[Logged]:
        return list(reversed(tuple(self._lines)))

    def clear(self) -> None:
        self._lines.clear()
