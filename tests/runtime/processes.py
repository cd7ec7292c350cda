"""Real processes under test: who descends from whom, and waiting for what they do."""

import os
import signal
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

Found = TypeVar("Found")
PATIENCE_SECONDS = 60.0
"""For what takes seconds: a machine that is busy with other things makes them many, and that is no fault."""


@dataclass(frozen=True, kw_only=True)
class Seen:
    """A living process, as /proc shows it."""

    pid: int
    parent: int
    started: int
    command: str


def everyone() -> list[Seen]:
    """Give the living (no zombies), oldest first."""
    found = [_seen(int(entry.name)) for entry in Path("/proc").iterdir() if entry.name.isdecimal()]
    return sorted((one for one in found if one), key=lambda one: (one.started, one.pid))


def children(pid: int) -> list[Seen]:
    return [one for one in everyone() if one.parent == pid]


def descendants(pid: int) -> list[Seen]:
    return [one for child in children(pid) for one in (child, *descendants(child.pid))]


def is_alive(pid: int) -> bool:
    return _seen(pid) is not None


def eventually(look: Callable[[], Found], what: str, *, within: float = PATIENCE_SECONDS) -> Found:
    """Give the first true answer of `look`; fails after `within` seconds with `what` it waited for."""
    until = time.monotonic() + within
    while time.monotonic() < until:
        if answer := look():
            return answer
        time.sleep(0.03)
    raise AssertionError(f"not within {within:g} s: {what}")


@contextmanager
def nothing_left_of(mark: str) -> Iterator[None]:
    """Assert that no process with `mark` in its environment is left afterwards; and leave none even when that fails."""
    try:
        yield
        eventually(lambda: not _marked(mark), f"no process of {mark} left", within=20)
    finally:
        for pid in _marked(mark):
            with suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)


def _marked(mark: str) -> list[int]:
    return [one.pid for one in everyone() if one.pid != os.getpid() and mark.encode() in _read(one.pid, "environ")]


def _seen(pid: int) -> Seen | None:
    fields = _read(pid, "stat").decode(errors="replace").rpartition(")")[2].split()
    if not fields or fields[0] in "ZX":
        return None
    command = _read(pid, "cmdline").replace(b"\0", b" ").decode(errors="replace").strip()
    return Seen(pid=pid, parent=int(fields[1]), started=int(fields[19]), command=command)


def _read(pid: int, name: str) -> bytes:
    try:
        return Path(f"/proc/{pid}/{name}").read_bytes()
    except OSError:
        return b""
