"""Children that are forked from a process which has everything loaded already: they start within milliseconds."""

import os
import signal
import sys
import traceback
from collections.abc import Callable

from django.db import connection


def fork(work: Callable[[], None]) -> int:
    """Have a child do `work`; give its pid. It ends with 0, or tells what went wrong and ends with 1."""
    connection.close()  # a connection that two processes speak over is neither's
    pid = os.fork()
    if pid:
        return pid
    try:
        work()
    except BaseException:  # noqa: BLE001 - the child must not return into its parent's code
        traceback.print_exc()
        sys.stderr.flush()
        os._exit(1)
    os._exit(0)


def exit_code(pid: int) -> int:
    """Wait for its end; give its exit code, or minus the signal that killed it."""
    return os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])


def has_ended(pid: int) -> bool:
    """Whether a child has ended by itself; it is gone then."""
    return os.waitpid(pid, os.WNOHANG)[0] == pid


def kill(pid: int) -> None:
    os.kill(pid, signal.SIGKILL)
    os.waitpid(pid, 0)
