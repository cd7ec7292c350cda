"""What is said on Instagram, what it refuses beforehand, and which addresses are its own."""

from dataclasses import replace
from typing import Any

import pytest

from platforms.contract import Account, File, Upload, Words
from platforms.cover import Chosen
from platforms.instagram import limits, links, words
from platforms.instagram.options import InstagramOptions

REAL, STAND_IN = "https://graph.instagram.com", "http://127.0.0.1:8100/instagram/graph.instagram.com"
FILE = File(
    name="tide.mp4",
    size=9_000_000,
    content_type="video/mp4",
    sha256="",
    duration=12.0,
    width=1080,
    height=1920,
    video_codec="h264",
    audio_codec="aac",
)


def upload(**changes: Any) -> Upload:
    plain = {
        "marker": "rt0123456789abcd",
        "words": Words(title="Tide pools", description="At low water.", tags=("low tide", "sea")),
        "options": {"share_to_feed": True},
        "file": FILE,
        "read": lambda start, length: iter(()),
        "address": lambda: "https://retake.example.org/m/x.mp4",
        "poster_address": lambda: "https://retake.example.org/m/x.jpg",
    }
    return Upload(**{**plain, **changes})


def account(realm: str = REAL) -> Account:
    return Account(id="1784", name="Atelier Nord", realm=realm, access_token="t")


def codes(what: Upload, *, realm: str = REAL, pushes: bool = True) -> list[str]:
    return [problem.code for problem in limits.problems(what, account(realm), pushes=pushes)]


def test_the_caption_is_title_description_and_hashtags() -> None:
    assert words.caption(upload().words) == "Tide pools\n\nAt low water.\n\n#lowtide #sea"


API = "https://graph.facebook.com"
HERE, ELSEWHERE = "https://retake.example.org/m/x.jpg", "http://192.168.1.7:8000/m/x.jpg"


@pytest.mark.parametrize(
    ("chosen", "options", "address", "sent"),
    [
        (None, {}, HERE, {}),
        (Chosen(at_ms=2500), {}, HERE, {"thumb_offset": "2500"}),
        (Chosen(at_ms=2500), {}, ELSEWHERE, {"thumb_offset": "2500"}),
        (Chosen(), {}, HERE, {"cover_url": HERE}),
        (Chosen(), {}, ELSEWHERE, {}),
        (Chosen(at_ms=2500), {"cover": "moment", "cover_seconds": 1.5}, HERE, {"thumb_offset": "1500"}),
        (Chosen(at_ms=2500), {"cover": "picture"}, HERE, {"cover_url": HERE}),
    ],
)
def test_the_picture_that_was_chosen_is_the_cover_unless_another_was_named(
    chosen: Chosen | None, options: dict[str, Any], address: str, sent: dict[str, str]
) -> None:
    asked = words.parameters(upload(chosen=chosen, options=options, poster_address=lambda: address), pushes=True, api_url=API)
    assert {name: asked[name] for name in ("thumb_offset", "cover_url") if name in asked} == sent
    plain = words.parameters(upload(chosen=chosen, options=options), pushes=True, api_url=API, with_cover=False)
    assert not {"thumb_offset", "cover_url"} & plain.keys()


def test_captions_are_compared_without_regard_to_blanks_and_forms_of_a_character() -> None:
    assert words.compared("Cafe\u0301 \n\n by the  sea ") == words.compared("Caf\u00e9 by the sea")


def test_a_container_is_told_where_the_bytes_come_from() -> None:
    pushed, fetched = words.parameters(upload(), pushes=True, api_url=API), words.parameters(upload(), pushes=False, api_url=API)
    assert (pushed["upload_type"], pushed["media_type"], pushed["share_to_feed"]) == ("resumable", "REELS", "true")
    assert fetched["video_url"] == "https://retake.example.org/m/x.mp4"
    assert "video_url" not in pushed
    assert "upload_type" not in fetched


def test_a_cover_is_a_moment_or_a_picture() -> None:
    moment = words.parameters(upload(options={"cover": "moment", "cover_seconds": 1.5}), pushes=True, api_url=API)
    picture = words.parameters(upload(options={"cover": "picture"}), pushes=True, api_url=API)
    left_over = words.parameters(upload(options={"cover": "", "cover_seconds": 1.5, "share_to_feed": False}), pushes=True, api_url=API)
    assert moment["thumb_offset"] == "1500"
    assert picture["cover_url"] == "https://retake.example.org/m/x.jpg"
    assert {"thumb_offset", "cover_url"} & left_over.keys() == set()
    assert left_over["share_to_feed"] == "false"


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"size": 300_000_001, "duration": 600.0}, "file_too_large"),
        ({"size": 0}, "file_empty"),
        ({"duration": 2.9}, "video_too_short"),
        ({"duration": 900.6}, "video_too_long"),
        ({"video_codec": "vp9"}, "codec_refused"),
        ({"audio_codec": "opus"}, "audio_codec_refused"),
        ({"content_type": "video/webm"}, "file_type_refused"),
        ({"width": 2160}, "picture_size_refused"),
    ],
)
def test_a_file_that_would_be_refused_is_refused_here(changes: dict[str, Any], code: str) -> None:
    assert codes(upload(file=replace(FILE, **changes))) == [code]


def test_a_file_at_the_edge_is_taken() -> None:
    assert codes(upload(file=replace(FILE, size=300_000_000, duration=900.0, width=1920, video_codec="hevc"))) == []
    assert codes(upload(file=replace(FILE, duration=3.0, audio_codec="", width=None, video_codec=""))) == []


@pytest.mark.parametrize(
    ("said", "code"),
    [
        (Words(title="a" * 2201), "caption_too_long"),
        (Words(title="t", tags=tuple(f"tag{number}" for number in range(31))), "too_many_hashtags"),
        (Words(title="t", description=" ".join(f"@name{number}" for number in range(21))), "too_many_mentions"),
    ],
)
def test_words_that_would_be_refused_are_refused_here(said: Words, code: str) -> None:
    assert codes(upload(words=said)) == [code]


def test_an_address_of_mail_mentions_nobody() -> None:
    assert words.mentions("write to us@example.org, or to @atelier.nord") == 1


def test_a_cover_beyond_the_end_is_refused() -> None:
    assert codes(upload(options={"cover": "moment", "cover_seconds": 12.0})) == ["cover_outside"]
    assert codes(upload(options={"cover": "moment", "cover_seconds": 11.9})) == []


@pytest.mark.parametrize(
    ("address", "realm", "can_be"),
    [
        ("https://retake.example.org/m/x.mp4", REAL, True),
        ("http://retake.example.org/m/x.mp4", REAL, False),
        ("https://127.0.0.1/m/x.mp4", REAL, False),
        ("https://192.168.1.9/m/x.mp4", REAL, False),
        ("https://[::1]/m/x.mp4", REAL, False),
        ("https://localhost/m/x.mp4", REAL, False),
        ("https://retake.local/m/x.mp4", REAL, False),
        ("https://retake/m/x.mp4", REAL, False),
        ("http://127.0.0.1:8000/m/x.mp4", STAND_IN, True),
    ],
)
def test_an_address_that_instagram_cannot_reach_is_refused_with_the_way_out(address: str, realm: str, can_be: bool) -> None:
    assert codes(upload(address=lambda: address), realm=realm, pushes=False) == ([] if can_be else ["not_reachable"])
    assert codes(upload(address=lambda: address), realm=realm, pushes=True) == []


def test_a_cover_picture_needs_an_address_too() -> None:
    chosen = {"cover": "picture"}
    assert codes(upload(options=chosen, poster_address=lambda: "")) == ["cover_missing"]
    assert codes(upload(options=chosen, poster_address=lambda: "http://127.0.0.1/m/x.jpg")) == ["cover_not_reachable"]


@pytest.mark.parametrize(
    ("link", "name"),
    [
        ("https://www.instagram.com/reel/DBxyz_123-A/", "reel-DBxyz_123-A"),
        ("https://www.instagram.com/atelier.nord/reel/DBxyz123/?igsh=abc", "reel-DBxyz123"),
        (" https://instagram.com/p/DBxyz123 ", "reel-DBxyz123"),
        ("https://www.instagram.com/atelier.nord/", ""),
        ("https://www.instagram.com.evil.example/reel/DBxyz123/", ""),
        ("javascript:alert(1)", ""),
    ],
)
def test_the_name_is_read_out_of_a_link(link: str, name: str) -> None:
    assert links.name_in(link, site=links.REAL) == name


def test_a_stand_in_shows_its_reels_itself() -> None:
    assert links.site_of(REAL) == links.site_of("https://graph.facebook.com") == links.REAL
    assert links.site_of(STAND_IN) == "http://127.0.0.1:8100/instagram"
    assert links.name_in("http://127.0.0.1:8100/instagram/reel/DBxyz123/", site=links.site_of(STAND_IN)) == "reel-DBxyz123"


def test_a_cover_at_a_moment_asks_for_the_moment() -> None:
    form = InstagramOptions({"cover": "moment"})
    assert not form.is_valid()
    assert list(form.errors) == ["cover_seconds"]
    assert InstagramOptions({"cover": "moment", "cover_seconds": "1.5", "share_to_feed": "on"}).is_valid()
