"""When a platform is to make a private video public by itself: the time that its owner chose, and what may be wrong with it.

Those that offer it keep the same law: a time that has passed makes the video public at
once. So a time is sent only while it is still to come; a video that is late stays private, and its owner is told.
"""

from collections.abc import Callable, Iterator, Mapping
from datetime import datetime, timedelta
from typing import Any

from platforms.contract import Problem

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


def known(options: Mapping[str, Any]) -> datetime | None:
    """The time that was chosen, or None where there is none that could be kept."""
    try:
        return wished(options)
    except ValueError:
        return None


def by_now(options: Mapping[str, Any], now: datetime, *, public: str) -> Mapping[str, Any]:
    """The options as they have become: a video whose time has come is as open as `public` says, and has no time any more."""
    moment = known(options)
    return {**options, "privacy": public, "publish_at": ""} if moment is not None and moment <= now else options


def is_still_to_come(moment: datetime, *, now: datetime) -> bool:
    return moment - now > LATE


def timely(options: Mapping[str, Any], *, now: Callable[[], datetime]) -> str:
    """What is sent of it: the time as it was chosen, or "" where there is none, or it has passed; `now` is asked only for one."""
    moment = wished(options)
    return str(options["publish_at"]) if moment is not None and is_still_to_come(moment, now=now()) else ""


def has_passed(publish_at: str, *, now: Callable[[], datetime]) -> bool:
    """Whether a time that was sent ("" for none) has come before the video was whole."""
    return bool(publish_at) and not is_still_to_come(datetime.fromisoformat(publish_at), now=now())


def problems(options: Mapping[str, Any], *, platform: str, is_private: bool, now: datetime) -> Iterator[Problem]:
    """What is wrong with the time, for a video that is sent at `now`."""
    try:
        moment = wished(options)
    except ValueError:
        yield _problem(
            "publish_at_garbled", f"This is no moment that {platform} could make the video public at.", "Choose a day and a time."
        )
        return
    if moment is None:
        return
    if not is_private:
        yield _problem(
            "publish_at_not_private",
            f"{platform} makes a video public at a time only if it is private until then.",
            "Choose “Private” above, or leave the time empty.",
        )
    if moment - now < LEAST_AHEAD:
        yield _problem(
            "publish_at_too_soon",
            f"This time has passed, or is less than 15 minutes ahead; the video has to be on {platform} before it comes.",
            "Choose a later time, or leave it empty.",
        )


def judgement(moment: datetime, *, platform: str, is_public: bool, keeps_time: bool, now: datetime) -> str:
    """What to tell of a video that was to become public then, where it stands otherwise; "" where all is well."""
    if is_public:
        return "" if moment <= now else f"It is public already; you asked for {said(moment)}. You can change it on {platform}."
    if keeps_time:
        return ""
    if is_still_to_come(moment, now=now):
        return f"{platform} did not keep the time at which it was to become public, {said(moment)}. Set it there."
    late = f"The time at which it was to become public, {said(moment)}, came before it was sent."
    return f"{late} It is private: make it public on {platform}."


def missed(options: Mapping[str, Any], *, platform: str, now: datetime) -> str:
    """What to tell where a time was to be set on a post that is there, and passed before that was done; "" where all is well."""
    moment = wished(options)
    if moment is None or is_still_to_come(moment, now=now):
        return ""
    return f"The time at which it was to become public, {said(moment)}, came before the change was made. Make it public on {platform}."


def said(moment: datetime) -> str:
    """The moment for a sentence, as everybody can read it."""
    return f"{moment:%d %b %Y, %H:%M} UTC"


def _problem(code: str, message: str, fix: str) -> Problem:
    return Problem(code=code, message=message, fix=fix, field="publish_at")
