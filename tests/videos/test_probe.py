"""A look into a file ends in facts or in a refusal, and follows no reference out of it."""

import io
import os
import shutil
import socket
import stat
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from tests.videos import files
from videos import probe
from videos.containers import Container, Refusal
from videos.probe import Facts, Found, ProbeBroken, ProbeNotStarted, decide
from videos.sandboxed import End, Ran

FOUND = Found(
    formats="mov,mp4,m4a", duration=2.5, width=1920, height=1080, rotation=0, video_codec="h264", audio_codec="aac", encrypted=False
)


@pytest.fixture
def place(tmp_path: Path) -> Path:
    return tmp_path / "upload"


@pytest.fixture(params=["PyAV", "FFmpeg"])
def reader(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> str:
    """Each of the two readers that a machine may have."""
    if request.param == "PyAV":
        monkeypatch.setattr(shutil, "which", lambda program: None)
    elif not (shutil.which("ffprobe") and shutil.which("ffmpeg")):
        pytest.skip("FFmpeg's programs are not on this machine")
    return str(request.param)


def look(place: Path, content: bytes) -> Facts | Refusal:
    place.write_bytes(content)
    return probe.probe(place)


def found_in(place: Path, content: bytes) -> Facts:
    facts = look(place, content)
    assert isinstance(facts, Facts), facts
    return facts


def code_of(place: Path, content: bytes) -> str:
    refusal = look(place, content)
    assert isinstance(refusal, Refusal), refusal
    return refusal.code


def test_the_facts_of_a_video_are_found(reader: str, place: Path) -> None:
    facts = found_in(place, files.small_video())
    assert replace(facts, video_bit_rate=None, is_progressive=None) == Facts(
        container="mp4",
        content_type="video/mp4",
        duration=1.0,
        width=64,
        height=48,
        video_codec="mpeg4",
        audio_codec="",
        frame_rate=10.0,
        pixel_format="yuv420p",
        index_first=False,
    )


def test_an_index_that_was_put_first_is_seen_to_be(reader: str, place: Path) -> None:
    assert found_in(place, files.small_video(movflags="+frag_keyframe+empty_moov")).index_first is True
    assert found_in(place, files.small_video(container="webm", codec="libvpx")).index_first is None


@pytest.mark.parametrize(("container", "codec"), [("webm", "libvpx"), ("matroska", "mpeg4"), ("avi", "mpeg4"), ("mpegts", "mpeg2video")])
def test_other_containers_are_read_and_pictured(reader: str, place: Path, container: str, codec: str) -> None:
    facts = found_in(place, files.small_video(container=container, codec=codec))
    assert (facts.container, facts.width, facts.height, facts.duration) == (container, 64, 48, 1.0)
    assert probe.poster(place, facts)


def test_a_recording_without_a_length_is_measured(reader: str, place: Path) -> None:
    assert found_in(place, files.small_video(container="webm", codec="libvpx", live="1")).duration == pytest.approx(1.0, abs=0.15)


@pytest.mark.parametrize("turned", [90, -90])
def test_a_video_held_upright_is_as_high_as_it_is_shown(reader: str, place: Path, turned: int) -> None:
    facts = found_in(place, files.small_video(turned=turned))
    assert (facts.width, facts.height) == (48, 64)


def colours(place: Path, content: bytes) -> tuple[str, str, str, str]:
    """The colour at the top, the right, the bottom and the left of the poster."""
    picture = probe.poster(place, found_in(place, content))
    assert picture
    image = Image.open(io.BytesIO(picture))
    assert image.format == "JPEG"
    assert not image.getexif()
    width, height = image.size
    points = [(width // 2, 2), (width - 3, height // 2), (width // 2, height - 3), (2, height // 2)]
    seen: list[Any] = [image.getpixel(point) for point in points]
    return tuple("blue" if blue > 200 > red else "red" if red > 200 > blue else "mixed" for red, _, blue in seen)  # type: ignore[return-value]


@pytest.mark.parametrize(
    ("turned", "shown"),
    [
        (0, ("blue", "mixed", "red", "mixed")),
        (90, ("mixed", "red", "mixed", "blue")),
        (180, ("red", "mixed", "blue", "mixed")),
        (-90, ("mixed", "blue", "mixed", "red")),
    ],
)
def test_the_poster_stands_upright(reader: str, place: Path, turned: int, shown: tuple[str, ...]) -> None:
    assert colours(place, files.small_video(turned=turned)) == shown


def test_the_poster_of_a_large_picture_is_scaled_down(reader: str, place: Path) -> None:
    picture = probe.poster(place, found_in(place, files.small_video(width=2560, height=1440, seconds=0.3)))
    assert picture
    assert Image.open(io.BytesIO(picture)).size == (1280, 720)


def test_what_cannot_be_published_is_refused(reader: str, place: Path) -> None:
    whole = files.small_video()
    assert code_of(place, files.sound_only()) == "no_picture"
    assert code_of(place, files.encrypted_video()) == "encrypted"
    assert code_of(place, whole[:-100]) == "cut_off"
    assert code_of(place, whole[: whole.rindex(b"moov") - 4]) == "unreadable"
    assert code_of(place, files.archive(after=whole)) == "not_a_video"
    assert code_of(place, b"") == "empty"


@pytest.fixture
def canary() -> Iterator[socket.socket]:
    """A server that must not be reached."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        server.setblocking(False)
        yield server


def hostile(address: str) -> dict[str, bytes]:
    start = files.small_video()[:32]
    playlist = f"#EXTM3U\n#EXT-X-TARGETDURATION:1\n#EXTINF:1,\n{address}/one.ts\n#EXT-X-ENDLIST\n".encode()
    return {
        "a playlist": playlist,
        "a list to join": f"ffconcat version 1.0\nfile {address}/x.mp4\n".encode(),
        "a drawing": f'<svg xmlns="http://www.w3.org/2000/svg"><image href="{address}/x.png"/></svg>'.encode(),
        "a page": f'<html><img src="{address}/x"></html>'.encode(),
        "a manifest": f'<?xml version="1.0"?><MPD><BaseURL>{address}/</BaseURL></MPD>'.encode(),
        "a playlist in a box": start + playlist,
        "an archive": files.archive(),
        "a video with references": files.small_video().replace(b"url \0\0\0\1", b"url \0\0\0\0"),
    }


@pytest.mark.parametrize("name", hostile(""))
def test_nothing_is_fetched_for_a_hostile_file(reader: str, place: Path, canary: socket.socket, name: str) -> None:
    look(place, hostile(f"http://127.0.0.1:{canary.getsockname()[1]}")[name])
    with pytest.raises(BlockingIOError):
        canary.accept()


@pytest.mark.parametrize("name", hostile(""))
def test_ffmpeg_itself_would_refuse_it_if_our_own_look_let_it_pass(
    reader: str, place: Path, canary: socket.socket, name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(probe, "judge_head", lambda head: Container.MP4)
    verdict = look(place, hostile(f"http://127.0.0.1:{canary.getsockname()[1]}")[name])
    assert name == "a video with references" or isinstance(verdict, Refusal)
    with pytest.raises(BlockingIOError):
        canary.accept()


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"formats": "hls"}, "other_inside"),
        ({"encrypted": True}, "encrypted"),
        ({"video_codec": ""}, "no_picture"),
        ({"width": None}, "no_picture"),
        ({"duration": None}, "no_duration"),
        ({"duration": 0.0}, "no_duration"),
        ({"duration": float("nan")}, "no_duration"),
        ({"duration": 1e9}, "too_long"),
        ({"width": 20_000}, "too_large_picture"),
    ],
)
def test_the_verdict_follows_from_what_was_found(change: dict[str, Any], code: str) -> None:
    verdict = decide(replace(FOUND, **change), begins_as=Container.MP4)
    assert isinstance(verdict, Refusal)
    assert verdict.code == code


@pytest.mark.parametrize(
    ("ran", "code"),
    [
        (Ran(end=End.TOO_COSTLY), "too_costly"),
        (Ran(end=End.FAILED, code=3), "unreadable"),
        (Ran(end=End.DONE, answer=b"{}"), "unreadable"),
        (Ran(end=End.DONE, answer=b"\xff not json"), "unreadable"),
    ],
)
def test_how_the_reader_ends_tells_of_the_file(place: Path, monkeypatch: pytest.MonkeyPatch, ran: Ran, code: str) -> None:
    monkeypatch.setattr(shutil, "which", lambda program: None)
    monkeypatch.setattr(probe, "run_confined", lambda *program, **bounds: ran)
    assert code_of(place, files.small_video()) == code


@pytest.mark.parametrize(
    ("ran", "raised"),
    [
        (Ran(end=End.KILLED, code=-9), ProbeBroken),
        (Ran(end=End.FAILED, code=1), ProbeBroken),
        (Ran(end=End.NOT_STARTED, code=125), ProbeNotStarted),
    ],
)
def test_a_crash_is_no_verdict(place: Path, monkeypatch: pytest.MonkeyPatch, ran: Ran, raised: type[Exception]) -> None:
    monkeypatch.setattr(shutil, "which", lambda program: None)
    monkeypatch.setattr(probe, "run_confined", lambda *program, **bounds: ran)
    with pytest.raises(raised):
        look(place, files.small_video())


def test_ffprobe_is_asked_where_it_is_found(place: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    answer = (
        '{"format": {"format_name": "mov,mp4", "duration": "7.5"}, "streams": ['
        '{"codec_type": "video", "codec_name": "mjpeg", "width": 9, "height": 9, "disposition": {"attached_pic": 1}},'
        '{"codec_type": "video", "codec_name": "h264", "width": 640, "height": 360, "side_data_list": [{"rotation": -90}]},'
        '{"codec_type": "audio", "codec_name": "aac"}]}'
    )
    program = tmp_path / "ffprobe"
    program.write_text(f"#!/bin/sh\necho '{answer}'\n")
    program.chmod(program.stat().st_mode | stat.S_IXUSR)
    monkeypatch.setenv("PATH", f"{tmp_path}{os.pathsep}{os.environ['PATH']}")
    facts = found_in(place, files.small_video())
    assert (facts.width, facts.height, facts.duration, facts.video_codec, facts.audio_codec) == (360, 640, 7.5, "h264", "aac")
