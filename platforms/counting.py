"""How platforms count words: what preflight goes by. `static/js/counters.js` counts the same while one types."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

_HASHTAG = re.compile(r"(?<![\w#&/])#\w+")


class Unit(StrEnum):
    """What is counted."""

    CHARACTERS = "characters"
    BYTES = "bytes"
    TAGS = "tags"
    """Characters of a list of tags, with what the platform puts between and around them."""
    NUMBER = "number"
    """How many tags there are."""


@dataclass(frozen=True, kw_only=True)
class Counter:
    """The room that a platform has for one of the words: `most` units of it.

    `refused` are the characters that it takes nowhere in it; `added` is the tag that Retake puts in itself, which takes room too.
    `hashtags` is how many it minds in all words that name a number here together; with more, it ignores every one (0: no limit).
    """

    most: int
    unit: Unit
    refused: str = ""
    added: str = ""
    hashtags: int = 0

    def count(self, said: str | Sequence[str]) -> int:
        """How much of the room is taken by text, or by a list of tags."""
        match self.unit:
            case Unit.CHARACTERS:
                return characters(str(said))
            case Unit.BYTES:
                return size(str(said))
            case Unit.NUMBER:
                return len(said)
            case Unit.TAGS:
                return tags_length([*said, *filter(None, [self.added])])


def characters(text: str) -> int:
    """UTF-16 units: at least as many as Unicode's code points, so that both ways of counting characters are satisfied."""
    return len(text.encode("utf-16-le", errors="surrogatepass")) // 2


def hashtags(text: str) -> int:
    """How many hashtags there are: a # with letters, digits or underscores after it, and neither these nor # & / before it."""
    return len(_HASHTAG.findall(text))


def size(text: str) -> int:
    """Bytes of UTF-8."""
    return len(text.encode(errors="surrogatepass"))


def tags_length(tags: Sequence[str]) -> int:
    """Each tag's characters, two quotes around one with a space, and the commas between them."""
    return sum(characters(tag) + (2 if " " in tag else 0) for tag in tags) + max(len(tags) - 1, 0)
