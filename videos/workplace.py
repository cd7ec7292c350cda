"""A place for one large file while it is made: locked by whoever makes it, and swept by the next where that one was killed."""

import fcntl
import os
import tempfile
import uuid
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path


def place() -> Path:
    """The directory of such files on this machine; TMPDIR moves it."""
    return Path(tempfile.gettempdir()) / f"retake-fits-{os.getuid()}"


@contextmanager
def work_file() -> Iterator[Path]:
    """An empty file of one's own, gone when the context ends; what killed workers left goes first."""
    directory = place()
    directory.mkdir(mode=0o700, exist_ok=True)
    if directory.stat().st_uid != os.getuid():  # a stranger's directory of this name could swap the files in it
        raise PermissionError(f"{directory} belongs to somebody else.")
    sweep(directory)
    path = directory / f"{uuid.uuid4().hex}.mp4"
    lock = _made_and_locked(path)
    try:
        yield path
    finally:
        path.unlink(missing_ok=True)
        os.close(lock)


def sweep(directory: Path) -> int:
    """Remove the files that nobody holds; says how many."""
    swept = 0
    for path in directory.glob("*.mp4"):
        with suppress(OSError):
            lock = os.open(path, os.O_RDWR | os.O_NOFOLLOW | os.O_CLOEXEC)
            try:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
                path.unlink()
                swept += 1
            finally:
                os.close(lock)
    return swept


def _made_and_locked(path: Path) -> int:
    """Made under another name, which `sweep` does not see, until it is locked."""
    unseen = path.with_suffix(".new")
    lock = os.open(unseen, os.O_RDWR | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o600)
    fcntl.flock(lock, fcntl.LOCK_EX)
    os.rename(unseen, path)
    return lock
