"""The people of every test: Alice owns, Bob has his own, Charlie is a stranger, Sam is staff."""

from uuid import uuid4

import pytest
from django.contrib.auth.models import User
from django.db import connections
from django_q.conf import Conf
from pytest_django.fixtures import Settings

from tests.factories import UserFactory

_DATABASE_FIXTURES = {"db", "transactional_db", "live_server"}


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark what touches the database: nothing else can differ on another one."""
    for item in items:
        if item.get_closest_marker("django_db") or _DATABASE_FIXTURES & set(getattr(item, "fixturenames", ())):
            item.add_marker("database")


@pytest.fixture(scope="session")
def django_db_modify_db_settings(
    request: pytest.FixtureRequest, django_db_modify_db_settings_parallel_suffix: None, tmp_path_factory: pytest.TempPathFactory
) -> None:
    """Keep SQLite in a file where a browser asks it from many threads: in memory they lock each other out, as they never do in a file.

    On PostgreSQL each run has a database of its own, so that two at once do not drop each other's; none of it need reach the disk.
    """
    default = connections["default"].settings_dict
    if default["ENGINE"].endswith("postgresql"):
        default["TEST"]["NAME"] = f"retake_test_{uuid4().hex[:12]}"
        default["OPTIONS"]["options"] = "-c synchronous_commit=off"
    elif any(item.get_closest_marker("browser") for item in request.session.items):
        default["TEST"]["NAME"] = str(tmp_path_factory.mktemp("database") / "test.sqlite3")


@pytest.fixture(autouse=True)
def queue_in_the_database(monkeypatch: pytest.MonkeyPatch, settings: Settings) -> None:
    """Tests look into the queue, so here it is a table, whichever broker the environment names; real workers use the real one."""
    monkeypatch.setattr(Conf, "ORM", "default")
    settings.REDIS_URL = ""


@pytest.fixture(autouse=True)
def nobody_is_locked_out(settings: Settings) -> None:
    """Tests log in without a request, and with wrong passwords as they please; those of the throttle turn it on."""
    settings.AXES_ENABLED = False


@pytest.fixture
def alice(db: None) -> User:
    return UserFactory(username="alice")


@pytest.fixture
def bob(db: None) -> User:
    return UserFactory(username="bob")


@pytest.fixture
def charlie(db: None) -> User:
    return UserFactory(username="charlie")


@pytest.fixture
def sam(db: None) -> User:
    return UserFactory(username="sam", is_staff=True, is_superuser=True)
