"""A real `manage.py worker` on a database and a queue of its own."""

import atexit
import os
import shutil
import signal
import sqlite3
import subprocess
import sys
import tempfile
import uuid
from collections.abc import Iterator
from contextlib import closing, contextmanager, nullcontext
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import cache
from pathlib import Path

import psycopg
import redis
from django.conf import settings
from django_q.signing import SignedPackage

from tests.runtime.processes import PATIENCE_SECONDS, Seen, children, descendants, eventually, is_alive, nothing_left_of
from tests.runtime.queues import a_redis
from tests.services import POSTGRES_URL, need

_INSERT = "INSERT INTO django_q_ormq (key, payload, lock) VALUES"
_LAST_MIGRATION_SECONDS = 120


@dataclass(frozen=True, kw_only=True)
class Place:
    """Where a worker lives: its directory, database and broker, and a mark in its environment that finds its processes."""

    directory: Path
    database_url: str
    redis_url: str = ""
    mark: str = field(default_factory=lambda: f"retake-test-{uuid.uuid4().hex}")
    started: list[subprocess.Popen[bytes]] = field(default_factory=list)

    @property
    def environment(self) -> dict[str, str]:
        ours = {"DATABASE_URL": self.database_url, "REDIS_URL": self.redis_url, "DATA_DIR": str(self.directory), "RETAKE_MARK": self.mark}
        return {**os.environ, **ours, "STOP_GRACE_SECONDS": "10", "PYTHONUNBUFFERED": "1"}

    def manage(self, *arguments: str) -> subprocess.Popen[bytes]:
        argv = [sys.executable, str(settings.BASE_DIR / "manage.py"), *arguments]
        with (self.directory / "log").open("ab") as log:
            child = subprocess.Popen(argv, env=self.environment, cwd=settings.BASE_DIR, stdout=log, stderr=log, start_new_session=True)
        self.started.append(child)
        return child

    def log(self) -> str:
        return (self.directory / "log").read_text()

    def enqueue(self, task: str, *arguments: object, queue: str = "short") -> None:
        """Put a message into the queue as `async_task` does, past all that this test process knows of databases."""
        name = uuid.uuid4().hex
        payload = SignedPackage.dumps(
            {"id": name, "name": name, "func": task, "args": arguments, "kwargs": {}, "started": datetime.now(UTC), "ack_failure": True}
        )
        if self.redis_url:
            redis.from_url(self.redis_url).rpush(f"django_q:{queue}:q", payload)
        elif self.database_url.startswith("sqlite"):
            self._execute(f"{_INSERT} (?, ?, ?)", (queue, payload, datetime.now(UTC).strftime("%Y-%m-%d %H:%M:%S.%f")))
        else:
            with psycopg.connect(self.database_url) as connection:
                connection.execute(f"{_INSERT} (%s, %s, now())", (queue, payload))

    @contextmanager
    def without_queue(self) -> Iterator[None]:
        """Take the queue away for a while, as a database that is restarted does. Only where it is in SQLite."""
        self._execute("ALTER TABLE django_q_ormq RENAME TO away")
        yield
        self._execute("ALTER TABLE away RENAME TO django_q_ormq")

    def _execute(self, statement: str, values: tuple[object, ...] = ()) -> None:
        with closing(sqlite3.connect(self.database_url.removeprefix("sqlite:///"), timeout=20)) as connection, connection:
            connection.execute(statement, values)


@contextmanager
def place(directory: Path, broker: str) -> Iterator[Place]:
    """Give a migrated place whose queue is in SQLite, PostgreSQL or Redis; it is gone afterwards, with all that ran there."""
    with _database(directory, broker) as found, nothing_left_of(found.mark):
        try:
            yield found
        finally:
            for child in found.started:
                child.kill()
                child.wait()


@contextmanager
def _database(directory: Path, broker: str) -> Iterator[Place]:
    if broker == "postgres":
        need("postgres")
        with _copy_of_postgres() as database_url:
            yield Place(directory=directory, database_url=database_url)
        return
    file = directory / "retake.sqlite3"
    shutil.copyfile(_migrated_sqlite(), file)
    with a_redis() if broker == "redis" else nullcontext("") as redis_url:
        yield Place(directory=directory, database_url=f"sqlite:///{file}", redis_url=redis_url)


@cache
def _migrated_sqlite() -> Path:
    """Migrate once for all tests: each of them gets a copy."""
    directory = Path(tempfile.mkdtemp(prefix="retake-tests-"))
    file = directory / "retake.sqlite3"
    _migrate(Place(directory=directory, database_url=f"sqlite:///{file}"))
    return file


@contextmanager
def _copy_of_postgres() -> Iterator[str]:
    template = _migrated_postgres()
    name = f"retake_test_{uuid.uuid4().hex[:12]}"
    with psycopg.connect(POSTGRES_URL, autocommit=True) as server:
        server.execute(f"CREATE DATABASE {name} TEMPLATE {template}")
        # Processes are killed here, never the server: none of it need reach the disk.
        server.execute(f"ALTER DATABASE {name} SET synchronous_commit = off")
        try:
            yield _url_of(name)
        finally:
            server.execute(f"DROP DATABASE {name} WITH (FORCE)")


@cache
def _migrated_postgres() -> str:
    name = f"retake_test_{uuid.uuid4().hex[:12]}"
    with psycopg.connect(POSTGRES_URL, autocommit=True) as server:
        server.execute(f"CREATE DATABASE {name}")
    atexit.register(_drop, name)
    _migrate(Place(directory=Path(tempfile.mkdtemp(prefix="retake-tests-")), database_url=_url_of(name)))
    return name


def _drop(name: str) -> None:
    with psycopg.connect(POSTGRES_URL, autocommit=True) as server:
        server.execute(f"DROP DATABASE {name} WITH (FORCE)")


def _url_of(database: str) -> str:
    return f"{POSTGRES_URL.rpartition('/')[0]}/{database}"


def _migrate(place: Place) -> None:
    migrating = place.manage("migrate", "--verbosity", "0")
    assert migrating.wait(_LAST_MIGRATION_SECONDS) == 0, place.log()


class Worker:
    """A running `manage.py worker` with one queue, and its processes by role."""

    def __init__(self, place: Place, *options: str) -> None:
        self.place = place
        self.child = place.manage("worker", *(options or ("--queues", "short", "--no-round")))

    @property
    def pid(self) -> int:
        return self.child.pid

    def main(self, part: str = "short") -> Seen | None:
        return next((one for one in children(self.pid) if one.command.endswith(f"--only {part}")), None)

    def roles(self, part: str = "short") -> dict[str, int]:
        """Give the pids of a tree that is complete; an empty dict until it is."""
        main = self.main(part)
        sentinels = children(main.pid) if main else []
        pool = children(sentinels[0].pid) if sentinels else []
        if not main or len(pool) < 4:
            return {}
        *workers, monitor, pusher = (one.pid for one in pool)
        roles = {"parent": self.pid, "main": main.pid, "sentinel": sentinels[0].pid, "monitor": monitor, "pusher": pusher}
        return {**roles, **{f"worker {n}": pid for n, pid in enumerate(workers)}}

    def complete(self, part: str = "short") -> dict[str, int]:
        """Wait until a tree is complete, and give its pids by role."""
        return eventually(lambda: self.roles(part), f"a complete tree for {part}\n{self.place.log()}")

    def loses(self, tree: dict[str, int]) -> None:
        """Wait until nothing of a tree is left: until then its pusher may still take a message, which dies with it."""
        old = [pid for role, pid in tree.items() if role != "parent"]
        eventually(lambda: not any(is_alive(pid) for pid in old), "the old tree to be gone")

    def everyone(self) -> set[int]:
        return {self.pid, *(one.pid for one in descendants(self.pid))}

    def starts_and_runs(self, path: Path, *, task: str = "run_errand", seconds: float = 0.0, within: float = PATIENCE_SECONDS) -> int:
        """Enqueue an errand, wait until it starts, and give the pid of who runs it."""
        before = len(path.read_text().splitlines()) if path.exists() else 0
        self.place.enqueue(f"tests.runtime.errands.{task}", str(path), seconds)
        lines = eventually(lambda: said(path)[before:], f"the errand to start\n{self.place.log()}", within=within)
        return int(lines[0].split()[-1])

    def stop(self, signum: int = signal.SIGTERM, *, within: float = PATIENCE_SECONDS) -> int:
        self.child.send_signal(signum)
        return self.child.wait(within)


def said(path: Path) -> list[str]:
    return path.read_text().splitlines() if path.exists() else []
