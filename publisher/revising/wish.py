"""What one may wish to be otherwise of a post that is there: a pure comparison of what it is with what it is to be."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Self

from platforms.contract import Change, Options, Platform, Revisable, Words
from publisher.models import Publication, Revision

OF_WORDS = ("title", "description", "tags")


@dataclass(frozen=True, kw_only=True)
class Standing:
    """The words of a post, and of its options those that can be changed."""

    words: Words
    options: Options

    @classmethod
    def of(cls, row: Publication | Revision, platform: Platform, *, now: datetime) -> Self:
        """As it was sent or wished for, and what has become of that by now; what was never chosen is as the platform's form starts."""
        fields, names = platform.options_form.base_fields, sorted(platform.revisable.options)
        chosen = {name: fields[name].initial for name in names} | dict(row.options)
        by_now = platform.revisable.by_now(chosen, now)
        words = Words(title=row.title, description=row.description, tags=tuple(row.tags))
        return cls(words=words, options={name: by_now[name] for name in names})

    def differs(self, other: Self, revisable: Revisable) -> frozenset[str]:
        """The names of what is otherwise there, as far as it can be changed. What is empty is nothing, however it is written."""
        words = {name for name in OF_WORDS if getattr(self.words, name) != getattr(other.words, name)} & revisable.words
        mine, theirs = self.options, other.options
        return frozenset(words | {name for name in revisable.options if (mine.get(name) or None) != (theirs.get(name) or None)})


def as_wished(row: Publication, *, now: datetime) -> Standing:
    """What the post is, or is to be once the change that is on its way was made: what a further wish adds to."""
    waits = row.revisions.open().first()
    return Standing.of(waits or row, row.connection.platform, now=now)


def change_of(revision: Revision) -> Change:
    """What its adapter is given."""
    named, options = frozenset(revision.named), revision.options
    return Change(
        words=Words(title=revision.title, description=revision.description, tags=tuple(revision.tags)),
        of_words=named & set(OF_WORDS),
        options={name: options[name] for name in sorted(named) if name in options},
    )


def columns_of(standing: Standing) -> Mapping[str, Any]:
    """The columns of a revision that keep it."""
    words = standing.words
    kept = {"title": words.title, "description": words.description, "tags": list(words.tags)}
    return {**kept, "options": dict(standing.options)}
