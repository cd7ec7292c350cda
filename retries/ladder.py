"""The ladder of automatic retries, as whoever runs Retake has set it."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings

from retries.backoff import gap, slot_not_after, slot_not_before


@dataclass(frozen=True, kw_only=True)
class Ladder:
    """`retries` automatic retries at most, the first `base` after the failure before it, each at a slot of `cron` (UTC)."""

    retries: int
    base: timedelta
    cron: str

    def slot(self, retry_count: int, *, now: datetime, not_before: datetime | None = None) -> datetime:
        """When the next automatic retry runs: the first slot after the gap, and not before `not_before`."""
        earliest = now + gap(retry_count, base=self.base)
        return slot_not_before(max(earliest, not_before or earliest), cron=self.cron)

    def next_slot(self, now: datetime) -> datetime:
        """The next sweep."""
        return slot_not_before(now, cron=self.cron)

    def last_slot(self, now: datetime) -> datetime:
        """The sweep whose time came last: `now` itself, if it is one."""
        return slot_not_after(now, cron=self.cron)


def ladder() -> Ladder:
    """The ladder that the settings describe."""
    return Ladder(
        retries=settings.MAX_POST_RETRIES,
        base=timedelta(minutes=settings.POST_RETRY_INTERVAL_MINUTES),
        cron=settings.RETRY_SWEEP_CRON,
    )
