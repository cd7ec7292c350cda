"""Who holds a lease: a name for this very process, from which another on the same machine can tell that it is dead."""

import os
from dataclasses import dataclass
from functools import cache
from pathlib import Path

_PROC = Path("/proc")
_START_FIELD = 22 - 3
"""Where the start time stands after the parenthesised name (proc(5): field 22, and the state is field 3)."""


@dataclass(frozen=True, kw_only=True)
class Stat:
    """What the kernel says of a pid: its state letter, and its start in clock ticks since the machine booted."""

    state: str
    started: int

    @property
    def is_over(self) -> bool:
        return self.state in ("Z", "X", "x")


def worker_identity() -> str:
    """Name this process: machine (boot and pid namespace), pid and start time, parted by slashes; at most 80 characters."""
    return f"{of_process(os.getpid())}{_stat_of(os.getpid()).started}"


def of_process(pid: int) -> str:
    """Give how the identity of `pid`, alive or dead, on this machine begins."""
    return f"{_machine()}/{pid}/"


def is_dead(identity: str) -> bool | None:
    """Tell whether the process of that name is dead: True only with proof, None where this machine cannot know."""
    machine, _, rest = identity.partition("/")
    pid, _, started = rest.partition("/")
    if machine != _machine() or not (pid.isdecimal() and started.isdecimal()):
        return None
    try:
        found = _stat_of(int(pid))
    except OSError:
        return _is_gone(int(pid))
    return found.is_over or found.started != int(started)


def parse_stat(text: str) -> Stat:
    """Read /proc/PID/stat. The name, which may hold spaces and brackets of its own, ends at the last bracket."""
    fields = text.rpartition(")")[2].split()
    return Stat(state=fields[0], started=int(fields[_START_FIELD]))


def _stat_of(pid: int) -> Stat:
    return parse_stat((_PROC / str(pid) / "stat").read_text())


def _is_gone(pid: int) -> bool | None:
    # /proc may be mounted so that it hides other users' processes: only the kernel's "no such process" is proof.
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return True
    except PermissionError:
        pass
    return None


@cache
def _machine() -> str:
    boot = (_PROC / "sys/kernel/random/boot_id").read_text().strip()
    return f"{boot}:{(_PROC / 'self/ns/pid').stat().st_ino}"
