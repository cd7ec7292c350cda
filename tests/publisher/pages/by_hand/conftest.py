"""An account that is posted to by hand, and a video that waits to be posted there."""

from pathlib import Path

import pytest
from django.contrib.auth.models import User
from django.test import Client
from pytest_django import Settings

from platforms import registry
from platforms.models import Connection
from publisher import services
from publisher.models import Publication
from tests.factories import AssetFactory
from videos.storage import media as store
from videos.storage import new_key, store_whole

SITE = registry.adapter("rumble").account_url("").rstrip("/")
INSTAGRAM = registry.adapter("instagram").account_url("").rstrip("/")
LINK = f"{SITE}/vwg19z-tide-pools.html"
CONTENT = b"a video, as it came in" * 100


@pytest.fixture
def media(settings: Settings, tmp_path: Path) -> Path:
    settings.MEDIA_ROOT = tmp_path
    return tmp_path


@pytest.fixture
def connection(browser: Client) -> Connection:
    """Added on the page for it."""
    browser.post("/connect/by-hand/rumble/", {"name": "Slow Rivers", "address": f"{SITE}/c/SlowRivers"})
    return Connection.objects.get(provider="rumble")


@pytest.fixture
def row(connection: Connection, alice: User, media: Path) -> Publication:
    key = new_key()
    store_whole(key, CONTENT)
    asset = AssetFactory(video__owner=alice, video__title="Tide pools", key=key, size=len(CONTENT), etag=store().etag(key))
    asset.video.description, asset.video.tags = "At low water.\nWith <crabs>.", ["sea", "low tide"]
    asset.video.save()
    return services.publish(asset.video, connection, options={"licence": "0"}, by=alice)


def page_of(browser: Client, row: Publication) -> str:
    return browser.get(f"/videos/{row.video_id}/").content.decode()


def confirm(browser: Client, row: Publication, link: str) -> str:
    answer = browser.post(f"/publications/{row.pk}/confirm", {"answer": "there", "link": link}, follow=True)
    row.refresh_from_db()
    return " ".join(str(message) for message in answer.context["messages"])
