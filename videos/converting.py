"""Has ffmpeg make a file by a recipe, confined like every reader of uploads, and tells how far it has come."""

import logging
import os
import shutil
from collections.abc import Callable
from pathlib import Path

from videos.found import FORMATS
from videos.recipe import Recipe
from videos.sandboxed import End, Limits, watch_confined

logger = logging.getLogger(__name__)
LONGEST_SECONDS = 5 * 3600
"""Less than the queue's own last resort."""
_MEMORY_BYTES = 6 * 1024**3
_MOST_THREADS = 4
_ROOM_FOR_THE_INDEX = 1.05
_LAST_WORDS_BYTES = 600


class ConvertingFailed(Exception):
    """ffmpeg did not make the file; `end` says how it ended."""

    def __init__(self, end: End) -> None:
        super().__init__(f"ffmpeg ended: {end}.")
        self.end = end


def ffmpeg() -> str | None:
    """Where this machine has ffmpeg; None where it has none."""
    return shutil.which("ffmpeg")


def convert(program: str, source: Path, target: Path, recipe: Recipe, *, told: Callable[[int], None]) -> None:
    """Make `target`, an empty file that is there, from `source`; `told` is called with the percentage at least once a second.

    What `told` raises ends it. Raises `ConvertingFailed`.
    """
    heard = Heard(seconds=recipe.seconds, told=told)
    limits = Limits(
        seconds=LONGEST_SECONDS,
        cpu_seconds=LONGEST_SECONDS * _MOST_THREADS,
        memory_bytes=_MEMORY_BYTES,
        file_bytes=int(recipe.most_bytes * _ROOM_FOR_THE_INDEX),
    )
    beside = Path(program).resolve().parent
    ran = watch_confined(command(program, source, target, recipe), reads=[source, beside], writes=target, limits=limits, heard=heard)
    if ran.end != End.DONE:
        logger.warning("ffmpeg ended %s (code %s) and said: %s", ran.end, ran.code, heard.last_words)
        raise ConvertingFailed(ran.end)


def command(program: str, source: Path, target: Path, recipe: Recipe) -> list[str]:
    """The call: only the kinds of file that we know, from disk alone, one picture and one sound, no words of the source."""
    threads = str(max(1, min(_MOST_THREADS, os.cpu_count() or 1)))
    return [
        *(program, "-v", "error", "-nostdin", "-y", "-progress", "pipe:1", "-stats_period", "1"),
        *("-protocol_whitelist", "file", "-format_whitelist", FORMATS, "-threads", threads),
        *(("-ss", f"{recipe.start:.3f}") if recipe.start else ()),
        *("-i", f"file:{source}", "-t", f"{recipe.seconds:.3f}", "-map", "0:V:0", "-map", "0:a:0?"),
        *("-map_metadata", "-1", "-map_chapters", "-1", "-filter_threads", "1", *recipe.arguments, "-threads", threads),
        # The index first, and no edit list: platforms read while it comes, and some take no list. What such a list would mend, a
        # picture that is shown later than it is stored, the offsets tell; else the sound would run ahead of it.
        *("-movflags", "+faststart+negative_cts_offsets", "-use_editlist", "0", "-f", "mp4", f"file:{target}"),
    ]


class Heard:
    """Reads what ffmpeg prints: lines of progress (`name=value`), and complaints, of which the last are kept for the log."""

    def __init__(self, *, seconds: float, told: Callable[[int], None]) -> None:
        self.last_words = ""
        self._seconds, self._told = seconds, told
        self._percent, self._rest = 0, b""

    def __call__(self, piece: bytes) -> None:
        *lines, self._rest = (self._rest + piece).split(b"\n")
        self._rest = self._rest[-_LAST_WORDS_BYTES:]
        for line in lines:
            self._read(line.decode(errors="replace").strip())
        self._told(self._percent)

    def _read(self, line: str) -> None:
        name, _, value = line.partition("=")
        if name == "out_time_us" and value.lstrip("-").isdecimal():
            share = int(value) / 1_000_000 / self._seconds
            self._percent = max(self._percent, min(99, int(share * 100)))
        elif " " in name:
            self.last_words = f"{self.last_words} {line}"[-_LAST_WORDS_BYTES:]
