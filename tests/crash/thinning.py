"""How many of many things the short form tries; `CRASH=long` tries them all."""

import os
from collections.abc import Sequence
from typing import TypeVar

from django.conf import settings

IS_LONG = os.environ.get("CRASH") == "long"
IS_AGAIN = not settings.DATABASES["default"]["ENGINE"].endswith("sqlite3")
"""CI runs all of this on SQLite, and then on PostgreSQL: of what another database hardly changes, the second time tries less."""
LESS = 8

Thing = TypeVar("Thing")


def thinned(things: Sequence[Thing], *, one_in: int = 1) -> list[Thing]:
    """One in so many of them."""
    return list(things if IS_LONG else things[:: one_in * (LESS if IS_AGAIN else 1)])
