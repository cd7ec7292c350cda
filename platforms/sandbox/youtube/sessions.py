"""Upload sessions: what each was opened for, how many bytes it holds, and the answer that an ended one repeats for ever."""

import hashlib
import json
import secrets
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from threading import Lock, RLock
from typing import Any, Protocol

from platforms.sandbox.plumbing import Response
from platforms.sandbox.store import Row, Store

LIVE_HASHES = 10_000


class Hash(Protocol):
    """A running SHA-256."""

    def copy(self) -> "Hash": ...

    def update(self, data: "bytes | bytearray | memoryview", /) -> None: ...

    def hexdigest(self) -> str: ...


@dataclass(frozen=True, kw_only=True)
class Session:
    """One session; `ended` is the status with which a dead one answers (404, 410), `answer` what a finished one repeats."""

    upload_id: str = field(repr=False)
    channel_id: str
    size: int
    content_type: str
    file_name: str
    parts: tuple[str, ...]
    metadata: dict[str, dict[str, Any]]
    opened_at: float
    held: int
    overlaps: int
    ended: int
    answer: Response | None

    @property
    def name(self) -> str:
        """What it may be called in public: the upload_id itself is a capability."""
        return hashlib.sha256(self.upload_id.encode()).hexdigest()[:10]

    @property
    def is_open(self) -> bool:
        return self.answer is None and not self.ended


class Sessions:
    """All sessions, kept over a restart; the running hashes are not, so that one with bytes is then gone, as an expired one."""

    def __init__(self, store: Store, now: Callable[[], float]) -> None:
        self._store = store
        self._now = now
        self._hashes: dict[str, Hash] = {}
        self._turns: dict[str, Lock] = {}
        self._lock = RLock()

    def open(
        self,
        *,
        channel_id: str,
        size: int,
        content_type: str,
        file_name: str,
        parts: tuple[str, ...],
        metadata: dict[str, dict[str, Any]],
    ) -> str:
        """Open one; give its upload_id."""
        upload_id = secrets.token_urlsafe(48)
        self._store.run(
            "INSERT INTO youtube_sessions (upload_id, channel_id, size, content_type, file_name, parts, metadata, opened_at)"
            " VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
            upload_id,
            channel_id,
            size,
            content_type,
            file_name,
            ",".join(parts),
            json.dumps(metadata),
            self._now(),
        )
        return upload_id

    @contextmanager
    def turn(self, upload_id: str) -> Iterator[None]:
        """Only one request at a time works on a session; the next one sees what it left."""
        with self._lock:
            turn = self._turns.setdefault(upload_id, Lock())
        with turn:
            yield

    def find(self, upload_id: str, *, lasts_seconds: float) -> Session | None:
        """The session; one whose time is over, or whose hash died with an earlier server, is ended first."""
        row = self._store.row("SELECT * FROM youtube_sessions WHERE upload_id = ?", upload_id)
        if row is None:
            return None
        session = _session(row)
        is_late = self._now() - session.opened_at > lasts_seconds
        is_forgotten = session.is_open and session.held > 0 and upload_id not in self._hashes
        if not session.ended and (is_late or is_forgotten):
            self.end(upload_id, 404)
            return self.find(upload_id, lasts_seconds=lasts_seconds)
        return session

    def hash_of(self, session: Session) -> Hash:
        """A copy of the running hash, so that a request which comes to nothing leaves no trace in it."""
        kept = self._hashes.get(session.upload_id)
        return kept.copy() if kept else hashlib.sha256()

    def hold(self, session: Session, running: Hash, *, more: int) -> int:
        """Keep the hash over `more` bytes than before; give how many are held now."""
        held = session.held + more
        with self._lock:
            self._hashes[session.upload_id] = running
            if len(self._hashes) > LIVE_HASHES:
                self._hashes.pop(next(iter(self._hashes)))
        self._store.run("UPDATE youtube_sessions SET held = ? WHERE upload_id = ?", held, session.upload_id)
        return held

    def note_overlap(self, session: Session) -> None:
        self._store.run("UPDATE youtube_sessions SET overlaps = overlaps + 1 WHERE upload_id = ?", session.upload_id)

    def finish(self, session: Session, answer: Response) -> None:
        """Keep the final answer, good or bad: it is what every later PUT gets."""
        self._store.run(
            "UPDATE youtube_sessions SET answer_status = ?, answer_type = ?, answer_body = ? WHERE upload_id = ?",
            answer.status,
            answer.header("Content-Type"),
            answer.body,
            session.upload_id,
        )
        self._forget(session.upload_id)

    def end(self, upload_id: str, status: int) -> None:
        """Let it answer 404 or 410 from now on."""
        self._store.run("UPDATE youtube_sessions SET ended = ? WHERE upload_id = ?", status, upload_id)
        self._forget(upload_id)

    def end_all(self, status: int) -> None:
        """End every session that still takes bytes."""
        self._store.run("UPDATE youtube_sessions SET ended = ? WHERE answer_status IS NULL AND ended = 0", status)
        with self._lock:
            self._hashes.clear()

    def opened(self) -> list[Session]:
        """Those that still take bytes, newest first."""
        rows = self._store.rows(
            "SELECT * FROM youtube_sessions WHERE answer_status IS NULL AND ended = 0 ORDER BY opened_at DESC, rowid DESC LIMIT 200"
        )
        return [_session(row) for row in rows]

    def overlaps(self) -> int:
        row = self._store.row("SELECT coalesce(sum(overlaps), 0) AS overlaps FROM youtube_sessions")
        return int(row["overlaps"]) if row else 0

    def forget_all(self) -> None:
        with self._lock:
            self._hashes.clear()
            self._turns.clear()

    def _forget(self, upload_id: str) -> None:
        with self._lock:
            self._hashes.pop(upload_id, None)


def _session(row: Row) -> Session:
    answer = None
    if row["answer_status"] is not None:
        answer = Response(status=row["answer_status"], headers=(("Content-Type", row["answer_type"]),), body=row["answer_body"])
    return Session(
        upload_id=row["upload_id"],
        channel_id=row["channel_id"],
        size=row["size"],
        content_type=row["content_type"],
        file_name=row["file_name"],
        parts=tuple(row["parts"].split(",")),
        metadata=json.loads(row["metadata"]),
        opened_at=row["opened_at"],
        held=row["held"],
        overlaps=row["overlaps"],
        ended=row["ended"],
        answer=answer,
    )
