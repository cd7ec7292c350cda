"""Runs a program that reads an uploaded file, confined (`confine.py`), bounded in time and in what it may answer."""

import os
import selectors
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from pathlib import Path
from typing import IO

CONFINE = Path(__file__).with_name("confine.py")
_LOW_PRIORITY = 10
_PYTHON = [sys.prefix, sys.base_prefix]


@dataclass(frozen=True, kw_only=True)
class Limits:
    """What a program may use: seconds by the clock and of the processor, bytes of memory and of answer."""

    seconds: float = 60
    cpu_seconds: int = 30
    memory_bytes: int = 2 * 1024**3
    answer_bytes: int = 1024**2
    file_bytes: int = 0
    """The most that it may write into the file that it may write to."""


class End(StrEnum):
    """How a program came to its end."""

    DONE = "done"
    FAILED = "failed"
    """It left by itself, with an error code."""
    TOO_COSTLY = "too_costly"
    """It went over a limit of time or answer."""
    KILLED = "killed"
    """It crashed, or somebody killed it: says nothing certain about the file."""
    NOT_STARTED = "not_started"
    """Our own fault: there is no such program, or it could not be confined."""


@dataclass(frozen=True, kw_only=True)
class Ran:
    """The end of a program, the code it left with, and the bytes it answered."""

    end: End
    code: int = 0
    answer: bytes = b""


def run_confined(program: Sequence[str], *, reads: Sequence[Path], limits: Limits) -> Ran:
    """Run `program` (an absolute path and its arguments) with leave to read the files `reads` and nothing else of ours."""
    deadline = time.monotonic() + limits.seconds
    with _started(program, reads=reads, writes=None, limits=limits, errors=subprocess.DEVNULL) as child:
        try:
            answer = _answer(_pipe(child), most=limits.answer_bytes, deadline=deadline)
            child.wait(timeout=max(0.1, deadline - time.monotonic()))
        except (TimeoutError, subprocess.TimeoutExpired):
            return Ran(end=End.TOO_COSTLY)
        finally:
            _kill(child)
    return Ran(end=_end(child.returncode), code=child.returncode, answer=answer)


def watch_confined(program: Sequence[str], *, reads: Sequence[Path], writes: Path, limits: Limits, heard: Callable[[bytes], None]) -> Ran:
    """Run a long `program` with low priority, which may write the file `writes` (it is there already) too.

    `heard` gets what it prints, its complaints included, as it comes, and no bytes at least once a second; what it raises ends
    the program. The answer stays empty.
    """
    deadline = time.monotonic() + limits.seconds
    with _started(program, reads=reads, writes=writes, limits=limits, errors=subprocess.STDOUT) as child:
        try:
            with suppress(OSError):  # it may be over already
                os.setpriority(os.PRIO_PROCESS, child.pid, _LOW_PRIORITY)
            for piece in _pieces(_pipe(child), deadline=deadline):
                heard(piece)
            child.wait(timeout=max(0.1, deadline - time.monotonic()))
        except (TimeoutError, subprocess.TimeoutExpired):
            return Ran(end=End.TOO_COSTLY)
        finally:
            _kill(child)
    return Ran(end=_end(child.returncode), code=child.returncode)


def _started(
    program: Sequence[str], *, reads: Sequence[Path], writes: Path | None, limits: Limits, errors: int
) -> "subprocess.Popen[bytes]":
    bounds = [str(os.getpid()), str(limits.cpu_seconds), str(limits.memory_bytes), str(limits.file_bytes), str(writes or "")]
    command = [sys.executable, "-I", "-S", str(CONFINE), *bounds, *_PYTHON, *map(str, reads), "--", *program]
    return subprocess.Popen(  # noqa: S603 - an argument list, no shell, and only our own words in it
        command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=errors, env={}, cwd="/", start_new_session=True
    )


def _kill(child: "subprocess.Popen[bytes]") -> None:
    """End it, and whatever it started where the kernel let it start anything; one that was waited for is gone."""
    if child.returncode is None:
        with suppress(ProcessLookupError):
            os.killpg(child.pid, signal.SIGKILL)


def _pipe(child: "subprocess.Popen[bytes]") -> IO[bytes]:
    assert child.stdout is not None  # noqa: S101 - asked for above
    return child.stdout


def _pieces(pipe: IO[bytes], *, deadline: float) -> Iterator[bytes]:
    """What comes through the pipe until its end, nothing where a second passes without; raises TimeoutError at the deadline."""
    with selectors.DefaultSelector() as selector:
        selector.register(pipe, selectors.EVENT_READ)
        while time.monotonic() < deadline:
            if not selector.select(timeout=1):
                yield b""
                continue
            piece = os.read(pipe.fileno(), 65536)
            if not piece:
                return
            yield piece
    raise TimeoutError


def _answer(pipe: IO[bytes], *, most: int, deadline: float) -> bytes:
    """Read to the end of the pipe; raises TimeoutError when the end does not come in time, or not within `most` bytes."""
    answer = bytearray()
    with selectors.DefaultSelector() as selector:
        selector.register(pipe, selectors.EVENT_READ)
        while selector.select(timeout=max(0, deadline - time.monotonic())):
            piece = os.read(pipe.fileno(), 65536)
            if not piece:
                return bytes(answer)
            answer += piece
            if len(answer) > most:
                break
    raise TimeoutError


def _end(code: int) -> End:
    if code == 0:
        return End.DONE
    if code == -signal.SIGXCPU:
        return End.TOO_COSTLY
    if code == 125:
        return End.NOT_STARTED
    return End.KILLED if code < 0 else End.FAILED


@cache
def layers() -> frozenset[str]:
    """Which layers of confinement this machine's kernel has, found out by putting them on once."""
    asked = subprocess.run(  # noqa: S603 - our own launcher
        [sys.executable, "-I", "-S", str(CONFINE), "--layers"], capture_output=True, text=True, timeout=30, check=False, env={}
    )
    return frozenset(asked.stdout.splitlines())
