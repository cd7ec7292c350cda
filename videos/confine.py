"""A launcher that ties its own hands, then becomes the program it was given; run as `python -I -S confine.py …`.

    confine.py PARENT CPU_SECONDS MEMORY_BYTES FILE_BYTES WRITABLE [READABLE…] -- PROGRAM [ARGUMENT…]

It imports nothing of ours, so that it starts in milliseconds. Uploaded files are hostile and decoders have holes: the
program may use the processor and memory it was given, read what is named, answer on its standard output, and write the one
file WRITABLE (empty: none), which is there already, up to FILE_BYTES. On Linux each layer is put on where the kernel has it;
`confine.py --layers` prints which could be had.
"""

import ctypes
import os
import resource
import signal
import struct
import sys
from collections.abc import Callable

_CLONE_NEWNET, _CLONE_NEWUSER, _CLONE_NEWIPC = 0x40000000, 0x10000000, 0x08000000
_PR_SET_PDEATHSIG, _PR_SET_SECCOMP, _PR_SET_NO_NEW_PRIVS = 1, 22, 38
_SECCOMP_MODE_FILTER = 2

# BPF: https://www.kernel.org/doc/html/latest/userspace-api/seccomp_filter.html
_LOAD, _EQUAL, _AT_LEAST, _ANY_BIT, _RETURN = 0x20, 0x15, 0x35, 0x45, 0x06
_ALLOW, _KILL, _DENY = 0x7FFF0000, 0x80000000, 0x00050000
_EPERM, _ENOSYS = 1, 38
_CLONE_THREAD = 0x00010000
_X32 = 0x40000000

# Machine -> its audit number, `clone`, and what is denied: sockets, io_uring (sockets by another way), new processes and
# namespaces, and whatever reaches other processes. Numbers: arch/*/entry/syscalls and include/uapi/asm-generic/unistd.h.
_NEW_EVERYWHERE = (424, 425, 426, 427, 434, 438)  # pidfd_send_signal, io_uring_*, pidfd_open, pidfd_getfd
_MACHINES: dict[str, tuple[int, int, tuple[int, ...]]] = {
    "x86_64": (0xC000003E, 56, (41, 53, 57, 58, 62, 101, 129, 200, 234, 272, 297, 308, 310, 311, *_NEW_EVERYWHERE)),
    "aarch64": (0xC00000B7, 220, (97, 117, 129, 130, 131, 138, 198, 199, 240, 268, 270, 271, *_NEW_EVERYWHERE)),
}
_CLONE3 = 435

# Landlock: https://docs.kernel.org/userspace-api/landlock.html
_LANDLOCK_CREATE, _LANDLOCK_ADD, _LANDLOCK_RESTRICT = 444, 445, 446
_EXECUTE, _WRITE_FILE, _READ_FILE, _READ_DIR = 1 << 0, 1 << 1, 1 << 2, 1 << 3
_ALL_OF_THE_FIRST_ABI, _REFER, _TRUNCATE, _DEVICES = (1 << 13) - 1, 1 << 13, 1 << 14, 1 << 15
_SYSTEM = ("/usr", "/lib", "/lib64", "/bin", "/etc/ld.so.cache", "/etc/ld.so.conf", "/dev/null", "/dev/urandom", "/proc/cpuinfo")


def main(arguments: list[str]) -> None:
    """Confine this process and become the program, or leave with 125 when even that cannot be done."""
    parent, cpu_seconds, memory_bytes, file_bytes, writable, *rest = arguments
    readable, program = rest[: rest.index("--")], rest[rest.index("--") + 1 :]
    limit(int(cpu_seconds), int(memory_bytes), int(file_bytes))
    if sys.platform == "linux":
        layers(readable, writable)
        die_with(int(parent))
    try:
        os.execve(program[0], program, {"LC_ALL": "C.UTF-8"})  # noqa: S606 - no shell, and the path is ours
    except OSError:
        os._exit(125)


def limit(cpu_seconds: int, memory_bytes: int, file_bytes: int) -> None:
    """Bound what the program may use: processor, memory, open files, bytes of a file (0: none); it can leave no core."""
    for kind, soft, hard in (
        (resource.RLIMIT_CPU, cpu_seconds, cpu_seconds + 1),  # told apart from other deaths by its signal, at the soft one
        (resource.RLIMIT_AS, memory_bytes, memory_bytes),
        (resource.RLIMIT_FSIZE, file_bytes, file_bytes),
        (resource.RLIMIT_CORE, 0, 0),
        (resource.RLIMIT_NOFILE, 64, 64),
    ):
        _, most = resource.getrlimit(kind)
        bounds = (soft, hard) if most == resource.RLIM_INFINITY else (min(soft, most), min(hard, most))
        resource.setrlimit(kind, bounds)


def layers(readable: list[str], writable: str = "") -> dict[str, bool]:
    """Put on every layer that this kernel has, and say which it had."""
    libc = ctypes.CDLL(None, use_errno=True)
    libc.prctl(_PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0)
    return {
        "own network": any(libc.unshare(_CLONE_NEWNET | more) == 0 for more in (_CLONE_NEWUSER | _CLONE_NEWIPC, 0)),
        "files": _only_these(libc.syscall, readable, writable),
        "no sockets": _deny_calls(libc),
    }


def die_with(parent: int) -> None:
    """Be killed when the parent dies; after the layers, which clear this wish."""
    ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL, 0, 0, 0)
    if os.getppid() != parent:  # it died before it could be wished for
        os._exit(125)


def _only_these(syscall: Callable[..., int], readable: list[str], writable: str) -> bool:
    """Landlock: nothing can be made or removed, only the system and `readable` can be read, and only `writable` be written."""
    abi = syscall(_LANDLOCK_CREATE, None, 0, 1)
    if abi < 1:
        return False
    truncate = _TRUNCATE if abi >= 3 else 0
    newer = (_REFER if abi >= 2 else 0) | truncate | (_DEVICES if abi >= 5 else 0)
    rules = struct.pack("=Q", _ALL_OF_THE_FIRST_ABI | newer)
    ruleset = syscall(_LANDLOCK_CREATE, rules, len(rules), 0)
    for path in (*_SYSTEM, *readable):
        _allow_there(syscall, ruleset, path, _READ_FILE | _EXECUTE | (_READ_DIR if os.path.isdir(path) else 0))
    if writable:
        _allow_there(syscall, ruleset, writable, _READ_FILE | _WRITE_FILE | truncate)
    return syscall(_LANDLOCK_RESTRICT, ruleset, 0) == 0


def _allow_there(syscall: Callable[..., int], ruleset: int, path: str, rights: int) -> None:
    try:
        place = os.open(path, os.O_PATH | os.O_CLOEXEC)
    except FileNotFoundError:
        return
    syscall(_LANDLOCK_ADD, ruleset, 1, struct.pack("=Qi", rights, place), 0)
    os.close(place)


def _deny_calls(libc: ctypes.CDLL) -> bool:
    """Seccomp: no socket, no further process, no hand on another one; threads stay allowed."""
    if os.uname().machine not in _MACHINES:
        return False
    program = _filter(*_MACHINES[os.uname().machine])
    buffer = ctypes.create_string_buffer(program, len(program))
    head = struct.pack("HxxxxxxP", len(program) // 8, ctypes.addressof(buffer))
    return bool(libc.prctl(_PR_SET_SECCOMP, _SECCOMP_MODE_FILTER, head, 0, 0) == 0)


def _filter(audit: int, clone: int, denied: tuple[int, ...]) -> bytes:
    """The filter, one instruction of 8 bytes after the other: (what, jump if true, jump if not, with)."""
    refuse = (_RETURN, 0, 0, _DENY | _EPERM)
    steps = [
        (_LOAD, 0, 0, 4),  # the machine
        (_EQUAL, 1, 0, audit),
        (_RETURN, 0, 0, _KILL),
        (_LOAD, 0, 0, 0),  # the call
        (_AT_LEAST, 0, 1, _X32),
        refuse,
        (_EQUAL, 0, 1, _CLONE3),
        (_RETURN, 0, 0, _DENY | _ENOSYS),  # its flags cannot be read here: libc falls back to clone
    ]
    for call in denied:
        steps += [(_EQUAL, 0, 1, call), refuse]
    steps += [
        (_EQUAL, 0, 3, clone),
        (_LOAD, 0, 0, 16),  # its flags
        (_ANY_BIT, 1, 0, _CLONE_THREAD),
        refuse,
        (_RETURN, 0, 0, _ALLOW),
    ]
    return b"".join(struct.pack("=HBBI", *step) for step in steps)


if __name__ == "__main__":
    if sys.argv[1:] == ["--layers"]:
        print("\n".join(name for name, had in layers([]).items() if had))
    else:
        main(sys.argv[1:])
