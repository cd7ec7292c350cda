"""A store of each test's own, on disk and in a bucket, and Alice at her browser."""

from collections.abc import Iterator
from io import StringIO
from pathlib import Path
from threading import BoundedSemaphore

import pytest
from django.contrib.auth.models import User
from django.core.management import call_command
from django.test import Client
from pytest_django.fixtures import Settings

from tests.services import need
from tests.videos.fitted import workshop  # noqa: F401 - a fixture
from tests.videos.seaweed import Seaweed, a_seaweed
from tests.videos.sender import CONTENT, Sender
from tests.videos.upload_page import clip, visit, where  # noqa: F401 - fixtures
from videos import serving, storage
from videos.storage import MediaStore, media
from videos.storage.disk import DiskStore


@pytest.fixture
def store(settings: Settings, tmp_path: Path) -> DiskStore:
    """An empty disk store, which the settings name."""
    settings.MEDIA_ROOT = tmp_path / "media"
    return DiskStore(settings.MEDIA_ROOT)


@pytest.fixture(autouse=True)
def _places_of_its_own(monkeypatch: pytest.MonkeyPatch) -> None:
    """An answer that a test does not read to the end keeps its place until it is forgotten."""
    monkeypatch.setattr(serving, "_places", BoundedSemaphore(serving.MOST_STREAMS))


@pytest.fixture(scope="session")
def seaweed(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Seaweed]:
    """A bucket's server for all tests of this process."""
    need("weed")
    with a_seaweed(tmp_path_factory.mktemp("seaweed")) as server:
        yield server


@pytest.fixture
def bucket(seaweed: Seaweed, settings: Settings) -> MediaStore:
    """A bucket, which the settings name."""
    for name, value in seaweed.settings.items():
        setattr(settings, name, value)
    settings.AWS_S3_PUBLIC_ENDPOINT_URL = seaweed.address
    storage._bucket.cache_clear()
    call_command("bucket", "setup", "--create", stdout=StringIO())
    return media()


@pytest.fixture(params=["disk", "bucket"])
def any_store(request: pytest.FixtureRequest) -> MediaStore:
    """Each of the two stores."""
    store: MediaStore = request.getfixturevalue("store" if request.param == "disk" else "bucket")
    return store


@pytest.fixture
def at_alices(alice: User) -> Client:
    """A browser in which Alice is logged in."""
    browser = Client()
    browser.force_login(alice)
    return browser


@pytest.fixture
def sender(any_store: MediaStore, at_alices: Client) -> Sender:
    """Alice with a file of three parts, which she has begun to send."""
    sender = Sender(browser=at_alices, content=CONTENT, name="my_clip.mp4")
    assert sender.begin().status_code == 200
    assert (sender.opened["count"], sender.opened["have"], sender.opened["title"]) == (3, [], "my clip")
    return sender


def files_in(store: DiskStore) -> list[str]:
    """Every file in the store, finished or not."""
    return sorted(str(path.relative_to(store.root)) for path in store.root.rglob("*") if path.is_file())
