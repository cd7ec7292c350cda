"""A picture that somebody brings is judged, read by a confined program, and encoded anew; hostile ones are refused in plain words."""

import io
import struct
import zlib

import pytest
from PIL import Image, PngImagePlugin

from tests.videos import files
from videos import image
from videos.image import NotTaken, taken_in
from videos.sandboxed import End, Ran


def picture(kind: str = "JPEG", size: tuple[int, int] = (640, 360), mode: str = "RGB", **more: object) -> bytes:
    content = io.BytesIO()
    Image.new(mode, size, more.pop("colour", "teal")).save(content, kind, **more)  # type: ignore[arg-type]
    return content.getvalue()


def opened(jpeg: bytes) -> Image.Image:
    return Image.open(io.BytesIO(jpeg), formats=["JPEG"])


def chunk(name: bytes, content: bytes) -> bytes:
    return struct.pack(">I", len(content)) + name + content + struct.pack(">I", zlib.crc32(name + content))


def bomb(width: int = 60_000, height: int = 60_000) -> bytes:
    """A PNG of a few bytes that says it has thousands of millions of pixels."""
    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(bytes(1000))) + chunk(b"IEND", b"")


SVG = b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'
HTML = b"<!doctype html><script>alert(1)</script>"


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_a_picture_is_kept_as_a_jpeg_of_our_own(kind: str) -> None:
    taken = taken_in(picture(kind))
    assert (taken.width, taken.height) == (640, 360)
    assert opened(taken.jpeg).size == (640, 360)


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "is empty"),
        (SVG, "no JPEG, PNG or WebP"),
        (HTML, "no JPEG, PNG or WebP"),
        (picture("GIF"), "no JPEG, PNG or WebP"),
        (picture("TIFF"), "no JPEG, PNG or WebP"),
        (picture("BMP"), "no JPEG, PNG or WebP"),
        (files.small_video(), "no JPEG, PNG or WebP"),
        (b"\xff\xd8\xff" + HTML, "is damaged"),
        (b"\x89PNG\r\n\x1a\n" + SVG, "is damaged"),
        (b"RIFF\x10\x00\x00\x00WEBP" + HTML, "is damaged"),
        (picture()[:600], "is damaged"),
        (bomb(), "is damaged"),
        (bomb(9000, 9000), "more than 50 million pixels"),
        (picture(size=(200, 150)), "is 200 × 150 pixels"),
    ],
    ids=lambda given: given if isinstance(given, str) else None,
)
def test_what_is_no_picture_is_refused_in_plain_words(content: bytes, said: str) -> None:
    with pytest.raises(NotTaken, match=said):
        taken_in(content)


def test_a_file_that_is_too_large_is_refused_unread(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(image, "run_confined", None)
    with pytest.raises(NotTaken, match="larger than 10 MB"):
        taken_in(b"\xff\xd8\xff" + bytes(image.MOST_BYTES))


def test_it_stands_upright_and_tells_nothing_but_its_pixels() -> None:
    exif = Image.Exif()
    exif[0x0112] = 6  # to be turned by a quarter
    exif[0x010E] = "at home, 48.2 N"
    taken = taken_in(picture(size=(640, 360), exif=exif.tobytes(), comment=b"secret words"))
    assert (taken.width, taken.height) == (360, 640)
    assert not opened(taken.jpeg).getexif()
    assert b"secret words" not in taken.jpeg
    assert b"at home" not in taken.jpeg


def test_words_and_scripts_within_a_picture_are_gone() -> None:
    told = PngImagePlugin.PngInfo()
    told.add_text("Comment", HTML.decode())
    taken = taken_in(picture("PNG", pnginfo=told) + HTML)
    assert b"<script" not in taken.jpeg


def test_what_is_see_through_becomes_white() -> None:
    taken = taken_in(picture("PNG", mode="RGBA", colour=(0, 0, 0, 0)))
    assert opened(taken.jpeg).convert("RGB").getpixel((10, 10)) == (255, 255, 255)


def test_a_large_picture_is_kept_smaller() -> None:
    taken = taken_in(picture(size=(4000, 3000)))
    assert (taken.width, taken.height) == (1920, 1440)


def test_a_reader_that_was_taken_over_is_not_believed(monkeypatch: pytest.MonkeyPatch) -> None:
    for answer in (b"", b"1 1\n", b"9999 9999\n" + bytes(10), b"x y\nabc", b"640 360\n" + bytes(7)):
        monkeypatch.setattr(image, "run_confined", lambda *_, answer=answer, **__: Ran(end=End.DONE, answer=answer))
        with pytest.raises(NotTaken):
            taken_in(picture())
