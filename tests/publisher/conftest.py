"""Alice at her browser with accounts on two platforms; and Google at the wire, for what asks it from within pages and rounds."""

import pytest
from django.contrib.auth.models import User
from django.test import Client

from platforms import clock, http
from platforms.models import Connection
from tests.factories import ConnectionFactory
from tests.platforms.connections.google import Google


@pytest.fixture
def google(monkeypatch: pytest.MonkeyPatch) -> Google:
    """Google, in place of the network; and waits that pass at once."""
    google = Google()
    monkeypatch.setattr(http, "connect", google.connect)
    monkeypatch.setattr(clock, "sleep", lambda seconds: None)
    return google


@pytest.fixture
def browser(alice: User) -> Client:
    browser = Client()
    browser.force_login(alice)
    return browser


@pytest.fixture
def atelier(alice: User) -> Connection:
    return ConnectionFactory(user=alice, name="Atelier Nord")


@pytest.fixture
def pools(alice: User) -> Connection:
    """An account of Alice's on another platform."""
    return ConnectionFactory(user=alice, provider="peertube", name="Tide pools", realm="https://tube.example", scopes=[])
