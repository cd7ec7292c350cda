"""Makes the sample video on the spot: twelve seconds of a moving picture with sound, small enough to publish in moments."""

import math
import os
from array import array
from collections.abc import Iterator
from fractions import Fraction
from heapq import merge
from operator import itemgetter
from pathlib import Path
from typing import Any

import av
from av.audio.frame import AudioFrame
from PIL import Image, ImageDraw, ImageFont

SECONDS = 12
WIDTH, HEIGHT, FRAMES_PER_SECOND = 1280, 720, 25
_FRAMES = SECONDS * FRAMES_PER_SECOND
SAMPLE_RATE, SAMPLES_PER_FRAME = 48_000, 1024
_PAPER, _INK, _TEAL, _FAINT = (250, 249, 246), (28, 36, 38), (15, 118, 110), (214, 221, 219)
_NOTES_HZ = (261.63, 329.63, 392.00, 523.25, 392.00, 329.63)  # C major, up and down
_CENTRE, _RADIUS, _TEXT_LEFT = (360, HEIGHT // 2), 210, 680
_FACE = (_CENTRE[0] - _RADIUS, _CENTRE[1] - _RADIUS, _CENTRE[0] + _RADIUS, _CENTRE[1] + _RADIUS)
_DIGITS = ImageFont.load_default(72)


def make_sample(path: Path) -> Path:
    """Write the sample as H.264 and AAC in an MP4 to `path`, whole or not at all, and give the path back."""
    path.parent.mkdir(parents=True, exist_ok=True)
    unfinished = path.with_name(f".{path.name}.{os.getpid()}.part")
    try:
        with av.open(str(unfinished), "w", format="mp4", options={"movflags": "+faststart"}) as container:
            _encode(container)
        os.replace(unfinished, path)
    finally:
        unfinished.unlink(missing_ok=True)
    return path


def _encode(container: "av.container.OutputContainer") -> None:
    video: Any = container.add_stream("libx264", rate=FRAMES_PER_SECOND, options={"preset": "superfast", "crf": "22", "g": "50"})
    video.width, video.height, video.pix_fmt = WIDTH, HEIGHT, "yuv420p"
    audio: Any = container.add_stream("aac", rate=SAMPLE_RATE, layout="mono", options={"b": "128k"})
    pictures = ((frame.time, video, frame) for frame in map(_frame, range(_FRAMES), _pictures()))
    sounds = ((frame.time, audio, frame) for frame in _sounds())
    for _, stream, frame in merge(pictures, sounds, key=itemgetter(0)):
        container.mux(stream.encode(frame))
    for stream in (video, audio):
        container.mux(stream.encode(None))


def _frame(number: int, picture: Image.Image) -> av.VideoFrame:
    frame: av.VideoFrame = av.VideoFrame.from_image(picture)  # type: ignore[no-untyped-call]
    frame.pts, frame.time_base = number, Fraction(1, FRAMES_PER_SECOND)
    return frame


def _pictures() -> Iterator[Image.Image]:
    grounds = _grained(_ground())
    for number in range(_FRAMES):
        yield _picture(grounds[number % len(grounds)].copy(), seconds=number / FRAMES_PER_SECOND)


def _grained(image: Image.Image) -> list[Image.Image]:
    """The image under shifting grain, as film has: an encoder makes some bytes of it, to watch on their way."""
    grain = Image.effect_noise((WIDTH + 64, HEIGHT + 64), 40).convert("RGB")
    corners = ((0, 0), (29, 17), (58, 34), (23, 51), (52, 4))
    return [Image.blend(image, grain.crop((left, top, left + WIDTH, top + HEIGHT)), 0.03) for left, top in corners]


def _ground() -> Image.Image:
    """What does not move: paper, a dial with twelve strokes, the name."""
    image = Image.new("RGB", (WIDTH, HEIGHT), _PAPER)
    draw = ImageDraw.Draw(image)
    for stroke in range(SECONDS):
        draw.line((*_on_dial(stroke, radius=236), *_on_dial(stroke, radius=256)), fill=_INK, width=5)
    draw.ellipse(_FACE, fill=_FAINT)
    draw.text((_TEXT_LEFT, 340), "Retake", font=ImageFont.load_default(120), fill=_INK, anchor="ls")
    draw.text((_TEXT_LEFT, 400), "A sample video, made on the spot", font=ImageFont.load_default(29), fill=_INK, anchor="ls")
    return image


def _picture(image: Image.Image, *, seconds: float) -> Image.Image:
    """The sweep and the bar have come as far as the time has, and a ball runs at the sweep's edge."""
    draw = ImageDraw.Draw(image)
    draw.pieslice(_FACE, start=-90, end=-90 + 360 * seconds / SECONDS, fill=_TEAL)
    x, y = _on_dial(seconds, radius=_RADIUS)
    draw.ellipse((x - 16, y - 16, x + 16, y + 16), fill=_INK)
    draw.text(_CENTRE, f"{seconds:04.1f}", font=_DIGITS, fill=_PAPER if seconds > SECONDS / 2 else _INK, anchor="mm")
    draw.rectangle((_TEXT_LEFT, 436, _TEXT_LEFT + 460 * seconds / SECONDS, 442), fill=_TEAL)
    return image


def _on_dial(seconds: float, *, radius: float) -> tuple[float, float]:
    angle = 2 * math.pi * seconds / SECONDS - math.pi / 2
    return _CENTRE[0] + radius * math.cos(angle), _CENTRE[1] + radius * math.sin(angle)


def _sounds() -> Iterator[AudioFrame]:
    """One soft note each second, fading out, so that sound and picture can be heard to agree."""
    for start in range(0, SECONDS * SAMPLE_RATE, SAMPLES_PER_FRAME):
        samples = array("f", (_loudness(start + offset) for offset in range(SAMPLES_PER_FRAME)))
        frame = AudioFrame(format="flt", layout="mono", samples=SAMPLES_PER_FRAME)
        frame.planes[0].update(samples.tobytes())
        frame.sample_rate, frame.pts, frame.time_base = SAMPLE_RATE, start, Fraction(1, SAMPLE_RATE)
        yield frame


def _loudness(sample: int) -> float:
    second, rest = divmod(sample, SAMPLE_RATE)
    since = rest / SAMPLE_RATE
    return 0.3 * math.exp(-4 * since) * min(1.0, since * 200) * math.sin(2 * math.pi * _NOTES_HZ[second % len(_NOTES_HZ)] * since)
