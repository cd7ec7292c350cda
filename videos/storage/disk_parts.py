"""A file that comes in parts on a disk: each is written at its own place in a sparse file, and marked once it is durable.

Beside the file lie its marks: the SHA-256 of each part that is there, zeros for the others. A lock on the part's own
bytes keeps two writers apart, whichever processes they are in; the system frees it when one dies.
"""

import fcntl
import hashlib
import os
import struct
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from types import TracebackType
from typing import Self

from videos.parts import Plan
from videos.storage.door import WINDOW_BYTES, PartBusy, PartDamaged, PartsMissing, SourceMissing, SourceShort
from videos.storage.system import fsync_directory, in_store_words

_MARK_BYTES = 32
_NO_MARK = bytes(_MARK_BYTES)
_OPEN = os.O_RDWR | os.O_CLOEXEC | os.O_NOFOLLOW


def beginning(path: Path, marks: Path, plan: Plan) -> None:
    """Lay the two files out; what is there of an earlier beginning stays."""
    with in_store_words():
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        # The marks first: a file without them would look like one that nobody began.
        for each, size in ((marks, plan.count * _MARK_BYTES), (path, plan.size)):
            file = os.open(each, _OPEN | os.O_CREAT, 0o600)
            try:
                os.truncate(file, size)
            finally:
                os.close(file)
        fsync_directory(path.parent)


class PartsFile:
    """The unfinished file and its marks, open for one request. System errors are the caller's to translate."""

    def __init__(self, path: Path, marks: Path, plan: Plan) -> None:
        self._path = path
        self._plan = plan
        self._file = os.open(path, _OPEN)
        try:
            self._marks = os.open(marks, _OPEN)
        except OSError:
            os.close(self._file)
            raise

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        # Closing frees the locks too: they belong to what was opened here.
        os.close(self._marks)
        os.close(self._file)

    def had(self) -> set[int]:
        """The numbers of the parts that are marked."""
        return {number for number in range(1, self._plan.count + 1) if self._mark(number) != _NO_MARK}

    def write(self, number: int, read: Callable[[int], bytes], *, sha256: str) -> None:
        """Take one part in. While it is written it counts as missing, so that one which breaks off does."""
        span = self._plan.span(number)
        self._lock(span.start, span.length)
        mark = self._mark(number)
        if sha256 and mark.hex() == sha256:
            # The same bytes are here, from another try or another tab. Read all the same: not every browser hears an answer before.
            _drain(read, span.length)
            return
        if mark != _NO_MARK:
            self._set_mark(number, _NO_MARK)
            os.fdatasync(self._marks)
        found = self._take(read, start=span.start, length=span.length)
        if sha256 and found.hex() != sha256:
            raise PartDamaged("The bytes that arrived are not those that were sent.")
        os.fdatasync(self._file)
        self._set_mark(number, found)

    @contextmanager
    def whole(self) -> Iterator[int]:
        """Give the file while nobody can write to it any more. Raises `PartsMissing`."""
        self._lock(0, 0)
        missing = sorted(set(range(1, self._plan.count + 1)) - self.had())
        if missing:
            raise PartsMissing(missing)
        yield self._file

    def _take(self, read: Callable[[int], bytes], *, start: int, length: int) -> bytes:
        found = hashlib.sha256()
        end = start + length
        while start < end:
            piece = read(min(WINDOW_BYTES, end - start))
            if not piece:
                raise SourceShort("The part broke off.")
            found.update(piece)
            rest = memoryview(piece)
            while rest:
                written = os.pwrite(self._file, rest, start)
                start += written
                rest = rest[written:]
        return found.digest()

    def _mark(self, number: int) -> bytes:
        return os.pread(self._marks, _MARK_BYTES, (number - 1) * _MARK_BYTES)

    def _set_mark(self, number: int, mark: bytes) -> None:
        os.pwrite(self._marks, mark, (number - 1) * _MARK_BYTES)

    def _lock(self, start: int, length: int) -> None:
        """Be the only writer of these bytes (a `length` of 0: of all), in a file that still is the unfinished one."""
        wanted = struct.pack("hhqqi4x", fcntl.F_WRLCK, os.SEEK_SET, start, length, 0)  # struct flock of 64-bit Linux
        try:
            fcntl.fcntl(self._file, fcntl.F_OFD_SETLK, wanted)
        except (BlockingIOError, PermissionError) as held:
            raise PartBusy("Somebody else is writing there.") from held
        if not self._is_in_place():
            raise SourceMissing("The upload was finished or dropped meanwhile.")

    def _is_in_place(self) -> bool:
        try:
            there = os.stat(self._path, follow_symlinks=False)
        except FileNotFoundError:
            return False
        return os.path.samestat(there, os.fstat(self._file))


def _drain(read: Callable[[int], bytes], length: int) -> None:
    while length > 0 and (piece := read(min(WINDOW_BYTES, length))):
        length -= len(piece)
