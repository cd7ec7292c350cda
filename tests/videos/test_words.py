"""What users write is kept without what could do harm where it is shown."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from videos.words import distinct_tags, file_name, many_lines, one_line, title_from


@pytest.mark.parametrize(
    ("given_name", "kept"),
    [
        ("holiday.mp4", "holiday.mp4"),
        ("../../etc/passwd", "passwd"),
        ("C:\\Users\\me\\clip.mov", "clip.mov"),
        ("nul\0l.mp4", "null.mp4"),
        ("\u202egpj.4pm", "gpj.4pm"),
        ("a\r\nb.mp4", "a b.mp4"),
        ("", "video"),
        ("/", "video"),
        ("été 🎬.mp4", "été 🎬.mp4"),
        ("x" * 4096 + ".mp4", "x" * 251 + ".mp4"),
    ],
)
def test_a_file_name_is_its_last_part_made_harmless(given_name: str, kept: str) -> None:
    assert file_name(given_name) == kept


@given(st.text())
def test_whatever_is_typed_fits_on_one_line_and_in_its_column(text: str) -> None:
    line, name, title = one_line(text), file_name(text), title_from(file_name(text))
    assert line.splitlines() in ([], [line])
    assert 0 < len(name) <= 255
    assert 0 < len(title) <= 200
    assert not any(ord(sign) < 32 or 0x7F <= ord(sign) < 0xA0 or sign in "\u202a\u202b\u202c\u202d\u202e" for sign in line + name + title)


def test_line_breaks_of_every_kind_become_one_kind() -> None:
    assert many_lines("a\r\nb\rc\u2028d\n\n e\t\0") == "a\nb\nc\nd\n\n e"


def test_the_first_title_is_the_name_of_the_file() -> None:
    assert title_from("my_holiday.part1.mp4") == "my holiday.part1"
    assert title_from(".mp4") == "mp4"


def test_tags_are_distinct_and_keep_their_order() -> None:
    assert distinct_tags(["sea", " #Sun ", "", "SEA", "sun", "a  b"]) == ["sea", "Sun", "a b"]
