"""`make run`, from its prepared environment on: it gets ready, outlives kills, stops cleanly, and says what stands in its way."""

import os
import re
import signal
import socket
import subprocess
import sys
import uuid
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from urllib.request import urlopen

import pytest

from config.settings import env
from tests.architecture.files import ROOT
from tests.runtime.processes import children, descendants, eventually, is_alive, nothing_left_of

pytestmark = pytest.mark.processes


def a_free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


@dataclass(frozen=True, kw_only=True)
class Run:
    """A started `make run` in a directory of its own."""

    child: subprocess.Popen[bytes]
    output: Path
    port: int

    def says(self, what: str, *, times: int = 1) -> str:
        eventually(lambda: self.output.read_text().count(what) >= times, f"{what!r} in\n{self.output.read_text()}", within=90)
        return self.output.read_text()

    def answers(self, path: str) -> bytes:
        with urlopen(f"http://127.0.0.1:{self.port}{path}", timeout=20) as answer:
            body: bytes = answer.read()
            return body

    def program(self, words: str) -> int:
        """The pid of the child whose command holds `words`, once it runs."""
        return eventually(lambda: next((one.pid for one in children(self.child.pid) if words in one.command), 0), words)


class Home:
    """A machine that never ran Retake: no .env, no database."""

    def __init__(self, directory: Path) -> None:
        self.directory = directory
        self.mark = f"retake-test-{uuid.uuid4().hex}"
        self.started: list[subprocess.Popen[bytes]] = []

    def start(self, **settings: str) -> Run:
        port = int(settings.get("PORT", a_free_port()))
        ours = {"ENV_FILE": str(self.directory / ".env"), "DATA_DIR": str(self.directory / "data"), "RETAKE_MARK": self.mark}
        ports = {"PORT": str(port), "SANDBOX_PORT": str(a_free_port())}
        output = self.directory / "output"
        with output.open("wb") as file:
            child = subprocess.Popen(
                [sys.executable, "-m", "config.run"],
                env={**_bare(os.environ), **ours, **ports, **settings},
                cwd=ROOT,
                stdout=file,
                stderr=file,
                start_new_session=True,
            )
        self.started.append(child)
        return Run(child=child, output=output, port=port)


def _bare(environment: Mapping[str, str]) -> dict[str, str]:
    """The environment without any setting of ours: the tests' own, too, are unknown to a newcomer."""
    return {name: value for name, value in environment.items() if name not in env.names}


@pytest.fixture
def home(tmp_path: Path) -> Iterator[Home]:
    home = Home(tmp_path)
    with nothing_left_of(home.mark):
        yield home
        for child in home.started:
            child.kill()
            child.wait()


def test_a_newcomer_gets_pages_logins_and_a_sample_video_and_kills_cost_seconds(home: Home) -> None:
    run = home.start()
    said = run.says("Ctrl-C stops everything.")
    assert f"http://127.0.0.1:{run.port}/" in said
    assert len(re.findall(r"(owner|staff) / \S{10,}", said)) == 2
    sample = re.search(r"Sample video +(\S+)", said)
    assert sample
    assert Path(sample[1]).stat().st_size > 100_000
    for path in re.findall(r'/static/[^"#]+\.(?:css|js)', run.answers("/login/").decode()):
        assert run.answers(path), "the pages have their styles and scripts"

    for words in ("gunicorn", "worker", "sandbox"):
        os.kill(run.program(words), signal.SIGKILL)
    run.says("was killed by SIGKILL; starting it again.", times=3)
    run.says("Listening at", times=2)
    run.says("The sandbox answers", times=2)
    assert run.answers("/login/")

    run.child.send_signal(signal.SIGINT)
    assert run.child.wait(60) == 0
    run.says("Retake has stopped.")

    again = home.start()
    assert re.findall(r"/ (\S{10,})\n", again.says("Ctrl-C stops everything.")) == re.findall(r"/ (\S{10,})\n", said), "the same logins"
    everything = descendants(again.child.pid)
    again.child.kill()
    eventually(lambda: not any(is_alive(one.pid) for one in everything), "nothing to outlive a killed supervisor", within=3)


def test_a_taken_port_is_said_in_one_sentence(home: Home) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        refused(home.start(PORT=str(port)), f"port {port} cannot be had (Address already in use); choose another: make run PORT=")


@pytest.mark.parametrize(
    ("setting", "value", "sentence"),
    [
        ("TRANSFER_SLOTS", "many", "TRANSFER_SLOTS='many' must be a whole number from 1 to 64."),
        ("DATABASE_URL", "mysql://root@localhost/x", "DATABASE_URL must name PostgreSQL or SQLite."),
        ("DATABASE_URL", "postgres://nobody@127.0.0.1:1/x", "is DATABASE_URL right?"),
    ],
)
def test_a_wrong_setting_is_said_in_one_sentence(home: Home, setting: str, value: str, sentence: str) -> None:
    refused(home.start(**{setting: value}), sentence)


def refused(run: Run, sentence: str) -> None:
    assert run.child.wait(60) == 1
    *_, last = run.output.read_text().splitlines()
    assert last.startswith("Retake cannot start: ")
    assert sentence in last
    assert "Traceback" not in run.output.read_text()
