"""One Chromium for all tests that make their own rows, and the people and files in those rows."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from django.contrib.auth.models import User
from pytest_django import Settings

from tests.browser.chromium import Chromium, a_chromium
from tests.browser.states.case import Scene
from tests.services import need


@pytest.fixture(scope="session")
def chromium() -> Iterator[Chromium]:
    need("chromium")
    with a_chromium() as browser:
        yield browser


@pytest.fixture(autouse=True)
def _quick_passwords(settings: Settings) -> None:
    """The real hasher is slow on purpose."""
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


@pytest.fixture
def scene(alice: User, sam: User, settings: Settings, tmp_path: Path) -> Scene:
    settings.MEDIA_ROOT = tmp_path
    return Scene(alice=alice, sam=sam, settings=settings)
