"""What became of a video that YouTube has: processed, at work, failed or rejected; and when to look again."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from platforms import errors

# Seconds between looks: doubling to a minute for the first quarter of an hour, then five minutes, then ten.
_FIRST_WAITS = (5, 10, 20, 40, *([60] * 14), *([300] * 9))
_LATER_WAIT = 600

# `status.failureReason` and `status.rejectionReason` of the video resource: what to say, and what mends it.
# Source: the schema VideoStatus in the discovery document, revision 20261104.
_REENCODE = "Export it again as MP4 with H.264 video and AAC audio, upload that file and publish it."
_ON_YOUTUBE = "Look at the video in YouTube Studio, where YouTube gives its reasons and takes appeals."
FAILURES: Mapping[str, tuple[str, str]] = {
    "conversion": ("YouTube could not convert the video.", _REENCODE),
    "invalidFile": ("YouTube does not take this file for a video.", _REENCODE),
    "emptyFile": ("YouTube found the file empty.", "Upload the file again."),
    "tooSmall": ("YouTube found the file too small to be a video.", "Upload the file again."),
    "codec": ("YouTube does not know this video's codec.", _REENCODE),
    "uploadAborted": ("YouTube says that the upload was broken off.", "Publish it again."),
}
REJECTIONS: Mapping[str, tuple[str, str]] = {
    "copyright": ("YouTube rejected the video over copyright.", _ON_YOUTUBE),
    "inappropriate": ("YouTube rejected the video as against its community guidelines.", _ON_YOUTUBE),
    "duplicate": (
        "YouTube rejected the video because the channel has the same one already.",
        "Look on the channel: the earlier one is there.",
    ),
    "termsOfUse": ("YouTube rejected the video as against its terms of use.", _ON_YOUTUBE),
    "uploaderAccountSuspended": ("YouTube rejected the video because the account is suspended.", "Settle it with YouTube."),
    "uploaderAccountClosed": ("YouTube rejected the video because the account is closed.", "Publish to another channel."),
    "length": (
        "YouTube rejected the video as too long for this channel.",
        "Verify the channel by phone at youtube.com/verify, then publish again.",
    ),
    "claim": ("YouTube rejected the video because someone claims its content.", _ON_YOUTUBE),
    "trademark": ("YouTube rejected the video over a trademark.", _ON_YOUTUBE),
    "legal": ("YouTube rejected the video after a legal complaint.", _ON_YOUTUBE),
}


def wait_before(poll: int) -> timedelta:
    """How long to wait before the look with this number, counted from 0."""
    return timedelta(seconds=_FIRST_WAITS[poll] if poll < len(_FIRST_WAITS) else _LATER_WAIT)


def is_processed(video: Mapping[str, Any]) -> bool:
    """Whether the video is there for good. Raises `errors.Rejected` where YouTube failed, rejected or deleted it."""
    status = video.get("status", {})
    match status.get("uploadStatus"):
        case "failed":
            raise _rejected(video, FAILURES, str(status.get("failureReason", "")), "YouTube could not make a video of the file.")
        case "rejected":
            raise _rejected(video, REJECTIONS, str(status.get("rejectionReason", "")), "YouTube rejected the video.")
        case "deleted":
            raise deleted(str(video.get("id", "")))
        case said:
            return bool(said == "processed")


def counts(video: Mapping[str, Any]) -> bool:
    """Whether a found video is one: an upload that YouTube says was broken off, or a deleted one, is none."""
    status = video.get("status", {})
    broken_off = status.get("uploadStatus") == "failed" and status.get("failureReason") == "uploadAborted"
    return not broken_off and status.get("uploadStatus") != "deleted"


def deleted(video_id: str) -> errors.Rejected:
    return errors.Rejected(
        "deleted_there",
        "The video was on YouTube and is not any more: someone deleted it there.",
        fix="If it was not meant to go, publish it again.",
        remote_id=video_id,
    )


def _rejected(video: Mapping[str, Any], table: Mapping[str, tuple[str, str]], reason: str, otherwise: str) -> errors.Rejected:
    message, fix = table.get(reason, (otherwise, _ON_YOUTUBE))
    code = "processing_failed" if table is FAILURES else "rejected_there"
    return errors.Rejected(code, message, fix=fix, remote_id=str(video.get("id", "")), detail=f"uploadStatus {reason}".strip())
