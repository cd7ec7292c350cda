"""Ties a child to its parent: when the parent dies, however it dies, the kernel kills the child at once. Linux only."""

import ctypes
import os
import signal

ORPHANED = 71
"""The exit code of a child whose parent was gone before it could be tied."""

_PR_SET_PDEATHSIG = 1
_libc = ctypes.CDLL(None, use_errno=True)
_forking_pid = 0


def die_with(parent: int) -> None:
    """Have the kernel kill this child when `parent` (a pid), which started it, dies.

    The wish survives exec, not fork. The kernel counts the death of the thread that forked, so fork from the main
    thread (prctl(2), PR_SET_PDEATHSIG).
    """
    _libc.prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)
    # The parent may have died between the fork and the line above. It is compared with its own pid and not with 1, for
    # in a container the parent may well be 1.
    if os.getppid() != parent:
        os._exit(ORPHANED)


def tie_forks() -> None:
    """Tie every child that this program, or a child of it, forks from now on. Calling it again is harmless."""
    if _forking_pid == 0:
        os.register_at_fork(before=_remember_parent, after_in_child=_tie_to_parent)
        _remember_parent()


def _remember_parent() -> None:
    global _forking_pid
    _forking_pid = os.getpid()


def _tie_to_parent() -> None:
    die_with(_forking_pid)
