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
_ENCRYPTED_TAGS = ("encv", "enca", "drmi", "drms")


def main(verb: str, formats: str, path: str, *rest: str) -> None:
    """Do what is asked; every refusal of FFmpeg's is exit code `UNREADABLE`."""
    try:
        with av.open(f"file:{path}", options={"protocol_whitelist": "file", "format_whitelist": formats}) as container:
            if verb == "facts":
                print(json.dumps(facts(container)))
            else:
                seconds, width, height = float(rest[0]), int(rest[1]), int(rest[2])
                sys.stdout.buffer.write(frame(container, seconds, width=width, height=height))
    except (av.FFmpegError, StopIteration, MemoryError, ValueError):
        sys.exit(UNREADABLE)


def facts(container: Any) -> dict[str, Any]:
    """What `videos.probe` decides upon; seconds and pixels, None where the file does not say."""
    video = next((stream for stream in container.streams.video if not stream.disposition & Disposition.attached_pic), None)
    audio = next(iter(container.streams.audio), None)
    found: dict[str, Any] = {
        "formats": container.format.name,
        "video_codec": video.codec_context.name if video else "",
        "audio_codec": audio.codec_context.name if audio else "",
        "encrypted": any(is_encrypted(stream) for stream in (video, audio) if stream),
        "width": video.codec_context.width if video else None,
        "height": video.codec_context.height if video else None,
        "rotation": 0,
        "duration": None,
    }
    if video and not found["encrypted"]:
        found["duration"] = container.duration / av.time_base if container.duration else measured_duration(container, video)
        found["rotation"] = rotation(container, video)
    return found


def is_encrypted(stream: Any) -> bool:
    """Common encryption shows in an MP4's sample entry, in a Matroska's key."""
    return stream.codec_context.codec_tag in _ENCRYPTED_TAGS or "enc_key_id" in stream.metadata


def measured_duration(container: Any, video: Any) -> float | None:
    """The time of the last packet, for files whose header does not say: what browsers record, for one."""
    ends = [packet.pts + (packet.duration or 0) for packet in container.demux(video) if packet.pts is not None]
    container.seek(0)
    return float(max(ends) * video.time_base) if ends else None


def rotation(container: Any, video: Any) -> int:
    """Degrees by which the first picture is to be turned."""
    try:
        return int(first_picture(container, video).rotation)
    except (av.FFmpegError, StopIteration, MemoryError):
        return 0


def first_picture(container: Any, video: Any) -> Any:
    video.thread_type = "NONE"  # threads multiply memory, and one picture needs none
    return next(container.decode(video))


def picture_at(container: Any, video: Any, seconds: float) -> Any:
    """Go on from the key picture before `seconds`, but not for long."""
    picture = first_picture(container, video)
    for later in itertools.islice(container.decode(video), _MOST_PICTURES):
        if later.time is None or later.time > seconds:
            break
        picture = later
    return picture


def frame(container: Any, seconds: float, *, width: int, height: int) -> bytes:
    """The picture at or just before `seconds`, turned upright, at the size asked for."""
    video = next(stream for stream in container.streams.video if not stream.disposition & Disposition.attached_pic)
    try:
        container.seek(int(seconds * av.time_base))
        picture = picture_at(container, video, seconds)
    except (av.FFmpegError, StopIteration):
        container.seek(0)
        picture = first_picture(container, video)
    turned = picture.rotation % 180 != 0
    scaled = picture.reformat(width=height if turned else width, height=width if turned else height, format="rgb24")
    image: Image.Image = scaled.to_image().rotate(picture.rotation, expand=True)
    return image.tobytes()


if __name__ == "__main__":
    main(*sys.argv[1:])
