"""First-try and eventual success: what counts, as what, and when."""

from collections.abc import Callable
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from platforms.models import Connection
from publisher.models import Publication
from publisher.stats import Ended, Period, numbers
from tests.publisher.stats.conftest import of_all
from tests.publisher.stats.histories import (
    BUSY,
    DAY,
    FULL,
    HOUR,
    LOST,
    MINUTE,
    NOW,
    by_hand,
    first,
    given_up,
    published,
    retry,
    under_way,
)

History = Callable[[Connection], Publication]

COUNTED: dict[str, tuple[History, Ended]] = {
    "published at once": (lambda c: published(c), Ended(first_try=1, on_time=1)),
    "held by a quota, then published by the same try": (
        lambda c: published(c, first("held", *FULL), first("published"), took=20 * HOUR),
        Ended(first_try=1),
    ),
    "its worker died, another went on": (lambda c: published(c, first("crashed"), first("published")), Ended(first_try=1, on_time=1)),
    "the answer was lost, a look found it": (
        lambda c: published(c, first("unknown", *LOST), first("published")),
        Ended(first_try=1, on_time=1),
    ),
    "published by the second retry": (
        lambda c: published(c, first("failed", *BUSY), retry("failed", *BUSY), retry("published"), took=4 * HOUR),
        Ended(by_retry=1),
    ),
    "published by hand after a failure": (
        lambda c: published(c, first("failed", *BUSY), by_hand("published")),
        Ended(by_hand=1, on_time=1),
    ),
    "published, then removed": (lambda c: published(c, state="removed"), Ended(first_try=1, on_time=1)),
    "retries used up": (lambda c: given_up(c, first("failed", *BUSY)), Ended(exhausted=1)),
    "refused": (lambda c: given_up(c, first("failed", "refused", "title_invalid"), reason="refused"), Ended(refused=1)),
    "marked by staff": (lambda c: given_up(c, first("failed", *BUSY), reason="marked"), Ended(marked=1)),
    "refused, then dismissed": (
        lambda c: given_up(c, first("failed", "refused", "title_invalid"), reason="refused", state="cancelled", completed_at=NOW),
        Ended(refused=1),
    ),
    "failed, and waiting for its slot": (lambda c: under_way(c, first("failed", *BUSY)), Ended()),
    "given up, and tried again by hand": (
        lambda c: under_way(c, first("failed", *BUSY), state="waiting", cause="by_hand", due_at=NOW),
        Ended(),
    ),
    "cancelled": (lambda c: under_way(c, state="cancelled", due_at=None, completed_at=NOW - HOUR), Ended()),
}


@pytest.mark.parametrize("history", COUNTED, ids=str)
def test_a_publication_counts_once_as_it_ended(atelier: Connection, history: str) -> None:
    make, expected = COUNTED[history]
    make(atelier)
    found = of_all()
    assert found.ended == expected
    assert sum((bucket.ended for bucket in found.buckets), Ended()) == expected
    assert sum((each.ended for each in found.platforms), Ended()) == expected


@pytest.mark.parametrize(
    ("name", "ago", "counts"),
    [
        ("24h", 0 * DAY, True),
        ("24h", DAY - MINUTE, True),
        ("24h", DAY, False),
        ("7d", 7 * DAY - MINUTE, True),
        ("7d", 7 * DAY, False),
        ("30d", 29 * DAY, True),
        ("30d", 31 * DAY, False),
        ("all", 4000 * DAY, True),
    ],
)
def test_a_period_begins_after_its_first_moment_and_ends_with_its_last(atelier: Connection, name: str, ago: object, counts: bool) -> None:
    published(atelier, ago=ago)
    given_up(atelier, ago=ago)
    assert of_all(name).ended.ended == (2 if counts else 0)


def test_rates_are_of_all_that_ended_and_none_of_nothing() -> None:
    ended = Ended(first_try=6, by_retry=2, by_hand=1, refused=1, on_time=3)
    assert (ended.first_try_rate, ended.eventual_rate, ended.on_time_rate) == (0.6, 0.9, 3 / 9)
    assert (Ended().first_try_rate, Ended().eventual_rate, Ended().on_time_rate) == (None, None, None)
    assert Ended(refused=2).on_time_rate is None


def test_what_was_scheduled_is_on_time_by_its_schedule(atelier: Connection) -> None:
    published(atelier, took=3 * DAY, scheduled_at=NOW - HOUR - 5 * MINUTE)
    published(atelier, took=3 * DAY, scheduled_at=NOW - HOUR - 6 * MINUTE)
    published(atelier, took=5 * MINUTE)
    assert of_all().ended == Ended(first_try=3, on_time=2)


def test_platforms_are_told_apart_the_busiest_first(atelier: Connection, elsewhere: Connection) -> None:
    published(elsewhere), published(elsewhere), given_up(elsewhere, reason="refused")
    published(atelier)
    assert [(each.platform, each.ended) for each in of_all().platforms] == [
        ("elsewhere", Ended(first_try=2, refused=1, on_time=2)),
        (atelier.provider, Ended(first_try=1, on_time=1)),
    ]


def test_a_platform_where_nothing_ended_is_left_out(atelier: Connection, elsewhere: Connection) -> None:
    published(atelier)
    under_way(elsewhere, state="cancelled", due_at=None, completed_at=NOW - HOUR)
    assert [each.platform for each in of_all().platforms] == [atelier.provider]


@pytest.mark.parametrize(("name", "buckets"), [("24h", 25), ("7d", 8), ("30d", 31), ("all", 1)])
def test_every_hour_and_day_has_its_bucket_even_where_nothing_ended(atelier: Connection, name: str, buckets: int) -> None:
    published(atelier)
    assert len(of_all(name).buckets) == buckets


def test_days_are_those_of_the_readers_clock(atelier: Connection) -> None:
    published(atelier, ago=12 * HOUR + 30 * MINUTE, created_at=NOW - 30 * DAY)  # 23:30 in UTC, 00:30 in Berlin
    period = Period(since=NOW - 3 * DAY, until=NOW)
    days = {}
    for zone in (UTC, ZoneInfo("Europe/Berlin")):
        found = numbers(Publication.objects.all(), period=period, now=NOW, zone=zone)
        days[str(zone)] = [bucket.start.day for bucket in found.buckets if bucket.ended.ended]
    assert days == {"UTC": [9], "Europe/Berlin": [10]}


def test_a_day_of_summer_time_is_one_bucket_though_it_has_23_hours(atelier: Connection) -> None:
    berlin = ZoneInfo("Europe/Berlin")
    until = datetime(2026, 3, 30, 12, tzinfo=UTC)
    starts = Period(since=until - 3 * DAY, until=until).starts(oldest=NOW - 900 * DAY, zone=berlin)
    assert [start.isoformat() for start in starts] == [
        "2026-03-27T00:00:00+01:00",
        "2026-03-28T00:00:00+01:00",
        "2026-03-29T00:00:00+01:00",
        "2026-03-30T00:00:00+02:00",
    ]


def test_the_hour_that_summer_time_skips_has_no_bucket() -> None:
    berlin = ZoneInfo("Europe/Berlin")
    until = datetime(2026, 3, 29, 3, tzinfo=UTC)
    starts = Period(since=until - 4 * HOUR, until=until).starts(oldest=NOW - 900 * DAY, zone=berlin)
    assert [start.hour for start in starts] == [0, 1, 3, 4, 5]
    assert starts == sorted(set(starts))


def test_long_histories_are_told_by_months() -> None:
    starts = Period(since=None, until=NOW).starts(oldest=datetime(2025, 12, 31, 23, tzinfo=UTC), zone=UTC)
    assert [f"{start:%Y-%m-%d}" for start in starts] == ["2025-12-01", "2026-01-01", "2026-02-01", "2026-03-01"]
