"""Entries: what goes out, went out, or is made public by its platform, between two moments; in one query."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, tzinfo
from functools import cache, reduce
from operator import or_

from django.contrib.auth.models import AbstractBaseUser, AnonymousUser
from django.db.models import Q
from django.db.models.functions import Coalesce

from platforms import registry
from platforms.options import MomentField
from publisher.models import Publication
from publisher.models.publications import PublicationQuerySet
from publisher.presentation import Presented, present
from publisher.services.scheduling import can_be_moved
from publisher.states import HoldReason, State
from publisher.tones import Tone
from publisher.wall_clock import FIRST, SECOND, is_twice
from retries.models import Pause

MOST = 500
"""As many are shown at once; beyond it the page says that there are more."""
_SHOWN_AT = Coalesce("scheduled_at", "completed_at")
_ON_COURSE = (State.WAITING, State.PUBLISHING, State.PROCESSING, State.PUBLISHED)


@dataclass(frozen=True, kw_only=True)
class Entry:
    """One publication at one time: when it goes out, or (`by_platform`) when its platform makes it public."""

    presented: Presented
    at: datetime
    here: datetime
    """The same, as the clocks of its reader show it."""
    which: str
    """"first" or "second", where the clocks show that time twice; else ""."""
    by_platform: bool
    can_move: bool
    tone: Tone
    word: str

    @property
    def publication(self) -> Publication:
        return self.presented.publication

    @property
    def day(self) -> date:
        return self.here.date()

    @property
    def key(self) -> str:
        return f"{self.publication.pk}-public" if self.by_platform else str(self.publication.pk)


@dataclass(frozen=True, kw_only=True)
class Found:
    """Entries in order; `is_cut` where there are more than are shown."""

    entries: list[Entry]
    is_cut: bool = False


@dataclass(frozen=True, kw_only=True)
class Reader:
    """Who looks, when, and by which clocks."""

    user: AbstractBaseUser | AnonymousUser
    zone: tzinfo
    now: datetime
    pause: Pause | None


def between(start: datetime, end: datetime, *, reader: Reader, most: int = MOST, newest_first: bool = False) -> Found:
    """All of one reader from `start` on and before `end`, at most `most` publications of them."""
    rows = _shown(reader).filter(_sent(start, end) | _made_public(start, end))
    ordered = rows.order_by(_SHOWN_AT.desc(), "-id") if newest_first else rows.order_by(_SHOWN_AT.asc(), "id")
    kept = list(ordered[: most + 1])
    entries = [entry for row in kept[:most] for entry in _entries(row, reader) if start <= entry.at < end]
    return Found(entries=sorted(entries, key=lambda entry: (entry.at, entry.key), reverse=newest_first), is_cut=len(kept) > most)


def overdue(reader: Reader, *, most: int = 50) -> list[Entry]:
    """Those whose time passed, and whose owner is asked for another."""
    rows = _shown(reader).filter(state=State.ON_HOLD, hold_reason=HoldReason.OVERDUE, scheduled_at__isnull=False)
    return [entry for row in rows.order_by("scheduled_at", "id")[:most] for entry in _entries(row, reader) if not entry.by_platform]


def _shown(reader: Reader) -> PublicationQuerySet:
    mine = Publication.objects.visible_to(reader.user).exclude(state__in=[State.CANCELLED, State.REMOVED])
    return mine.with_all()


def _sent(start: datetime, end: datetime) -> Q:
    planned = Q(scheduled_at__gte=start, scheduled_at__lt=end)
    return planned | Q(scheduled_at=None, state=State.PUBLISHED, completed_at__gte=start, completed_at__lt=end)


def _made_public(start: datetime, end: datetime) -> Q:
    """By the moments among the options, which are kept as text in UTC: their order as text is that of time."""
    first, last = (f"{moment.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}" for moment in (start, end))
    spans = (Q(connection__provider=slug, **{f"options__{name}__gte": first, f"options__{name}__lt": last}) for slug, name in _moments())
    return reduce(or_, spans, Q(pk__in=[]))


@cache
def _moments() -> tuple[tuple[str, str], ...]:
    """Each platform with the name of each of its options that is a moment."""
    forms = ((slug, registry.adapter(slug).options_form.base_fields) for slug in registry.slugs())
    return tuple((slug, name) for slug, fields in forms for name, field in fields.items() if isinstance(field, MomentField))


def _entries(row: Publication, reader: Reader) -> Iterable[Entry]:
    presented = present(row, now=reader.now, pause=reader.pause)
    sent_at = row.scheduled_at or (row.completed_at if row.state == State.PUBLISHED else None)
    if sent_at is not None:
        yield _entry(presented, sent_at, reader)
    public_at = presented.platform.public_at(row.options)
    if public_at is not None:
        yield _entry(presented, public_at, reader, by_platform=True)


def _entry(presented: Presented, at: datetime, reader: Reader, *, by_platform: bool = False) -> Entry:
    here = at.astimezone(reader.zone)
    wall = here.replace(tzinfo=None, fold=0)
    words, to_come = presented.words, by_platform and at > reader.now and presented.publication.state in _ON_COURSE
    return Entry(
        presented=presented,
        at=at,
        here=here,
        which=(SECOND if here.fold else FIRST) if is_twice(wall, reader.zone) else "",
        by_platform=by_platform,
        can_move=not by_platform and can_be_moved(presented.publication, now=reader.now),
        tone=Tone.WAITS if to_come else words.tone,
        word=f"Made public by {presented.platform.name}" if to_come else words.word,
    )
