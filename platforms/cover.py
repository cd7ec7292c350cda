"""The picture of a post: what a platform takes of one, as plain values that its adapter states, and how it is cut to its shape."""

from dataclasses import dataclass
from enum import StrEnum

CENTRE = (50, 50)


class Comes(StrEnum):
    """When the picture gets there."""

    WITH_VIDEO = "with"
    AFTERWARDS = "afterwards"
    """Once the post is there, so that it can be sent again alone, and another in its place."""


@dataclass(frozen=True, kw_only=True)
class CoverRule:
    """What is taken. Sizes in bytes and pixels; `ratio` is width by height.

    `takes_pictures`: any picture. `takes_moments`: a moment of the video by its time, of which the platform makes the picture
    itself. Where both hold, a frame goes by its time.
    """

    name: str
    """What it is called there."""
    ratio: float
    comes: Comes
    takes_pictures: bool = True
    takes_moments: bool = False
    content_types: tuple[str, ...] = ("image/jpeg",)
    least_width: int | None = None
    most_width: int | None = None
    most_bytes: int | None = None
    says: str = ""
    """What its owner should know of it, in sentences."""

    @property
    def can_be_changed(self) -> bool:
        """Whether a post that is there takes another."""
        return self.comes is Comes.AFTERWARDS


@dataclass(frozen=True, kw_only=True)
class Chosen:
    """That an owner chose the picture; `at_ms` is its moment in the file that is sent, None where it is no frame of that."""

    at_ms: int | None = None


def crop_box(width: int, height: int, *, ratio: float, focus: tuple[int, int] = CENTRE) -> tuple[int, int, int, int]:
    """The largest part of that shape, as left, upper, right, lower in pixels; `focus`, in per cent, is as near its middle as can be."""
    wide, high = (min(width, round(height * ratio)), height) if width > height * ratio else (width, min(height, round(width / ratio)))
    wide, high = max(1, wide), max(1, high)
    left = min(max(round(width * focus[0] / 100 - wide / 2), 0), width - wide)
    upper = min(max(round(height * focus[1] / 100 - high / 2), 0), height - high)
    return left, upper, left + wide, upper + high
