"""What users write, made fit to be kept and shown: no control characters, nothing that turns the direction of other text."""

import re
from collections.abc import Iterable
from pathlib import PurePosixPath

MOST_NAME = 255
MOST_TITLE = 200
MOST_DESCRIPTION = 10_000
MOST_TAGS = 60
MOST_TAG = 100
_UNFIT = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff\ufffe\uffff]")
_BREAKS = re.compile("\r\n|\r|\u2028|\u2029|\x85")
_BLANKS = re.compile(r"\s+")


def many_lines(text: str) -> str:
    """Text with line breaks, trimmed."""
    return _UNFIT.sub("", _BREAKS.sub("\n", text)).strip()


def one_line(text: str) -> str:
    """Text on one line, with single blanks, trimmed."""
    return _BLANKS.sub(" ", many_lines(text)).strip()


def file_name(name: str) -> str:
    """The last part of a path of any system, for showing; a long one keeps its suffix."""
    last = one_line(re.split(r"[/\\]", name)[-1]) or "video"
    suffix = PurePosixPath(last).suffix[:20]
    return last if len(last) <= MOST_NAME else last[: MOST_NAME - len(suffix)] + suffix


def title_from(name: str) -> str:
    """A first title, from the name of the file."""
    return PurePosixPath(name).stem.replace("_", " ").strip(" .")[:MOST_TITLE] or "Untitled video"


def distinct_tags(texts: Iterable[str]) -> list[str]:
    """Tags in their order, without `#`, empty ones and repetitions that differ in case only."""
    distinct: dict[str, str] = {}
    for text in texts:
        tag = one_line(text).lstrip("#").strip()
        if tag:
            distinct.setdefault(tag.casefold(), tag)
    return list(distinct.values())
