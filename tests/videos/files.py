"""Video files for tests, made once with PyAV, and hostile ones written by hand."""

import io
import zipfile
from fractions import Fraction
from functools import cache
from typing import Any

import av
from PIL import Image


@cache
def small_video(
    *, container: str = "mp4", codec: str = "mpeg4", seconds: float = 1, width: int = 64, height: int = 48, turned: int = 0, **options: str
) -> bytes:
    """A short silent video, by default an MP4 of 64 x 48 pixels whose header stands at the end."""
    return _encoded(container, codec, frames=round(seconds * 10), width=width, height=height, turned=turned, options=options)


@cache
def sound_only() -> bytes:
    file = io.BytesIO()
    with av.open(file, "w", format="mp4") as out:
        stream: Any = out.add_stream("aac", rate=48000, layout="mono")
        for start in range(0, 48000, 1024):
            frame = av.AudioFrame(format="fltp", layout="mono", samples=1024)
            frame.planes[0].update(bytes(4096))
            frame.sample_rate, frame.pts, frame.time_base = 48000, start, Fraction(1, 48000)
            out.mux(stream.encode(frame))
        out.mux(stream.encode(None))
    return file.getvalue()


def encrypted_video() -> bytes:
    key, kid = "76a6c65c5ea762046bd749a2e632ccbb", "a7e61c373e219033c21091fa607bf3b8"
    return small_video(encryption_scheme="cenc-aes-ctr", encryption_key=key, encryption_kid=kid)


def picture(kind: str = "PNG") -> bytes:
    file = io.BytesIO()
    Image.new("RGB", (64, 48), "teal").save(file, kind)
    return file.getvalue()


def archive(*, after: bytes = b"") -> bytes:
    """A ZIP archive, or one that hides behind other bytes."""
    file = io.BytesIO(after)
    with zipfile.ZipFile(file, "a") as packed:
        packed.writestr("evil.html", "<script>alert(1)</script>")
    return file.getvalue()


def _encoded(container: str, codec: str, *, frames: int, width: int, height: int, turned: int, options: dict[str, str]) -> bytes:
    file = io.BytesIO()
    with av.open(file, "w", format=container, options=options) as out:
        stream: Any = out.add_stream(codec, rate=10)
        stream.width, stream.height, stream.pix_fmt = width, height, "yuv420p"
        if turned:
            stream.set_display_rotation(turned)
        for number in range(frames):
            image = Image.new("RGB", (width, height), (250, 20, 20))
            image.paste((20, 20, 250), (0, 0, width, height // 2))  # blue above, red below
            frame = av.VideoFrame.from_image(image)
            frame.pts, frame.time_base = number, Fraction(1, 10)
            out.mux(stream.encode(frame))
        out.mux(stream.encode(None))
    return file.getvalue()
