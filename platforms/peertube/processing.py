"""What became of a video that an instance has: published, at work, failed; and when to look again."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from platforms import errors

# `state.id` of a video. Source: server/core/types and docs.joinpeertube.org/api-rest-reference.html#operation/getVideo.
PUBLISHED, TRANSCODING_FAILED, MOVING_FAILED = 1, 7, 8
_FIRST_WAITS = (5, 10, 20, 40, *([60] * 14))
_LATER_WAIT = 300
LIMIT = timedelta(hours=24)


def wait_before(poll: int) -> timedelta:
    """How long to wait before the look with this number, counted from 0."""
    return timedelta(seconds=_FIRST_WAITS[poll] if poll < len(_FIRST_WAITS) else _LATER_WAIT)


def is_published(video: Mapping[str, Any]) -> bool:
    """Whether viewers find it. Raises `errors.Rejected` where the instance could not make a video of the file."""
    state = _state(video)
    if state == TRANSCODING_FAILED:
        raise errors.Rejected(
            "processing_failed",
            "The instance could not transcode the video.",
            fix="Export it again as MP4 with H.264 video and AAC audio, upload that file and publish it.",
            remote_id=str(video.get("uuid", "")),
            detail="state 7: transcoding failed",
        )
    return state in (PUBLISHED, MOVING_FAILED)


def warning(video: Mapping[str, Any]) -> str:
    """What its owner should know of a video that is there."""
    if video.get("blacklisted"):
        return "It is there, and those who run the instance have to let it through before others see it."
    if _state(video) == MOVING_FAILED:
        return "It is there. The instance could not move its files to where it keeps them; those who run it know."
    return ""


def deleted(uuid: str) -> errors.Rejected:
    return errors.Rejected(
        "deleted_there",
        "The video was on the instance and is not any more: someone deleted it there.",
        fix="If it was not meant to go, publish it again.",
        remote_id=uuid,
    )


def _state(video: Mapping[str, Any]) -> int:
    state = video.get("state")
    number = state.get("id") if isinstance(state, dict) else None
    return number if isinstance(number, int) else 0
