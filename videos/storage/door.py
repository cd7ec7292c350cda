"""What Retake asks of a media store, wherever the files are: exact ranges of a pinned file, and a way in."""

import re
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Protocol

from videos.parts import Plan

WINDOW_BYTES = 1024 * 1024
"""The most that one piece of a range holds: memory stays flat whatever the file's size."""

KINDS = ("originals", "posters")
"""The places in a store that Retake writes to."""
_KEY = re.compile(rf"({'|'.join(KINDS)})/[0-9a-f]{{32}}(\.jpg)?")


class StoreError(Exception):
    """The store could not give or take a file. Its text holds no address and no secret."""


class SourceMissing(StoreError):
    """There is no such file (any more)."""


class SourceChanged(StoreError):
    """The file is not the one that was pinned: nothing of it may be mixed with what was read before."""


class SourceShort(StoreError):
    """The file ends before the range does."""


class StoreFull(StoreError):
    """No room for more bytes: whoever runs Retake has to make some."""


class StoreUnavailable(StoreError):
    """The store did not answer; try again later."""


class PartBusy(StoreError):
    """Somebody else is writing just there: try again in seconds."""


class PartDamaged(StoreError):
    """The bytes that arrived are not those that were sent: send the part again."""


class PartsMissing(StoreError):
    """The file is not whole; `numbers` are the parts to send."""

    def __init__(self, numbers: list[int]) -> None:
        super().__init__(f"{len(numbers)} parts are missing.")
        self.numbers = numbers


@dataclass(frozen=True, kw_only=True)
class Stored:
    """A file that is safely in the store: its size in bytes and the tag that pins it."""

    size: int
    etag: str


class Writer(Protocol):
    """A file on its way in; nobody can read it before `finish`."""

    def append(self, piece: bytes) -> None:
        """Add bytes at the end. Raises `StoreFull` or `StoreUnavailable`."""
        ...

    def finish(self) -> Stored:
        """Make it durable, then visible under its key."""
        ...

    def abandon(self) -> None:
        """Leave nothing behind; safe to repeat, and after `finish` without effect."""
        ...


class MediaStore(Protocol):
    """A place for originals and posters. Keys are ours (`new_key`), never made of a user's words."""

    def open_range(self, key: str, start: int, length: int, *, etag: str | None) -> Iterator[bytes]:
        """Give exactly `length` bytes from offset `start`, in pieces of at most `WINDOW_BYTES`.

        `etag` pins the file; None takes whatever is there. Raises `SourceMissing`, `SourceChanged`, `SourceShort` or
        `StoreUnavailable`, if not at once then before the piece that would be wrong.
        """
        ...

    def size(self, key: str) -> int:
        """Bytes. Raises `SourceMissing`."""
        ...

    def etag(self, key: str) -> str:
        """The tag of the file as it is now. Raises `SourceMissing`."""
        ...

    def public_url(self, key: str, ttl: timedelta) -> str:
        """An address from which anybody who has it can fetch the file until `ttl` is over: a secret, never to be logged."""
        ...

    def delete(self, key: str) -> None:
        """Remove the file, finished or not; one that is gone already is a success."""
        ...

    def create(self, key: str, *, size: int | None = None) -> Writer:
        """Begin a file; `size` in bytes where it is known."""
        ...

    def begin_parts(self, key: str, plan: Plan) -> str:
        """Begin a file that comes in parts, in any order and by several requests; gives the store's own name for it."""
        ...

    def parts_had(self, key: str, store_id: str, plan: Plan) -> set[int]:
        """The numbers of the parts that are safely there. Raises `SourceMissing` where the store knows of no such upload."""
        ...

    def part_address(self, key: str, store_id: str, number: int, *, length: int, ttl: timedelta) -> str | None:
        """Where to PUT a part of exactly `length` bytes until `ttl` is over: a secret. None: at Retake itself, by `write_part`."""
        ...

    def write_part(self, key: str, plan: Plan, number: int, read: Callable[[int], bytes], *, sha256: str) -> None:
        """Take a part from `read(most)`, and hold it against `sha256` (hexadecimal; empty: unknown).

        The part counts only once all of it is durable. Raises `PartBusy`, `PartDamaged`, `SourceShort`, `SourceMissing`,
        `StoreFull` or `StoreUnavailable`.
        """
        ...

    def finish_parts(self, key: str, store_id: str, plan: Plan) -> Stored:
        """Make the whole file visible under its key; again with the same answer once it is.

        Raises `PartsMissing`, `PartBusy`, or `SourceMissing` where the store knows neither the upload nor the file.
        """
        ...

    def reach(self) -> None:
        """Look whether the store can be read and written. Raises `StoreUnavailable` or `StoreFull`."""
        ...

    def room(self) -> int | None:
        """Bytes that can still be taken; None where there is no telling."""
        ...

    def as_file(self, key: str, *, etag: str | None, beat: Callable[[], None]) -> AbstractContextManager[Path]:
        """The file under a path of this machine, for as long as the context lasts; never to be written to.

        `beat` is called before each window where the file has to be fetched first.
        """
        ...


def checked(key: str) -> str:
    """Refuse what is not one of our keys: the last line against a path that leads elsewhere."""
    if not _KEY.fullmatch(key):
        raise SourceMissing("This is not a key of the store.")
    return key
