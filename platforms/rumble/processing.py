"""When to ask again whether a video plays."""

from datetime import timedelta

FIRST_POLL = timedelta(seconds=15)
LIMIT = timedelta(hours=6)
_WAITS = (15, 30, 30, *([60] * 20))
_LATER_WAIT = 300


def wait_before(poll: int) -> timedelta:
    """How long to wait before the look with this number, counted from 0."""
    return timedelta(seconds=_WAITS[poll] if poll < len(_WAITS) else _LATER_WAIT)
