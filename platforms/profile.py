"""A profile: what a platform takes of a file, as plain values. An adapter states its own; the rest follows from it."""

from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class Profile:
    """What a file has to be. An empty tuple and None ask for nothing.

    Sizes in bytes and pixels as shown, times in seconds, rates a second: pictures, samples, bits. A ratio is width by height.
    Codecs, and formats of pixels, are named as FFmpeg names them.
    """

    key: str
    """Short and stable: files that were made for it are found by it."""
    name: str
    """What takes it, in a sentence: "… takes 3 seconds to 15 minutes"."""
    content_types: tuple[str, ...] = ()
    video_codecs: tuple[str, ...] = ()
    audio_codecs: tuple[str, ...] = ()
    pixel_formats: tuple[str, ...] = ()
    most_bytes: int | None = None
    least_seconds: float | None = None
    most_seconds: float | None = None
    least_frame_rate: float | None = None
    most_frame_rate: float | None = None
    least_side: int | None = None
    most_side: int | None = None
    most_width: int | None = None
    least_ratio: float | None = None
    most_ratio: float | None = None
    best_ratio: float | None = None
    """The shape that a picture is brought to where its own is not taken."""
    most_video_bit_rate: int | None = None
    most_audio_rate: int | None = None
    most_audio_channels: int | None = None
    most_audio_bit_rate: int | None = None
    is_progressive: bool = False
    """Whether every picture has to be whole, and not every other line of one."""
    index_first: bool = False
    """Whether the index has to stand before the pictures (an MP4's `moov` first)."""
