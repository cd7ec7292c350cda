"""Looks into a file: what it holds, whether it is a video that can be published, and a picture that stands for it.

judge its bytes (containers) -> ask FFmpeg, confined (ffprobe where found, else PyAV) -> decide -> Facts or Refusal
"""

import io
import shutil
import sys
from collections.abc import Callable
from dataclasses import replace
from functools import partial
from pathlib import Path

from PIL import Image

from videos.boxes import ENCRYPTED, Read, index_is_first, judge_boxes
from videos.containers import HEAD_BYTES, TAIL_BYTES, Container, Refusal, judge_head, judge_tail
from videos.found import FFPROBE, FORMATS, Facts, Found, found_by_ffprobe, found_by_reader
from videos.sandboxed import End, Limits, Ran, run_confined

POSTER_PIXELS = 1280
_READER = Path(__file__).with_name("reader.py")
_MOST_PIXELS_A_SIDE = 16_384
_LONGEST_SECONDS = 7 * 24 * 3600.0

UNREADABLE = Refusal(
    code="unreadable",
    reason="The file looks like a video but is damaged or incomplete. Export it again and upload that.",
)
TOO_COSTLY = Refusal(
    code="too_costly",
    reason="Reading the file took more time or memory than a video needs. Export it again and upload that.",
)
CRASHED = Refusal(
    code="crashed", reason="The file broke the program that reads videos, each time it was tried. Export it again and upload that."
)
NO_PICTURE = Refusal(code="no_picture", reason="The file has no moving picture: it holds sound only, or nothing.")
NO_DURATION = Refusal(code="no_duration", reason="The video has no length: it holds no more than a single picture, or was not finished.")
TOO_LONG = Refusal(code="too_long", reason="The video says that it is longer than a week, which no platform takes.")
TOO_LARGE = Refusal(code="too_large_picture", reason="The picture is larger than 16384 pixels on a side, which no platform takes.")
OTHER_INSIDE = Refusal(code="other_inside", reason="The file begins as one format and goes on as another. Export it again and upload that.")


class ProbeBroken(Exception):
    """The reader crashed or was killed, which says nothing certain about the file: try again, not for ever."""


class ProbeNotStarted(Exception):
    """The reader could not even be started: whoever runs Retake has to mend that, the file is not to blame."""


def probe(path: Path) -> Facts | Refusal:
    """Look into the file at `path`. Raises `ProbeBroken` when a crash leaves the question open."""
    size = path.stat().st_size
    with path.open("rb") as file:
        judged = judge_bytes(partial(_read, file), size=size)
        index_first = index_is_first(partial(_read, file), size=size) if judged in (Container.MP4, Container.MOV) else None
    if isinstance(judged, Refusal):
        return judged
    found = _ask(path)
    facts = found if isinstance(found, Refusal) else decide(found, begins_as=judged)
    return facts if isinstance(facts, Refusal) else replace(facts, index_first=index_first)


def judge_bytes(read: Read, *, size: int) -> Container | Refusal:
    """What can be told from a few bytes, before any decoder sees the file."""
    container = judge_head(read(0, HEAD_BYTES))
    if isinstance(container, Refusal):
        return container
    hidden = judge_tail(read(max(0, size - TAIL_BYTES), TAIL_BYTES))
    unfit = judge_boxes(read, size=size) if container in (Container.MP4, Container.MOV) else None
    return hidden or unfit or container


def decide(found: Found, *, begins_as: Container) -> Facts | Refusal:
    """The verdict, from what FFmpeg found alone."""
    if begins_as.value not in found.formats.split(","):
        return OTHER_INSIDE
    if found.encrypted:
        return ENCRYPTED
    if not found.video_codec or not found.width or not found.height:
        return NO_PICTURE
    if not found.duration or not found.duration > 0:
        return NO_DURATION
    if found.duration > _LONGEST_SECONDS:
        return TOO_LONG
    if max(found.width, found.height) > _MOST_PIXELS_A_SIDE:
        return TOO_LARGE
    width, height = (found.height, found.width) if found.rotation % 180 else (found.width, found.height)
    return Facts(
        container=begins_as.value,
        content_type=begins_as.content_type,
        duration=round(found.duration, 3),
        width=width,
        height=height,
        video_codec=found.video_codec[:40],
        audio_codec=found.audio_codec[:40],
        frame_rate=found.frame_rate,
        pixel_format=found.pixel_format[:20],
        is_progressive=found.is_progressive,
        video_bit_rate=_kept(found.video_bit_rate),
        audio_rate=_kept(found.audio_rate),
        audio_channels=_kept(found.audio_channels),
        audio_bit_rate=_kept(found.audio_bit_rate),
    )


def _kept(number: int | None) -> int | None:
    """A number that a column takes; hostile files say others."""
    return number if number and 0 < number < 2**31 else None


def poster(path: Path, facts: Facts) -> bytes | None:
    """A JPEG from a tenth into the video, at most `POSTER_PIXELS` wide or high; None when no picture can be had."""
    picture = frame(path, facts.duration / 10, width=facts.width, height=facts.height, most_pixels=POSTER_PIXELS)
    if picture is None:
        return None
    jpeg = io.BytesIO()
    picture.save(jpeg, "JPEG", quality=85, optimize=True)
    return jpeg.getvalue()


def frame(path: Path, seconds: float, *, width: int, height: int, most_pixels: int) -> Image.Image | None:
    """The picture at `seconds` of a video of `width` x `height`, at most `most_pixels` on a side; None when none can be had.

    The confined reader answers with bare pixels and whoever keeps them encodes them anew: nothing of the file's own gets through.
    """
    scale = min(1.0, most_pixels / max(width, height))
    wide, high = max(1, round(width * scale)), max(1, round(height * scale))
    limits = Limits(seconds=30, cpu_seconds=20, answer_bytes=wide * high * 3)
    command = _frame_command(path, seconds, width=wide, height=high)
    ran = run_confined(command, reads=[path, _READER, *_beside(command[0])], limits=limits)
    if ran.end != End.DONE or len(ran.answer) != wide * high * 3:
        return None
    return Image.frombytes("RGB", (wide, high), ran.answer)


def _ask(path: Path) -> Found | Refusal:
    """Ask ffprobe where it is found, and PyAV where not, or where ffprobe found no length (what browsers record has none)."""
    if ffprobe := shutil.which("ffprobe"):
        ran = run_confined([ffprobe, *FFPROBE, f"file:{path}"], reads=[path, *_beside(ffprobe)], limits=Limits())
        found = _verdict(ran, found_by_ffprobe, unreadable=1)
        if isinstance(found, Refusal) or found.duration or not found.video_codec:
            return found
    command = [sys.executable, "-I", str(_READER), "facts", FORMATS, str(path)]
    return _verdict(run_confined(command, reads=[path, _READER], limits=Limits()), found_by_reader, unreadable=3)


def _verdict(ran: Ran, parse: Callable[[bytes], Found], *, unreadable: int) -> Found | Refusal:
    match ran.end:
        case End.DONE:
            try:
                return parse(ran.answer)
            except (ValueError, TypeError, KeyError):  # not what our own reader says: the file has taken it over
                return UNREADABLE
        case End.FAILED if ran.code == unreadable:
            return UNREADABLE
        case End.TOO_COSTLY:
            return TOO_COSTLY
        case End.NOT_STARTED:
            raise ProbeNotStarted("The reader of videos could not be started.")
    raise ProbeBroken(f"The reader of videos ended with code {ran.code}.")


def _frame_command(path: Path, seconds: float, *, width: int, height: int) -> list[str]:
    if ffmpeg := shutil.which("ffmpeg"):
        allowed = ["-protocol_whitelist", "file", "-format_whitelist", FORMATS, "-threads", "1"]
        source = ["-ss", f"{seconds:.3f}", "-i", f"file:{path}", "-map", "0:V:0", "-frames:v", "1"]
        picture = ["-vf", f"scale={width}:{height}", "-pix_fmt", "rgb24", "-f", "rawvideo", "pipe:1"]
        return [ffmpeg, "-v", "quiet", "-nostdin", *allowed, *source, *picture]
    return [sys.executable, "-I", str(_READER), "frame", FORMATS, str(path), f"{seconds:.3f}", str(width), str(height)]


def _beside(program: str) -> list[Path]:
    """Where a program that was not installed by the system keeps what it needs."""
    return [Path(program).resolve().parent]


def _read(file: io.BufferedReader, start: int, length: int) -> bytes:
    file.seek(start)
    return file.read(length)
