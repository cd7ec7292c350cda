"""`manage.py sandbox`: it says where it answers, stops when told, and names a taken port."""

import http.client
import os
import signal
import socket
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]


def command(tmp_path: Path, port: int) -> list[str]:
    return [sys.executable, "manage.py", "sandbox", "--port", str(port), "--data", str(tmp_path / "new" / "sandbox.sqlite3")]


@pytest.mark.processes
@pytest.mark.parametrize("told", [signal.SIGTERM, signal.SIGINT])
def test_it_serves_until_it_is_told_to_stop(tmp_path: Path, told: signal.Signals) -> None:
    with subprocess.Popen(
        command(tmp_path, 0), cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=os.environ
    ) as running:
        assert running.stdout is not None
        said = running.stdout.readline()
        address = said.split("http://")[1].split("/")[0]
        line = http.client.HTTPConnection(address, timeout=20)
        line.request("GET", "/youtube/__admin/state")
        assert line.getresponse().status == 200
        running.send_signal(told)
        rest, errors = running.communicate(timeout=20)
        line.close()
    assert (running.returncode, rest, errors) == (0, "The sandbox has stopped.\n", "")
    assert (tmp_path / "new" / "sandbox.sqlite3").exists()


@pytest.mark.processes
def test_a_taken_port_is_said_in_one_sentence(tmp_path: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        answer = subprocess.run(command(tmp_path, port), cwd=ROOT, capture_output=True, text=True, env=os.environ, timeout=60, check=False)
    assert answer.returncode == 1
    assert answer.stderr == f"CommandError: The sandbox cannot listen on 127.0.0.1:{port}: Address already in use.\n"
