"""A pattern filled in for one video and one account: the words that come of it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property

from django.utils import timezone

from platforms.contract import Words
from publisher.models import Pattern
from publisher.patterns.render import PatternError, places_in, render
from publisher.patterns.starting import Start, beside
from publisher.templatetags.phrases import length_of
from videos.models import Video
from videos.words import distinct_tags, many_lines, one_line


@dataclass(frozen=True)
class Subject:
    """The video that words are made for, as plain values; `video` is None for an example that is nobody's."""

    video: Video | None
    words: Words
    seconds: float | None

    @cached_property
    def number(self) -> int:
        """Which of its owner's videos it is, by the order in which they came."""
        return Video.objects.filter(owner=self.video.owner_id, pk__lte=self.video.pk).count() if self.video else 1


@dataclass(frozen=True, kw_only=True)
class Place:
    """Where and when it goes out."""

    account: str
    platform: str
    at: datetime


def values_for(subject: Subject, place: Place, start: Start, *, names: set[str]) -> Mapping[str, str]:
    """What stands in each place; those that are asked of the database only where they are among `names`."""
    here = timezone.localtime(place.at)
    return {
        "title": subject.words.title,
        "description": subject.words.description,
        "tags": ", ".join(distinct_tags([*subject.words.tags, *start.tags])),
        "footer": start.footer,
        "account": place.account,
        "platform": place.platform,
        "date": f"{here.day} {here:%B %Y}",
        "weekday": f"{here:%A}",
        "day": str(here.day),
        "month": f"{here:%B}",
        "year": f"{here:%Y}",
        "time": f"{here:%H:%M}",
        "number": str(subject.number) if "number" in names else "",
        "duration": length_of(subject.seconds),
    }


def fill(pattern: Pattern | None, subject: Subject, place: Place, start: Start) -> Words:
    """The words that come of it. A word that the pattern leaves empty is the video's, with its defaults. Raises `PatternError`."""
    words = beside(subject.words, start)
    if pattern is None:
        return words
    names = places_in(pattern.title) | places_in(pattern.description) | places_in(pattern.tags)
    values = values_for(subject, place, start, names=names)
    return Words(
        title=one_line(render(pattern.title, values)) or words.title,
        description=many_lines(render(pattern.description, values)) if pattern.description else words.description,
        tags=tuple(distinct_tags(render(pattern.tags, values).split(","))) if pattern.tags else words.tags,
    )


def fill_or_leave(pattern: Pattern | None, subject: Subject, place: Place, start: Start) -> tuple[Words, str]:
    """The words, and "" or why the pattern could not be filled in, so that they are as they would be without it."""
    try:
        return fill(pattern, subject, place, start), ""
    except PatternError as wrong:
        return beside(subject.words, start), str(wrong)
