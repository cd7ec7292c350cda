"""The page on adding a platform, followed to the letter: the platform that it adds is connected, published to, and breaks as it should."""

import hashlib
from datetime import timedelta
from pathlib import Path

import pytest
from django.contrib.auth.models import User
from django.test import Client

from platforms import clock, registry
from platforms.models import Connection
from publisher import engine
from publisher.models import Publication
from tests.adding.conftest import ADDRESS
from tests.adding.wall import KEY, Wall
from tests.factories import AssetFactory
from tests.publisher.publish_form import asked_for
from videos.models import Video
from videos.storage import media as store
from videos.storage import new_key, store_whole

pytestmark = pytest.mark.django_db(transaction=True)
CONTENT = bytes(range(256)) * 1000


@pytest.fixture
def connection(wall: Wall, browser: Client) -> Connection:
    """Connected through the pages that every platform has."""
    assert browser.post("/connect/begin/corkboard/").headers["Location"] == "/connect/sign-in/corkboard/"
    assert "does not know this key" in browser.post("/connect/sign-in/corkboard/", {"key": "wrong"}).content.decode()
    browser.post("/connect/sign-in/corkboard/", {"key": KEY})
    return Connection.objects.get()


@pytest.fixture
def video(alice: User, media: Path) -> Video:
    key = new_key()
    store_whole(key, CONTENT)
    kept = {"key": key, "size": len(CONTENT), "etag": store().etag(key), "sha256": hashlib.sha256(CONTENT).hexdigest()}
    found: Video = AssetFactory(video__owner=alice, video__title="Lost and found", **kept).video
    return found


def publish(browser: Client, video: Video, connection: Connection) -> Publication:
    page = browser.get(f"/videos/{video.pk}/publish/").content.decode()
    assert "Colour of the note" in page
    assert "of 80 characters" in page
    assert "of 80 characters" in page
    browser.post(f"/videos/{video.pk}/publish/", asked_for(connection, given={"title": video.title, "colour": "blue"}))
    return Publication.objects.get()


def at_its_time(row: Publication) -> Publication:
    """Run it when its time has come."""
    Publication.objects.filter(pk=row.pk).update(due_at=clock.now())
    engine.run(row.pk)
    row.refresh_from_db()
    return row


def test_it_is_connected_and_shown_as_any_other(connection: Connection, browser: Client) -> None:
    assert (connection.name, connection.realm, connection.is_usable) == ("The wall by the stairs", ADDRESS, True)
    assert [platform.name for platform in registry.platforms()][-1] == "Corkboard"
    page = browser.get("/connections/").content.decode()
    assert "Corkboard" in page
    assert KEY not in page


def test_a_video_is_published_there_once(wall: Wall, connection: Connection, browser: Client, video: Video) -> None:
    row = at_its_time(publish(browser, video, connection))
    (note,) = wall.notes
    assert (row.state, row.remote_id, note["sha256"], note["colour"]) == ("published", "1", row.file_sha256, "blue")
    assert "Published" in browser.get(f"/videos/{video.pk}/").content.decode()


def test_an_answer_that_is_lost_is_looked_for_and_never_sent_again(
    wall: Wall, connection: Connection, browser: Client, video: Video
) -> None:
    wall.loses = 1
    row = at_its_time(publish(browser, video, connection))
    assert row.state == "unconfirmed"
    row = at_its_time(row)
    assert (row.state, row.remote_id, len(wall.notes)) == ("published", "1", 1)


def test_a_refusal_is_told_with_what_mends_it(wall: Wall, connection: Connection, browser: Client, video: Video) -> None:
    wall.refuses = "no_room"
    row = at_its_time(publish(browser, video, connection))
    assert (row.state, row.error_code, row.deciding_since) == ("permanently_failed", "wall_full", None)
    page = browser.get(f"/videos/{video.pk}/").content.decode()
    assert "The wall has no room left." in page
    assert "Take a note down on Corkboard" in page


def test_absence_is_believed_only_after_its_time_and_its_looks(wall: Wall, connection: Connection, browser: Client, video: Video) -> None:
    row = publish(browser, video, connection)
    Publication.objects.filter(pk=row.pk).update(
        state="unconfirmed", deciding_since=clock.now() - timedelta(minutes=6), deciding_attempt=1, due_at=clock.now()
    )
    engine.run(row.pk)
    row.refresh_from_db()
    assert row.state == "unconfirmed"
    assert at_its_time(row).state == "failed"
    assert wall.notes == []
