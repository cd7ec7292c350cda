"""What an adapter states of files is what its preflight asks of them: no more, so that all that is made helps; no less, so that it does."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest

from platforms import registry
from platforms.contract import Account, File, Platform, Upload, Words
from platforms.misfits import misfits
from tests.casts import CASTS

PLAIN = File(
    name="film.mp4",
    size=40_000_000,
    content_type="video/mp4",
    sha256="",
    duration=60.0,
    width=1080,
    height=1920,
    video_codec="h264",
    audio_codec="aac",
    frame_rate=30.0,
    pixel_format="yuv420p",
    is_progressive=True,
    video_bit_rate=5_000_000,
    audio_rate=48_000,
    audio_channels=2,
    audio_bit_rate=128_000,
    index_first=True,
)
NOW = datetime(2026, 11, 26, tzinfo=UTC)
OTHERS: Mapping[str, Mapping[str, Any]] = {
    "plain": {},
    "long": {"duration": 13 * 3600.0, "size": 300 * 1024**3},
    "a little long": {"duration": 200.0},
    "short": {"duration": 1.0},
    "small": {"width": 180, "height": 320},
    "large": {"width": 7680, "height": 4320},
    "wide": {"width": 1920, "height": 1080},
    "of another kind": {"content_type": "video/x-matroska", "index_first": None},
    "in another codec": {"video_codec": "prores"},
    "with its index last": {"index_first": False},
    "interlaced": {"is_progressive": False},
    "quick": {"frame_rate": 120.0},
    "with fine sound": {"audio_rate": 192_000, "audio_channels": 8},
}


def asked(slug: str) -> Iterator[Mapping[str, Any]]:
    """The options of its cast, and with each box of its form the other way."""
    options = CASTS[slug].options
    yield options
    for name, value in options.items():
        if isinstance(value, bool):
            yield {**options, name: not value}
    yield {**options, "short": True}


@pytest.mark.parametrize("slug", sorted(CASTS))
@pytest.mark.parametrize("other", OTHERS)
def test_preflight_and_profile_mind_the_same_files(slug: str, other: str) -> None:
    adapter, file = registry.adapter(slug), replace(PLAIN, **OTHERS[other])
    account = Account(id="1", name="Atelier", realm=registry.realm(slug), access_token="", details={"most_seconds": 600})
    for options in asked(slug):
        profile = adapter.profile(options, account)
        if profile is not None:
            assert bool(misfits(profile, file)) == bool(refused(adapter, file, options, account)), options


def refused(adapter: Platform, file: File, options: Mapping[str, Any], account: Account) -> list[str]:
    upload = Upload(
        marker="rt00000000000000", words=Words(title="Low tide"), options=options, file=file, read=lambda start, length: iter([])
    )
    found = adapter.problems(upload, account, now=NOW)
    return [problem.code for problem in found if problem.blocking and problem.field == "file"]
