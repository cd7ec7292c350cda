"""Visitors of the pages, and a hasher that does not keep them waiting."""

import pytest
from django.test import Client
from pytest_django import Settings


@pytest.fixture
def visitor() -> Client:
    return Client()


@pytest.fixture
def strict_visitor() -> Client:
    """A visitor whose requests need the CSRF proof."""
    return Client(enforce_csrf_checks=True)


@pytest.fixture(autouse=True)
def _quick_passwords(settings: Settings) -> None:
    """The real hasher is slow on purpose; here only its answers matter."""
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
