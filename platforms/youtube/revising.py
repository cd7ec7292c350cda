"""Changing a video that is on YouTube: its resource is read, what changes is put in, and all the rest is written back as it was.

`videos.update` replaces every mutable field of each part that it names: what is left out is gone. So a part is named only if
something in it changes, and fields that nobody here knows are sent back as they came.
Source: developers.google.com/youtube/v3/docs/videos/update.
"""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from platforms import clock, errors, planned
from platforms.contract import Account, Change, Followed, Revisable, Upload
from platforms.youtube import words
from platforms.youtube.calls import Calls

PAID = "paidProductPlacementDetails"
OF_STATUS: Mapping[str, str] = {
    "privacy": "privacyStatus",
    "made_for_kids": "selfDeclaredMadeForKids",
    "synthetic_media": "containsSyntheticMedia",
    "licence": "license",
    "embeddable": "embeddable",
    "public_stats": "publicStatsViewable",
}
# Told by YouTube alone; sent back they would be ignored.
READ_ONLY = frozenset({"publishedAt", "channelId", "thumbnails", "channelTitle", "liveBroadcastContent", "localized"})
READ_ONLY_STATUS = frozenset({"uploadStatus", "failureReason", "rejectionReason", "madeForKids"})
JUST_NOW = timedelta(minutes=5)
"""How long around its time a video is left alone: written meanwhile, its time could be lost, or come at once."""

REVISABLE = Revisable(
    elsewhere="Its picture is sent anew from the page of the video’s picture. "
    "The playlists that it lies in are changed in YouTube Studio; its file cannot be.",
    words=frozenset({"title", "description", "tags"}),
    options=frozenset({*OF_STATUS, "publish_at", "category", "paid_promotion"}),
    by_now=lambda options, now: planned.by_now(options, now, public="public"),
)


def revise(calls: Calls, video_id: str, before: Upload, change: Change, account: Account) -> Followed:
    """Read, change, write; a second time the same comes of it. Raises `errors.PlatformError`."""
    now = clock.now()
    video = _read(calls, video_id, account)
    resource = _snippet(video, before, change) | _status(video, change, now=now) | _paid(change)
    if resource:
        _write(calls, {"id": video_id, **resource})
    return Followed(warning=planned.missed(change.options, platform="YouTube", now=now))


def _read(calls: Calls, video_id: str, account: Account) -> Mapping[str, Any]:
    found = calls.videos([video_id], part="snippet,status")
    if not found:
        raise _deleted()
    if found[0].get("snippet", {}).get("channelId") != account.id:
        raise errors.Refused(
            "not_yours_there",
            "The video belongs to another channel on YouTube.",
            fix="Connect the channel that it belongs to.",
        )
    return found[0]


def _write(calls: Calls, resource: Mapping[str, Any]) -> None:
    try:
        calls.update(resource)
    except errors.PlatformError as error:
        if error.http_status == 404:
            raise _deleted() from error
        raise


def _deleted() -> errors.Refused:
    return errors.Refused(
        "deleted_there",
        "The video is not on YouTube any more, so there is nothing to change.",
        fix="If it was not meant to go, publish it again.",
    )


def _snippet(video: Mapping[str, Any], before: Upload, change: Change) -> dict[str, Any]:
    """Title and category are always sent: without them YouTube refuses the whole."""
    if not change.of_words and "category" not in change.options:
        return {}
    snippet = {name: value for name, value in video["snippet"].items() if name not in READ_ONLY}
    said = words.resource_of(change.words, marker=before.marker)
    snippet |= {name: said[name] for name in change.of_words}
    if "category" in change.options:
        snippet["categoryId"] = str(change.options["category"])
    return {"snippet": snippet}


def _status(video: Mapping[str, Any], change: Change, *, now: datetime) -> dict[str, Any]:
    if not change.options.keys() & {*OF_STATUS, "publish_at"}:
        return {}
    status = {name: value for name, value in video["status"].items() if name not in READ_ONLY_STATUS}
    status |= {theirs: change.options[ours] for ours, theirs in OF_STATUS.items() if ours in change.options}
    if "publish_at" in change.options:
        status["publishAt"] = planned.timely(change.options, now=lambda: now)
    elif "publishAt" in status and abs(datetime.fromisoformat(status["publishAt"]) - now) < JUST_NOW:
        raise errors.Transient("about_to_be_public", "YouTube makes the video public just now.", retry_after=JUST_NOW)
    return {"status": _with_a_time_to_come(status, now=now)}


def _with_a_time_to_come(status: Mapping[str, Any], *, now: datetime) -> dict[str, Any]:
    """A time that has passed would make it public at once, and only a private video may have one."""
    at = status.get("publishAt")
    keeps = at and status["privacyStatus"] == "private" and planned.is_still_to_come(datetime.fromisoformat(at), now=now)
    return {name: value for name, value in status.items() if name != "publishAt" or keeps}


def _paid(change: Change) -> dict[str, Any]:
    return {PAID: {"hasPaidProductPlacement": bool(change.options["paid_promotion"])}} if "paid_promotion" in change.options else {}
