"""The people of every test: Alice owns, Bob has his own, Charlie is a stranger, Sam is staff."""

import pytest
from django.contrib.auth.models import User
from django_q.conf import Conf
from pytest_django.fixtures import Settings

from tests.factories import UserFactory


@pytest.fixture(autouse=True)
def queue_in_the_database(monkeypatch: pytest.MonkeyPatch, settings: Settings) -> None:
    """Tests look into the queue, so here it is a table, whichever broker the environment names; real workers use the real one."""
    monkeypatch.setattr(Conf, "ORM", "default")
    settings.REDIS_URL = ""


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
