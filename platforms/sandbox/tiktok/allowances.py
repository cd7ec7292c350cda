"""What each account asked for, and when: the pace of a minute, and the caps of a day."""

from collections.abc import Callable

from platforms.sandbox.store import Store

MINUTE, DAY = 60.0, 86_400.0
PACES = {"init": 6, "status": 30, "creator": 20}
"""How often an account may ask in a minute. Source: the reference pages of the three calls, read 2026-09-11."""


class Requests:
    """Kept over a restart."""

    def __init__(self, store: Store, now: Callable[[], float]) -> None:
        self._store = store
        self._now = now

    def note(self, open_id: str, name: str) -> None:
        self._store.run("DELETE FROM tiktok_requests WHERE at < ?", self._now() - DAY)
        self._store.run("INSERT INTO tiktok_requests VALUES (?, ?, ?)", open_id, name, self._now())

    def count(self, open_id: str, name: str, *, seconds: float) -> int:
        """How often within the last seconds."""
        row = self._store.row(
            "SELECT COUNT(*) AS n FROM tiktok_requests WHERE open_id = ? AND name = ? AND at > ?", open_id, name, self._now() - seconds
        )
        return int(row["n"]) if row else 0

    def last(self, open_id: str, name: str) -> float | None:
        row = self._store.row("SELECT MAX(at) AS at FROM tiktok_requests WHERE open_id = ? AND name = ?", open_id, name)
        return row["at"] if row else None

    def forget(self) -> None:
        """A new day begins."""
        self._store.run("DELETE FROM tiktok_requests")

    def people(self, name: str) -> frozenset[str]:
        """Who did that within the last day."""
        rows = self._store.rows("SELECT DISTINCT open_id FROM tiktok_requests WHERE name = ? AND at > ?", name, self._now() - DAY)
        return frozenset(row["open_id"] for row in rows)
