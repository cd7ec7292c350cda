"""Upload sessions: what each was opened for, how many bytes it holds, and whether they are whole."""

import hashlib
import json
import secrets
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from threading import Lock, RLock
from typing import Any

from platforms.sandbox.store import Row, Store


@dataclass(frozen=True, kw_only=True)
class Session:
    """One session that takes bytes."""

    upload_id: str = field(repr=False)
    user_id: int
    size: int
    metadata: dict[str, Any]
    opened_at: float
    held: int
    overlaps: int
    has_gap: bool
    busy_until: float | None

    @property
    def name(self) -> str:
        """What it may be called in public: the upload_id itself is a capability."""
        return hashlib.sha256(self.upload_id.encode()).hexdigest()[:10]


class Busy(Exception):
    """Another request works on the session."""


class Sessions:
    """All that are open. The running hashes go with the process, as PeerTube's own files go with a restart."""

    def __init__(self, store: Store, now: Callable[[], float]) -> None:
        self._store = store
        self._now = now
        self._hashes: dict[str, Any] = {}
        self._turns: dict[str, Lock] = {}
        self._lock = RLock()

    def open(self, *, user_id: int, size: int, metadata: dict[str, Any]) -> str:
        upload_id = secrets.token_hex(33) + "0"
        self._store.run(
            "INSERT INTO peertube_sessions (upload_id, user_id, size, metadata, opened_at) VALUES (?, ?, ?, ?, ?)",
            upload_id,
            user_id,
            size,
            json.dumps(metadata),
            self._now(),
        )
        with self._lock:
            self._hashes[upload_id] = hashlib.sha256()
        return upload_id

    @contextmanager
    def turn(self, upload_id: str) -> Iterator[None]:
        """Only one request works on a session. Raises Busy for another."""
        with self._lock:
            turn = self._turns.setdefault(upload_id, Lock())
        if not turn.acquire(blocking=False):
            raise Busy
        try:
            yield
        finally:
            turn.release()

    def find(self, upload_id: str, *, lasts_seconds: float) -> Session | None:
        """The session; one whose time is over, or that an earlier process had opened, is gone."""
        row = self._store.row("SELECT * FROM peertube_sessions WHERE upload_id = ?", upload_id)
        if row is None:
            return None
        if self._now() - row["opened_at"] > lasts_seconds or upload_id not in self._hashes:
            self.end(upload_id)
            return None
        return _session(row)

    def take(self, session: Session, piece: memoryview | bytes) -> None:
        self._hashes[session.upload_id].update(piece)

    def hold(self, session: Session, *, held: int, overlaps: int = 0, gap: bool = False) -> None:
        self._store.run(
            "UPDATE peertube_sessions SET held = ?, overlaps = overlaps + ?, has_gap = MAX(has_gap, ?) WHERE upload_id = ?",
            held,
            overlaps,
            gap,
            session.upload_id,
        )

    def finish(self, session: Session, *, until: float) -> str:
        """Give the SHA-256 of what came, and be busy until then."""
        self._store.run("UPDATE peertube_sessions SET busy_until = ? WHERE upload_id = ?", until, session.upload_id)
        return str(self._hashes[session.upload_id].hexdigest())

    def end(self, upload_id: str) -> None:
        self._store.run("DELETE FROM peertube_sessions WHERE upload_id = ?", upload_id)
        with self._lock:
            self._hashes.pop(upload_id, None)

    def end_all(self) -> None:
        for session in self.opened():
            self.end(session.upload_id)

    def opened(self) -> list[Session]:
        return [_session(row) for row in self._store.rows("SELECT * FROM peertube_sessions ORDER BY opened_at")]


def _session(row: Row) -> Session:
    return Session(
        upload_id=row["upload_id"],
        user_id=row["user_id"],
        size=row["size"],
        metadata=json.loads(row["metadata"]),
        opened_at=row["opened_at"],
        held=row["held"],
        overlaps=row["overlaps"],
        has_gap=bool(row["has_gap"]),
        busy_until=row["busy_until"],
    )
