"""What Instagram says of one container, and what is known of it by that: what to do next depends on nothing else.

Source: developers.facebook.com/docs/instagram-platform/instagram-graph-api/reference/ig-container; of bytes, .../resumable-uploads.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from platforms import errors
from platforms.instagram.errors import OVER
from platforms.instagram.refusals import failure_of, made
from platforms.pace import Turns

FIELDS = "id,status_code,status"
FIELDS_OF_BYTES = f"{FIELDS},video_status"


@dataclass(frozen=True, kw_only=True)
class Lacking:
    """It holds so many bytes, and takes more."""

    offset: int


@dataclass(frozen=True, kw_only=True)
class Preparing:
    """It has the file, or fetches it, and is at work."""


@dataclass(frozen=True, kw_only=True)
class Ready:
    """It can be posted."""


@dataclass(frozen=True, kw_only=True)
class Live:
    """It was posted."""


@dataclass(frozen=True, kw_only=True)
class Dead:
    """Nothing comes of it any more: it failed, or its day is over."""

    error: errors.PlatformError


@dataclass(frozen=True, kw_only=True)
class Unreadable:
    """Instagram does not show it. That proves nothing: its answers about what exists have been wrong for days."""

    error: errors.PlatformError


State = Lacking | Preparing | Ready | Live | Dead | Unreadable


def state_of(said: Mapping[str, Any], *, size: int, takes_bytes: bool, turns: Turns) -> State:
    """Read one answer. `takes_bytes`: the file of `size` bytes is sent to it, and not fetched by it."""
    match said.get("status_code"):
        case "FINISHED":
            return Ready()
        case "PUBLISHED":
            return Live()
        case "ERROR":
            return Dead(error=failure_of(str(said.get("status") or ""), turns))
        case "EXPIRED":
            return Dead(error=made(OVER, turns, nothing_exists=True))
        case "IN_PROGRESS":
            return _in_progress(said, size) if takes_bytes else Preparing()
    return Unreadable(error=errors.Transient("garbled", "Instagram’s answer could not be read."))


def _in_progress(said: Mapping[str, Any], size: int) -> State:
    """One that awaits bytes says the same as one that is at work; the count of bytes tells them apart, where it is there."""
    video = said.get("video_status")
    phase = video.get("uploading_phase") if isinstance(video, dict) else None
    if not isinstance(phase, dict) or phase.get("status") == "complete":
        return Preparing()
    arrived = phase.get("bytes_transferred", phase.get("bytes_transfered"))
    if not isinstance(arrived, int) or isinstance(arrived, bool) or not 0 <= arrived < size:
        return Preparing()
    return Lacking(offset=arrived)
