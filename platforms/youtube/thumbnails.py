"""What YouTube takes as the thumbnail of a video, and of a Short.

Source: developers.google.com/youtube/v3/docs/thumbnails/set, and support.google.com/youtube/answer/72431: 1280 x 720, at least 640
wide. It takes 50 MB since 2026-09-14; what has at most 2 MB is taken by everything that was built before, too.
"""

from platforms.contract import File
from platforms.cover import Comes, CoverRule
from platforms.youtube import shorts

_MOST_BYTES = 2 * 1000 * 1000
_TYPES = ("image/jpeg", "image/png")
_VERIFIED = "YouTube takes it from channels that are verified by phone."
VIDEO = CoverRule(
    name="Thumbnail",
    ratio=16 / 9,
    comes=Comes.AFTERWARDS,
    content_types=_TYPES,
    least_width=640,
    most_width=1280,
    most_bytes=_MOST_BYTES,
    says=_VERIFIED,
)
SHORT = CoverRule(
    name="Thumbnail of a Short",
    ratio=9 / 16,
    comes=Comes.AFTERWARDS,
    content_types=_TYPES,
    least_width=360,
    most_width=1080,
    most_bytes=_MOST_BYTES,
    says=f"{_VERIFIED} It is shown once YouTube has processed the Short.",
)


def rule(file: File) -> CoverRule:
    """By what YouTube makes of the file."""
    return SHORT if shorts.is_short(file) else VIDEO
