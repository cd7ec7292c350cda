"""A file that comes in is told by how much of it is here, and one that stopped coming by when it was last heard of."""

from datetime import UTC, datetime, timedelta

import pytest
from django.contrib.auth.models import User
from django.test import Client

from platforms import clock
from publisher.arrival import Arrival, arrival_of
from publisher.live import QUICK_SECONDS, SLOW_SECONDS, file_again_in
from tests.factories import AssetFactory
from videos.models import Asset

NOW = datetime(2026, 11, 22, 13, 20, tzinfo=UTC)


def coming(*, heard: timedelta, size: int = 1000, received: int = 429) -> Asset:
    return Asset(state="receiving", size=size, bytes_received=received, waiting_since=NOW - heard)


def test_what_comes_is_told_in_percent_where_its_size_is_known() -> None:
    heard = timedelta(seconds=5)
    assert arrival_of(coming(heard=heard), now=NOW) == Arrival(percent=42, heard_at=NOW - heard, is_quiet=False)
    unknown = arrival_of(coming(heard=heard, size=0), now=NOW)
    assert unknown is not None
    assert unknown.percent is None


@pytest.mark.parametrize(("seconds", "quiet", "again"), [(59, False, QUICK_SECONDS), (60, True, SLOW_SECONDS)])
def test_after_a_minute_without_a_byte_it_is_quiet_and_asked_for_less_often(seconds: int, quiet: bool, again: int) -> None:
    asset = coming(heard=timedelta(seconds=seconds))
    arrival = arrival_of(asset, now=NOW)
    assert arrival is not None
    assert (arrival.is_quiet, file_again_in(asset, now=NOW)) == (quiet, again)


def test_what_is_here_or_nowhere_does_not_come() -> None:
    assert arrival_of(None, now=NOW) is None
    assert arrival_of(Asset(state="probing"), now=NOW) is None
    assert file_again_in(Asset(state="probing", waiting_since=NOW - timedelta(hours=1)), now=NOW) == QUICK_SECONDS
    assert file_again_in(Asset(state="ready"), now=NOW) is None


def test_the_pages_follow_it_and_lead_to_where_it_goes_on(browser: Client, alice: User) -> None:
    asset = AssetFactory(video__owner=alice, state="receiving", size=1000, bytes_received=429, duration=None, waiting_since=clock.now())
    file, rows = f"/videos/{asset.video_id}/file", "/library/rows"
    assert 'value="429"' in browser.get(file).content.decode()
    assert "Uploading to Retake" in browser.get(rows).content.decode()
    Asset.objects.filter(pk=asset.pk).update(waiting_since=clock.now() - timedelta(minutes=12))
    assert "The last bytes came <time" in browser.get(file).content.decode()
    listed = browser.get(rows).content.decode()
    assert "Upload unfinished" in listed
    assert "Go on uploading" in listed
