"""Reads a video file with PyAV; run on its own, confined, as `python -I reader.py facts|frame …`, since the file is hostile.

    reader.py facts FORMATS PATH                       one JSON object: what the file holds
    reader.py frame FORMATS PATH SECONDS WIDTH HEIGHT  one picture as WIDTH x HEIGHT x 3 bytes, red, green, blue

It leaves with 3 when the file cannot be read; any other code is a fault of its own.
"""

import itertools
import json
import sys
from typing import Any

import av
from av.stream import Disposition
from PIL import Image

UNREADABLE = 3
_MOST_PICTURES = 250
_REFUSALS = (av.FFmpegError, StopIteration)


def main(verb: str, formats: str, path: str, *rest: str) -> None:
    """Do what is asked; every refusal of FFmpeg's is exit code `UNREADABLE`."""
    try:
        if verb == "facts":
            print(json.dumps(facts(path, formats)))
        else:
            seconds, width, height = float(rest[0]), int(rest[1]), int(rest[2])
            sys.stdout.buffer.write(frame(path, formats, seconds, width=width, height=height))
    except (*_REFUSALS, MemoryError, ValueError):
        sys.exit(UNREADABLE)


def opened(path: str, formats: str) -> Any:
    """The file, through FFmpeg's `file:` alone, by a demuxer of `formats` alone."""
    return av.open(f"file:{path}", options={"protocol_whitelist": "file", "format_whitelist": formats})


def pictures_of(container: Any) -> Any:
    """The first stream of moving pictures; a cover picture is none."""
    return next((stream for stream in container.streams.video if not stream.disposition & Disposition.attached_pic), None)


def facts(path: str, formats: str) -> dict[str, Any]:
    """What `videos.probe` decides upon; seconds and pixels, None where the file does not say."""
    with opened(path, formats) as container:
        video, audio = pictures_of(container), next(iter(container.streams.audio), None)
        found: dict[str, Any] = {
            "formats": container.format.name,
            "video_codec": video.codec_context.name if video else "",
            "audio_codec": audio.codec_context.name if audio else "",
            "encrypted": any("enc_key_id" in stream.metadata for stream in container.streams),  # Matroska's
            "width": video.codec_context.width if video else None,
            "height": video.codec_context.height if video else None,
            "rotation": 0,
            "duration": container.duration / av.time_base if container.duration else None,
            **rates(video, audio),
        }
        if video and not found["encrypted"]:
            found["rotation"] = rotation(container, video)
    if video and not found["duration"]:
        found["duration"] = measured_duration(path, formats)
    return found


def rates(video: Any, audio: Any) -> dict[str, Any]:
    """Pictures and samples a second, and the bits that they take, as far as the file says."""
    return {
        "frame_rate": round(float(video.average_rate), 3) if video and video.average_rate else None,
        "pixel_format": (video.codec_context.pix_fmt or "") if video else "",
        "video_bit_rate": (video.bit_rate or None) if video else None,
        "audio_rate": (audio.codec_context.sample_rate or None) if audio else None,
        "audio_channels": (audio.codec_context.channels or None) if audio else None,
        "audio_bit_rate": (audio.bit_rate or None) if audio else None,
    }


def measured_duration(path: str, formats: str) -> float | None:
    """The end of the last packet, for files whose header does not say: what browsers record, for one."""
    with opened(path, formats) as container:
        video = pictures_of(container)
        ends = [packet.pts + (packet.duration or 0) for packet in container.demux(video) if packet.pts is not None]
        return float((max(ends) - (video.start_time or 0)) * video.time_base) if ends else None


def rotation(container: Any, video: Any) -> int:
    """Degrees by which the first picture is to be turned."""
    try:
        return int(first_picture(container, video).rotation)
    except (*_REFUSALS, MemoryError):
        return 0


def first_picture(container: Any, video: Any) -> Any:
    video.thread_type = "NONE"  # threads multiply memory, and one picture needs none
    return next(container.decode(video))


def picture_at(container: Any, video: Any, seconds: float) -> Any:
    """Go on from the key picture before `seconds`, but not for long."""
    picture = first_picture(container, video)
    until = seconds + float((video.start_time or 0) * video.time_base)
    for later in itertools.islice(container.decode(video), _MOST_PICTURES):
        if later.time is None or later.time > until:
            break
        picture = later
    return picture


def frame(path: str, formats: str, seconds: float, *, width: int, height: int) -> bytes:
    """The picture at `seconds`, turned upright, at the size asked for; the first one where the file cannot be searched."""
    try:
        with opened(path, formats) as container:
            container.seek(int(seconds * av.time_base) + (container.start_time or 0))
            return upright(picture_at(container, pictures_of(container), seconds), width=width, height=height)
    except _REFUSALS:
        with opened(path, formats) as container:
            return upright(first_picture(container, pictures_of(container)), width=width, height=height)


def upright(picture: Any, *, width: int, height: int) -> bytes:
    turned = picture.rotation % 180 != 0
    scaled = picture.reformat(width=height if turned else width, height=width if turned else height, format="rgb24")
    image: Image.Image = scaled.to_image().rotate(picture.rotation, expand=True)
    return image.tobytes()


if __name__ == "__main__":
    main(*sys.argv[1:])
