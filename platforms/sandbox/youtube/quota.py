"""The daily allowances of the one Cloud project that this stand-in plays, reset at midnight in Los Angeles.

Source: developers.google.com/youtube/v3/determine_quota_cost, as changed on 2026-06-01: uploads and searches have buckets of their own.
"""

from collections.abc import Callable
from datetime import datetime
from enum import StrEnum
from zoneinfo import ZoneInfo

from platforms.sandbox.store import Store
from platforms.sandbox.youtube.refusals import refusal
from platforms.sandbox.youtube.switches import Switches

_ZONE = ZoneInfo("America/Los_Angeles")
_MINUTE = "minute"


class Bucket(StrEnum):
    """What is counted apart."""

    UPLOADS = "video_insert"
    SEARCHES = "search"
    UNITS = "default"


def day_start(now: float) -> float:
    """The last midnight in Los Angeles at or before `now`, both in seconds since 1970."""
    there = datetime.fromtimestamp(now, _ZONE)
    return datetime(there.year, there.month, there.day, tzinfo=_ZONE).timestamp()


def limit(bucket: Bucket, switches: Switches) -> int:
    match bucket:
        case Bucket.UPLOADS:
            return switches.daily_uploads
        case Bucket.SEARCHES:
            return switches.daily_searches
        case Bucket.UNITS:
            return switches.daily_units


class Quota:
    """What was used in each window."""

    def __init__(self, store: Store, now: Callable[[], float]) -> None:
        self._store = store
        self._now = now

    def used(self, bucket: Bucket) -> int:
        return self._used(bucket, day_start(self._now()))

    def admit(self, bucket: Bucket, cost: int, *, switches: Switches) -> None:
        """Let a request of this cost pass. Raises Refused when its allowance for the day, or for the minute, is used up."""
        if switches.minute_calls and self._used(_MINUTE, self._minute()) >= switches.minute_calls:
            raise refusal("rateLimitExceeded429", quota_limit_value=str(switches.minute_calls))
        allowed = limit(bucket, switches)
        if self.used(bucket) + cost <= allowed:
            return
        if bucket is Bucket.UPLOADS:
            raise refusal("uploadsPerDay", quota_limit_value=str(allowed), window_start_time=str(int(day_start(self._now()))))
        raise refusal("quotaExceeded")

    def charge(self, bucket: Bucket, cost: int) -> None:
        self._add(bucket, day_start(self._now()), cost)
        self._add(_MINUTE, self._minute(), 1)

    def exhaust(self, bucket: Bucket, *, switches: Switches) -> None:
        self.charge(bucket, max(limit(bucket, switches) - self.used(bucket), 0))

    def heal(self) -> None:
        self._store.run("DELETE FROM youtube_quota")

    def _minute(self) -> float:
        return self._now() // 60 * 60

    def _used(self, bucket: str, window: float) -> int:
        row = self._store.row("SELECT used FROM youtube_quota WHERE bucket = ? AND window = ?", bucket, window)
        return int(row["used"]) if row else 0

    def _add(self, bucket: str, window: float, cost: int) -> None:
        self._store.run(
            "INSERT INTO youtube_quota VALUES (?, ?, ?) ON CONFLICT (bucket, window) DO UPDATE SET used = used + excluded.used",
            bucket,
            window,
            cost,
        )
