"""The boxes of an MP4 or QuickTime file: whether it is whole, and whether it is copy-protected (ISO/IEC 14496-12 and 23001-7)."""

from collections.abc import Callable, Iterator

from videos.containers import Refusal

Read = Callable[[int, int], bytes]
"""`read(start, length)` gives bytes of the file, fewer at its end."""

CUT_OFF = Refusal(code="cut_off", reason="The file is cut off: its end is missing. Copy or export it again and upload that.")
ENCRYPTED = Refusal(
    code="encrypted", reason="The video is encrypted (copy-protected), so no platform could show it. Upload a copy without protection."
)
_MOST_BOXES = 10_000
_WAY_TO_SAMPLE_ENTRIES = (b"moov", b"trak", b"mdia", b"minf", b"stbl", b"stsd")
_PROTECTED_ENTRIES = {b"encv", b"enca", b"drmi", b"drms"}


def judge_boxes(read: Read, *, size: int) -> Refusal | None:
    """Why a file of `size` bytes cannot be published, as far as its boxes tell."""
    steps = iter(range(_MOST_BOXES))  # shared by the whole walk: a hostile file nests millions of empty boxes
    if any(end > size for _, _, end in _boxes(read, 0, size, steps)):
        return CUT_OFF
    return ENCRYPTED if _PROTECTED_ENTRIES & set(_sample_entries(read, 0, size, _WAY_TO_SAMPLE_ENTRIES, steps)) else None


def index_is_first(read: Read, *, size: int) -> bool | None:
    """Whether the index of a file (its `moov`) stands before its pictures, so that it can be read while it comes; None: no telling."""
    kinds = [kind for kind, _, _ in _boxes(read, 0, size, iter(range(_MOST_BOXES)))]
    # Boxes that end the walk early (a last one without a length) have been passed by then, or come after what is asked for.
    if b"moov" not in kinds:
        return None
    return b"mdat" not in kinds[: kinds.index(b"moov")]


def _boxes(read: Read, start: int, end: int, steps: Iterator[int]) -> Iterator[tuple[bytes, int, int]]:
    """Each box from `start` up to `end` as its kind, where its content starts and where it ends; padding ends the walk."""
    for _ in steps:
        head = read(start, 16)
        length, kind, content = int.from_bytes(head[:4], "big"), head[4:8], start + 8
        if length == 1:
            length, content = int.from_bytes(head[8:16], "big"), start + 16
        if start >= end or len(head) < 8 or length < 8 or not kind.strip().isalnum():  # a length of 0 means: up to the end
            return
        start += length
        yield kind, content, start


def _sample_entries(read: Read, start: int, end: int, way: tuple[bytes, ...], steps: Iterator[int]) -> Iterator[bytes]:
    """The kinds of sample that all tracks hold."""
    for kind, content, until in _boxes(read, start, end, steps):
        if not way:
            yield kind
        elif kind == way[0]:
            before = 8 if kind == b"stsd" else 0  # its version, its flags and the number of entries
            yield from _sample_entries(read, content + before, min(until, end), way[1:], steps)
