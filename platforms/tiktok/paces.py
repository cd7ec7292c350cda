"""How often TikTok lets one account ask, and the turns that Retake takes of it before it asks.

Source: developers.tiktok.com/doc/content-posting-api-reference-direct-post, -get-video-status and -query-creator-info: 6, 30 and 20
a minute for each user's token. Whether direct posts and drafts share the six is not said; they do here.
"""

from datetime import datetime, timedelta

from platforms import pace as pace_of_any
from platforms.http import rest
from platforms.pace import MOST_KEPT, NotYet, Pace, Turns

__all__ = ["NotYet"]

MINUTE = timedelta(minutes=1)
DAY = timedelta(hours=24)
OPENING = Pace(name="tiktok.init", most=6, per=MINUTE)
STATUS = Pace(name="tiktok.status", most=30, per=MINUTE)
CREATOR = Pace(name="tiktok.creator", most=20, per=MINUTE)
POSTS = Pace(name="tiktok.posts", most=MOST_KEPT, per=DAY)
"""Not a limit, which TikTok does not tell: it remembers when the posts of the last day were begun."""
AT_THE_LEAST = timedelta(minutes=10)
UNTIL_ANOTHER_LOOK = timedelta(hours=6)


def take(turns: Turns, pace: Pace) -> None:
    """Take a turn. Raises `NotYet`."""
    pace_of_any.take(turns, pace, platform="TikTok")


def take_in_place(turns: Turns, pace: Pace) -> None:
    """Take a turn, waiting for it: for what cannot be put off. Of a pace by the minute that is a minute at the most, or two."""
    while (wait := turns.take(pace)) > timedelta(0):
        rest(wait.total_seconds())


def next_post_at(turns: Turns, now: datetime) -> datetime:
    """When an account whose day is used up may post again: a day after the oldest of its posts that we know of."""
    oldest = turns.oldest(POSTS, within=DAY)
    if oldest is None:
        return now + UNTIL_ANOTHER_LOOK
    return max(oldest + DAY, now + AT_THE_LEAST)
