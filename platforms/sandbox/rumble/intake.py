"""Takes a form in while it arrives: its words, and of its files their size, their hash and how long they play."""

import hashlib
from collections.abc import Callable
from dataclasses import dataclass, field

from platforms.sandbox.plumbing import Body
from platforms.sandbox.rumble.footage import Footage
from platforms.sandbox.rumble.multipart import Form, Part

TEXT_BYTES = 256 * 1024


@dataclass(frozen=True, kw_only=True)
class File:
    """What is kept of a file; `begins` are its first bytes, `seconds` how long it plays where it says so."""

    name: str
    size: int
    sha256: str
    begins: bytes
    seconds: float | None


@dataclass(kw_only=True)
class Sent:
    """What came of a form so far; `order` are the names of its parts as they came."""

    fields: dict[str, str] = field(default_factory=dict)
    files: dict[str, File] = field(default_factory=dict)
    order: list[str] = field(default_factory=list)

    def repeated(self) -> list[str]:
        return sorted({name for name in self.order if self.order.count(name) > 1})


def take_in(form: Form, sent: Sent, *, at_file: Callable[[Part], None], at_piece: Callable[[bytes], None]) -> None:
    """Fill `sent` part by part. `at_file` is called as a file begins, `at_piece` for each of its pieces.

    Raises BrokenOff and Malformed, and whatever those two raise.
    """
    for part in form.parts():
        sent.order.append(part.name)
        if part.is_file:
            at_file(part)
            sent.files[part.name] = _file(part, at_piece)
        else:
            sent.fields[part.name] = part.text(most=TEXT_BYTES)


def _file(part: Part, at_piece: Callable[[bytes], None]) -> File:
    running, size, begins, footage = hashlib.sha256(), 0, b"", Footage()
    for piece in part.pieces:
        running.update(piece)
        size += len(piece)
        begins = begins or piece[:16]
        footage.see(piece)
        at_piece(piece)
    return File(name=part.file_name or "", size=size, sha256=running.hexdigest(), begins=begins, seconds=footage.seconds())


class LimitedBody:
    """A body of which no more than `most` bytes are read, once that is set: what comes after is as if it had never come."""

    def __init__(self, body: Body) -> None:
        self._body = body
        self.came = 0
        self.most: int | None = None

    def read(self, size: int, /) -> bytes:
        left = size if self.most is None else min(size, self.most - self.came)
        piece = self._body.read(left) if left > 0 else b""
        self.came += len(piece)
        return piece
