"""Invites: signed links that let whoever holds one sign up until a stated time."""

from datetime import datetime
from enum import StrEnum

from django.core import signing

_SALT = "retake.invitation"


class Entry(StrEnum):
    """Whether somebody who asks for an account may have one, and if not, why."""

    OPEN = "open"
    CLOSED = "closed"
    INVITE_NEEDED = "invite_needed"
    INVITE_REFUSED = "invite_refused"


def invitation(*, until: datetime) -> str:
    """Give the text of an invite that is good before `until` (aware). It holds no secret but its signature."""
    return signing.dumps(until.timestamp(), salt=_SALT)


def is_good(invite: str, *, now: datetime) -> bool:
    """Say whether we made this invite and its time is not over."""
    try:
        until = signing.loads(invite, salt=_SALT)
    except signing.BadSignature:
        return False
    return bool(now.timestamp() < until)


def entry(signup: str, *, invite: str, now: datetime) -> Entry:
    """Decide about a wish to sign up.

    `signup` is the setting: open, invite or closed. An invite opens neither a closed house nor, being bad, a door that
    stands open anyway.
    """
    if signup == "open":
        return Entry.OPEN
    if signup == "closed":
        return Entry.CLOSED
    if not invite:
        return Entry.INVITE_NEEDED
    return Entry.OPEN if is_good(invite, now=now) else Entry.INVITE_REFUSED
