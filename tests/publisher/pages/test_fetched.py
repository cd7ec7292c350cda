"""The address under which a platform comes for a file: whole or by ranges, without a log-in, for this publication and this day alone."""

import logging
import time
from datetime import timedelta
from pathlib import Path
from threading import BoundedSemaphore

import pytest
from django.conf import settings as given
from django.contrib.auth.models import User
from django.test import Client
from pytest_django import Settings

from config.hiding import HideSecrets
from publisher import fetched
from publisher.fetched import TTL, What
from publisher.models import Publication
from publisher.states import State
from tests.factories import AssetFactory, PublicationFactory
from videos import serving
from videos.storage import media, new_key, poster_key, store_whole

CONTENT, PICTURE = b"a video, as it came in" * 100, b"\xff\xd8 a picture"


@pytest.fixture
def row(alice: User, settings: Settings, tmp_path: Path) -> Publication:
    settings.MEDIA_ROOT = tmp_path
    key = new_key()
    store_whole(key, CONTENT)
    store_whole(poster_key(key), PICTURE)
    asset = AssetFactory(video__owner=alice, key=key, poster_key=poster_key(key), size=len(CONTENT), etag=media().etag(key))
    return PublicationFactory(owner=alice, asset=asset)


def path(row: Publication, what: What = What.VIDEO) -> str:
    return fetched.address(row, what).removeprefix(given.SITE_URL)


def test_whoever_has_it_gets_the_file_whole_or_by_ranges(client: Client, row: Publication) -> None:
    whole, part = client.get(path(row)), client.get(path(row), headers={"Range": "bytes=2-6"})
    assert (whole.status_code, b"".join(whole)) == (200, CONTENT)  # type: ignore[arg-type]
    assert (part.status_code, b"".join(part)) == (206, CONTENT[2:7])  # type: ignore[arg-type]
    asked = client.head(path(row))
    assert (asked.status_code, asked.headers["Content-Length"], asked.content) == (200, str(len(CONTENT)), b"")
    assert asked.headers["Content-Type"] == "video/mp4"


def test_the_picture_has_an_address_of_its_own(client: Client, row: Publication) -> None:
    answer = client.get(path(row, What.POSTER))
    assert (answer.content, answer.headers["Content-Type"]) == (PICTURE, "image/jpeg")
    swapped = path(row).removesuffix(".mp4") + ".jpg"
    assert client.get(swapped).status_code == 404


def test_it_runs_out_after_a_day_and_a_little(client: Client, row: Publication, monkeypatch: pytest.MonkeyPatch) -> None:
    address, now = path(row), time.time()
    monkeypatch.setattr(time, "time", lambda: now + (TTL - timedelta(minutes=1)).total_seconds())
    assert client.get(address).status_code == 200
    monkeypatch.setattr(time, "time", lambda: now + (TTL + timedelta(minutes=1)).total_seconds())
    assert client.get(address).status_code == 410


def test_it_leads_nowhere_once_nothing_can_come_of_it(client: Client, row: Publication) -> None:
    Publication.objects.filter(pk=row.pk).update(state=State.CANCELLED, due_at=None)
    assert client.get(path(row)).status_code == 404


@pytest.mark.parametrize("forged", ["/m/nonsense.mp4", "/m/-.mp4", "/m/a:b:c.mp4"])
def test_nobody_makes_one_up(client: Client, row: Publication, forged: str) -> None:
    assert client.get(forged).status_code == 404
    assert client.get(path(row).replace(".mp4", ".html")).status_code == 404


def test_one_that_still_opens_the_file_is_not_in_the_log(
    client: Client, row: Publication, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(caplog.handler, "filters", [HideSecrets()])
    # Places of its own: an answer that another test did not read to its end may still hold one.
    monkeypatch.setattr(serving, "_places", BoundedSemaphore(serving.MOST_STREAMS))
    taken = [serving.Stream(iter([b"a film"])) for _ in range(serving.MOST_STREAMS)]
    address = path(row)
    with caplog.at_level(logging.DEBUG):
        assert client.get(address).status_code == 503
    for each in taken:
        each.close()
    assert "/m/…" in caplog.text
    assert address.rsplit("/", 1)[1].removesuffix(".mp4") not in caplog.text
