"""What the picture becomes: its size and shape within a profile, and the filters of ffmpeg that bring it there."""

from dataclasses import dataclass
from enum import StrEnum

from platforms.contract import File
from platforms.profile import Profile

_LONGEST_SIDE = 1920
"""Of a picture that is brought to another shape: what phones show."""


class Shape(StrEnum):
    """How a picture is brought to another shape."""

    BARS = "bars"
    """All of it is kept, between black bars."""
    MIDDLE = "middle"
    """Its middle fills the new shape; the rest is cut off."""


@dataclass(frozen=True, kw_only=True)
class Picture:
    """The size that it gets, in pixels; `filters` is empty where it stays as it is."""

    width: int
    height: int
    filters: tuple[str, ...] = ()


def picture_for(profile: Profile, file: File, *, shape: Shape, is_shaped: bool) -> Picture:
    """Bring the picture of `file` within `profile`; `is_shaped` says that its own shape is not taken. Pure."""
    width, height = file.width or 0, file.height or 0
    if is_shaped:
        return _shaped(width, height, profile.best_ratio or profile.most_ratio or 1.0, shape=shape)
    scale = _scale(profile, width, height)
    if scale == 1.0:
        return Picture(width=width, height=height)
    width, height = _even(width * scale), _even(height * scale)
    return Picture(width=width, height=height, filters=(f"scale={width}:{height}", "setsar=1"))


def _scale(profile: Profile, width: int, height: int) -> float:
    """By how much it is made smaller, or larger."""
    long, short = max(width, height), min(width, height)
    scale = min(1.0, (profile.most_side or long) / long, (profile.most_width or width) / width)
    # What is so narrow that both cannot be had keeps the smaller one.
    return max(scale, profile.least_side / short) if profile.least_side and short * scale < profile.least_side else scale


def _shaped(width: int, height: int, ratio: float, *, shape: Shape) -> Picture:
    full = (width, width / ratio) if width / height > ratio else (height * ratio, height)
    inner = (height * ratio, height) if width / height > ratio else (width, width / ratio)
    wanted = full if shape is Shape.BARS else inner
    scale = min(1.0, _LONGEST_SIDE / max(wanted))
    wide, high = _even(wanted[0] * scale), _even(wanted[1] * scale)
    if shape is Shape.BARS:
        # Its sides have to be even, as those of the frame are.
        within = f"scale={wide}:{high}:force_original_aspect_ratio=decrease:force_divisible_by=2"
        return Picture(width=wide, height=high, filters=(within, f"pad={wide}:{high}:-1:-1", "setsar=1"))
    return Picture(width=wide, height=high, filters=(f"crop={_even(inner[0])}:{_even(inner[1])}", f"scale={wide}:{high}", "setsar=1"))


def _even(pixels: float) -> int:
    """H.264 with 4:2:0 takes even sides only."""
    return max(2, int(pixels / 2) * 2)
