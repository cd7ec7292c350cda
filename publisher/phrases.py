"""Phrases: words with moments in them, said as a reader at that time and place would say them."""

import math
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, tzinfo

NEAR = timedelta(hours=1)
"""Within this a moment is told by its distance, beyond it by the clock."""
_UNITS = (("day", 86400), ("h", 3600), ("min", 60), ("s", 1))


@dataclass(frozen=True, kw_only=True)
class Moment:
    """A point in time within a phrase: still to come, or (with `past`) gone by."""

    at: datetime
    past: bool = False


Phrase = tuple[str | Moment, ...]


@dataclass(frozen=True, kw_only=True)
class Told:
    """How a moment is said: `before` leads in ("at "), `text` is the time itself, `shape` how a browser keeps it true."""

    before: str
    text: str
    shape: str


def tell(moment: Moment, *, now: datetime, zone: tzinfo) -> Told:
    """Say a moment in `zone` as of `now`. What was to come and is over comes "any moment now": no past time is promised."""
    distance = now - moment.at if moment.past else moment.at - now
    if distance < NEAR:
        return Told(before="", text=_near(distance, past=moment.past), shape="since" if moment.past else "until")
    here, today = moment.at.astimezone(zone), now.astimezone(zone).date()
    if here.date() == today:
        return Told(before="at ", text=f"{here:%H:%M}", shape="at")
    return Told(before="on ", text=f"{here.day} {here:%b}, {here:%H:%M}", shape="at")


def _near(distance: timedelta, *, past: bool) -> str:
    if past:
        return "just now" if distance < timedelta(seconds=2) else f"{span(distance)} ago"
    return "any moment now" if distance <= timedelta(0) else f"in {span(distance)}"


def span(length: timedelta) -> str:
    """Say a length of time in its largest unit: "12 min", "3 h", "2 days"."""
    seconds = max(0, int(length.total_seconds()))
    unit, size = next((pair for pair in _UNITS if seconds >= pair[1]), _UNITS[-1])
    count = seconds // size
    return f"{count} {unit}{'s' if unit == 'day' and count != 1 else ''}"


def left(length: timedelta) -> str:
    """Say how long something still takes, never to the second: that would change all the time and be wrong all the same."""
    minutes = math.ceil(length.total_seconds() / 60)
    if minutes <= 1:
        return "under a minute left"
    hours, rest = divmod(minutes, 60)
    if hours >= 48:
        return f"{hours // 24} days left"
    return f"{hours} h {rest} min left" if hours else f"{minutes} min left"


def plain(phrase: Phrase, *, now: datetime, zone: tzinfo = UTC) -> str:
    """Give a phrase as text alone, for mails, the admin and tests."""
    return "".join(_plain_parts(phrase, now, zone))


def _plain_parts(phrase: Phrase, now: datetime, zone: tzinfo) -> Iterator[str]:
    for part in phrase:
        if isinstance(part, Moment):
            told = tell(part, now=now, zone=zone)
            yield told.before + told.text
        else:
            yield part
