"""Several threads on one database, whichever it is."""

import sqlite3
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path

from django.db import connection as database
from django.db import connections as databases


@contextmanager
def on_a_database_for_threads(folder: Path) -> Iterator[None]:
    """Let threads share the rows made so far. SQLite's tests run in memory, where threads cannot wait for each other: they get a file."""
    if database.vendor != "sqlite":
        yield
        return
    before = databases.settings["default"]["NAME"]
    databases.settings["default"]["NAME"] = str(copied_to(folder / "threads.sqlite3"))
    try:
        yield
    finally:
        databases.settings["default"]["NAME"] = before


def copied_to(file: Path) -> Path:
    """Put a copy of SQLite's database into a file."""
    copy = sqlite3.connect(file)
    database.connection.backup(copy)
    # As a migrated database is: to change the journal takes the file alone, and whoever meets another at it is refused at once.
    copy.execute("PRAGMA journal_mode=WAL")
    copy.close()
    return file


def in_threads(count: int, work: Callable[[], object]) -> list[object]:
    """Do it in so many threads, started at the same moment, each with a connection of its own."""
    together = threading.Barrier(count)

    def one() -> object:
        try:
            together.wait(10)
            return work()
        finally:
            databases["default"].close()

    with ThreadPoolExecutor(count) as pool:
        return [future.result(30) for future in [pool.submit(one) for _ in range(count)]]
