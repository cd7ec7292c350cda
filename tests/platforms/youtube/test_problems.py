"""What YouTube would refuse, said before anything is sent."""

from dataclasses import replace
from typing import Any

import pytest

from platforms.contract import Account, Problem, Words
from platforms.http import Door
from platforms.youtube import YouTube
from tests.platforms.youtube.conftest import API_URL, OPTIONS, START, upload_of

GIB = 1024**3
ADAPTER = YouTube(api_url=API_URL, door=Door(bases=(API_URL,)))


def problems(
    *,
    long_uploads: str = "allowed",
    scopes: frozenset[str] = frozenset(),
    file: dict[str, Any] | None = None,
    options: Any = None,
    **words: Any,
) -> list[Problem]:
    plain = upload_of(b"video")
    account = Account(id="UC1", name="Alice", realm=API_URL, access_token="t", scopes=scopes, details={"long_uploads": long_uploads})
    upload = replace(
        plain,
        words=Words(**{"title": "Tide pools", **words}),
        file=replace(plain.file, **(file or {})),
        options=plain.options if options is None else options,
    )
    return ADAPTER.problems(upload, account, now=START)


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


@pytest.mark.parametrize("missing", ["privacy", "category", "made_for_kids"])
def test_what_youtube_has_to_know_is_asked_for(missing: str) -> None:
    options = {name: value for name, value in OPTIONS.items() if name != missing}
    (problem,) = problems(options=options)
    assert problem.field == missing
    assert problem.blocking


@pytest.mark.parametrize(
    ("options", "expected"),
    [
        ({"publish_at": ""}, []),
        ({"publish_at": "2026-11-22T06:15:00Z"}, []),
        ({"publish_at": "2026-11-22T06:14:59Z"}, ["publish_at_too_soon"]),
        ({"publish_at": "2025-01-01T00:00:00Z"}, ["publish_at_too_soon"]),
        ({"publish_at": "2026-12-01T09:00:00Z", "privacy": "public"}, ["publish_at_not_private"]),
        ({"publish_at": "2026-12-01T09:00:00Z", "privacy": "unlisted"}, ["publish_at_not_private"]),
        ({"publish_at": "2025-01-01T00:00:00Z", "privacy": "public"}, ["publish_at_not_private", "publish_at_too_soon"]),
        ({"publish_at": "2026-12-01T09:00:00"}, ["publish_at_garbled"]),
        ({"publish_at": "tomorrow"}, ["publish_at_garbled"]),
        ({"licence": "mine"}, ["licence_unknown"]),
    ],
)
def test_options_that_youtube_would_not_take(options: dict[str, Any], expected: list[str]) -> None:
    found = problems(options={**OPTIONS, **options})
    assert [problem.code for problem in found] == expected
    assert {problem.field for problem in found} <= set(options)


@pytest.mark.parametrize(
    ("scopes", "expected"),
    [
        ({"https://www.googleapis.com/auth/youtube.force-ssl"}, []),
        ({"https://www.googleapis.com/auth/youtube"}, []),
        ({"https://www.googleapis.com/auth/youtube.upload"}, ["permission_missing"]),
        ({"https://www.googleapis.com/auth/youtube.readonly", "openid"}, ["permission_missing"]),
    ],
)
def test_a_permission_that_is_missing_leads_to_the_account(scopes: set[str], expected: list[str]) -> None:
    found = problems(scopes=frozenset(scopes))
    assert [problem.code for problem in found] == expected
    assert all(problem.field == "account" for problem in found)


@pytest.mark.parametrize(
    ("title", "description", "expected"),
    [
        ("Tide pools", "#sea " * 60, []),
        ("Tide pools", "#sea " * 61, ["too_many_hashtags"]),
        ("#tide pools", "#sea\n" * 60, ["too_many_hashtags"]),
        ("Tide pools", "a#sea https://example.org/#part ## # &#39; " * 61, []),
        ("Tide pools", "#海" * 61, []),  # one word to YouTube, and to us
    ],
    ids=shortly,
)
def test_more_than_sixty_hashtags_are_ignored_and_that_is_said(title: str, description: str, expected: list[str]) -> None:
    found = problems(title=title, description=description)
    assert [problem.code for problem in found] == expected
    assert not any(problem.blocking for problem in found)
