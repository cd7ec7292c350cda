"""Short plays that stop, kill or mislead one worker at one place, for every place: what a random history may miss."""

from collections.abc import Callable, Iterator
from functools import partial

from platforms.sandbox.youtube.faults import Fault, Kind
from tests.crash.network import Trouble
from tests.crash.play import Play

Script = Callable[[Play], None]

BOUNDARIES = 60
"""More than a calm run has."""
EXCHANGES = 6
RATE_LIMIT = Fault(kind=Kind.REFUSE, reason="userRateLimitExceeded", retry_after=900, times=3)


def zombie(play: Play, *, at: int, expire: bool) -> None:
    """A worker is paused; another takes over and ends it; then the first wakes and goes on."""
    play.do("pauses", *divmod(at, 11))
    play.world.time += 125
    if expire:
        play.do("expire", 0, 0)
    for _ in range(4):
        play.do("calm", 0, 0)
    play.do("finish", at % 11 % 3, 0)


def death(play: Play, *, at: int, expire: bool) -> None:
    """A worker is killed; what it left is taken up by the next."""
    play.do("dies", *divmod(at, 11))
    play.world.time += 61
    if expire:
        play.do("expire", 0, 0)


def two_deaths(play: Play, *, first: int, second: int) -> None:
    death(play, at=first, expire=False)
    death(play, at=second, expire=False)


def mishap(play: Play, *, at: int, trouble: Trouble, lag: float, held: bool) -> None:
    """One exchange goes wrong and its session is gone; the lists may lag, and the looks may be told to wait."""
    play.world.stand_in.set(sessions_vanish=True, listing_lag_seconds=lag)
    play.world.network.troubles = [*[None] * at, trouble]
    play.do("calm", 0, 0)
    if held:
        play.world.stand_in.arm(RATE_LIMIT)
    for _ in range(2):
        play.do("calm", 0, 0)
    play.do("arrive", 0, 0)


def second_thoughts(play: Play, *, at: int) -> None:
    """The owner cancels while a worker is somewhere on its way."""
    play.do("pauses", *divmod(at, 11))
    play.do("cancel", 0, 0)
    play.do("finish", at % 11 % 3, 0)


def singly() -> Iterator[tuple[str, Script]]:
    """Every place once."""
    for at in range(BOUNDARIES):
        for expire in (False, True):
            yield f"zombie at {at}{' expired' * expire}", partial(zombie, at=at, expire=expire)
            yield f"death at {at}{' expired' * expire}", partial(death, at=at, expire=expire)
        yield f"cancel at {at}", partial(second_thoughts, at=at)
    for at in range(EXCHANGES):
        for trouble in Trouble:
            yield f"{trouble} at exchange {at}", partial(mishap, at=at, trouble=trouble, lag=0, held=False)
            yield f"{trouble} at exchange {at}, looks held", partial(mishap, at=at, trouble=trouble, lag=0, held=True)
            yield f"{trouble} at exchange {at}, lists lag", partial(mishap, at=at, trouble=trouble, lag=900, held=False)


def in_pairs(step: int) -> Iterator[tuple[str, Script]]:
    """Two deaths, one after the other, at every `step`-th pair of places."""
    pairs = [(first, second) for first in range(BOUNDARIES) for second in range(BOUNDARIES)]
    for first, second in pairs[::step]:
        yield f"deaths at {first} and {second}", partial(two_deaths, first=first, second=second)
