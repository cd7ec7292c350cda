"""How a publication is shown: its words, what can be done about it, and how soon to ask again."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from platforms import registry
from platforms.contract import Platform
from publisher.actions import Action, Surroundings, actions
from publisher.models import Publication
from publisher.states import CLOSED, ENDED, State
from publisher.wording import Words, words_of
from retries.ladder import ladder


class Pace(StrEnum):
    """How soon a page should ask again how it stands."""

    BUSY = "busy"
    QUIET = "quiet"
    ENDED = "ended"


@dataclass(frozen=True, kw_only=True)
class Presented:
    """A publication as pages show it."""

    publication: Publication
    platform: Platform
    words: Words
    actions: tuple[Action, ...]
    pace: Pace
    percent: int | None
    """How much the platform has, where that can still change."""

    @property
    def announcement(self) -> str:
        """What a screen reader is told when it changes: the state, and each quarter of the way."""
        quarter = f", {self.percent // 25 * 25} %" if self.percent is not None else ""
        return f"{self.platform.name}: {self.words.word}{quarter}"


def present(publication: Publication, *, now: datetime) -> Presented:
    """Put a publication (with its connection) into words as of `now`; pure but for the names and the ladder's length as set."""
    platform = registry.adapter(publication.connection.provider)
    around = Surroundings(
        platform=platform.name,
        account=str(publication.connection),
        settle=platform.settle,
        retries=ladder().retries,
        now=now,
    )
    state = State(publication.state)
    return Presented(
        publication=publication,
        platform=platform,
        words=words_of(publication, around),
        actions=actions(publication, around),
        pace=_pace(publication),
        percent=publication.percent if state in _SENDING and publication.bytes_sent else None,
    )


def current(publications: Iterable[Publication]) -> list[Publication]:
    """Pick those that a reader is concerned with: all live ones, and the newest of each connection that has none; newest first."""
    newest_first = sorted(publications, key=lambda row: -row.pk)
    taken: set[int] = {row.connection_id for row in newest_first if row.state not in CLOSED}
    shown = []
    for row in newest_first:
        if row.state not in CLOSED or row.connection_id not in taken:
            taken.add(row.connection_id)
            shown.append(row)
    return shown


_SENDING = {State.WAITING, State.PUBLISHING, State.FAILED, State.ON_HOLD}


def _pace(row: Publication) -> Pace:
    if row.state in ENDED:
        return Pace.ENDED
    if row.state in (State.FAILED, State.ON_HOLD) or row.is_asked:
        return Pace.QUIET
    return Pace.BUSY
