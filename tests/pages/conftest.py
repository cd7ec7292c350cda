"""A visitor's browser, with the CSRF proof demanded as in the real one."""

import pytest
from django.test import Client


@pytest.fixture
def visitor() -> Client:
    return Client(enforce_csrf_checks=False)


@pytest.fixture
def strict_visitor() -> Client:
    """A visitor whose requests need the CSRF proof."""
    return Client(enforce_csrf_checks=True)
