"""A machine that never ran Retake, and `make run` on it from its prepared environment on."""

import os
import re
import signal
import socket
import subprocess
import sys
import uuid
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from random import SystemRandom

import requests

from config.settings import env
from tests.architecture.files import ROOT
from tests.runtime.processes import children, eventually, nothing_left_of

STOP_SECONDS = 60


def a_free_port() -> int:
    """Give a port that is free, and below those that a system gives away: nobody is given it before it is taken."""
    chance = SystemRandom()  # not the tests' own, which begins alike in all processes
    while True:
        port = chance.randrange(10_000, 32_000)
        with socket.socket() as probe, suppress(OSError):
            probe.bind(("127.0.0.1", port))
            return port


@dataclass(frozen=True, kw_only=True)
class Run:
    """A started `make run` in a directory of its own."""

    child: subprocess.Popen[bytes]
    output: Path
    port: int
    sandbox_port: int

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    @property
    def sandbox_url(self) -> str:
        return f"http://127.0.0.1:{self.sandbox_port}"

    def says(self, what: str, *, times: int = 1) -> str:
        eventually(lambda: self.output.read_text().count(what) >= times, f"{what!r} in\n{self.output.read_text()}", within=90)
        return self.output.read_text()

    def is_ready(self) -> str:
        """Wait until it says so; give what it said."""
        return self.says("Ctrl-C stops everything.")

    def password(self, username: str) -> str:
        """The password of the demo's `owner` or `staff`."""
        found = re.search(rf"{username} / (\S{{10,}})", self.is_ready())
        assert found, self.output.read_text()
        return found[1]

    def sample(self) -> Path:
        found = re.search(r"Sample video +(\S+)", self.is_ready())
        assert found, self.output.read_text()
        return Path(found[1])

    def answers(self, path: str) -> bytes:
        answer = requests.get(f"{self.url}{path}", timeout=20)
        assert answer.ok, answer.status_code
        return answer.content

    def program(self, words: str) -> int:
        """The pid of the child whose command holds `words`, once it runs."""
        return eventually(lambda: next((one.pid for one in children(self.child.pid) if words in one.command), 0), words)

    def stop(self) -> int:
        """Press Ctrl-C, and give the exit code."""
        self.child.send_signal(signal.SIGINT)
        return self.child.wait(STOP_SECONDS)


@dataclass(frozen=True, kw_only=True)
class Command:
    """A started command of `manage.py`."""

    child: subprocess.Popen[bytes]
    output: Path

    def says(self, what: str) -> None:
        eventually(lambda: what in self.output.read_text(), f"{what!r} of a command", within=60)


@dataclass(kw_only=True)
class Home:
    """A machine that never ran Retake: no .env, no database. What it starts again keeps what is there by then."""

    directory: Path
    mark: str = field(default_factory=lambda: f"retake-test-{uuid.uuid4().hex}")
    started: list[subprocess.Popen[bytes]] = field(default_factory=list)

    def start(self, **settings: str) -> Run:
        ports = {name: settings.get(name, str(a_free_port())) for name in ("PORT", "SANDBOX_PORT")}
        output = self.directory / f"output-{len(self.started)}"
        child = self._open([sys.executable, "-m", "config.run"], {**settings, **ports}, output)
        return Run(child=child, output=output, port=int(ports["PORT"]), sandbox_port=int(ports["SANDBOX_PORT"]))

    def manage(self, *arguments: str, **settings: str) -> Command:
        """Start a command beside it."""
        output = self.directory / f"output-{len(self.started)}"
        return Command(child=self._open([sys.executable, "manage.py", *arguments], settings, output), output=output)

    def _open(self, argv: list[str], settings: Mapping[str, str], output: Path) -> subprocess.Popen[bytes]:
        ours = {"ENV_FILE": str(self.directory / ".env"), "DATA_DIR": str(self.directory / "data"), "RETAKE_MARK": self.mark}
        environment = {**_bare(os.environ), **ours, **settings}
        with output.open("wb") as file:
            child = subprocess.Popen(argv, env=environment, cwd=ROOT, stdout=file, stderr=file, start_new_session=True)
        self.started.append(child)
        return child


@contextmanager
def a_home(directory: Path) -> Iterator[Home]:
    """Give a home in `directory`; nothing of it runs afterwards."""
    home = Home(directory=directory)
    with nothing_left_of(home.mark):
        try:
            yield home
        finally:
            for child in home.started:
                child.kill()
                child.wait()


def _bare(environment: Mapping[str, str]) -> dict[str, str]:
    """The environment without any setting of ours: the tests' own, too, are unknown to a newcomer."""
    return {name: value for name, value in environment.items() if name not in env.names}
