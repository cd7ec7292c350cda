"""What kind of file it is, told from its bytes; never from its name or from what the browser says."""

import re
from dataclasses import dataclass
from enum import StrEnum

HEAD_BYTES = 4096
"""As much of the beginning as a look needs."""
TAIL_BYTES = 22 + 65535
"""As much of the end: the longest closing record of a ZIP archive."""


@dataclass(frozen=True, kw_only=True)
class Refusal:
    """Why a file is not taken: a stable code, and words for its owner."""

    code: str
    reason: str


class Container(StrEnum):
    """The containers that Retake reads; the value is one of the names that FFmpeg's demuxer has for it."""

    MP4 = "mp4"
    MOV = "mov"
    MATROSKA = "matroska"
    WEBM = "webm"
    AVI = "avi"
    MPEG_TS = "mpegts"
    MPEG_PS = "mpeg"
    FLV = "flv"
    ASF = "asf"
    OGG = "ogg"
    MXF = "mxf"

    @property
    def content_type(self) -> str:
        return _CONTENT_TYPES[self]


_CONTENT_TYPES = {
    Container.MP4: "video/mp4",
    Container.MOV: "video/quicktime",
    Container.MATROSKA: "video/x-matroska",
    Container.WEBM: "video/webm",
    Container.AVI: "video/x-msvideo",
    Container.MPEG_TS: "video/mp2t",
    Container.MPEG_PS: "video/mpeg",
    Container.FLV: "video/x-flv",
    Container.ASF: "video/x-ms-wmv",
    Container.OGG: "video/ogg",
    Container.MXF: "application/mxf",
}
_BEGINNINGS: tuple[tuple[bytes, Container], ...] = (
    (b"FLV\x01", Container.FLV),
    (b"OggS", Container.OGG),
    (b"\x00\x00\x01\xba", Container.MPEG_PS),
    (b"\x30\x26\xb2\x75\x8e\x66\xcf\x11\xa6\xd9\x00\xaa\x00\x62\xce\x6c", Container.ASF),
    (b"\x06\x0e\x2b\x34\x02\x05\x01\x01\x0d\x01\x02", Container.MXF),
)
_FIRST_BOXES = {b"ftyp", b"moov", b"mdat", b"free", b"skip", b"wide", b"pnot"}
_PICTURE_BRANDS = {b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"mif1", b"msf1", b"avif", b"avis", b"crx ", b"jpeg", b"j2ki"}
_SOUND_BRANDS = {b"M4A ", b"M4B ", b"M4P "}
_WHAT_ELSE: tuple[tuple[re.Pattern[bytes], str], ...] = tuple(
    (re.compile(pattern, re.IGNORECASE | re.DOTALL), what)
    for pattern, what in (
        (rb"\x89PNG|\xff\xd8\xff|GIF8|BM.{4}\0\0\0\0|II\*\0|MM\0\*|RIFF.{4}WEBP", "it is a picture"),
        (rb"PK\x03\x04|PK\x05\x06|Rar!|7z\xbc\xaf|\x1f\x8b|BZh|\xfd7zXZ|.{257}ustar", "it is an archive"),
        (rb"%PDF|%!PS|\xd0\xcf\x11\xe0", "it is a document"),
        (rb"ID3|\xff[\xfb\xf3\xf2\xf1\xf9]|fLaC|RIFF.{4}WAVE|FORM.{4}AIFF|MThd", "it holds sound only"),
        (rb"MZ|\x7fELF|\xca\xfe\xba\xbe|#!", "it is a program"),
        (rb"(\xef\xbb\xbf)?\s*(#EXT|ffconcat|\[playlist)", "it is a playlist, which only points to other files"),
        (rb"(\xef\xbb\xbf)?\s*<", "it is a web page or a drawing"),
    )
)
EMPTY = Refusal(code="empty", reason="This file is empty. Choose it again once it is complete.")


def _not_a_video(why: str) -> Refusal:
    return Refusal(code="not_a_video", reason=f"This is not a video Retake can read: {why}.")


ARCHIVE_WITHIN = _not_a_video("an archive is hidden at its end")


def judge_head(head: bytes) -> Container | Refusal:
    """Say from the first bytes (`HEAD_BYTES`, or all there are) which container it is, or why it cannot be a video."""
    if not head:
        return EMPTY
    if head[4:8] in _FIRST_BOXES:
        return _judge_brand(head)
    if head.startswith(b"\x1a\x45\xdf\xa3"):
        return _judge_kind_of_matroska(head[:128])
    if head.startswith(b"RIFF") and head[8:12] in (b"AVI ", b"AVIX"):
        return Container.AVI
    if _is_transport_stream(head):
        return Container.MPEG_TS
    for beginning, container in _BEGINNINGS:
        if head.startswith(beginning):
            return container
    what = next((what for pattern, what in _WHAT_ELSE if pattern.match(head)), "its first bytes are those of no video format")
    return _not_a_video(what)


def judge_tail(tail: bytes) -> Refusal | None:
    """Refuse a file that is a ZIP archive too: one whose closing record ends exactly at the end of the file."""
    at = tail.rfind(b"PK\x05\x06")
    while at >= 0:
        if len(tail) - at >= 22 and at + 22 + int.from_bytes(tail[at + 20 : at + 22], "little") == len(tail):
            return ARCHIVE_WITHIN
        at = tail.rfind(b"PK\x05\x06", 0, at)
    return None


def _judge_brand(head: bytes) -> Container | Refusal:
    brand = head[8:12] if head[4:8] == b"ftyp" else b""
    if brand in _PICTURE_BRANDS:
        return _not_a_video("it is a picture")
    if brand in _SOUND_BRANDS:
        return _not_a_video("it holds sound only")
    return Container.MOV if brand in (b"", b"qt  ") else Container.MP4


def _judge_kind_of_matroska(head: bytes) -> Container | Refusal:
    if b"webm" in head:
        return Container.WEBM
    return Container.MATROSKA if b"matroska" in head else _not_a_video("it is a Matroska-like file of an unknown kind")


def _is_transport_stream(head: bytes) -> bool:
    """Packets of 188 bytes, of 192 with a time before each (cameras), or of 204 with a check after each; each starts with 0x47."""
    for first, length in ((0, 188), (4, 192), (0, 204)):
        starts = head[first::length][:5]
        if len(starts) >= 3 and set(starts) == {0x47}:
            return True
    return False
