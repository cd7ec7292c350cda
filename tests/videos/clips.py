"""Clips that ffmpeg itself makes: moving pictures with a tone, as long and as odd as a test wants them."""

import subprocess
import tempfile
from functools import cache
from pathlib import Path

from tests.services import need
from videos.converting import ffmpeg


@cache
def clip(*, seconds: int = 20, size: str = "320x180", rate: int = 30, suffix: str = "mp4", codec: str = "libx264", more: str = "") -> bytes:
    """A clip as MP4 with its index at the end, unless `suffix` and `more` (of ffmpeg's output options) say otherwise."""
    need("ffmpeg")
    sources = ("-f", "lavfi", "-i", f"testsrc2=size={size}:rate={rate}", "-f", "lavfi", "-i", "sine=frequency=440:sample_rate=48000")
    with tempfile.TemporaryDirectory() as directory:
        path = Path(directory) / f"clip.{suffix}"
        speed = ("-preset", "ultrafast") if codec == "libx264" else ()
        options = ("-t", str(seconds), "-c:v", codec, *speed, "-pix_fmt", "yuv420p", *more.split())
        subprocess.run([str(ffmpeg()), "-v", "error", *sources, *options, str(path)], check=True, timeout=120)
        return path.read_bytes()
