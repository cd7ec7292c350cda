"""What YouTube makes of a file, and why: a Short or an ordinary video."""

from dataclasses import replace

import pytest

from platforms.http import Door
from platforms.youtube import YouTube
from tests.platforms.youtube.conftest import API_URL, upload_of

ADAPTER = YouTube(api_url=API_URL, door=Door(bases=(API_URL,)))
SHORT = "YouTube will show this as a Short"
ORDINARY = "YouTube will show this as an ordinary video, not as a Short"


@pytest.mark.parametrize(
    ("width", "height", "duration", "what", "why"),
    [
        (1080, 1920, 60.0, SHORT, "it is upright (1080 × 1920) and no longer than three minutes (1:00)."),
        (1000, 1000, 9.2, SHORT, "it is square (1000 × 1000) and no longer than three minutes (0:10)."),
        (1920, 1080, 10.0, ORDINARY, "it is wider than it is high (1920 × 1080)."),
        (1001, 1000, 10.0, ORDINARY, "it is wider than it is high (1001 × 1000)."),
        (1080, 1920, 180.1, ORDINARY, "it is longer than three minutes (3:01)."),
        (1920, 1080, 4000.0, ORDINARY, "it is wider than it is high (1920 × 1080), and it is longer than three minutes (1:06:40)."),
    ],
)
def test_it_says_which_and_why(width: int, height: int, duration: float, what: str, why: str) -> None:
    verdict = ADAPTER.verdict(replace(upload_of(b"v").file, width=width, height=height, duration=duration))
    assert verdict is not None
    assert (verdict.what, verdict.why) == (what, why)


@pytest.mark.parametrize(("duration", "warned"), [(60.0, False), (60.5, True), (180.0, True)])
def test_a_short_of_more_than_a_minute_is_warned_of_claims(duration: float, warned: bool) -> None:
    verdict = ADAPTER.verdict(replace(upload_of(b"v").file, width=1080, height=1920, duration=duration))
    assert verdict is not None
    assert verdict.what == SHORT
    assert ("while somebody claims" in verdict.why) is warned


@pytest.mark.parametrize(("width", "height", "duration"), [(None, None, 10.0), (1080, 1920, None)])
def test_where_the_shape_or_length_is_unknown_it_says_nothing(width: int | None, height: int | None, duration: float | None) -> None:
    assert ADAPTER.verdict(replace(upload_of(b"v").file, width=width, height=height, duration=duration)) is None
