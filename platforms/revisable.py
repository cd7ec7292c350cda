"""What can be changed of a post that is there, and one change of it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from platforms import errors
from platforms.words import Words


@dataclass(frozen=True, kw_only=True)
class Change:
    """What is to be otherwise of a post that is there; whatever is not named stays as it is on the platform, whoever set it.

    `words` are those that it is to have, of which `of_words` names the ones that change ("title", "description", "tags").
    `options` are those that change, by the names of the platform's form.
    """

    words: Words
    of_words: frozenset[str] = frozenset()
    options: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class Revisable:
    """Which words and options of a post that is there can be changed; none where the platform has no such call.

    `elsewhere` says in sentences what cannot be changed from here, and where its owner does that. `by_now(options, now)` is what
    the options have become since they were sent: a video that was to become public by itself may be so.
    """

    elsewhere: str
    words: frozenset[str] = frozenset()
    options: frozenset[str] = frozenset()
    by_now: Callable[[Mapping[str, Any], datetime], Mapping[str, Any]] = lambda options, now: options

    @property
    def is_any(self) -> bool:
        return bool(self.words or self.options)

    def unsupported(self) -> errors.Unsupported:
        """What `revise` raises where there is no such call."""
        return errors.Unsupported("not_revisable", self.elsewhere)
