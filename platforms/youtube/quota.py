"""When YouTube's allowances come back."""

import random
from collections.abc import Callable
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

Fraction = Callable[[], float]
"""Gives a number from 0 to 1; random, so that not everybody comes back in the same second."""

_LOS_ANGELES = ZoneInfo("America/Los_Angeles")
_MIDNIGHT_MAY_LAG = timedelta(hours=4)
"""A used-up quota was still reported 3 h 39 min after midnight: within this time, try each hour rather than lose a day."""
_SPREAD = timedelta(minutes=10)


def project_quota_resets(now: datetime, *, fraction: Fraction = random.random) -> datetime:
    """The project's daily quotas begin anew at midnight in Los Angeles.

    Source: developers.google.com/youtube/v3/determine_quota_cost.
    """
    local = now.astimezone(_LOS_ANGELES)
    midnight = local.replace(hour=0, minute=0, second=0, microsecond=0)
    if local - midnight < _MIDNIGHT_MAY_LAG:
        return now + timedelta(hours=1) + _SPREAD * fraction()
    next_date = (local + timedelta(days=1)).date()
    next_midnight = datetime(next_date.year, next_date.month, next_date.day, tzinfo=_LOS_ANGELES)
    return next_midnight.astimezone(now.tzinfo) + _SPREAD * fraction()


def channel_cap_resets(now: datetime, *, fraction: Fraction = random.random) -> datetime:
    """A channel's own cap on uploads counts the last 24 hours, whatever program made them.

    Source: support.google.com/youtube, "upload limit"; reports of other uploaders agree.
    """
    return now + timedelta(hours=24) + _SPREAD * fraction()
