"""A PostgreSQL of a test's own, which it may restart without harm to anybody."""

import os
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from tests.runtime.home import a_free_port
from tests.services import POSTGRES_PROGRAMS


@dataclass(frozen=True, kw_only=True)
class Cluster:
    """A running server with its files in `directory`."""

    directory: Path
    port: int

    @property
    def url(self) -> str:
        return f"postgres://postgres@127.0.0.1:{self.port}/postgres"

    def start(self) -> None:
        self.control("start")

    def stop(self) -> None:
        """Cut every connection, and stop."""
        self.control("stop", "-m", "fast")

    def control(self, *arguments: str) -> None:
        listen = f"-p {self.port} -k {self.directory} -c listen_addresses=127.0.0.1"
        _run("pg_ctl", "-D", str(self.directory / "data"), "-l", str(self.directory / "log"), "-w", "-o", listen, *arguments)


@contextmanager
def a_cluster(directory: Path) -> Iterator[Cluster]:
    """Make and start a server in `directory`; it is stopped afterwards."""
    if os.geteuid() == 0:
        shutil.chown(directory, "postgres")
    _run("initdb", "-D", str(directory / "data"), "-U", "postgres", "-A", "trust", "--no-sync")
    cluster = Cluster(directory=directory, port=a_free_port())
    cluster.start()
    try:
        yield cluster
    finally:
        cluster.control("stop", "-m", "immediate")


def _run(program: str, *arguments: str) -> None:
    """Run one of PostgreSQL's programs; never as root, which it refuses."""
    as_somebody = ["runuser", "-u", "postgres", "--"] if os.geteuid() == 0 else []
    argv = [*as_somebody, str(POSTGRES_PROGRAMS / program), *arguments]
    done = subprocess.run(argv, cwd="/", capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
