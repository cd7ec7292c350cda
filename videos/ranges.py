"""Single byte ranges as HTTP asks for them (RFC 9110, section 14): which part of a file a request wants."""

import re
from dataclasses import dataclass

_RANGE = re.compile(r"bytes=(\d{0,18})-(\d{0,18})")


@dataclass(frozen=True, kw_only=True)
class Part:
    """Bytes `start` up to but not including `end` of a file of `size` bytes."""

    start: int
    end: int
    size: int
    is_asked: bool = True
    """Whether a range was asked for: then the answer is 206 even where it is the whole file."""

    @property
    def length(self) -> int:
        return self.end - self.start

    @property
    def content_range(self) -> str:
        return f"bytes {self.start}-{self.end - 1}/{self.size}"


class NotThere(Exception):
    """The range begins behind the end of the file."""


def part_of(wanted: str, *, size: int, same: bool = True, open_bytes: int | None = None) -> Part:
    """Give the part that the Range header `wanted` asks for; the whole where it asks for none, for several, or for nonsense.

    `same` tells whether the file is the one that the asker has parts of (If-Range); if not, the whole is due. A range without
    an end is answered with at most `open_bytes`: browsers ask for the rest of a video at once, take what they need, and ask again.
    Raises `NotThere`.
    """
    match = _RANGE.fullmatch(wanted.strip()) if same else None
    if match is None or match.groups() == ("", ""):
        return Part(start=0, end=size, size=size, is_asked=False)
    first, last = match.groups()
    if not first:
        return _existing(max(0, size - int(last)), size, size=size)
    if last and int(last) < int(first):
        return Part(start=0, end=size, size=size, is_asked=False)
    end = int(last) + 1 if last else int(first) + (open_bytes or size)
    return _existing(int(first), min(size, end), size=size)


def _existing(start: int, end: int, *, size: int) -> Part:
    if start >= end:
        raise NotThere
    return Part(start=start, end=end, size=size)
