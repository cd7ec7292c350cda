"""The grammar of Content-Range on a session: bytes, a question, or the whole body.

Source: developers.google.com/youtube/v3/guides/using_resumable_upload_protocol.
"""

import re
from dataclasses import dataclass

GRAIN = 256 * 1024
"""Every chunk but the last has to be a multiple of it."""
_BYTES = re.compile(r"bytes (\d+)-(\d+)/(\d+)", re.ASCII)
_QUESTION = re.compile(r"bytes \*/(\d+|\*)", re.ASCII)


@dataclass(frozen=True, kw_only=True)
class Question:
    """How far did you get? `total` is None where the client does not know the size."""

    total: int | None


@dataclass(frozen=True, kw_only=True)
class Piece:
    """Bytes `first` to `last`, both included, of `total`."""

    first: int
    last: int
    total: int

    @property
    def length(self) -> int:
        return self.last - self.first + 1

    @property
    def is_final(self) -> bool:
        return self.last + 1 == self.total


class Ungrammatical(Exception):
    """What the client sent is no Content-Range, or contradicts itself; the text says how."""


def read_range(header: str, *, length: int | None) -> Question | Piece:
    """Read it against the declared Content-Length. Raises Ungrammatical."""
    if length is None:
        raise Ungrammatical("a PUT on a session needs a Content-Length")
    if not header:
        return _whole(length)
    if question := _QUESTION.fullmatch(header):
        if length:
            raise Ungrammatical("a question carries no bytes")
        return Question(total=None if question[1] == "*" else int(question[1]))
    numbers = _BYTES.fullmatch(header)
    if numbers is None:
        raise Ungrammatical(f"malformed Content-Range {header!r}")
    piece = Piece(first=int(numbers[1]), last=int(numbers[2]), total=int(numbers[3]))
    if not piece.first <= piece.last < piece.total:
        raise Ungrammatical(f"impossible Content-Range {header!r}")
    if piece.length != length:
        raise Ungrammatical(f"Content-Range names {piece.length} bytes, Content-Length {length}")
    return piece


def _whole(length: int) -> Piece:
    if length == 0:
        raise Ungrammatical("neither bytes nor a question")
    return Piece(first=0, last=length - 1, total=length)
