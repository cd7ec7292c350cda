"""What a file is, is told from its bytes."""

import pytest

from tests.videos import files
from videos.containers import Container, Refusal, judge_head, judge_tail

PACKETS = (b"\x47" + bytes(187)) * 8
TIMED_PACKETS = (bytes(4) + b"\x47" + bytes(187)) * 8


@pytest.mark.parametrize(
    ("container", "options"),
    [
        (Container.MP4, {}),
        (Container.MOV, {"container": "mov"}),
        (Container.WEBM, {"container": "webm", "codec": "libvpx"}),
        (Container.MATROSKA, {"container": "matroska"}),
        (Container.AVI, {"container": "avi"}),
        (Container.MPEG_TS, {"container": "mpegts", "codec": "mpeg2video"}),
        (Container.MPEG_PS, {"container": "mpeg", "codec": "mpeg2video"}),
        (Container.FLV, {"container": "flv", "codec": "flv"}),
        (Container.ASF, {"container": "asf"}),
    ],
)
def test_videos_are_known_by_their_first_bytes(container: Container, options: dict[str, str]) -> None:
    assert judge_head(files.small_video(**options)[:4096]) == container


@pytest.mark.parametrize("head", [PACKETS, TIMED_PACKETS])
def test_transport_streams_are_known_with_and_without_times(head: bytes) -> None:
    assert judge_head(head) == Container.MPEG_TS


HOSTILE = {
    "nothing": (b"", "empty"),
    "a playlist": (b"#EXTM3U\n#EXTINF:1,\nhttp://127.0.0.1/x.ts\n", "playlist"),
    "a playlist after a mark": (b"\xef\xbb\xbf#EXTM3U\n", "playlist"),
    "a list to join": (b"ffconcat version 1.0\nfile /etc/passwd\n", "playlist"),
    "a drawing": (b'<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>', "web page or a drawing"),
    "a page": (b"\n <!doctype html><script>alert(1)</script>", "web page or a drawing"),
    "a manifest": (b'<?xml version="1.0"?><MPD/>', "web page or a drawing"),
    "an archive": (files.archive(), "archive"),
    "a picture": (files.picture("PNG"), "picture"),
    "a photograph": (files.picture("JPEG"), "picture"),
    "a web picture": (files.picture("WEBP"), "picture"),
    "a moving picture of old": (files.picture("GIF"), "picture"),
    "a telephone's picture": (b"\0\0\0\x18ftypheic\0\0\0\0mif1heic", "picture"),
    "a song in a box": (b"\0\0\0\x18ftypM4A \0\0\0\0M4A mp42", "sound only"),
    "a song": (b"ID3\x04\0\0\0\0\0\0", "sound only"),
    "a document": (b"%PDF-1.7\n", "document"),
    "a program": (b"\x7fELF\x02\x01\x01", "program"),
    "a script": (b"#!/bin/sh\n", "program"),
    "text": (b"hello, world\n", "no video format"),
    "other EBML": (b"\x1a\x45\xdf\xa3\x9f\x42\x82\x84evil", "unknown kind"),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_what_is_no_video_is_refused_by_name(name: str) -> None:
    head, words = HOSTILE[name]
    judged = judge_head(head)
    assert isinstance(judged, Refusal)
    assert words in judged.reason


def test_an_archive_behind_a_video_is_found_by_its_end() -> None:
    assert judge_tail(files.archive(after=files.small_video())) is not None
    assert judge_tail(files.small_video()) is None


def test_the_letters_of_an_archive_within_a_video_are_no_archive() -> None:
    assert judge_tail(b"\0PK\x05\x06" + bytes(300)) is None
    assert judge_tail(b"\0PK\x05\x06") is None
