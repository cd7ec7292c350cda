"""Captions as people bring them, WebVTT or SubRip, read strictly and kept as WebVTT."""

import re
from io import StringIO
from itertools import pairwise

import webvtt
from django.conf.global_settings import LANGUAGES as _KNOWN
from webvtt.errors import MalformedCaptionError, MalformedFileError

from videos.words import many_lines

MOST_BYTES = 1024 * 1024
"""The largest file of captions that is taken; an hour of talk has about 60 KB."""
LANGUAGES: tuple[tuple[str, str], ...] = tuple(sorted(((code, str(name)) for code, name in _KNOWN), key=lambda each: each[1]))
"""The languages that can be chosen, by their BCP 47 code in small letters."""

_TIMES = re.compile(r"\s*(\d{1,3}:)?[0-5]?\d:[0-5]?\d[.,]\d{1,3}\s*-->\s*(\d{1,3}:)?[0-5]?\d:[0-5]?\d[.,]\d{1,3}(\s|$)", re.ASCII)


class NotCaptions(ValueError):
    """This is no file of captions; the message says so in a sentence for whoever brought it."""


def to_webvtt(content: bytes) -> str:
    """Read a file of captions and give it as WebVTT. Raises `NotCaptions`."""
    if len(content) > MOST_BYTES:
        raise NotCaptions("This file is larger than 1 MB. Captions are much smaller: is it the right one?")
    text = many_lines(_text_of(content))
    kind = "vtt" if text.startswith("WEBVTT") else "srt"
    try:
        track = webvtt.from_buffer(StringIO(text), format=kind)
    except (MalformedFileError, MalformedCaptionError, ValueError):
        raise _unreadable(text) from None
    if (line := _garbled_line(text)) is not None:
        raise NotCaptions(_said_of(line))  # the library would pass over it, and its caption with it
    if not track.captions:
        raise NotCaptions("There are no captions in this file.")
    _insist_on_order(track)
    return f"{track.content.strip()}\n"


def _unreadable(text: str) -> NotCaptions:
    line = _garbled_line(text)
    if line is not None:
        return NotCaptions(_said_of(line))
    return NotCaptions("Retake cannot read captions in this file. Bring a WebVTT (.vtt) or SubRip (.srt) file.")


def _garbled_line(text: str) -> tuple[int, str] | None:
    """The first line, by its number and its words, that is to say when a caption stands, and does not."""
    for number, line in enumerate(text.split("\n"), start=1):
        if "-->" in line and not _TIMES.match(line):
            return number, line.strip()
    return None


def _said_of(line: tuple[int, str]) -> str:
    number, words = line
    return f"Line {number} does not say when its caption stands: “{words[:60]}”. Write it as 00:01:02.500 --> 00:01:04.000."


def of_part(vtt: str, *, start: float, seconds: float) -> str:
    """Give those captions of a WebVTT file that belong to a part of the video, `seconds` long from second `start` on, by its time.

    Empty where there are none.
    """
    track = webvtt.from_string(vtt)
    for caption in list(track.captions):
        begins, ends = _seconds(caption.start) - start, _seconds(caption.end) - start
        if ends <= 0 or begins >= seconds:
            track.captions.remove(caption)
        else:
            caption.start, caption.end = _clock(max(0.0, begins)), _clock(min(seconds, ends))
    return f"{track.content.strip()}\n" if track.captions else ""


def _seconds(clock: str) -> float:
    """Of "01:02:03.500", the hours of which may be left out."""
    total = 0.0
    for each in clock.split(":"):
        total = total * 60 + float(each)
    return total


def _clock(seconds: float) -> str:
    whole, thousandths = divmod(round(seconds * 1000), 1000)
    return f"{whole // 3600:02}:{whole // 60 % 60:02}:{whole % 60:02}.{thousandths:03}"


def _text_of(content: bytes) -> str:
    """UTF-8 or UTF-16 by its mark; what is older is most often Windows' Western code page."""
    if content[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return content.decode("utf-16", errors="replace")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return content.decode("cp1252", errors="replace")


def _insist_on_order(track: webvtt.WebVTT) -> None:
    """Platforms take a file whose times run backwards, and then show nothing or rubbish."""
    for caption in track.captions:
        if caption.start_in_seconds > caption.end_in_seconds:
            raise NotCaptions(f"The caption at {caption.start} ends before it begins. Mend that, then bring the file again.")
    for before, after in pairwise(track.captions):
        if after.start_in_seconds < before.start_in_seconds:
            raise NotCaptions(f"The caption at {after.start} stands after one that comes later. Mend that, then bring the file again.")
