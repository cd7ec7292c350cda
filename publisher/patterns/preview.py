"""What a pattern comes to: the words for one video on each account, with how much of each platform's room they take."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.contrib.auth.models import User

from platforms import registry
from platforms.contract import Platform, Words
from platforms.counting import Unit
from platforms.models import Connection
from publisher.forms import WordsForm
from publisher.models import Pattern
from publisher.patterns.filled import Place, Subject, fill_or_leave
from publisher.patterns.starting import Start, Starting
from publisher.snapshot import words_of
from videos.models import Video

MOST_SHOWN = 12
"""Accounts for which the words are shown."""
EXAMPLE = Subject(None, Words(title="Low tide at the old harbour", description="An hour by the water.", tags=("sea", "harbour")), 754.0)
_UNITS = {Unit.BYTES: "bytes", Unit.NUMBER: "tags"}


@dataclass(frozen=True, kw_only=True)
class Room:
    """One of the words, with what its platform counts of it, where it does."""

    label: str
    text: str
    taken: int | None = None
    most: int | None = None
    unit: str = ""

    @property
    def over(self) -> int:
        """How much is too much."""
        return max((self.taken or 0) - self.most, 0) if self.most is not None else 0


@dataclass(frozen=True, kw_only=True)
class Sample:
    """The words as one account would get them."""

    platform: Platform
    account: str
    rooms: Sequence[Room]
    wrong: str


def samples(pattern: Pattern, owner: User, video: Video | None, *, now: datetime) -> list[Sample]:
    """One for each account that its owner has, up to a dozen; before the first, one for each platform."""
    subject = Subject(video, words_of(video), video.asset.duration if video.asset else None) if video else EXAMPLE
    starting = Starting.of(owner.pk)
    accounts = Connection.objects.visible_to(owner).connected().order_by("provider", "name", "pk")[:MOST_SHOWN]
    places = [(each.platform, str(each), starting.of_account(each)) for each in accounts]
    nobody = Start(tags=tuple(starting.person.tags), footer=starting.person.footer) if starting.person else Start()
    places = places or [(each, "your account", nobody) for each in registry.platforms()]
    return [_sample(pattern, subject, each, start, account=account, now=now) for each, account, start in places]


def _sample(pattern: Pattern, subject: Subject, platform: Platform, start: Start, *, account: str, now: datetime) -> Sample:
    place = Place(account=account, platform=platform.name, at=now)
    words, wrong = fill_or_leave(pattern, subject, place, start)
    return Sample(platform=platform, account=account, rooms=list(_rooms(platform, words)), wrong=wrong or _refused(words))


def _refused(words: Words) -> str:
    """What the publish form itself would say of these words, whichever platform they are for."""
    form = WordsForm.starting_with(words, {})
    return " ".join(str(each) for said in form.errors.values() for each in said)


def _rooms(platform: Platform, words: Words) -> Iterator[Room]:
    said: dict[str, str | list[str]] = {"title": words.title, "description": words.description, "tags": list(words.tags)}
    for name, value in said.items():
        text = value if isinstance(value, str) else ", ".join(value)
        counter = platform.counters.get(name)
        if counter is not None:
            unit = _UNITS.get(counter.unit, "characters")
            yield Room(label=name.capitalize(), text=text, taken=counter.count(value), most=counter.most, unit=unit)
        elif text:
            yield Room(label=name.capitalize(), text=text)
