"""Looks at the bytes of a video as they pass: their hash, and, where they are an MP4, the order of its boxes and its codec."""

import hashlib
from dataclasses import dataclass, field, replace
from typing import Any

MOST_OF_MOOV = 4 * 1024 * 1024
CODECS = (b"avc1", b"avc3", b"hvc1", b"hev1")
SHORTEST_MS, LONGEST_MS = 3000, 15 * 60 * 1000
_HEAD, _LONG_HEAD = 8, 16


@dataclass(frozen=True)
class _Place:
    """Where in the row of top-level boxes it is: `left` bytes of `box` are still to come, `head` is of the next."""

    left: int = 0
    box: bytes = b""
    head: bytes = b""
    seen: tuple[bytes, ...] = ()
    moov: bytes = field(default=b"", repr=False)


class Inspection:
    """What is known of the bytes so far. `copy` it to try what may break off."""

    def __init__(self) -> None:
        self._hash: Any = hashlib.sha256()
        self._place: _Place | None = _Place()
        self.size = 0

    def copy(self) -> "Inspection":
        twin = Inspection()
        twin._hash, twin._place, twin.size = self._hash.copy(), self._place, self.size
        return twin

    def update(self, piece: bytes) -> None:
        self._hash.update(piece)
        self.size += len(piece)
        if self._place is not None:
            self._place = _walked(self._place, piece)

    @property
    def sha256(self) -> str:
        return str(self._hash.hexdigest())

    @property
    def problem(self) -> str:
        """What Instagram would not take; "" for what is no MP4 at all: nobody can say."""
        place = self._place
        if place is None or b"ftyp" not in place.seen:
            return ""
        if b"mdat" in place.seen and b"moov" not in place.seen[: place.seen.index(b"mdat")]:
            return "the moov does not come first"
        if b"moov" in place.seen and not any(codec in place.moov for codec in CODECS):
            return "it is neither H.264 nor HEVC"
        if self.duration_ms is not None and not SHORTEST_MS <= self.duration_ms <= LONGEST_MS:
            return "it is shorter than 3 seconds or longer than 15 minutes"
        return ""

    @property
    def duration_ms(self) -> int | None:
        """As the movie header says; None where there is none."""
        at = self._place.moov.find(b"mvhd") if self._place else -1
        header = self._place.moov[at + 4 : at + 36] if self._place and at >= 0 else b""
        if len(header) < 32:
            return None
        is_long = header[0] == 1
        scale = int.from_bytes(header[20:24] if is_long else header[12:16])
        duration = int.from_bytes(header[24:32] if is_long else header[16:20])
        return duration * 1000 // scale if scale else None


def _walked(place: _Place, piece: bytes) -> _Place | None:
    """Where it is after those bytes; None once it is clear that they are no MP4."""
    at = 0
    while at < len(piece):
        if place.left:
            step = min(place.left, len(piece) - at)
            kept = piece[at : at + min(step, MOST_OF_MOOV - len(place.moov))] if place.box == b"moov" else b""
            place = replace(place, left=place.left - step, moov=place.moov + kept)
            at += step
            continue
        wanted = _LONG_HEAD if place.head[:4] == b"\x00\x00\x00\x01" and len(place.head) >= _HEAD else _HEAD
        taken = piece[at : at + wanted - len(place.head)]
        place = replace(place, head=place.head + taken)
        at += len(taken)
        if len(place.head) == wanted and not (wanted == _HEAD and place.head[:4] == b"\x00\x00\x00\x01"):
            opened = _opened(place)
            if opened is None:
                return None
            place = opened
    return place


def _opened(place: _Place) -> _Place | None:
    box, short = place.head[4:8], int.from_bytes(place.head[:4])
    size = int.from_bytes(place.head[8:]) if short == 1 else short
    if not place.seen and box != b"ftyp":
        return None
    left = 2**62 if short == 0 else size - len(place.head)  # 0: to the end of the file
    return None if left < 0 else replace(place, left=left, box=box, head=b"", seen=(*place.seen, box)[-64:])
