"""What YouTube would refuse, said before anything is sent."""

from dataclasses import replace
from typing import Any

import pytest

from platforms.contract import Account, Problem, Words
from platforms.http import Door
from platforms.youtube import YouTube
from platforms.youtube.limits import tags_length
from tests.platforms.youtube.conftest import API_URL, OPTIONS, upload_of

GIB = 1024**3
ADAPTER = YouTube(api_url=API_URL, door=Door(bases=(API_URL,)))


def problems(*, long_uploads: str = "allowed", file: dict[str, Any] | None = None, options: Any = None, **words: Any) -> list[Problem]:
    plain = upload_of(b"video")
    account = Account(id="UC1", name="Alice", realm=API_URL, access_token="t", details={"long_uploads": long_uploads})
    upload = replace(
        plain,
        words=Words(**{"title": "Tide pools", **words}),
        file=replace(plain.file, **(file or {})),
        options=plain.options if options is None else options,
    )
    return ADAPTER.problems(upload, account)


def codes(**changes: Any) -> list[str]:
    return [problem.code for problem in problems(**changes)]


def shortly(value: object) -> str | None:
    """The name of a case, not its 5000 letters."""
    return f"{value[:4]!a} of {len(value)}" if isinstance(value, str) else None


def test_a_plain_upload_has_none() -> None:
    assert problems() == []


@pytest.mark.parametrize(
    ("title", "expected"),
    [
        ("", ["title_missing"]),
        (" \x00\n ", ["title_missing"]),
        ("a" * 100, []),
        ("a" * 101, ["title_too_long"]),
        ("é" * 100, []),
        ("😀" * 50, []),
        ("😀" * 51, ["title_too_long"]),  # 102 units of UTF-16
        ("a <b>", ["title_has_brackets"]),
    ],
    ids=shortly,
)
def test_titles(title: str, expected: list[str]) -> None:
    assert codes(title=title) == expected


@pytest.mark.parametrize(
    ("description", "expected"),
    [
        ("a" * 5000, []),
        ("a" * 5001, ["description_too_long"]),
        ("é" * 2500, []),
        ("é" * 2501, ["description_too_long"]),
        ("1 > 0", ["description_has_brackets"]),
    ],
    ids=shortly,
)
def test_descriptions_count_in_bytes(description: str, expected: list[str]) -> None:
    assert codes(description=description) == expected


@pytest.mark.parametrize(("tags", "length"), [([], 0), (["Foo-Baz"], 7), (["Foo Baz"], 9), (["a", "b"], 3), (["a b", "c"], 7)])
def test_tags_count_with_their_commas_and_quotes(tags: list[str], length: int) -> None:
    assert tags_length(tags) == length


def test_the_tag_that_retake_adds_counts_too() -> None:
    fits = "a" * (500 - len("rt0123456789abcd") - 1)
    assert codes(tags=(fits,)) == []
    assert codes(tags=(fits + "a",)) == ["tags_too_long"]


@pytest.mark.parametrize(
    ("file", "expected"),
    [
        ({"size": 0}, ["file_empty"]),
        ({"size": 256 * GIB}, []),
        ({"size": 256 * GIB + 1}, ["file_too_large"]),
        ({"duration": 12 * 3600.0}, []),
        ({"duration": 12 * 3600.0 + 1}, ["too_long"]),
        ({"duration": None}, []),
    ],
)
def test_files(file: dict[str, Any], expected: list[str]) -> None:
    assert codes(file=file) == expected


@pytest.mark.parametrize(
    ("status", "expected"), [("allowed", []), ("", []), ("eligible", ["too_long_for_channel"]), ("disallowed", ["too_long_for_channel"])]
)
def test_long_videos_need_a_verified_channel(status: str, expected: list[str]) -> None:
    assert codes(long_uploads=status, file={"duration": 901.0}) == expected
    assert codes(long_uploads=status, file={"duration": 900.0}) == []


@pytest.mark.parametrize(
    ("width", "height", "duration", "is_short"),
    [(1080, 1920, 180.0, True), (1000, 1000, 10.0, True), (1920, 1080, 10.0, False), (1080, 1920, 180.1, False), (None, None, 10.0, False)],
)
def test_what_will_be_a_short_is_said_and_not_refused(width: int | None, height: int | None, duration: float, is_short: bool) -> None:
    found = problems(file={"width": width, "height": height, "duration": duration})
    assert [(problem.code, problem.blocking) for problem in found] == ([("will_be_a_short", False)] if is_short else [])


@pytest.mark.parametrize("missing", ["privacy", "category", "made_for_kids"])
def test_what_youtube_has_to_know_is_asked_for(missing: str) -> None:
    options = {name: value for name, value in OPTIONS.items() if name != missing}
    (problem,) = problems(options=options)
    assert problem.field == missing
    assert problem.blocking
