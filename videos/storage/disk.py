"""The media store on a disk of this machine (or one that is mounted on all of them)."""

import hashlib
import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path

from django.conf import settings
from django.urls import reverse

from videos.parts import Plan
from videos.storage.disk_parts import PartsFile, beginning
from videos.storage.door import WINDOW_BYTES, SourceChanged, SourceMissing, SourceShort, Stored, StoreFull, StoreUnavailable, checked
from videos.storage.system import fsync_directory, in_store_words
from videos.tickets import ticket

RESERVE_BYTES = 512 * 1024 * 1024
"""Kept free for the database and the logs that share the disk: Retake without room to write forgets what it sent."""
_SAMPLE_BYTES = 16 * 1024
TICKET_SALT = "videos.media"


class DiskStore:
    """Files of mode 0600 under `root`, written beside their place and moved into it once they are durable."""

    def __init__(self, root: Path) -> None:
        self.root = root

    def open_range(self, key: str, start: int, length: int, *, etag: str | None) -> Iterator[bytes]:
        """Read from one open file, which a rename cannot swap; a write into it is seen before its bytes are handed over."""
        with self._opened(key) as file:
            if etag not in (None, _etag(file)):
                raise SourceChanged("The file was replaced.")
            pinned = _moment(file)
            if start + length > pinned[0]:
                raise SourceShort("The file ends before the range does.")
            while length:
                piece = os.pread(file, min(WINDOW_BYTES, length), start)
                if _moment(file) != pinned:
                    raise SourceChanged("The file was written to while it was read.")
                if not piece:
                    raise SourceShort("The file ends before the range does.")
                yield piece
                start += len(piece)
                length -= len(piece)

    def size(self, key: str) -> int:
        with self._opened(key) as file:
            return os.fstat(file).st_size

    def etag(self, key: str) -> str:
        with self._opened(key) as file:
            return _etag(file)

    def public_url(self, key: str, ttl: timedelta) -> str:
        note = ticket({"key": checked(key)}, salt=TICKET_SALT, ttl=ttl)
        return f"{settings.SITE_URL}{reverse('media', args=[note])}"

    def delete(self, key: str) -> None:
        with in_store_words():
            for path in (self._path(key), _part(self._path(key)), _marks(self._path(key))):
                path.unlink(missing_ok=True)

    def create(self, key: str, *, size: int | None = None) -> "DiskWriter":
        return DiskWriter(self._path(key))

    def begin_parts(self, key: str, plan: Plan) -> str:
        path = self._path(key)
        beginning(_part(path), _marks(path), plan)
        return ""

    def parts_had(self, key: str, store_id: str, plan: Plan) -> set[int]:
        with self._parts(key, plan) as parts:
            return parts.had()

    def part_address(self, key: str, store_id: str, number: int, *, length: int, ttl: timedelta) -> None:
        return None

    def write_part(self, key: str, plan: Plan, number: int, read: Callable[[int], bytes], *, sha256: str) -> None:
        if self.room() < plan.span(number).length:
            raise StoreFull("The disk is full.")
        with self._parts(key, plan) as parts:
            parts.write(number, read, sha256=sha256)

    def finish_parts(self, key: str, store_id: str, plan: Plan) -> Stored:
        path = self._path(key)
        try:
            with self._parts(key, plan) as parts, parts.whole() as file:
                os.fsync(file)
                stored = Stored(size=os.fstat(file).st_size, etag=_etag(file))
                os.replace(_part(path), path)
                fsync_directory(path.parent)
        except SourceMissing:
            # Finished already, unless it was dropped.
            stored = Stored(size=self.size(key), etag=self.etag(key))
        _marks(path).unlink(missing_ok=True)
        return stored

    @contextmanager
    def _parts(self, key: str, plan: Plan) -> Iterator[PartsFile]:
        path = self._path(key)
        with in_store_words(), PartsFile(_part(path), _marks(path), plan) as parts:
            yield parts

    def reach(self) -> None:
        if not self.room():
            raise StoreFull("The disk is full: Retake keeps its last half gigabyte free for the database.")
        if not os.access(self.root, os.R_OK | os.W_OK | os.X_OK):
            raise StoreUnavailable("Retake may not write to MEDIA_ROOT.")

    def room(self) -> int:
        with in_store_words():
            self.root.mkdir(parents=True, exist_ok=True, mode=0o700)
            return max(0, shutil.disk_usage(self.root).free - RESERVE_BYTES)

    @contextmanager
    def as_file(self, key: str, *, etag: str | None, beat: Callable[[], None]) -> Iterator[Path]:
        if etag not in (None, self.etag(key)):
            raise SourceChanged("The file was replaced.")
        yield self._path(key)

    def _path(self, key: str) -> Path:
        return self.root / checked(key)

    @contextmanager
    def _opened(self, key: str) -> Iterator[int]:
        with in_store_words():
            file = os.open(self._path(key), os.O_RDONLY | os.O_NOFOLLOW | os.O_CLOEXEC)
            try:
                yield file
            finally:
                os.close(file)


class DiskWriter:
    """One file on its way to the disk."""

    def __init__(self, path: Path) -> None:
        self._path = path
        with in_store_words():
            path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
            self._file: int | None = os.open(_part(path), os.O_RDWR | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o600)

    def append(self, piece: bytes) -> None:
        rest = memoryview(piece)
        with in_store_words():
            while rest:
                rest = rest[os.write(self._opened(), rest) :]

    def finish(self) -> Stored:
        file = self._opened()
        with in_store_words():
            os.fsync(file)
            stored = Stored(size=os.fstat(file).st_size, etag=_etag(file))
            os.replace(_part(self._path), self._path)
            fsync_directory(self._path.parent)
        self._close()
        return stored

    def abandon(self) -> None:
        if self._file is not None:
            self._close()
            _part(self._path).unlink(missing_ok=True)

    def _opened(self) -> int:
        if self._file is None:
            raise ValueError("The file is finished or abandoned.")
        return self._file

    def _close(self) -> None:
        if self._file is not None:
            os.close(self._file)
            self._file = None


def _moment(file: int) -> tuple[int, int]:
    facts = os.fstat(file)
    return facts.st_size, facts.st_mtime_ns


def _etag(file: int) -> str:
    """Size, time of the last write, and a sample of the bytes: holds through a restore that keeps times, and on any file system.

    The sample catches a file that was replaced by a tool which keeps times.
    """
    size, moment = _moment(file)
    sample = hashlib.sha256()
    for start in (0, size // 2, max(0, size - _SAMPLE_BYTES)):
        sample.update(os.pread(file, _SAMPLE_BYTES, start))
    return f"{size:x}-{moment:x}-{sample.hexdigest()[:24]}"


def _part(path: Path) -> Path:
    return path.with_name(f"{path.name}.part")


def _marks(path: Path) -> Path:
    return path.with_name(f"{path.name}.marks")
