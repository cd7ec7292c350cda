"""Wrong tokens are throttled: whoever keeps sending them from one place is told to wait. Good ones pass at any time."""

from django.core.cache import cache
from django.http import HttpRequest

from publisher.accounts.client_address import client_address

MOST_A_MINUTE = 30
_MINUTE_SECONDS = 60


def is_over(request: HttpRequest) -> bool:
    """Count one more wrong token from that place; says whether there were too many within a minute.

    Counted by each web process for itself: a token is far too long to be guessed, so this only calms programs that hold
    an old one.
    """
    key = f"api-wrong-tokens:{client_address(request)}"
    cache.add(key, 0, timeout=_MINUTE_SECONDS)
    try:
        return int(cache.incr(key)) > MOST_A_MINUTE
    except ValueError:  # it ran out just now
        return False
