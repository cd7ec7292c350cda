"""A database that other processes can open too, for tests that fork: the one of pytest may live in memory."""

from collections.abc import Iterator
from contextlib import contextmanager

import environ
from django.db import connections


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
