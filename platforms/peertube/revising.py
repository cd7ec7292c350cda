"""Changing a video that is on an instance: one request that names what changes, and nothing else.

Source: docs.joinpeertube.org/api-rest-reference.html#operation/putVideo; a field that is null is cleared, one that is missing stays.
"""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from platforms import clock, errors, planned
from platforms.contract import Change, Followed, Revisable
from platforms.peertube import words
from platforms.peertube.calls import Calls
from platforms.peertube.options import PUBLIC

OF_OPTIONS: Mapping[str, tuple[str, Callable[[Any], Any]]] = {
    "privacy": ("privacy", int),
    "sensitive": ("nsfw", bool),
    "category": ("category", words.number),
    "language": ("language", lambda chosen: chosen or None),
    "licence": ("licence", words.number),
    "comments": ("commentsPolicy", int),
    "downloads": ("downloadEnabled", bool),
    "support": ("support", lambda said: str(said or "").strip() or None),
}
"""What the instance calls each option, and what it makes of a choice."""

REVISABLE = Revisable(
    elsewhere="Its picture is sent anew from the page of the video’s picture. Its file is changed on the instance.",
    words=frozenset({"title", "description", "tags"}),
    options=frozenset({*OF_OPTIONS, "publish_at"}),
    by_now=lambda options, now: planned.by_now(options, now, public=PUBLIC),
)


def revise(calls: Calls, video_id: str, change: Change) -> Followed:
    """Say what changes; a second time the same comes of it. Raises `errors.PlatformError`."""
    now = clock.now()
    try:
        calls.update(video_id, _changed(change, now=now))
    except errors.PlatformError as error:
        if error.http_status != 404:
            raise
        gone = "The video is not on the instance any more, so there is nothing to change."
        raise errors.Refused("deleted_there", gone, fix="If it was not meant to go, publish it again.") from error
    return Followed(warning=planned.missed(change.options, platform="PeerTube", now=now))


def _changed(change: Change, *, now: datetime) -> dict[str, Any]:
    said = {
        "name": words.title_of(change.words),
        "description": change.words.description.strip() or None,
        "tags": words.tags_of(change.words),
    }
    theirs = {"title": "name", "description": "description", "tags": "tags"}
    of_words = {theirs[name]: said[theirs[name]] for name in change.of_words}
    of_options = {name: read(change.options[ours]) for ours, (name, read) in OF_OPTIONS.items() if ours in change.options}
    return {**of_words, **of_options, **_time(change, now=now)}


def _time(change: Change, *, now: datetime) -> dict[str, Any]:
    """A time that has passed would make it public at once: none is set then."""
    if "publish_at" not in change.options:
        return {}
    at = planned.timely(change.options, now=lambda: now)
    return {"scheduleUpdate": words.update_at(at) if at else None}
