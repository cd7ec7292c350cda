"""Fresh databases to measure in, on SQLite and PostgreSQL, dropped afterwards."""

import os
import secrets
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from urllib.parse import urlsplit

import psycopg

POSTGRES_URL = os.environ.get("BENCH_POSTGRES_URL", "postgres://postgres@127.0.0.1:5432/postgres")


@contextmanager
def fresh(name: str) -> Iterator[str]:
    """Give the DATABASE_URL of an empty database of that kind, "sqlite" or "postgresql"."""
    with _sqlite() if name == "sqlite" else _postgresql() as url:
        yield url


def here() -> list[str]:
    """Give the kinds of database that can be measured on this machine."""
    try:
        psycopg.connect(POSTGRES_URL, connect_timeout=3).close()
    except psycopg.OperationalError as away:
        print(f"PostgreSQL is left out, since it does not answer: {away}", file=sys.stderr)
        return ["sqlite"]
    return ["sqlite", "postgresql"]


@contextmanager
def _sqlite() -> Iterator[str]:
    with tempfile.TemporaryDirectory(prefix="retake-bench-") as folder:
        yield f"sqlite:///{folder}/bench.sqlite3"


@contextmanager
def _postgresql() -> Iterator[str]:
    name = f"retake_bench_{secrets.token_hex(4)}"
    with psycopg.connect(POSTGRES_URL, autocommit=True) as server:
        server.execute(f"CREATE DATABASE {name}")
        try:
            yield urlsplit(POSTGRES_URL)._replace(path=f"/{name}").geturl()
        finally:
            server.execute(f"DROP DATABASE {name} WITH (FORCE)")
