"""How often somebody asks for the same thing."""

from collections.abc import Callable

from platforms.sandbox.store import Store

APART_SECONDS = 5.0
MOST = 5


class Pace:
    """Counts what was asked lately, kept over a restart."""

    def __init__(self, store: Store, now: Callable[[], float]) -> None:
        self._store = store
        self._now = now

    def is_kept(self, name: str) -> bool:
        """Note that it is asked for now; False when it was asked for again and again, less than 5 seconds apart. Then it counts anew."""
        now = self._now()
        self._store.run("INSERT INTO rumble_requests VALUES (?, ?)", name, now)
        self._store.run("DELETE FROM rumble_requests WHERE at <= ?", now - MOST * APART_SECONDS)
        rows = self._store.rows("SELECT 1 FROM rumble_requests WHERE name = ?", name)
        if len(rows) <= MOST:
            return True
        self._store.run("DELETE FROM rumble_requests WHERE name = ?", name)
        return False

    def forget(self) -> None:
        self._store.run("DELETE FROM rumble_requests")
