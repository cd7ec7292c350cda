"""When quotas come back."""

from datetime import UTC, datetime, timedelta

import pytest

from platforms.youtube.quota import channel_cap_resets, project_quota_resets


@pytest.mark.parametrize(
    ("now", "midnight"),
    [
        (datetime(2026, 11, 22, 20, 0, tzinfo=UTC), datetime(2026, 11, 23, 8, 0, tzinfo=UTC)),
        (datetime(2026, 7, 1, 12, 0, tzinfo=UTC), datetime(2026, 7, 2, 7, 0, tzinfo=UTC)),
        (datetime(2026, 11, 1, 12, 30, tzinfo=UTC), datetime(2026, 11, 2, 8, 0, tzinfo=UTC)),  # the clocks go back that day
        (datetime(2026, 3, 8, 14, 0, tzinfo=UTC), datetime(2026, 3, 9, 7, 0, tzinfo=UTC)),  # and forward on this one
    ],
)
def test_the_projects_day_ends_at_midnight_in_los_angeles(now: datetime, midnight: datetime) -> None:
    assert project_quota_resets(now, fraction=lambda: 0.0) == midnight
    assert midnight < project_quota_resets(now, fraction=lambda: 1.0) <= midnight + timedelta(minutes=10)


@pytest.mark.parametrize("hours", [0, 1, 3.7])
def test_in_the_first_hours_after_midnight_it_tries_each_hour(hours: float) -> None:
    now = datetime(2026, 11, 22, 8, 0, tzinfo=UTC) + timedelta(hours=hours)
    assert project_quota_resets(now, fraction=lambda: 0.0) == now + timedelta(hours=1)


def test_a_channels_cap_counts_a_day() -> None:
    now = datetime(2026, 11, 22, 8, 0, tzinfo=UTC)
    assert channel_cap_resets(now, fraction=lambda: 0.0) == now + timedelta(days=1)


def test_not_everybody_comes_back_in_the_same_second() -> None:
    now = datetime(2026, 11, 22, 20, 0, tzinfo=UTC)
    assert len({project_quota_resets(now) for _ in range(20)}) > 10
