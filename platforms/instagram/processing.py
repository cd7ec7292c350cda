"""When to ask again how a container comes along, and when to look what became of a post."""

from datetime import timedelta

LIMIT = timedelta(hours=24)
_FIRST_WAITS = (10, 20, 30, *([60] * 29))
_LATER_WAIT = 300


def wait_before(poll: int) -> timedelta:
    """How long to wait before the read with this number, counted from 0. Meta advises one a minute."""
    return timedelta(seconds=_FIRST_WAITS[poll] if poll < len(_FIRST_WAITS) else _LATER_WAIT)
