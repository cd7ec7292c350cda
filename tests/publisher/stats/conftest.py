"""Two owners with an account each, and a platform that only these tests know."""

import pytest
from django.contrib.auth.models import User

from platforms.models import Connection
from publisher.models import Publication
from publisher.models.publications import PublicationQuerySet
from publisher.stats import Numbers, last, numbers
from tests.factories import ConnectionFactory
from tests.publisher.stats.histories import NOW


@pytest.fixture
def atelier(alice: User) -> Connection:
    return ConnectionFactory(user=alice, name="Atelier Nord")


@pytest.fixture
def elsewhere(alice: User) -> Connection:
    """An account of Alice's on another platform; nothing here asks it for anything."""
    return ConnectionFactory(user=alice, name="Atelier Süd", provider="elsewhere", realm="https://elsewhere.example")


@pytest.fixture
def bobs(bob: User) -> Connection:
    return ConnectionFactory(user=bob, name="Bob's bowls")


def of_all(name: str = "7d") -> Numbers:
    return of(Publication.objects.all(), name)


def of(scope: PublicationQuerySet, name: str = "7d") -> Numbers:
    return numbers(scope, period=last(name, now=NOW), now=NOW)
