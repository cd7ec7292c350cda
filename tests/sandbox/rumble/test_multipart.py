"""A form is read the same however its bytes arrive, and as another reader reads it."""

import io
import random
from email.parser import BytesParser
from email.policy import HTTP

import pytest

from platforms.sandbox.rumble.multipart import BrokenOff, Form, Malformed, boundary_of

BOUNDARY = b"--xX"
TRICKY = (b"\r\n", b"\r", b"\n", b"--", b"----xX", b"\r\n----xX", b"\r\n----x", b"\r\n----xXy", b"a", b"\0", b"\r\n----xX-")


def chance_of(seed: int) -> random.Random:
    return random.Random(seed)  # noqa: S311 the same chance each time


class Trickle:
    """A body that gives a few bytes at a time, as chance has it."""

    def __init__(self, content: bytes, chance: random.Random) -> None:
        self._stream = io.BytesIO(content)
        self._chance = chance

    def read(self, size: int, /) -> bytes:
        return self._stream.read(min(size, self._chance.randint(1, 9)))


def read(body: bytes, chance: random.Random) -> list[tuple[str, str | None, bytes]]:
    parts = Form(Trickle(body, chance), BOUNDARY).parts()
    return [(part.name, part.file_name, b"".join(part.pieces)) for part in parts]


def written(parts: list[tuple[str, str | None, bytes]], *, before: bytes = b"", blank: bytes = b"") -> bytes:
    lines = [before]
    for name, file_name, content in parts:
        told = f'Content-Disposition: form-data; name="{name}"' + (f'; filename="{file_name}"' if file_name is not None else "")
        lines.append(b"--" + BOUNDARY + blank + b"\r\n" + told.encode() + b"\r\n\r\n" + content + b"\r\n")
    return b"".join(lines) + b"--" + BOUNDARY + b"--\r\n"


@pytest.mark.parametrize("seed", range(200))
def test_content_of_any_kind_comes_through_as_it_was(seed: int) -> None:
    chance = chance_of(seed)
    contents = [b"".join(chance.choices(TRICKY, k=chance.randint(0, 12))) for _ in range(chance.randint(1, 4))]
    # What is a boundary by the letter ends a part by the letter; the writer of a form chooses another one then.
    taken = [
        content for content in contents if b"\r\n----xX\r\n" not in b"\r\n" + content + b"\r\n" and b"\r\n----xX--" not in b"\r\n" + content
    ]
    parts = [(f"part{number}", f"{number}.mp4" if number % 2 else None, content) for number, content in enumerate(taken)]
    assert read(written(parts, before=b"preamble\r\n" if seed % 3 == 0 else b"", blank=b" \t" * (seed % 2)), chance) == parts


def test_another_reader_reads_the_same() -> None:
    parts = [("title", None, "Küste — 潮".encode()), ("video", "a b.mp4", bytes(range(9)) * 9), ("empty", "", b"")]
    body = written(parts)
    message = BytesParser(policy=HTTP).parsebytes(b'Content-Type: multipart/form-data; boundary="--xX"\r\n\r\n' + body)
    theirs = [(str(part.get_param("name", header="content-disposition")), part.get_payload(decode=True)) for part in message.iter_parts()]
    assert [(name, content) for name, _, content in read(body, chance_of(1))] == theirs


@pytest.mark.parametrize("place", range(1, 130, 7))
def test_a_form_that_breaks_off_says_so(place: int) -> None:
    body = written([("title", None, b"Tide"), ("video", "a.mp4", b"v" * 50)])
    with pytest.raises(BrokenOff):
        read(body[: -len("--\r\n") - place], chance_of(place))


@pytest.mark.parametrize(
    "said", ["", "text/plain", "multipart/mixed; boundary=x", "multipart/form-data; boundary=", "multipart/form-data; boundary=ä"]
)
def test_a_form_needs_a_boundary(said: str) -> None:
    with pytest.raises(Malformed):
        boundary_of(said)


@pytest.mark.parametrize("told", ["", "Content-Disposition: form-data", 'Content-Disposition: form-data; name=""', "X: y"])
def test_a_part_without_a_name_is_none(told: str) -> None:
    body = b"--" + BOUNDARY + f"\r\n{told}\r\n\r\nv\r\n".encode() + b"--" + BOUNDARY + b"--\r\n"
    with pytest.raises(Malformed, match="without a name"):
        read(body, chance_of(1))
