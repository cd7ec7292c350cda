"""A program that reads uploads is bounded: it can burn, fill, fork, call out and write nothing."""

import os
import select
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from videos.sandboxed import CONFINE, End, Limits, Ran, layers, run_confined

LINUX = pytest.mark.skipif(sys.platform != "linux", reason="the layers are Linux's")
TIGHT = Limits(seconds=20, cpu_seconds=1, memory_bytes=512 * 1024**2, answer_bytes=1000)


def run(code: str, *, reads: list[Path] | None = None, limits: Limits = TIGHT) -> Ran:
    return run_confined([sys.executable, "-I", "-c", code], reads=reads or [], limits=limits)


def said(code: str, *, reads: list[Path] | None = None) -> str:
    """What a program prints that tells of its own refusals."""
    ran = run(f"try:\n    {code}\nexcept OSError as no:\n    print(type(no).__name__)\nelse:\n    print('done')", reads=reads)
    assert ran.end == End.DONE
    return ran.answer.decode().strip()


def test_its_answer_comes_back() -> None:
    assert run("print('a video')") == Ran(end=End.DONE, answer=b"a video\n")


def test_its_no_comes_back() -> None:
    assert run("raise SystemExit(3)") == Ran(end=End.FAILED, code=3)


def test_a_program_that_is_not_there_is_our_fault() -> None:
    assert run_confined(["/no/such/program"], reads=[], limits=TIGHT).end == End.NOT_STARTED


def test_a_busy_loop_is_ended() -> None:
    assert run("while True: pass").end == End.TOO_COSTLY


def test_a_sleeper_is_ended() -> None:
    started = time.monotonic()
    assert run("import time; time.sleep(60)", limits=Limits(seconds=1)).end == End.TOO_COSTLY
    assert time.monotonic() - started < 40


def test_memory_is_bounded() -> None:
    assert run("bytearray(1 << 30)").end == End.FAILED


def test_a_flood_of_answers_is_ended() -> None:
    assert run("while True: print('x' * 1000)").end == End.TOO_COSTLY


def test_it_cannot_fill_the_disk(tmp_path: Path) -> None:
    assert said(f"open({str(tmp_path / 'new')!r}, 'w').write('x' * 10_000_000)", reads=[tmp_path]) in ("PermissionError", "OSError")
    assert not (tmp_path / "new").exists()


@LINUX
@pytest.mark.parametrize("code", ["import os; os.fork()", "import subprocess; subprocess.run(['/bin/true'])"])
def test_a_fork_bomb_has_no_first_child(code: str) -> None:
    assert said(code) == "PermissionError"


@LINUX
def test_it_may_use_threads() -> None:
    assert said("import threading; t = threading.Thread(target=print); t.start(); t.join()") == "done"


@LINUX
@pytest.mark.parametrize("family", ["AF_INET", "AF_INET6", "AF_UNIX"])
def test_it_has_no_sockets(family: str) -> None:
    assert said(f"import socket; socket.socket(socket.{family})") == "PermissionError"


@LINUX
def test_it_cannot_signal_or_trace_others() -> None:
    assert said("import os; os.kill(os.getppid(), 0)") == "PermissionError"


@LINUX
def test_it_reads_what_it_is_given_and_nothing_else_of_ours(tmp_path: Path) -> None:
    given, secret = tmp_path / "given", tmp_path / "secret"
    given.write_text("x")
    secret.write_text("x")
    assert said(f"open({str(given)!r}).read()", reads=[given]) == "done"
    assert said(f"open({str(secret)!r}).read()", reads=[given]) == "PermissionError"
    assert said(f"open({str(given)!r}, 'a')", reads=[given]) == "PermissionError"
    assert said(f"import os; os.unlink({str(given)!r})", reads=[given]) == "PermissionError"


def test_it_inherits_no_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SECRET_CANARY", "leaked")
    assert b"SECRET_CANARY" not in run("import os; print(dict(os.environ))").answer


@LINUX
def test_it_dies_with_the_process_that_asked() -> None:
    asking = (
        "import sys; sys.path.insert(0, sys.argv[1]); from videos.sandboxed import Limits, run_confined;"
        "run_confined([sys.executable, '-I', '-c', 'import time; time.sleep(600)'], reads=[], limits=Limits(seconds=600))"
    )
    with subprocess.Popen([sys.executable, "-c", asking, str(CONFINE.parent.parent)]) as parent:
        child = os.pidfd_open(_first_child(parent.pid))
        parent.kill()
    ended, _, _ = select.select([child], [], [], 10)
    os.close(child)
    assert ended


def _first_child(pid: int) -> int:
    """The sleeper, once it has become one."""
    deadline = time.monotonic() + 20
    while time.monotonic() < deadline:
        for child in Path(f"/proc/{pid}/task/{pid}/children").read_text().split():
            if (
                b"time.sleep" in Path(f"/proc/{child}/cmdline").read_bytes()
                and b"confine" not in Path(f"/proc/{child}/cmdline").read_bytes()
            ):
                return int(child)
        time.sleep(0.02)
    raise TimeoutError


@LINUX
def test_a_killed_reader_is_no_verdict(monkeypatch: pytest.MonkeyPatch) -> None:
    assert run("import ctypes; ctypes.string_at(0)") == Ran(end=End.KILLED, code=-signal.SIGSEGV)


@LINUX
def test_this_kernel_gives_a_way_to_cut_the_network() -> None:
    assert layers() & {"own network", "no sockets"}
    assert os.path.exists(CONFINE)
