"""When YouTube is to make a private video public.

Its law (`status.publishAt` of the video resource): only with a private video, and a time that has passed makes it public at
once. So a time is sent only while it is still to come; a video that is late stays private, and its owner is told.
"""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

LEAST_AHEAD = timedelta(minutes=15)
"""How far ahead a time has to be when it is chosen: the video has to be sent before it comes."""
LATE = timedelta(minutes=1)
"""How close a time may come before it counts as passed: longer than the last bytes and their answer take."""


def wished(options: Mapping[str, Any]) -> datetime | None:
    """The time that was chosen; None where there is none. Raises ValueError for what is no moment."""
    said = options.get("publish_at") or ""
    if not said:
        return None
    moment = datetime.fromisoformat(str(said))
    if moment.tzinfo is None:
        raise ValueError("a time without a time zone")
    return moment


def is_still_to_come(moment: datetime, *, now: datetime) -> bool:
    return moment - now > LATE


def said(moment: datetime) -> str:
    """The moment for a sentence, as everybody can read it."""
    return f"{moment:%d %b %Y, %H:%M} UTC"


def judgement(moment: datetime, status: Mapping[str, Any], *, now: datetime) -> str:
    """What to tell of a video that was to become public then, where it stands otherwise; "" where all is well."""
    if status.get("privacyStatus") == "public":
        return "" if moment <= now else f"It is public already; you asked for {said(moment)}. You can change it on YouTube."
    if status.get("publishAt"):
        return ""
    if is_still_to_come(moment, now=now):
        return f"YouTube did not keep the time at which it was to become public, {said(moment)}. Set it there."
    return f"The time at which it was to become public, {said(moment)}, came before it was sent. It is private: make it public on YouTube."
