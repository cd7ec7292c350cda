"""What one asks for on the publish form for several accounts at once: words for all of them, and for each what it wants of its own."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Self

from django.http import QueryDict

from platforms.models import Connection
from publisher.forms import Counted, OwnWordsForm, WordsForm
from publisher.models import Publication
from publisher.wish import Wish
from videos.models import Video


@dataclass(kw_only=True)
class Target:
    """One account among several: whether it is chosen, and the wish for it. It may have words of its own."""

    wish: Wish
    own: OwnWordsForm
    own_words: WordsForm
    shared: WordsForm
    is_chosen: bool

    @property
    def shared_counts(self) -> Iterator[Counted]:
        return self.shared.counted(self.wish.platform.counters)

    @property
    def own_counts(self) -> Iterator[Counted]:
        return self.own_words.counted(self.wish.platform.counters)


@dataclass(kw_only=True)
class Wishes:
    """One visit to the form."""

    video: Video
    words: WordsForm
    targets: list[Target]
    problem: str = ""
    """What stands against the whole of it."""

    @classmethod
    def of(cls, video: Video, connections: Sequence[Connection], given: QueryDict | None) -> Self:
        """Gather the forms: as they were sent, or as they start, with the accounts ticked that the last video went to."""
        ticked = given.getlist("connection") if given is not None else _last_chosen(video, connections)
        shared = WordsForm.of(video, given)
        targets = [_target(video, each, given, shared, is_ticked=str(each.pk) in ticked) for each in connections]
        return cls(video=video, words=shared, targets=targets)

    @property
    def chosen(self) -> list[Wish]:
        return [target.wish for target in self.targets if target.is_chosen]

    def can_be_made(self) -> bool:
        """Whether each that is ticked fits and would be taken: all are looked at, and all that is wrong is said. Nothing is made here."""
        if not self.chosen:
            self.problem = "Tick the accounts to publish to."
            return False
        wrong = [str(wish) for wish in self.chosen if not wish.is_valid()]
        if wrong:
            self.foresee()
        else:
            wrong = [str(wish) for wish in self.chosen if wish.refuse()]
        if wrong:
            self.problem = f"Nothing was sent yet. Something is to be mended for {in_words(wrong)}."
        return not wrong

    def foresee(self) -> None:
        """Say of each that can be asked for what would be refused as it stands."""
        for target in self.targets:
            if target.wish.can_be_asked_for:
                target.wish.foresee()

    def read_offers(self) -> None:
        """Fill in what each account has to choose from; asks the platforms."""
        for target in self.targets:
            if target.wish.can_be_asked_for:
                target.wish.read_offers()


def in_words(names: Sequence[str]) -> str:
    """A list as one says it."""
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"


def _target(video: Video, connection: Connection, given: QueryDict | None, shared: WordsForm, *, is_ticked: bool) -> Target:
    """What was sent of an account that is not ticked is passed over, so that nothing is said against it."""
    prefix, given = f"c{connection.pk}", given if is_ticked else None
    own = OwnWordsForm(given, prefix=prefix)
    own_words = WordsForm.of(video, given, prefix=prefix)
    has_own = own.is_valid() and own.cleaned_data["own"]
    wish = Wish.of(video, connection, given, prefix=prefix, words=own_words if has_own else shared)
    return Target(wish=wish, own=own, own_words=own_words, shared=shared, is_chosen=is_ticked and wish.can_be_asked_for)


def _last_chosen(video: Video, connections: Sequence[Connection]) -> list[str]:
    """Where the owner's last video went; before the first, everywhere."""
    latest = Publication.objects.filter(video__owner=video.owner_id).exclude(video=video).order_by("-pk").first()
    if latest is None:
        return [str(each.pk) for each in connections]
    return [str(pk) for pk in Publication.objects.filter(video=latest.video_id).values_list("connection", flat=True)]
