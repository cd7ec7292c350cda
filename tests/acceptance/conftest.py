"""The running product, on SQLite, and on PostgreSQL with Redis, shared by all tests of a run."""

from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from uuid import uuid4

import psycopg
import pytest

from tests.acceptance.product import Owner, Product, an_owner, start
from tests.runtime.home import a_home
from tests.runtime.queues import a_redis
from tests.services import POSTGRES_URL, need


@pytest.fixture(scope="session", params=["sqlite", "postgres"])
def shared(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Product]:
    servers = nullcontext({}) if request.param == "sqlite" else _postgres_and_redis()
    with servers as settings, a_home(tmp_path_factory.mktemp(request.param)) as home:
        yield start(home, **settings)


@contextmanager
def _postgres_and_redis() -> Iterator[dict[str, str]]:
    need("postgres")
    name = f"retake_test_{uuid4().hex[:12]}"
    with a_redis() as redis_url, psycopg.connect(POSTGRES_URL, autocommit=True) as server:
        server.execute(f"CREATE DATABASE {name}")
        try:
            yield {"DATABASE_URL": f"{POSTGRES_URL.rpartition('/')[0]}/{name}", "REDIS_URL": redis_url}
        finally:
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
