"""The house that every address is tried against, with the network shut."""

from collections.abc import Callable
from pathlib import Path

import pytest
from django.conf import LazySettings
from django.contrib.auth.models import User
from django.test import Client

from platforms import http
from tests.architecture.addresses import House, built

ROLES = ("anonymous", "owner", "other", "staff")
HOST = "127.0.0.1:8000"
Enter = Callable[..., Client]


@pytest.fixture
def house(db: None, tmp_path: Path, settings: LazySettings, monkeypatch: pytest.MonkeyPatch) -> House:
    def no_network(*_: object, **__: object) -> None:
        raise OSError("the network is shut")

    monkeypatch.setattr(http, "connect", no_network)
    settings.MEDIA_ROOT = tmp_path
    return built()


@pytest.fixture
def enter(house: House, bob: User, sam: User) -> Enter:
    """Opens a browser in a role: a visitor, Alice, Bob who has his own, or Sam of the staff."""
    people = {"anonymous": None, "owner": house.alice, "other": bob, "staff": sam}

    def browser(role: str, *, csrf: bool = False) -> Client:
        client = Client(enforce_csrf_checks=csrf, headers={"host": HOST}, raise_request_exception=False)
        if people[role] is not None:
            client.force_login(people[role])
        return client

    return browser
