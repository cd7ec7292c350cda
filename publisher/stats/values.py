"""What the numbers are, each defined once: values that every door shows alike."""

from collections.abc import Mapping
from dataclasses import dataclass, fields
from datetime import datetime, timedelta

from publisher.states import State
from publisher.stats.period import Period

ON_TIME_WITHIN = timedelta(minutes=5)


def share(part: int, whole: int) -> float | None:
    """Give part of whole as 0.0 to 1.0; None where there is nothing to take a share of."""
    return part / whole if whole else None


@dataclass(frozen=True, kw_only=True)
class Ended:
    """How the publications that ended within the period ended: published, or given up.

    A publication counts once, as it stands now and when it came to stand so: published (or removed since) at `completed_at`,
    permanently failed at `permanently_failed_at`. One that was given up and is tried again is under way, and counts when it
    ends anew; one that its owner dismissed stays given up. What is under way and what was cancelled before are left out:
    neither says how well publishing works.
    """

    first_try: int = 0
    """Published by the try it was made with. Holds, hand-overs, rescues, looks and quick tries in place belong to that try;
    after a failure, or once somebody pressed Retry, it is another. However it became known: by the answer, a look, or a
    person's word."""
    by_retry: int = 0
    """Published by an automatic retry."""
    by_hand: int = 0
    """Published by a retry that a person asked for, whatever failed before."""
    exhausted: int = 0
    refused: int = 0
    marked: int = 0
    on_time: int = 0
    """Published at most five minutes after its wish: `scheduled_at`, or `created_at` where it was to go at once. What its owner
    posts by hand is never late."""

    @property
    def published(self) -> int:
        return self.first_try + self.by_retry + self.by_hand

    @property
    def later(self) -> int:
        """Published, though not by the first try."""
        return self.by_retry + self.by_hand

    @property
    def given_up(self) -> int:
        return self.exhausted + self.refused + self.marked

    @property
    def ended(self) -> int:
        return self.published + self.given_up

    @property
    def first_try_rate(self) -> float | None:
        """Of all that ended, those published by the first try."""
        return share(self.first_try, self.ended)

    @property
    def eventual_rate(self) -> float | None:
        """Of all that ended, those published by any try: never below the first-try rate."""
        return share(self.published, self.ended)

    @property
    def on_time_rate(self) -> float | None:
        """Of all that were published, those on time; what was given up is in the eventual rate."""
        return share(self.on_time, self.published)

    def __add__(self, other: "Ended") -> "Ended":
        return Ended(**{each.name: getattr(self, each.name) + getattr(other, each.name) for each in fields(self)})


@dataclass(frozen=True, kw_only=True)
class Speed:
    """How long publishing took, from its wish (`scheduled_at`, else `created_at`) to `completed_at`, of all published in the period.

    Waits, holds and retries included: it is what the owner waited; what they post by hand is left out. Each is a time that really
    occurred, the nearest rank: at least half, and at least 95 of 100, took no longer. None where nothing was published.
    """

    median: timedelta | None = None
    p95: timedelta | None = None


@dataclass(frozen=True, kw_only=True)
class OfPlatform:
    """One platform, by its slug."""

    platform: str
    ended: Ended
    speed: Speed


@dataclass(frozen=True, kw_only=True)
class Bucket:
    """One hour, day or month of the period, from `start` on."""

    start: datetime
    ended: Ended


@dataclass(frozen=True, kw_only=True)
class RetryYield:
    """What the automatic retry of that number came to, among the publications that ended within the period.

    Numbers follow the retry count: the second is the one after the first had failed. Retries by hand are no automatic ones
    and shift no number; holds, rescues and looks belong to the retry they interrupt. One retry of a publication counts once,
    even where a retry by hand cut it short and the ladder came to it again. A reset of the count is not seen: what is retried
    beyond the ladder because of one is in `Numbers.retries_beyond`.
    """

    number: int
    tried: int
    published: int

    @property
    def rate(self) -> float | None:
        return share(self.published, self.tried)


@dataclass(frozen=True, kw_only=True)
class FailuresOfCode:
    """How often one error ended a try or made it wait, within the period, whatever became of the publication since.

    Counted are attempts that ended then as failed, put on hold, or shown by a look to have posted nothing. Left out: an
    answer that was lost (whether that failed is known after a look), and errors of looks, which say nothing about the post.
    """

    kind: str
    """`retries.failure.Kind`: what follows such an error."""
    code: str
    count: int
    publications: int
    """How many publications met it."""
    example: str
    """What people were told of one of them."""


@dataclass(frozen=True, kw_only=True)
class Standing:
    """How things stand now, whatever the period."""

    states: Mapping[State, int]
    """How many publications are in each state, none left out."""
    overdue: int
    """Publications whose time has come while nobody is on them: to be sent, looked at, retried or released."""
    oldest_overdue: datetime | None
    """When the longest overdue of them was due."""
    queued: int
    """Those of them that any worker may take this moment: to be sent or looked at."""
    oldest_queued: datetime | None

    now: datetime

    @property
    def overdue_for(self) -> timedelta:
        return self.now - self.oldest_overdue if self.oldest_overdue else timedelta()

    @property
    def queue_age(self) -> timedelta:
        """For how long the first in the queue has been due: what a new one would have to wait behind."""
        return self.now - self.oldest_queued if self.oldest_queued else timedelta()


@dataclass(frozen=True, kw_only=True)
class Numbers:
    """All figures of one period and one scope."""

    period: Period
    ended: Ended
    speed: Speed
    platforms: tuple[OfPlatform, ...]
    """Those with something ended, the busiest first."""
    buckets: tuple[Bucket, ...]
    """Every hour, day or month, the empty ones too, the oldest first."""
    retries: tuple[RetryYield, ...]
    """The ladder's retries, each once, the first first."""
    retries_beyond: int
    """Automatic retries made beyond the ladder's number, after a reset or under other settings."""
    failures: tuple[FailuresOfCode, ...]
    """The most frequent first."""
    standing: Standing

    @property
    def kinds(self) -> dict[str, int]:
        """Failures by their kind, the most frequent first."""
        sums: dict[str, int] = {}
        for each in self.failures:
            sums[each.kind] = sums.get(each.kind, 0) + each.count
        return dict(sorted(sums.items(), key=lambda item: (-item[1], item[0])))
