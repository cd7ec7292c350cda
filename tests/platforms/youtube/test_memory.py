"""Memory stays flat, whatever the file's size."""

import os
import subprocess
import sys
from collections.abc import Iterator

import pytest

GB = 1000**3
FLAT_MIB = 64


@pytest.fixture
def url() -> Iterator[str]:
    """The discarding server, in a process of its own."""
    with subprocess.Popen([sys.executable, "-m", "tests.platforms.youtube.discarding"], stdout=subprocess.PIPE, text=True) as server:
        assert server.stdout is not None
        yield f"http://127.0.0.1:{server.stdout.readline().strip()}"
        server.kill()


@pytest.mark.processes
@pytest.mark.parametrize("size", [1 * GB, pytest.param(10 * GB, marks=pytest.mark.slow)])
def test_a_large_file_takes_no_more_memory_than_a_small_one(url: str, size: int) -> None:
    command = [sys.executable, "-m", "tests.platforms.youtube.sending", url, str(size)]
    sent = subprocess.run(command, env=os.environ, capture_output=True, text=True, check=True)
    assert int(sent.stdout) < FLAT_MIB
