"""The people of every test: Alice owns, Bob has his own, Charlie is a stranger, Sam is staff."""

import pytest
from django.contrib.auth.models import User

from tests.factories import UserFactory


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
