"""Moments are told as a reader there and then would say them, and no past time is ever promised."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from publisher.phrases import Moment, plain

NOW = datetime(2026, 11, 22, 13, 20, tzinfo=UTC)


@pytest.mark.parametrize(
    ("ahead", "said"),
    [
        (timedelta(seconds=-90), "any moment now"),
        (timedelta(0), "any moment now"),
        (timedelta(seconds=30), "in 30 s"),
        (timedelta(minutes=12, seconds=50), "in 12 min"),
        (timedelta(minutes=60), "at 14:20"),
        (timedelta(hours=11), "on 23 Nov, 00:20"),
    ],
)
def test_it_tells_a_moment_to_come(ahead: timedelta, said: str) -> None:
    assert plain(("retries ", Moment(at=NOW + ahead)), now=NOW) == f"retries {said}"


@pytest.mark.parametrize(
    ("ago", "said"),
    [
        (timedelta(seconds=1), "just now"),
        (timedelta(seconds=59), "59 s ago"),
        (timedelta(minutes=3), "3 min ago"),
        (timedelta(hours=2), "at 11:20"),
        (timedelta(days=2), "on 20 Nov, 13:20"),
    ],
)
def test_it_tells_a_moment_that_has_gone_by(ago: timedelta, said: str) -> None:
    assert plain((Moment(at=NOW - ago, past=True),), now=NOW) == said


def test_it_tells_the_time_of_the_readers_zone() -> None:
    moment = Moment(at=NOW + timedelta(hours=2))
    assert plain((moment,), now=NOW, zone=ZoneInfo("Asia/Tokyo")) == "on 23 Nov, 00:20"
    assert plain((moment,), now=NOW, zone=ZoneInfo("Europe/Rome")) == "at 16:20"
