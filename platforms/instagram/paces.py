"""How often Instagram lets one account ask, and the turns that Retake takes of it before it asks.

Source: developers.facebook.com/docs/instagram-platform/instagram-graph-api/reference/ig-user/media: 400 containers in 24 hours.
"""

from datetime import datetime, timedelta

from platforms import pace
from platforms.pace import Pace, Turns

DAY = timedelta(hours=24)
CONTAINERS = Pace(name="instagram.containers", most=400, per=DAY)
POSTS = Pace(name="instagram.posts", most=pace.MOST_KEPT, per=DAY)
"""No limit, which the API is asked for: it remembers when the posts of the last day were made."""
AT_THE_LEAST = timedelta(minutes=10)
UNTIL_ANOTHER_LOOK = timedelta(hours=1)


def take(turns: Turns, which: Pace) -> None:
    """Take a turn. Raises `pace.NotYet`."""
    pace.take(turns, which, platform="Instagram")


def next_post_at(turns: Turns, now: datetime) -> datetime:
    """When an account whose day is used up may post again: a day after the oldest of its posts that we know of."""
    oldest = turns.oldest(POSTS, within=DAY)
    if oldest is None:
        return now + UNTIL_ANOTHER_LOOK
    return max(oldest + DAY, now + AT_THE_LEAST)
