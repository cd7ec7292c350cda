"""A store of each test's own, and Alice at her browser."""

from pathlib import Path

import pytest
from django.contrib.auth.models import User
from django.test import Client
from pytest_django.fixtures import Settings

from videos.storage.disk import DiskStore


@pytest.fixture
def store(settings: Settings, tmp_path: Path) -> DiskStore:
    """An empty disk store, which the settings name."""
    settings.MEDIA_ROOT = tmp_path / "media"
    return DiskStore(settings.MEDIA_ROOT)


@pytest.fixture
def at_alices(alice: User) -> Client:
    """A browser in which Alice is logged in."""
    browser = Client()
    browser.force_login(alice)
    return browser


def files_in(store: DiskStore) -> list[str]:
    """Every file in the store, finished or not."""
    return sorted(str(path.relative_to(store.root)) for path in store.root.rglob("*") if path.is_file())
