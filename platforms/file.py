"""A file as adapters, profiles and preflight see it: facts, no bytes."""

from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class File:
    """The pinned source file: sizes in bytes and pixels, duration in seconds, rates a second (pictures, bits, samples).

    None where probing could not tell. `index_first`: whether the index of an MP4 or MOV stands before its pictures.
    """

    name: str
    size: int
    content_type: str
    sha256: str
    duration: float | None = None
    width: int | None = None
    height: int | None = None
    video_codec: str = ""
    audio_codec: str = ""
    frame_rate: float | None = None
    pixel_format: str = ""
    is_progressive: bool | None = None
    video_bit_rate: int | None = None
    audio_rate: int | None = None
    audio_channels: int | None = None
    audio_bit_rate: int | None = None
    index_first: bool | None = None
