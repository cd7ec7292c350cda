"""The running product, on SQLite, and on PostgreSQL with Redis, shared by all tests of a run."""

from collections.abc import Iterator
from uuid import uuid4

import psycopg
import pytest
import redis

from tests.acceptance.product import Owner, Product, an_owner, start
from tests.runtime.home import a_home
from tests.services import POSTGRES_URL, REDIS_URL, need


@pytest.fixture(scope="session", params=["sqlite", "postgres"])
def shared(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Product]:
    with a_home(tmp_path_factory.mktemp(request.param)) as home:
        if request.param == "sqlite":
            yield start(home)
            return
        need("postgres")
        need("redis")
        # A Redis database of its own: other tests empty theirs.
        queue = f"{REDIS_URL.rpartition('/')[0]}/14"
        redis.from_url(queue).flushdb()
        name = f"retake_test_{uuid4().hex[:12]}"
        with psycopg.connect(POSTGRES_URL, autocommit=True) as server:
            server.execute(f"CREATE DATABASE {name}")
        try:
            yield start(home, DATABASE_URL=f"{POSTGRES_URL.rpartition('/')[0]}/{name}", REDIS_URL=queue)
        finally:
            with psycopg.connect(POSTGRES_URL, autocommit=True) as server:
                server.execute(f"DROP DATABASE {name} WITH (FORCE)")


@pytest.fixture
def product(shared: Product) -> Iterator[Product]:
    """The running product; its stand-in is well before and after."""
    shared.stand_in.heal()
    yield shared
    shared.stand_in.heal()


@pytest.fixture
def owner(product: Product) -> Owner:
    return an_owner(product)
