"""One retry of many publications by their owner: which are meant, what will come of each, and what came of them."""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.contrib.auth.models import AbstractBaseUser, AnonymousUser
from django.db.models import Q, QuerySet
from django.http import QueryDict

from platforms import clock
from publisher import bulk
from publisher.attention import concerning
from publisher.causes import RETRIABLE, Cause, with_causes
from publisher.facts import facts_of, with_facts
from publisher.foresight import Comes, foresee
from publisher.interventions import By
from publisher.models import Deed, Publication
from publisher.states import FailureReason, HoldReason

MOST = 500
"""As many as one go takes: a person reads the list before, and waits for the answer after."""
MOST_REASONS = 5


@dataclass(frozen=True, kw_only=True)
class Told:
    """What will come of one, in words for its owner."""

    publication: Publication
    is_possible: bool
    says: str


@dataclass(frozen=True, kw_only=True)
class Plan:
    """What a retry of the chosen ones would do; nothing is changed by making it."""

    possible: list[Told]
    refused: list[Told]
    left_out: int
    """How many more were chosen than one go takes."""

    @property
    def chosen(self) -> int:
        return len(self.possible) + len(self.refused)


@dataclass(frozen=True, kw_only=True)
class Summary:
    """What came of it: how many were queued, and how many not, by reason."""

    queued: int
    refusals: Sequence[tuple[str, int]]

    def __str__(self) -> str:
        if not self.refusals:
            return f"{self.queued} queued." if self.queued else "Nothing was chosen."
        told = " ".join(f"{reason} ({count})" if count > 1 else reason for reason, count in self.refusals[:MOST_REASONS])
        return f"{self.queued} queued, {sum(count for _, count in self.refusals)} not: {told}"


def keys_in(given: Iterable[str]) -> list[int]:
    """The keys among what was sent, each once, no more than one go takes; what is none is passed over."""
    # Beyond 18 digits no database of ours has a key, and SQLite refuses the number.
    known = (int(each) for each in given if each.isascii() and each.isdecimal() and len(each) <= 18)
    return list(dict.fromkeys(known))[:MOST]


def plan_of(user: AbstractBaseUser | AnonymousUser, given: QueryDict, *, now: datetime) -> Plan:
    """Say what would come of what was ticked: single rows (`row`), whole causes (`cause`), or `all` that Attention shows."""
    chosen = _chosen(user, given, now=now)
    rows = with_facts(chosen, now=now).select_related("connection", "video", "asset").order_by("-pk")[:MOST]
    told = [_told(row) for row in rows]
    return Plan(
        possible=[each for each in told if each.is_possible],
        refused=[each for each in told if not each.is_possible],
        left_out=chosen.count() - MOST if len(told) == MOST else 0,
    )


def _chosen(user: AbstractBaseUser | AnonymousUser, given: QueryDict, *, now: datetime) -> QuerySet[Publication]:
    rows = with_causes(concerning(user, now=now))
    if "all" in given:
        return rows.filter(RETRIABLE)
    which = Q(pk__in=keys_in(given.getlist("row")))
    for cause in filter(None, map(Cause.from_slug, given.getlist("cause"))):
        which |= Q(**cause.where)
    return rows.filter(which)


def retry_all(user: AbstractBaseUser | AnonymousUser, keys: Sequence[int], *, by: By) -> Summary:
    """Retry each that is `user`'s own; each is a deed of its own, so that one that is refused keeps back no other."""
    rows = with_facts(Publication.objects.with_all().visible_to(user).filter(pk__in=keys), now=clock.now()).order_by("pk")
    results = list(bulk.each(Deed.RETRY, rows, by=by))
    not_done = Counter(_words(each.code, each.publication) for each in results if each.comes is not Comes.DONE)
    return Summary(queued=len(results) - not_done.total(), refusals=not_done.most_common())


# -- in words --------------------------------------------------------------------------------------------------------


def _told(row: Publication) -> Told:
    foreseen = foresee(Deed.RETRY, facts_of(row))
    return Told(publication=row, is_possible=foreseen.comes is Comes.DONE, says=_words(foreseen.code, row))


def _words(code: str, row: Publication) -> str:
    return _WORDS[code](row, row.connection.platform.name) if code in _WORDS else "It changed just now. Look at it again."


def _sends(row: Publication, platform: str) -> str:
    if row.failure_reason == FailureReason.REFUSED:
        return "Sends the same words and file again. It was refused as it is: that helps only if the reason is gone."
    if row.bytes_sent and row.progress_sealed:
        return f"Goes on where it stopped, at {row.percent} %, if {platform} still has that part; else from the start."
    return "Sends it from the start. Nothing of it was published."


def _held_by_staff(row: Publication, platform: str) -> str:
    if row.hold_reason == HoldReason.CRASHED:
        return "Sending it stopped the worker again and again. The people who run Retake look at it first."
    return "The people who run Retake hold it. They let it go on."


_WORDS: Mapping[str, Callable[[Publication, str], str]] = {
    "sends": _sends,
    "looks": lambda row, platform: f"Looks on {platform} first. It is sent only if it is not there.",
    "on_its_way": lambda row, platform: "It is on its way already.",
    "is_looked_at": lambda row, platform: f"It is being looked for on {platform} right now.",
    "nothing_to_retry": lambda row, platform: "There is nothing to retry: it has ended.",
    "held_by_staff": _held_by_staff,
    "reconnect_needed": lambda row, platform: f"Reconnect {row.connection} first; what waits for it then goes on by itself.",
    "posted_by_hand": lambda row, platform: f"You post it to {platform} yourself. At the video is all that you need for that.",
    "held": lambda row, platform: f"Nothing is sent to {row.connection} for now; it goes on by itself when that is over.",
    "copy_is_there": lambda row, platform: f"A failed copy is on {platform}. The button at the video itself deletes it and tries again.",
    "already_live": lambda row, platform: "A newer publication of this video has taken its place.",
}
