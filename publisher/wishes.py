"""One visit to the publish form: the words that all accounts share, and a wish for each account that is ticked."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Self

from django.forms.boundfield import BoundField
from django.http import QueryDict

from platforms.contract import Platform
from publisher.forms import Counted, WordsForm
from publisher.planned.when import WhenForm
from publisher.targets import Target
from publisher.wish import Wish, typed
from videos.models import Video


@dataclass(frozen=True, kw_only=True)
class Room:
    """What one platform has room for in one of the words, and whether anything goes there."""

    platform: Platform
    counted: Counted
    is_chosen: bool


@dataclass(frozen=True, kw_only=True)
class SharedWord:
    """One of the words that all accounts share, with what each platform makes of it."""

    field: BoundField
    rooms: list[Room]


@dataclass(frozen=True, kw_only=True)
class Place:
    """Where an account's part of the form stands, or will once it is ticked."""

    target: Target
    wish: Wish | None


@dataclass(kw_only=True)
class Wishes:
    """The whole form."""

    video: Video
    targets: Sequence[Target]
    words: WordsForm
    when: WhenForm
    each: list[Wish]
    was_sent: bool
    """Whether it was asked for, and not only looked at."""

    @classmethod
    def of(cls, video: Video, targets: Sequence[Target], given: QueryDict | None, *, is_asked_for: bool) -> Self:
        """Gather the forms: as they were sent, or as they start. What was filled in, and not asked for yet, is shown as it is."""
        words, when = WordsForm.of(video, given), WhenForm.of(given)
        chosen = [target for target in targets if target.is_chosen and target.can_be_chosen]
        each = [Wish.of(target, video, shared=words, when=when, given=given) for target in chosen]
        if not is_asked_for:
            when = typed(when)
            for wish in each:
                wish.start_from_what_was_typed()
        return cls(video=video, targets=targets, words=words, when=when, each=each, was_sent=is_asked_for)

    @property
    def chosen(self) -> list[Target]:
        return [target for target in self.targets if target.is_chosen]

    @property
    def can_be_asked_for(self) -> bool:
        """Whether there is any account that it could go to."""
        return any(target.can_be_chosen for target in self.targets)

    @property
    def to_reconnect(self) -> list[Target]:
        """Those that are ticked, and have to be reconnected first."""
        return [target for target in self.chosen if not target.connection.can_be_published_to and not target.is_on_its_way]

    @property
    def on_their_way(self) -> list[Target]:
        """Those that are ticked, and that it goes to already."""
        return [target for target in self.chosen if target.is_on_its_way]

    @property
    def unseen(self) -> list[Wish]:
        """Those that were asked for before their part of the form was there."""
        return [wish for wish in self.each if self.was_sent and not wish.was_sent]

    @property
    def wrong(self) -> list[Wish]:
        return [wish for wish in self.each if self.was_sent and wish.is_wrong]

    def fit(self) -> bool:
        """Whether all of it can be sent; everything that stands in the way is said at once."""
        fits = [self.words.is_valid(), not self.when.is_bound or self.when.is_valid(), *(wish.is_valid() for wish in self.each)]
        self.foresee()
        return bool(self.chosen) and all(fits) and not self.to_reconnect and not self.wrong

    def foresee(self) -> None:
        """Say of each account what would be refused as it stands."""
        for wish in self.each:
            wish.foresee()

    def read_offers(self) -> None:
        """Fill in what each account has to choose from; asks the platforms, one after the other."""
        for wish in self.each:
            wish.read_offers()

    @property
    def places(self) -> list[Place]:
        """One for each account that can be ticked, in their order."""
        wishes = {wish.connection.pk: wish for wish in self.each}
        return [Place(target=target, wish=wishes.get(target.connection.pk)) for target in self.targets if target.can_be_chosen]

    @property
    def shared_words(self) -> Iterator[SharedWord]:
        """Each word with its room on every platform that it could go to."""
        platforms = {target.platform.slug: target.platform for target in self.targets if target.can_be_chosen}
        chosen = {wish.platform.slug for wish in self.each}
        rooms: dict[str, list[Room]] = {name: [] for name in self.words.fields}
        for slug, platform in platforms.items():
            for counted in self.words.counted(platform.counters):
                rooms[counted.field.name].append(Room(platform=platform, counted=counted, is_chosen=slug in chosen))
        return (SharedWord(field=self.words[name], rooms=found) for name, found in rooms.items())

    @property
    def label(self) -> str:
        """What the button does."""
        does, to = ("Schedule", "for") if self.each and all(wish.at for wish in self.each) else ("Publish", "to")
        if len(self.each) != 1:
            return f"{does} {to} {len(self.each)} accounts" if self.each else does
        (wish,) = self.each
        return f"{does} {to} {wish.name}{' again' if wish.again else ''}"
