"""Short plays that stop, kill or mislead one worker at one place, for every place: what a random history may miss."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from itertools import product

from platforms.sandbox.faults import Kind
from tests.casts.cast import Cast, Reason, Trouble
from tests.crash.network import Mishap
from tests.crash.play import Play
from tests.crash.scene import Scene
from tests.crash.world import World

Script = Callable[[Play], None]

SPARE = 12
"""Places beyond those of a calm life: one that met trouble has more of them,"""
SPARE_EXCHANGES = 2
"""and more exchanges."""
RATE_LIMIT = Trouble(kind=Kind.REFUSE, reason=Reason.TOO_FAST, retry_after=900, times=3)


def zombie(play: Play, *, at: int, expire: bool) -> None:
    """A worker is paused; another takes over and ends it; then the first wakes and goes on."""
    play.do("pauses", *divmod(at, 11))
    play.world.time += 125
    if expire:
        play.do("expire", 0, 0)
    for _ in range(4):
        play.do("calm", 0, 0)
    play.do("finish", at % 11 % 3, 0)


def sleeper(play: Play, *, at: int) -> None:
    """A worker is paused for hours, while looks give up, a person answers and presses Retry; then it wakes and goes on."""
    play.do("pauses", *divmod(at, 11))
    play.world.network.deliver_sent()
    play.world.time += 125
    for _ in range(5):
        play.do("calm", 0, 0)
        play.do("asked", 0, 0)
    play.do("retry", 0, 0)
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


def mishap(play: Play, *, at: int, what: Mishap, lags: bool = False, held: bool = False) -> None:
    """One exchange goes wrong and its upload is gone; the lists may lag, and the looks may be told to wait."""
    cast = play.world.cast
    cast.set(**cast.forgetful, **(cast.late_lists if lags else {}))
    play.world.network.mishaps = [*[None] * at, what]
    play.do("calm", 0, 0)
    if held:
        cast.arm(RATE_LIMIT)
    for _ in range(2):
        play.do("calm", 0, 0)
    play.do("arrive", 0, 0)


def second_thoughts(play: Play, *, at: int) -> None:
    """The owner cancels while a worker is somewhere on its way."""
    play.do("pauses", *divmod(at, 11))
    play.do("cancel", 0, 0)
    play.do("finish", at % 11 % 3, 0)


def renewal(play: Play, *, at: int, what: Mishap | None) -> None:
    """The access token ends while a worker is somewhere on its way; the next exchange but one may go wrong as well."""
    play.do("pauses", *divmod(at, 11))
    play.do("end_access", 0, 0)
    play.world.network.mishaps = [None, what]
    play.do("finish", at % 11 % 3, 0)
    for _ in range(2):
        play.do("calm", 0, 0)


@dataclass(frozen=True, kw_only=True)
class Places:
    """What a calm life has: boundaries where its first worker may be stopped, and exchanges with the platform up to its end."""

    boundaries: int
    exchanges: int


def places(world: World, scene: Scene) -> Places:
    """Count them, by living one."""
    scene.set(world, publications=1)
    play, met = Play(world, scene), len(world.boundaries)
    play.do("calm", 0, 0)
    met = len(world.boundaries) - met
    play.heal(wake=True)
    return Places(boundaries=met + SPARE, exchanges=world.network.exchanges + SPARE_EXCHANGES)


def singly(places: Places, cast: Cast) -> Iterator[tuple[str, Script]]:
    """Every place once."""
    for at in range(places.boundaries):
        for expire in (False, True):
            yield f"zombie at {at}{' expired' * expire}", partial(zombie, at=at, expire=expire)
            yield f"death at {at}{' expired' * expire}", partial(death, at=at, expire=expire)
        if cast.asks_people:
            yield f"sleeper at {at}", partial(sleeper, at=at)
        yield f"cancel at {at}", partial(second_thoughts, at=at)
        yield f"renewal at {at}", partial(renewal, at=at, what=None)
        yield f"renewal at {at}, its answer lost", partial(renewal, at=at, what=Mishap.ANSWER_LOST)
    for at in range(places.exchanges):
        for what in Mishap:
            yield f"{what} at exchange {at}", partial(mishap, at=at, what=what)
            yield f"{what} at exchange {at}, looks held", partial(mishap, at=at, what=what, held=True)
            yield f"{what} at exchange {at}, lists lag", partial(mishap, at=at, what=what, lags=True)


def in_pairs(places: Places) -> Iterator[tuple[str, Script]]:
    """Two deaths, one after the other, at every pair of places."""
    for first, second in product(range(places.boundaries), repeat=2):
        yield f"deaths at {first} and {second}", partial(two_deaths, first=first, second=second)
