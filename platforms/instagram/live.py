"""A post that is there: which of the account's Reels it is, as far as the list tells."""

from datetime import datetime, timedelta

from platforms import errors
from platforms.contract import Published, Upload, Working
from platforms.instagram import matching
from platforms.instagram.calls import Calls
from platforms.instagram.links import BY_CONTAINER
from platforms.instagram.matching import Found
from platforms.instagram.progress import Saved

LISTED_WITHIN = timedelta(minutes=3)
"""For so long a list that does not show it yet is asked again; afterwards it counts as published all the same."""
AGAIN = timedelta(seconds=15)
SEVERAL = "More than one Reel of that time bears this caption. Look at the profile, and delete what is too much in the app."


def outcome_of(calls: Calls, upload: Upload, saved: Saved, *, now: datetime, found: Found | None = None) -> Published | Working:
    """It was posted, that is sure. Bind the Reel that it is, where there is just one that fits; never guess."""
    found = found or _found(calls, upload, saved)
    if found is not None and found.one is not None:
        return Published(remote_id=found.one.id, url=found.one.url)
    if saved.last_call and saved.since_last_call(now) < LISTED_WITHIN:
        return Working(progress=saved.as_json(), again_in=AGAIN)
    warning = SEVERAL if found is not None and found.count > 1 else ""
    return Published(remote_id=f"{BY_CONTAINER}{saved.container}", warning=warning)


def _found(calls: Calls, upload: Upload, saved: Saved) -> Found | None:
    """None where the list cannot be read: a link is a trimming, and stops nothing."""
    if not saved.first_call:
        return None
    try:
        return matching.found(calls, upload, saved)
    except errors.PlatformError:
        return None
