"""How long to wait: pure arithmetic, times in and times out."""

from datetime import UTC, datetime, timedelta

from croniter import croniter

RATE_WAIT_LEAST = timedelta(minutes=15)
RATE_WAIT_MOST = timedelta(hours=6)


def gap(retry_count: int, *, base: timedelta) -> timedelta:
    """The wait after a failure that `retry_count` automatic retries went before: base, then twice as long each time."""
    return base * int(2**retry_count)


def slot_not_before(moment: datetime, *, cron: str) -> datetime:
    """The first sweep at or after `moment`, by a cron expression in UTC."""
    # A cron expression is read in the zone of the moment that it is asked about.
    just_before = moment.astimezone(UTC).replace(microsecond=0) - timedelta(seconds=0 if moment.microsecond else 1)
    slot: datetime = croniter(cron, just_before).get_next(datetime)
    return slot


def slot_not_after(moment: datetime, *, cron: str) -> datetime:
    """The last sweep at or before `moment`, by a cron expression in UTC."""
    just_after = moment.astimezone(UTC).replace(microsecond=0) + timedelta(seconds=1)
    slot: datetime = croniter(cron, just_after).get_prev(datetime)
    return slot


def rate_wait(waits_before: int) -> timedelta:
    """The wait after a "too fast" that names no time: 15 minutes, doubling to 6 hours."""
    return min(gap(min(waits_before, 10), base=RATE_WAIT_LEAST), RATE_WAIT_MOST)
