"""When to ask again what became of a video that TikTok has, and what is told meanwhile."""

from datetime import timedelta

FIRST_POLL = timedelta(seconds=5)
LIMIT = timedelta(hours=24)
_FIRST_WAITS = (*([5] * 6), *([15] * 8), *([60] * 28))
_LATER_WAIT = 600
_DRAFT_WAITS = (*([60] * 10), *([600] * 12), *([3600] * 72))
_LATER_DRAFT_WAIT = 6 * 3600
IN_INBOX = "Your draft is in your TikTok inbox. Open the TikTok app, tap the notification there, write the caption and post it."


def wait_before(poll: int) -> timedelta:
    """How long to wait before the look with this number, counted from 0."""
    return timedelta(seconds=_FIRST_WAITS[poll] if poll < len(_FIRST_WAITS) else _LATER_WAIT)


def wait_for_person(poll: int) -> timedelta:
    """How long to wait before the next look at a draft, which waits for a person."""
    return timedelta(seconds=_DRAFT_WAITS[poll] if poll < len(_DRAFT_WAITS) else _LATER_DRAFT_WAIT)
