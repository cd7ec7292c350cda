"""What the disk's system calls refuse, in the words of the door; and how a rename becomes durable."""

import errno
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from videos.storage.door import SourceMissing, StoreFull, StoreUnavailable

_FULL = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}


@contextmanager
def in_store_words() -> Iterator[None]:
    """Say what the system refused in the words of the door."""
    try:
        yield
    except FileNotFoundError as gone:
        raise SourceMissing("The file is not in the store.") from gone
    except OSError as refused:
        if refused.errno in _FULL:
            raise StoreFull("The disk is full.") from refused
        raise StoreUnavailable(f"The disk answered: {refused.strerror}.") from refused


def fsync_directory(path: Path) -> None:
    """A rename is durable only once its directory is."""
    for directory in (path, path.parent):
        file = os.open(directory, os.O_RDONLY | os.O_DIRECTORY)
        try:
            os.fsync(file)
        finally:
            os.close(file)
