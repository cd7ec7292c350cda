"""What each account asked for and published, and when; and who was told to stop asking for a while."""

from collections.abc import Callable
from dataclasses import dataclass

from platforms.sandbox.store import Store

HOUR, DAY = 3600.0, 86_400.0


@dataclass(frozen=True, kw_only=True)
class Throttle:
    """Somebody was told to stop asking, from then until then."""

    since: float
    until: float


class Requests:
    """Kept over a restart. `name` is "call", "container", "publish" or "quota"."""

    def __init__(self, store: Store, now: Callable[[], float]) -> None:
        self._store = store
        self._now = now

    def note(self, ig_id: str, name: str, *, at: float | None = None) -> None:
        self._store.run("DELETE FROM instagram_requests WHERE at < ?", self._now() - 2 * DAY)
        self._store.run("INSERT INTO instagram_requests VALUES (?, ?, ?)", ig_id, name, self._now() if at is None else at)

    def count(self, ig_id: str, name: str, *, since: float, until: float | None = None) -> int:
        """How often after `since`, and not after `until` (None: now)."""
        row = self._store.row(
            "SELECT COUNT(*) AS n FROM instagram_requests WHERE ig_id = ? AND name = ? AND at > ? AND at <= ?",
            ig_id,
            name,
            since,
            self._now() if until is None else until,
        )
        return int(row["n"]) if row else 0

    def seconds_until_below(self, ig_id: str, name: str, most: int, *, window: float) -> float:
        """How long it takes until less than `most` lie within the window."""
        rows = self._store.rows(
            "SELECT at FROM instagram_requests WHERE ig_id = ? AND name = ? AND at > ? ORDER BY at", ig_id, name, self._now() - window
        )
        place = len(rows) - most
        return float(rows[place]["at"]) + window - self._now() if 0 <= place < len(rows) else window

    def forget(self) -> None:
        """A new day begins."""
        self._store.run("DELETE FROM instagram_requests")
        self._store.run("DELETE FROM instagram_throttles")

    # -- who was told to stop ----------------------------------------------------------------------------------------
    def throttle(self, scope: str, seconds: float) -> None:
        """Tell an account, or the "app", to stop asking for so long."""
        self._store.run("INSERT OR REPLACE INTO instagram_throttles VALUES (?, ?, ?)", scope, self._now(), self._now() + seconds)

    def throttled(self, scope: str) -> Throttle | None:
        row = self._store.row("SELECT * FROM instagram_throttles WHERE scope = ? AND until > ?", scope, self._now())
        return Throttle(since=row["since"], until=row["until"]) if row else None

    def forgive(self) -> None:
        """Nobody has to stop any more."""
        self._store.run("DELETE FROM instagram_throttles")
