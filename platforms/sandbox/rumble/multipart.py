"""Reads a multipart/form-data body as it arrives: part after part, a window at a time, so that no file is ever held in memory."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from email.message import Message

from platforms.sandbox.plumbing import Body

WINDOW_BYTES = 1024 * 1024
HEAD_BYTES = 16 * 1024
MOST_PARTS = 100
_BOUNDARY = re.compile(r"[0-9A-Za-z'()+_,./:=? -]{0,69}[0-9A-Za-z'()+_,./:=?-]")


class Malformed(Exception):
    """The body is no multipart form."""


class BrokenOff(Exception):
    """The body ended before its last boundary."""


@dataclass(frozen=True, kw_only=True)
class Part:
    """One part of a form; `pieces` are its bytes as they come, to be read before the next part is asked for."""

    name: str
    file_name: str | None
    content_type: str
    pieces: Iterator[bytes] = field(repr=False)

    @property
    def is_file(self) -> bool:
        return self.file_name is not None

    def text(self, *, most: int) -> str:
        """The whole value. Raises Malformed for one of over `most` bytes."""
        held = b""
        for piece in self.pieces:
            held += piece
            if len(held) > most:
                raise Malformed(f"{self.name} has over {most} bytes")
        return held.decode("utf-8", "replace")


def boundary_of(content_type: str) -> bytes:
    """Raises Malformed for what is no multipart/form-data, or has no boundary as RFC 2046 wants it."""
    said = Message()
    said["Content-Type"] = content_type
    boundary = said.get_param("boundary")
    if said.get_content_type() != "multipart/form-data" or not isinstance(boundary, str) or not _BOUNDARY.fullmatch(boundary):
        raise Malformed("not multipart/form-data with a boundary")
    return boundary.encode()


class Form:
    """The parts of one body, in their order. Raises BrokenOff where the body ends too early, Malformed where it is none."""

    def __init__(self, body: Body, boundary: bytes) -> None:
        self._body = body
        self._delimiter = b"\r\n--" + boundary
        # The first boundary may be the first bytes of all: it is found like every other with the line end that is put before it.
        self._held = b"\r\n"
        self.is_closed = False
        """Whether the last boundary came."""

    def parts(self) -> Iterator[Part]:
        for _ in self._content():
            pass  # what stands before the first boundary is nobody's
        for _ in range(MOST_PARTS):
            if self.is_closed:
                return
            part = self._part()
            yield part
            for _ in part.pieces:
                pass
        if not self.is_closed:
            raise Malformed(f"over {MOST_PARTS} parts")

    def _part(self) -> Part:
        said = Message()
        for line in self._head().decode("utf-8", "replace").split("\r\n"):
            title, colon, value = line.partition(":")
            if colon:
                said[title.strip()] = value.strip()
        name, file_name = said.get_param("name", header="content-disposition"), said.get_param("filename", header="content-disposition")
        if not isinstance(name, str) or not name:
            raise Malformed("a part without a name")
        return Part(
            name=name,
            file_name=None if file_name is None else str(file_name),
            content_type=said.get_content_type() if "Content-Type" in said else "",
            pieces=self._content(),
        )

    def _head(self) -> bytes:
        while b"\r\n\r\n" not in self._held:
            if len(self._held) > HEAD_BYTES:
                raise Malformed("the head of a part does not end")
            self._read()
        head, _, self._held = self._held.partition(b"\r\n\r\n")
        return head

    def _content(self) -> Iterator[bytes]:
        """The bytes up to the next boundary, which is taken away with its line."""
        while True:
            place = self._held.find(self._delimiter)
            if place < 0:
                safe = len(self._held) - len(self._delimiter) + 1
                if safe > 0:
                    piece, self._held = self._held[:safe], self._held[safe:]
                    yield piece
                self._read()
                continue
            if place:
                piece, self._held = self._held[:place], self._held[place:]
                yield piece
            if self._ends_here():
                return
            yield self._delimiter
            self._held = self._held[len(self._delimiter) :]

    def _ends_here(self) -> bool:
        """Whether the delimiter that comes next is a boundary, and not the beginning of a longer line of the content."""
        while True:
            after = self._held[len(self._delimiter) :]
            if after.startswith(b"--"):
                self.is_closed, self._held = True, b""
                return True
            blank = after.lstrip(b" \t")
            if blank.startswith(b"\r\n"):
                # The line end stays: with it, a head without a single line ends like every other.
                self._held = blank
                return True
            if len(after) > HEAD_BYTES or (len(after) >= 2 and blank not in (b"", b"\r")):
                return False
            self._read()

    def _read(self) -> None:
        piece = self._body.read(WINDOW_BYTES)
        if not piece:
            raise BrokenOff("the body broke off")
        self._held += piece
