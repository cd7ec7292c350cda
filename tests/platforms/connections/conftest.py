"""Google and Rotor at the wire, and a browser that went to Retake's own address."""

from collections.abc import Callable
from urllib.parse import parse_qsl, urlsplit

import pytest
from django.contrib.auth.models import User
from django.http import HttpResponse
from django.test import Client
from pytest_django.fixtures import Settings

from platforms import clock, http, registry
from tests.platforms.connections import rotor as rotors
from tests.platforms.connections.google import Google
from tests.platforms.connections.rotor import Rotor

HOST = "127.0.0.1:8000"


@pytest.fixture
def google(monkeypatch: pytest.MonkeyPatch) -> Google:
    """Google, in place of the network; and waits that pass at once."""
    google = Google()
    monkeypatch.setattr(http, "connect", google.connect)
    monkeypatch.setattr(clock, "sleep", lambda seconds: None)
    return google


@pytest.fixture
def rotor(monkeypatch: pytest.MonkeyPatch, settings: Settings) -> Rotor:
    """Rotor, known to the registry, in place of the network; and waits that pass at once."""
    rotor = Rotor()
    settings.ROTOR_URL = rotors.TRUSTED
    monkeypatch.setitem(registry.ENTRIES, "rotor", rotors.ENTRY)  # type: ignore[arg-type]
    monkeypatch.setattr(http, "connect", rotor.connect)
    monkeypatch.setattr(clock, "sleep", lambda seconds: None)
    return rotor


@pytest.fixture
def browser() -> Callable[[User | None], Client]:
    def made(user: User | None = None) -> Client:
        client = Client(headers={"host": HOST})
        if user is not None:
            client.force_login(user)
        return client

    return made


class RoundTrip:
    """One walk to the consent page and back."""

    def __init__(self, client: Client, **form: str) -> None:
        self.client = client
        self.begun = client.post("/connect/begin/youtube/", form)

    @property
    def consent(self) -> dict[str, str]:
        """What the platform is asked for."""
        return dict(parse_qsl(urlsplit(self.begun["Location"]).query))

    def back(self, client: Client | None = None, **changes: str) -> HttpResponse:
        """Come back with a code, or with `changes`; in the same browser, or another."""
        answer = {"state": self.consent["state"], "code": "code-canary", "scope": self.consent["scope"], **changes}
        return (client or self.client).get("/connect/complete/youtube/", answer)


@pytest.fixture
def round_trip() -> type[RoundTrip]:
    return RoundTrip
