"""A database that other processes can open too, for tests that fork: the one of pytest may live in memory."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import environ
from django.db import connections

from tests.threads import copied_to


@contextmanager
def pointed_at(database_url: str) -> Iterator[None]:
    """Have Django's default connection lead there, in this process and its forks."""
    before = connections["default"]
    there = connections.create_connection("default")
    there.settings_dict = {**there.settings_dict, **environ.Env.db_url_config(database_url)}
    connections["default"] = there
    try:
        yield
    finally:
        there.close()
        connections["default"] = before


@contextmanager
def shared_with_forks(folder: Path) -> Iterator[None]:
    """Let forks share the rows made so far, whichever database it is."""
    if connections["default"].vendor != "sqlite":
        yield
        return
    with pointed_at(f"sqlite:///{copied_to(folder / 'forks.sqlite3')}"):
        yield
