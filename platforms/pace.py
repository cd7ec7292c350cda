"""How often a platform lets one account ask for something, and the turns that are taken of it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Protocol

from platforms import errors

KEPT_FOR = timedelta(hours=24)
"""How far back turns are remembered: as far as the longest allowances of platforms reach."""
MOST_KEPT = 300
"""How many are remembered at the most, unless a pace lets more through: of one that is that quick, nobody asks for the oldest."""


@dataclass(frozen=True, kw_only=True)
class Pace:
    """At most `most` requests of this `name` within any stretch of time as long as `per`."""

    name: str
    most: int
    per: timedelta


class Turns(Protocol):
    """The turns of one account, shared by all that work for it, on whatever machine."""

    def take(self, pace: Pace) -> timedelta:
        """Take a turn: zero means go on; anything else means that none was taken, and how long it is until one is free."""
        ...

    def oldest(self, pace: Pace, *, within: timedelta) -> datetime | None:
        """When the first of the turns was taken that lie no further back than `within`; None where there was none."""
        ...


@dataclass(frozen=True, kw_only=True)
class Turn:
    """What became of asking for one: no `wait`, and with it what is `taken` now; or how long it is until one is free."""

    wait: timedelta
    taken: list[datetime]


def turn(taken: Sequence[datetime], pace: Pace, *, now: datetime) -> Turn:
    """Decide whether one more may be taken, of those that were `taken`, oldest first.

    A moment ahead of `now` counts as well: somebody read the time a little later and wrote first. One that lies further ahead
    than the pace reaches is of a clock that was set back since, and forgotten.
    """
    known = [moment for moment in taken if now - max(KEPT_FOR, pace.per) < moment <= now + pace.per]
    now_at_least = max([now, *known[-1:]])
    counted = [moment for moment in known if moment > now_at_least - pace.per]
    if len(counted) >= pace.most:
        return Turn(wait=counted[-pace.most] + pace.per - now, taken=known)
    return Turn(wait=timedelta(0), taken=[*known, now_at_least][-max(MOST_KEPT, pace.most) :])


class FreeTurns:
    """Nobody counts: for accounts that nobody shares, such as those of a preflight."""

    def take(self, pace: Pace) -> timedelta:
        return timedelta(0)

    def oldest(self, pace: Pace, *, within: timedelta) -> datetime | None:
        return None


class NotYet(errors.RateLimited):
    """Our own pace is used up: nothing was sent. `wait` says how long it is until the next turn."""

    def __init__(self, wait: timedelta, *, platform: str) -> None:
        super().__init__(
            "own_pace",
            f"Retake waits so as not to ask {platform} too often.",
            scope=errors.Scope.ACCOUNT,
            retry_after=wait,
            nothing_exists=True,
        )
        self.wait = wait


def take(turns: Turns, pace: Pace, *, platform: str) -> None:
    """Take a turn. Raises `NotYet`."""
    wait = turns.take(pace)
    if wait > timedelta(0):
        raise NotYet(wait, platform=platform)
