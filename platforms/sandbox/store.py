"""What a stand-in remembers, in one SQLite file that outlives a kill -9; `:memory:` forgets with the process."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import RLock
from typing import Any

Row = sqlite3.Row


class Store:
    """One connection behind one lock: its statements are short, and the bytes of uploads never come here."""

    def __init__(self, path: Path | str = ":memory:") -> None:
        self._lock = RLock()
        self._connection = sqlite3.connect(path, isolation_level=None, check_same_thread=False, timeout=20)
        self._connection.row_factory = sqlite3.Row
        self._connection.execute("PRAGMA journal_mode=WAL")
        # A killed process loses nothing at NORMAL; only a power cut could, and a stand-in may forget then.
        self._connection.execute("PRAGMA synchronous=NORMAL")

    def create(self, schema: str) -> None:
        with self._lock:
            self._connection.executescript(schema)

    def run(self, statement: str, *values: Any) -> int:
        """Execute it; give the number of rows it changed."""
        with self._lock:
            return self._connection.execute(statement, values).rowcount

    def row(self, statement: str, *values: Any) -> Row | None:
        with self._lock:
            found: Row | None = self._connection.execute(statement, values).fetchone()
            return found

    def rows(self, statement: str, *values: Any) -> list[Row]:
        with self._lock:
            return self._connection.execute(statement, values).fetchall()

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """All of it or none; one inside another belongs to the outer."""
        with self._lock:
            if self._connection.in_transaction:
                yield
                return
            self._connection.execute("BEGIN IMMEDIATE")
            with self._connection:
                yield

    def close(self) -> None:
        with self._lock:
            self._connection.close()
