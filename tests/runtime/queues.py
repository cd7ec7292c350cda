"""A Redis database of one test's own: two runs at once would take each other's messages."""

from collections.abc import Iterator
from contextlib import contextmanager

import redis

from tests.services import REDIS_URL, need

_NUMBERS = range(15, 0, -1)
"""Databases of a Redis as it comes, but for the first, which is a product's."""
_MARK, _CLAIM = "retake-test:mark", "retake-test:claim"
_CLAIM_SECONDS = 2 * 3600


@contextmanager
def a_redis() -> Iterator[str]:
    """Give the address of an empty database that nobody else is given meanwhile."""
    need("redis")
    for number in _NUMBERS:
        url = f"{REDIS_URL.rpartition('/')[0]}/{number}"
        with redis.from_url(url) as server:
            if not _is_claimed(server):
                continue
            try:
                yield url
            finally:
                server.flushdb()
            return
    raise AssertionError(f"no Redis database from 15 to 1 is free; those that hold {_MARK} may be emptied")


def _is_claimed(server: redis.Redis) -> bool:
    """Whether it is ours now: it was empty, or a run that died has left it."""
    if server.dbsize() and not server.exists(_MARK):
        return False
    if not server.set(_CLAIM, "", nx=True, ex=_CLAIM_SECONDS):
        return False
    anew = server.pipeline(transaction=True)
    anew.flushdb().set(_MARK, "").set(_CLAIM, "", ex=_CLAIM_SECONDS).execute()
    return True
