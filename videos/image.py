"""Takes in a picture that somebody brings: judged, read by a confined program, and encoded anew, so that none of its own bytes is kept."""

import io
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

from PIL import Image

from videos.sandboxed import End, Limits, run_confined

MOST_BYTES = 10 * 1024 * 1024
MOST_PIXELS = 50_000_000
LEAST_WIDTH, LEAST_HEIGHT = 320, 180
KEPT_PIXELS = 1920
"""The longer side of what is kept, at the most."""
FORMATS = ("JPEG", "PNG", "WEBP")
_READER = Path(__file__).with_name("image_reader.py")
_ANSWER_BYTES = KEPT_PIXELS * KEPT_PIXELS * 3 + 64
_HEADS = (b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n")


class NotTaken(Exception):
    """The picture is not taken; the text says why, and what to bring."""


@dataclass(frozen=True, kw_only=True)
class Picture:
    """A picture of our own making: a JPEG, and its size in pixels."""

    jpeg: bytes
    width: int
    height: int


def taken_in(content: bytes) -> Picture:
    """The picture in `content`, upright, without whatever else the file says. Raises `NotTaken`."""
    judge(content)
    with tempfile.TemporaryDirectory(prefix="retake-picture-") as directory:
        path = Path(directory) / "picture"
        path.write_bytes(content)
        limits = Limits(seconds=20, cpu_seconds=15, memory_bytes=1024**3, answer_bytes=_ANSWER_BYTES)
        asked = [",".join(FORMATS), str(MOST_PIXELS), str(KEPT_PIXELS), str(path)]
        ran = run_confined([sys.executable, "-I", str(_READER), *asked], reads=[path, _READER], limits=limits)
    if ran.end == End.NOT_STARTED:
        raise NotTaken("Retake could not start the program that reads pictures. Whoever runs Retake has to mend that.")
    if ran.end != End.DONE:
        raise NotTaken(_REASONS.get(ran.code, _DAMAGED) if ran.end == End.FAILED else _DAMAGED)
    return _encoded(ran.answer)


def judge(content: bytes) -> None:
    """What can be told from size and first bytes, before any decoder sees the file. Raises `NotTaken`."""
    if not content:
        raise NotTaken("This file is empty.")
    if len(content) > MOST_BYTES:
        raise NotTaken(f"This file is larger than {MOST_BYTES // 1024**2} MB. Bring a smaller one.")
    is_webp = content[:4] == b"RIFF" and content[8:12] == b"WEBP"
    if not is_webp and not content.startswith(_HEADS):
        raise NotTaken("This is no JPEG, PNG or WebP picture, whatever its name says. Save it as one of these and bring that.")


def jpeg_of(image: Image.Image, *, quality: int = 90) -> bytes:
    """The picture as a JPEG that says nothing but its pixels."""
    encoded = io.BytesIO()
    image.save(encoded, "JPEG", quality=quality, optimize=True)
    return encoded.getvalue()


_DAMAGED = "This picture is damaged, or takes more time or memory to read than a picture needs. Save it anew and bring that."
_REASONS = {
    4: f"This picture has more than {MOST_PIXELS // 1_000_000} million pixels. Make it smaller and bring that.",
}


def _encoded(answer: bytes) -> Picture:
    """From bare pixels: "WIDTH HEIGHT", a line's end, and the bytes. What says otherwise was not written by our reader."""
    head, _, pixels = answer.partition(b"\n")
    try:
        width, height = (int(side) for side in head[:20].split())
    except ValueError:
        raise NotTaken(_DAMAGED) from None
    if not (0 < width <= KEPT_PIXELS and 0 < height <= KEPT_PIXELS) or len(pixels) != width * height * 3:
        raise NotTaken(_DAMAGED)
    if max(width, height) < LEAST_WIDTH or min(width, height) < LEAST_HEIGHT:
        small = f"This picture is {width} × {height} pixels. Platforms want one of at least {LEAST_WIDTH} × {LEAST_HEIGHT}."
        raise NotTaken(small)
    return Picture(jpeg=jpeg_of(Image.frombytes("RGB", (width, height), pixels)), width=width, height=height)
