"""What FFmpeg says of a file: how ffprobe and our own reader are asked, and what their answers mean."""

import json
from dataclasses import dataclass
from typing import Any

FORMATS = "mov,mp4,matroska,webm,avi,mpegts,mpeg,flv,asf,ogg,mxf"
"""FFmpeg's demuxers that may look at an upload: none that follows a reference to another file or address."""


@dataclass(frozen=True, kw_only=True)
class Found:
    """What FFmpeg says of a file: seconds, pixels as stored, degrees to turn it by; None where it cannot tell."""

    formats: str
    duration: float | None
    width: int | None
    height: int | None
    rotation: int
    video_codec: str
    audio_codec: str
    encrypted: bool
    frame_rate: float | None = None
    pixel_format: str = ""
    is_progressive: bool | None = None
    video_bit_rate: int | None = None
    audio_rate: int | None = None
    audio_channels: int | None = None
    audio_bit_rate: int | None = None


@dataclass(frozen=True, kw_only=True)
class Facts:
    """A video that can be published: seconds, pixels as shown, bits and samples a second; None where the file does not say."""

    container: str
    content_type: str
    duration: float
    width: int
    height: int
    video_codec: str
    audio_codec: str
    frame_rate: float | None = None
    pixel_format: str = ""
    is_progressive: bool | None = None
    video_bit_rate: int | None = None
    audio_rate: int | None = None
    audio_channels: int | None = None
    audio_bit_rate: int | None = None
    index_first: bool | None = None


def found_by_reader(answer: bytes) -> Found:
    """What `reader.py facts` printed."""
    return Found(**json.loads(answer))


FFPROBE = (
    *("-v", "quiet", "-threads", "1", "-protocol_whitelist", "file", "-format_whitelist", FORMATS, "-of", "json"),
    *("-show_entries", "format=format_name,duration:stream=codec_type,codec_name,width,height,pix_fmt,field_order"),
    *("-show_entries", "stream=avg_frame_rate,bit_rate,sample_rate,channels"),
    *("-show_entries", "stream_disposition=attached_pic:stream_tags=enc_key_id,rotate:stream_side_data=rotation"),
)


def found_by_ffprobe(answer: bytes) -> Found:
    """What ffprobe printed: https://ffmpeg.org/ffprobe.html."""
    said = json.loads(answer)
    streams: list[dict[str, Any]] = said.get("streams", [])
    pictures = [one for one in streams if one.get("codec_type") == "video" and not one.get("disposition", {}).get("attached_pic")]
    video = next(iter(pictures), {})
    audio: dict[str, Any] = next((one for one in streams if one.get("codec_type") == "audio"), {})
    turned = next((side["rotation"] for side in video.get("side_data_list", []) if "rotation" in side), None)
    return Found(
        formats=said["format"]["format_name"],
        duration=float(said["format"].get("duration", 0)) or None,
        width=video.get("width"),
        height=video.get("height"),
        rotation=int(turned or video.get("tags", {}).get("rotate", 0)),
        video_codec=video.get("codec_name", ""),
        audio_codec=audio.get("codec_name", ""),
        encrypted=any("enc_key_id" in one.get("tags", {}) for one in streams),
        frame_rate=_ratio(video.get("avg_frame_rate", "")),
        pixel_format=video.get("pix_fmt", ""),
        is_progressive=_is_progressive(video.get("field_order", "")),
        video_bit_rate=_whole(video.get("bit_rate")),
        audio_rate=_whole(audio.get("sample_rate")),
        audio_channels=_whole(audio.get("channels")),
        audio_bit_rate=_whole(audio.get("bit_rate")),
    )


def _ratio(said: str) -> float | None:
    """A rate as a fraction: "30000/1001"; "0/0" where there is none."""
    above, _, below = said.partition("/")
    return round(int(above) / int(below), 3) if above.isdecimal() and below.isdecimal() and int(above) and int(below) else None


def _whole(said: object) -> int | None:
    return int(str(said)) if str(said).isdecimal() else None


def _is_progressive(order: str) -> bool | None:
    return order == "progressive" if order and order != "unknown" else None
