"""Five hundred stories of a week: when each publication goes out, what it meets, and what people do about it."""

import random
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import cycle, islice

from tests.publisher.week.answers import OK, TRICKS, Answer, Follows, named, refusals

DAY, HOUR, MINUTE = 86_400, 3_600, 60
LENGTH = 7 * DAY
HOW_MANY = 500
STOPPED = (2 * DAY + 4 * HOUR + 20 * MINUTE, 2 * DAY + 9 * HOUR + 20 * MINUTE)
"""From when to when staff stop the automatic retries, in seconds after the start."""
INCIDENT_MINUTE = 37
"""Incidents of the whole app begin at this minute of an hour, at which nothing else happens."""
LIFTED_AFTER = HOUR


@dataclass(frozen=True, kw_only=True)
class Deed:
    """What a person does, so many minutes after the send before it."""

    verb: str
    minutes: int


Step = Answer | Deed


@dataclass(frozen=True, kw_only=True)
class Story:
    """`at` is when it is to go out, in seconds after the start."""

    number: int
    at: int
    steps: tuple[Step, ...]

    @property
    def answers(self) -> list[Answer]:
        return [step for step in self.steps if isinstance(step, Answer)]

    def deeds_after(self, answer: int) -> list[Deed]:
        """What is done after the answer with that number, until the next one comes."""
        places = [place for place, step in enumerate(self.steps) if isinstance(step, Answer)]
        later = self.steps[places[answer] + 1 :] if answer < len(places) else ()
        deeds = []
        for step in later:
            if isinstance(step, Answer):
                break
            deeds.append(step)
        return deeds


def deed(verb: str, minutes: int) -> Deed:
    return Deed(verb=verb, minutes=minutes)


def stories(seed: int) -> list[Story]:
    chance = random.Random(seed)  # noqa: S311
    told = [*_incidents(), *((_moment(chance, steps), steps) for steps in islice(_scripts(), HOW_MANY - 13))]
    return [Story(number=number, at=at, steps=steps) for number, (at, steps) in enumerate(told)]


def _incidents() -> list[tuple[int, tuple[Step, ...]]]:
    """What binds the whole app, each kind at its hour of a day: all others have to wait with it."""
    hours = {Follows.NEXT_DAY: 23, Follows.PACED: 7, Follows.SETUP: 10}  # the start is at six
    days: dict[Follows, int] = {}
    told: list[tuple[int, tuple[Step, ...]]] = []
    for answer in refusals():
        if answer.whole_app:
            day = days.setdefault(answer.follows, 0)
            days[answer.follows] += 1
            told.append((day * DAY + hours[answer.follows] * HOUR + INCIDENT_MINUTE * MINUTE, (answer, OK)))
    return told


def _moment(chance: random.Random, steps: tuple[Step, ...]) -> int:
    """A time in the first days, at which what it meets has a quiet hour where it needs one."""
    looks = any(step.follows.name.startswith(("ABSENT", "UNCLEAR", "FOUND", "CRASHED")) for step in steps if isinstance(step, Answer))
    hour = chance.choice((13, 14, 16, 20)) if looks else chance.randrange(24)
    minute = 10 if looks else chance.randrange(5, 21)
    return chance.randrange(4) * DAY + hour * HOUR + minute * MINUTE


def _scripts() -> Iterator[tuple[Step, ...]]:
    """Each refusal alone and after others, each trick, and each thing that people do; over and over, in turn."""
    down = [answer for answer in refusals() if answer.follows is Follows.COUNTED]
    slow = [answer for answer in refusals(wait_seconds=3 * HOUR) if answer.follows is Follows.COUNTED]
    others = cycle(answer for answer in refusals() if answer.follows is not Follows.COUNTED and not answer.whole_app)
    paced = cycle(answer for wait in (0, 900, 7200) for answer in refusals(wait_seconds=wait) if answer.name == "userRateLimitExceeded")
    tricks = cycle(TRICKS)
    for turn, answer in enumerate(cycle([*down, *slow])):
        yield (OK,)
        yield (answer,) * (1 + turn % 7)
        yield (*_met(next(others)), OK)
        yield (*_met(next(tricks)), OK)
        yield (answer, *_met(next(others)), answer, OK)
        yield (next(paced), answer, next(paced), next(paced), OK)
        yield (answer, answer, *_met(next(tricks)), OK)
        yield _by_people(turn, answer)


def _met(answer: Answer) -> tuple[Step, ...]:
    """An answer, and what people do so that it goes on."""
    match answer.follows:
        case Follows.RECONNECT:
            return answer, deed("reconnect", 190)
        case Follows.REFUSED:
            return answer, deed("edit", 95)
        case Follows.REJECTED:
            return answer, deed("discard", 95)
        case Follows.UNCLEAR:
            return answer, deed("absent", 46)
        case _:
            return (answer,)


def _by_people(turn: int, down: Answer) -> tuple[Step, ...]:
    exhausted = (down,) * 6
    ways: tuple[tuple[Step, ...], ...] = (
        (down, deed("retry", 25), OK),
        (down, deed("retry", 25), down, down, OK),
        (down, deed("cancel", 25)),
        (down, deed("mark", 25)),
        (down, deed("mark", 25), deed("reset", 50), OK),
        (*exhausted, deed("retry", 30), OK),
        (*exhausted, deed("retry", 30), down),
        (*exhausted, deed("reset", 30), down, OK),
        (down, down, deed("edit", 33), down, OK),
        (down, deed("disconnect", 10), deed("reconnect", 400), OK),
        (down, down, deed("hold", 10), deed("resume", 400), down, OK),
        (down, deed("edit", 20), OK),
        (named("invalidTitle"),),
        (named("authError"),),
        (named("lost, unclear"), deed("there", 51)),
    )
    return ways[turn % len(ways)]
