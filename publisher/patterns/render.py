"""Fill in a pattern: plain text in, plain text out. A place is a name in braces that is listed here, and nothing else is one."""

import re
from collections.abc import Iterator, Mapping

from videos.words import many_lines

PLACES: Mapping[str, str] = {
    "title": "the video’s title",
    "description": "the video’s description",
    "tags": "the tags of the video and your default tags, parted by commas",
    "footer": "your footer, or the account’s own",
    "account": "the account’s name",
    "platform": "the platform’s name",
    "date": "the day on which it goes out, such as 3 November 2026",
    "weekday": "that day’s name, such as Tuesday",
    "day": "the day of the month, such as 3",
    "month": "the month’s name, such as November",
    "year": "the year, such as 2026",
    "time": "the time of day, such as 14:02",
    "number": "which of your videos it is: 1 for the first",
    "duration": "how long it is, such as 12:34",
}
"""Each place, and what is filled in there."""
MOST_WRITTEN = 10_000
"""Characters of one pattern, before anything is filled in."""
MOST_FILLED = 20_000
"""Characters that may come of it: more than any platform takes, so that it can be shown what is too much."""
_LONGEST_TOLD = 40
_PIECE = re.compile(r"\{\{|\}\}|\{([^{}]*)\}|[{}]")


class PatternError(ValueError):
    """A pattern that cannot be filled in; the text says what is wrong with it, and what to write instead."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code = code


def render(text: str, values: Mapping[str, str]) -> str:
    """Fill every place in; `{{` and `}}` are braces. What is filled in is never looked through for places. Raises `PatternError`."""
    if len(text) > MOST_WRITTEN:
        raise PatternError("too_long", f"A pattern may have {MOST_WRITTEN:,} characters; this one has {len(text):,}.")
    filled: list[str] = []
    length = 0
    for piece in _pieces(text):
        said = values.get(piece.name, "") if isinstance(piece, _Place) else piece
        length += len(said)
        if length > MOST_FILLED:
            raise PatternError("too_much", f"Filled in, this is longer than {MOST_FILLED:,} characters. Leave some places out.")
        filled.append(said)
    return many_lines("".join(filled))


def places_in(text: str) -> set[str]:
    """The names of the places in it. Raises `PatternError`."""
    return {piece.name for piece in _pieces(text) if isinstance(piece, _Place)}


class _Place:
    def __init__(self, name: str) -> None:
        self.name = name


def _pieces(text: str) -> Iterator[str | _Place]:
    """The text as it is, and the places in it, in their order."""
    at = 0
    for found in _PIECE.finditer(text):
        yield text[at : found.start()]
        yield _meant(found)
        at = found.end()
    yield text[at:]


def _meant(found: re.Match[str]) -> str | _Place:
    written = found[0]
    if written in ("{{", "}}"):
        return written[0]
    name = found[1]
    if name is None:
        raise PatternError("lone_brace", f"There is a single {written} in it. Write {written * 2} where a brace is meant.")
    if name not in PLACES:
        known = ", ".join(f"{{{each}}}" for each in PLACES)
        told = many_lines(name[:_LONGEST_TOLD]) + ("…" if len(name) > _LONGEST_TOLD else "")
        raise PatternError("unknown", f"There is no {{{told}}}. There are {known}.")
    return _Place(name)
