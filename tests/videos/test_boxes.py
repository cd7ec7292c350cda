"""The boxes of an MP4 tell a cut-off and a protected file."""

import struct
from functools import partial

import pytest

from tests.videos import files
from videos.boxes import CUT_OFF, ENCRYPTED, judge_boxes


def read(content: bytes, start: int, length: int) -> bytes:
    return content[start : start + length]


def judged(content: bytes) -> object:
    return judge_boxes(partial(read, content), size=len(content))


def box(kind: bytes, content: bytes = b"") -> bytes:
    return struct.pack(">I4s", 8 + len(content), kind) + content


@pytest.mark.parametrize("missing", [1, 100, 600])
def test_a_file_whose_last_box_is_not_all_there_was_cut_off(missing: int) -> None:
    assert judged(files.small_video()[:-missing]) == CUT_OFF


def test_a_whole_file_is_let_through() -> None:
    assert judged(files.small_video()) is None


@pytest.mark.parametrize(
    "end", [b"", bytes(1000), b"\0\0\0\0mdat and all that follows", struct.pack(">I4sQ", 1, b"mdat", 26) + b"0123456789"]
)
def test_padding_and_open_or_large_boxes_are_no_cut(end: bytes) -> None:
    assert judged(box(b"ftyp", b"isom") + end) is None


def test_a_protected_track_is_found() -> None:
    assert judged(files.encrypted_video()) == ENCRYPTED


def test_millions_of_empty_boxes_are_not_walked() -> None:
    reads = 0

    def count(start: int, length: int) -> bytes:
        nonlocal reads
        reads += 1
        return read(content, start, length)

    track = box(b"trak", box(b"mdia", box(b"minf")))
    content = box(b"moov", track * 100_000)
    judge_boxes(count, size=len(content))
    assert reads < 11_000
