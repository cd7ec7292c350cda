"""Sending a video, whole and in pieces."""

import hashlib
import json
import re
from collections.abc import Iterator
from dataclasses import replace

import pytest

from platforms import errors
from platforms.contract import Checkpoint, Later, Working
from platforms.resumable import transfer
from platforms.sandbox.youtube import Fault, Keeping, Kind, Moment
from tests.platforms.loop import reply
from tests.platforms.youtube.conftest import KIB, QUANTUM, Scene, some_bytes, upload_of

SIZES = [1, QUANTUM - 1, QUANTUM, QUANTUM + 1, 3 * QUANTUM, 5 * KIB * KIB + 17]


def ranges(scene: Scene) -> list[str]:
    """The Content-Range of every PUT, in order."""
    found = (re.search(rb"content-range: ([^\r]+)", request, re.IGNORECASE) for request in scene.loop.requests)
    return [match[1].decode() for match in found if match]


@pytest.mark.parametrize("size", SIZES)
def test_it_sends_the_file_whole_and_makes_one_video(scene: Scene, size: int) -> None:
    content = some_bytes(size)
    outcome = scene.publish(upload_of(content))
    (video,) = scene.stand_in.videos()
    assert isinstance(outcome, Working)
    assert outcome.remote_id == video.id
    assert outcome.url.endswith(f"/watch?v={video.id}")
    assert video.sha256 == hashlib.sha256(content).hexdigest()
    assert scene.stand_in.violations() == []


@pytest.mark.parametrize("keeping", list(Keeping))
def test_it_goes_on_from_where_the_server_says_and_not_from_what_it_counted(
    scene: Scene, keeping: Keeping, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(transfer, "CHUNK_BYTES", 3 * QUANTUM)
    scene.stand_in.set(keeping=keeping.value)
    content = some_bytes(9 * QUANTUM + 5)
    scene.publish(upload_of(content))
    assert scene.stand_in.videos()[0].sha256 == hashlib.sha256(content).hexdigest()
    assert scene.stand_in.violations() == []


def test_it_marks_the_video_by_tag_and_by_file_name(scene: Scene) -> None:
    scene.publish(upload_of(b"video", marker="rtfeedfacecafebe"))
    (video,) = scene.stand_in.videos()
    assert video.tags == ("sea", "low tide", "rtfeedfacecafebe")
    assert video.file_name == "pub-rtfeedfacecafebe.mp4"


def test_it_always_names_the_privacy_and_the_audience(scene: Scene) -> None:
    scene.publish(upload_of(b"video"))
    asked = next(request for request in scene.loop.requests if request.startswith(b"POST"))
    status = json.loads(asked.partition(b"\r\n\r\n")[2])["status"]
    assert (status["privacyStatus"], status["selfDeclaredMadeForKids"]) == ("private", False)


def test_the_session_is_on_disk_before_any_byte_of_the_file_leaves(scene: Scene) -> None:
    puts: list[int] = []
    scene.publish(upload_of(some_bytes(QUANTUM * 2)), at=lambda _: puts.append(len(ranges(scene))))
    assert scene.checkpoints[0].progress["session"]
    assert puts[0] == 0


def test_the_last_bytes_are_few_and_leave_only_after_the_deciding_checkpoint(scene: Scene) -> None:
    size = 5 * QUANTUM + 100
    before: list[list[str]] = []
    scene.publish(upload_of(some_bytes(size)), at=lambda checkpoint: before.append(ranges(scene)) if checkpoint.deciding else None)
    assert before == [[f"bytes 0-{5 * QUANTUM - 1}/{size}"]]
    assert ranges(scene)[-1] == f"bytes {5 * QUANTUM}-{size - 1}/{size}"
    assert scene.deciding[0].progress["final"] is True
    assert scene.deciding[0].sent == 5 * QUANTUM


def test_the_connection_stands_before_the_deciding_checkpoint(scene: Scene) -> None:
    connected: list[int] = []
    scene.publish(upload_of(b"video"), at=lambda _: connected.append(len(scene.loop.connected)))
    assert connected == [1, 2]
    assert len(scene.loop.connected) == 2


def test_the_last_bytes_stay_here_when_the_commit_took_too_long(scene: Scene) -> None:
    def slow_commit(checkpoint: Checkpoint) -> None:
        scene.time.seconds += 6.0 if checkpoint.deciding else 0.0

    with pytest.raises(errors.NotSent) as refusal:
        scene.publish(upload_of(b"video"), at=slow_commit)
    assert refusal.value.nothing_exists
    assert ranges(scene) == []
    assert scene.stand_in.videos() == []


def test_it_asks_the_session_first_when_it_goes_on(scene: Scene) -> None:
    content = some_bytes(4 * QUANTUM)
    scene.stand_in.arm(Fault(kind=Kind.REFUSE, at=Moment.FINAL, reason="authError"))
    with pytest.raises(errors.Unauthorized):
        scene.publish(upload_of(content))
    earlier = len(ranges(scene))
    outcome = scene.publish(upload_of(content), scene.saved)
    assert ranges(scene)[earlier] == f"bytes */{len(content)}"
    assert isinstance(outcome, Working)
    assert len(scene.stand_in.videos()) == 1
    assert scene.stand_in.violations() == []


def test_a_finished_session_is_recognised_and_nothing_is_sent_again(scene: Scene) -> None:
    scene.publish(upload_of(b"video"))
    before = len(ranges(scene))
    outcome = scene.publish(upload_of(b"video"), scene.saved)
    assert outcome.remote_id == scene.stand_in.videos()[0].id
    assert ranges(scene)[before:] == ["bytes */5"]


def test_a_video_that_is_known_is_never_sent_again(scene: Scene) -> None:
    outcome = scene.publish(upload_of(b"video"))
    before = len(scene.loop.requests)
    assert scene.publish(upload_of(b"video"), outcome.progress).remote_id == outcome.remote_id
    assert len(scene.loop.requests) == before


def test_a_chunk_is_one_request_and_its_bytes_are_read_in_windows(scene: Scene, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(transfer, "CHUNK_BYTES", 2 * KIB * KIB)
    scene.publish(upload_of(some_bytes(5 * KIB * KIB)))
    assert ranges(scene)[:2] == ["bytes 0-2097151/5242880", "bytes 2097152-4194303/5242880"]
    assert [checkpoint.sent for checkpoint in scene.checkpoints[1:3]] == [0, 2 * KIB * KIB]


def test_a_source_that_ends_early_is_never_sent_as_a_shorter_video(scene: Scene) -> None:
    whole = upload_of(some_bytes(3 * QUANTUM))

    def short(start: int, length: int) -> Iterator[bytes]:
        yield b"".join(whole.read(start, length))[:-1]

    with pytest.raises(ValueError, match="before its stated length"):
        scene.publish(replace(whole, read=short))
    assert scene.stand_in.videos() == []
    assert scene.stand_in.violations() == []


def test_a_short_last_piece_is_noticed_before_it_is_decided_to_send_it(scene: Scene) -> None:
    whole = upload_of(b"video")
    with pytest.raises(ValueError, match="1 bytes early"):
        scene.publish(replace(whole, read=lambda start, length: iter([b"vide"])))
    assert scene.deciding == []


def test_what_reading_raises_passes_through(scene: Scene) -> None:
    def lost(start: int, length: int) -> Iterator[bytes]:
        yield b"x" * 10
        raise errors.LeaseLost

    with pytest.raises(errors.LeaseLost):
        scene.publish(replace(upload_of(some_bytes(3 * QUANTUM)), read=lost))
    assert all(wire.is_closed for wire in scene.loop.wires)


def test_a_storage_that_fails_is_not_taken_for_a_network_that_fails(scene: Scene) -> None:
    def broken(start: int, length: int) -> Iterator[bytes]:
        raise OSError(5, "Input/output error")
        yield b""

    with pytest.raises(OSError, match="Input/output"):
        scene.publish(replace(upload_of(some_bytes(3 * QUANTUM)), read=broken))


def test_a_moved_session_is_followed_and_kept(scene: Scene) -> None:
    moved = "http://127.0.0.1:8100/youtube/upload/youtube/v3/videos?uploadType=resumable&upload_id=moved"
    scene.loop.serve = lambda raw: reply(308, reason="Resume Incomplete", location=moved)
    with pytest.raises(errors.Transient):
        scene.publish(upload_of(some_bytes(3 * QUANTUM)), {"version": 1, "session": "http://127.0.0.1:8100/youtube/x"})
    assert scene.saved["session"] == moved
    assert b"upload_id=moved" in scene.loop.requests[-1]


@pytest.mark.parametrize("foreign", ["https://evil.example/session", "http://127.0.0.1:9/session", "/relative"])
def test_a_session_somewhere_else_is_refused_before_it_is_kept(scene: Scene, foreign: str) -> None:
    scene.loop.serve = lambda raw: reply(200, location=foreign)
    with pytest.raises(errors.Misconfigured):
        scene.publish(upload_of(b"video"))
    assert scene.checkpoints == []
    assert len(scene.loop.requests) == 1


def test_a_long_wait_that_the_session_asks_for_is_handed_back(scene: Scene) -> None:
    scene.loop.serve = lambda raw: reply(308, retry_after="600")
    outcome = scene.publish(upload_of(b"video"), {"version": 1, "session": "http://127.0.0.1:8100/youtube/x"})
    assert isinstance(outcome, Later)
    assert outcome.again_in.total_seconds() == 600


def test_a_short_wait_that_the_session_asks_for_is_kept_in_place(scene: Scene) -> None:
    answers = [reply(308, retry_after="12"), reply(201, b'{"id":"abc"}')]
    scene.loop.serve = lambda raw: answers.pop(0)
    scene.publish(upload_of(b"video"), {"version": 1, "session": "http://127.0.0.1:8100/youtube/x"})
    assert sum(scene.time.slept) == 12
