"""How long publishing takes: the median and the slow end, from the wish to the post."""

from datetime import timedelta

import pytest

from platforms.models import Connection
from publisher.stats import Speed
from tests.publisher.stats.conftest import of_all
from tests.publisher.stats.histories import DAY, HOUR, MINUTE, NOW, given_up, published, under_way

SPEEDS: list[tuple[list[int], int, int]] = [
    ([7], 7, 7),
    ([1, 9], 1, 9),
    ([1, 2, 30], 2, 30),
    ([4, 1, 3, 2], 2, 4),
    ([5, 5, 5, 5, 60], 5, 60),
    (list(range(1, 20)), 10, 19),
    (list(range(1, 21)), 10, 19),
    (list(range(1, 22)), 11, 20),
]


@pytest.mark.parametrize(("minutes", "median", "p95"), SPEEDS)
def test_both_are_times_that_really_occurred(atelier: Connection, minutes: list[int], median: int, p95: int) -> None:
    for took in minutes:
        published(atelier, took=took * MINUTE)
    expected = Speed(median=median * MINUTE, p95=p95 * MINUTE)
    found = of_all()
    assert found.speed == expected
    assert [each.speed for each in found.platforms] == [expected]


def test_what_was_scheduled_is_timed_from_its_schedule(atelier: Connection) -> None:
    published(atelier, took=3 * DAY, scheduled_at=NOW - HOUR - timedelta(seconds=90))
    assert of_all().speed.median == timedelta(seconds=90)


def test_thousandths_are_kept(atelier: Connection) -> None:
    published(atelier, took=timedelta(milliseconds=12_345))
    assert of_all().speed.p95 == timedelta(milliseconds=12_345)


def test_each_platform_has_its_own(atelier: Connection, elsewhere: Connection) -> None:
    for took in (1, 2, 3):
        published(atelier, took=took * MINUTE)
    for took in (10, 20):
        published(elsewhere, took=took * MINUTE)
    found = of_all()
    assert found.speed == Speed(median=3 * MINUTE, p95=20 * MINUTE)
    assert {each.platform: each.speed for each in found.platforms} == {
        atelier.provider: Speed(median=2 * MINUTE, p95=3 * MINUTE),
        "elsewhere": Speed(median=10 * MINUTE, p95=20 * MINUTE),
    }


def test_what_its_owner_posts_by_hand_is_counted_and_neither_slow_nor_late(atelier: Connection, elsewhere: Connection) -> None:
    published(atelier, took=2 * MINUTE)
    for connection in (atelier, elsewhere):
        published(connection, took=3 * DAY, is_by_hand=True)
    found = of_all()
    assert found.speed == Speed(median=2 * MINUTE, p95=2 * MINUTE)
    assert {each.platform: each.speed for each in found.platforms}["elsewhere"] == Speed()
    assert (found.ended.published, found.ended.first_try, found.ended.on_time) == (3, 3, 3)


def test_only_what_was_published_within_the_period_is_timed(atelier: Connection) -> None:
    given_up(atelier), under_way(atelier), published(atelier, ago=8 * DAY)
    found = of_all()
    assert found.speed == Speed()
    assert [each.speed for each in found.platforms] == [Speed()]
