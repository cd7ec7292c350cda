"""Sending: one video of the right bytes and words, whatever breaks on the way."""

from datetime import timedelta

import pytest

from platforms import errors
from platforms.contract import Checkpoint, Published, Working
from platforms.sandbox.bodies import Form
from platforms.sandbox.faults import Kind
from platforms.sandbox.peertube import Fault
from tests.platforms.peertube.conftest import KIB, MARKER, Scene, some_bytes, upload_of

CONTENT = some_bytes(900 * KIB)


def test_one_video_of_these_bytes_and_words_comes_of_it(scene: Scene) -> None:
    upload = upload_of(CONTENT)
    outcome = scene.publish(upload)
    assert isinstance(outcome, Working)
    (video,) = scene.stand_in.videos(MARKER)
    assert (video.sha256, video.title, video.tags, video.privacy(0.0)) == (upload.file.sha256, "Tide pools", ["sea", "low tide"], 1)
    assert (video.metadata["description"], video.metadata["waitTranscoding"]) == ("At low water.", True)
    looked = scene.look(upload, outcome.progress, after=timedelta(seconds=30))
    assert looked == Published(remote_id=video.uuid, url=f"{scene.adapter._api_url}/videos/watch/{video.uuid}")
    assert scene.stand_in.violations() == []


def test_the_address_is_on_disk_before_a_byte_leaves_and_the_last_bytes_are_announced(scene: Scene) -> None:
    held: list[tuple[bool, int]] = []
    scene.publish(upload_of(CONTENT), at=lambda point: held.append((point.deciding, sum(each.held for each in scene.stand_in.sessions()))))
    assert held[0] == (False, 0)
    assert held[-1][0]
    assert len(CONTENT) - held[-1][1] <= 256 * KIB
    assert scene.stand_in.videos()


def test_an_upload_smaller_than_the_tail_is_one_deciding_request(scene: Scene) -> None:
    scene.publish(upload_of(b"a small video"))
    assert [point.deciding for point in scene.checkpoints] == [False, True]


@pytest.mark.parametrize("at", ["init", "send", "final", "query"])
@pytest.mark.parametrize(
    "fault",
    [
        {"kind": Kind.REFUSE, "reason": "server_error"},
        {"kind": Kind.REFUSE, "reason": "unavailable", "form": Form.HTML},
        {"kind": Kind.REFUSE, "reason": "bad_gateway", "form": Form.EMPTY},
        {"kind": Kind.DROP},
        {"kind": Kind.LOSE},
        {"kind": Kind.CUT},
        {"kind": Kind.SPOIL, "form": Form.TRUNCATED},
    ],
    ids=["500", "503 html", "502 empty", "dropped", "lost", "cut", "truncated"],
)
def test_trouble_that_strikes_once_leaves_one_video_or_a_question(scene: Scene, at: str, fault: dict[str, object]) -> None:
    """Either it is overcome in place, or a look finds what there is; never two videos."""
    scene.stand_in.arm(Fault(at=at, **fault))  # type: ignore[arg-type]
    upload = upload_of(CONTENT)
    try:
        progress = scene.publish(upload).progress
    except errors.OutcomeUnknown:
        progress = scene.saved
        looked = scene.look(upload, progress, after=timedelta(minutes=11), empty_looks=5)
        progress = getattr(looked, "progress", progress)
    except errors.Transient:
        progress = scene.saved if scene.checkpoints else {}
    if not scene.stand_in.videos():
        scene.publish(upload, progress)
    assert [video.sha256 for video in scene.stand_in.videos(MARKER)] == [upload.file.sha256]


def test_it_goes_on_to_the_byte_where_a_body_broke_off(scene: Scene) -> None:
    scene.stand_in.arm(Fault(kind=Kind.CUT, at="send", after_bytes=100_001))
    upload = upload_of(CONTENT)
    scene.publish(upload)
    assert [video.sha256 for video in scene.stand_in.videos()] == [upload.file.sha256]
    assert [violation.rule for violation in scene.stand_in.violations()] == []


def test_a_refused_token_keeps_the_session(scene: Scene) -> None:
    upload, struck = upload_of(CONTENT), []

    def expire(point: Checkpoint) -> None:
        if point.sent and not struck:
            struck.append(point)
            scene.stand_in.expire_access_tokens()

    with pytest.raises(errors.Unauthorized):
        scene.publish(upload, at=expire)
    scene.account = scene.account.__class__(
        **{**scene.account.__dict__, "access_token": scene.stand_in.grant("alice").access_token}  # a new one, as the engine brings it
    )
    scene.publish(upload, scene.saved)
    assert len(scene.stand_in.videos()) == 1
    assert scene.saved["epoch"] == 1


def test_a_file_that_cannot_be_read_is_refused_for_good_with_proof(scene: Scene) -> None:
    scene.stand_in.set(unreadable=True)
    with pytest.raises(errors.Refused) as refusal:
        scene.publish(upload_of(CONTENT))
    assert (refusal.value.code, refusal.value.nothing_exists) == ("file_unreadable", True)


def test_while_the_last_bytes_are_looked_into_nothing_is_sent_again(scene: Scene) -> None:
    scene.stand_in.set(finishing_seconds=300.0)
    scene.stand_in.arm(Fault(kind=Kind.LOSE, at="final"))
    upload = upload_of(CONTENT)
    outcome = scene.publish(upload)
    assert isinstance(outcome, Working)
    assert len(scene.stand_in.videos()) == 1
    looked = scene.look(upload, outcome.progress, after=timedelta(minutes=6))
    assert isinstance(looked, Published)


def test_an_address_that_is_not_the_instances_own_is_not_followed(scene: Scene, monkeypatch: pytest.MonkeyPatch) -> None:
    start = scene.stand_in.answer

    def elsewhere(request: object) -> object:
        answer = start(request)  # type: ignore[arg-type]
        moved = (("Location", "//evil.example/api/v1/videos/upload-resumable?upload_id=x"),)
        return answer.__class__(status=201, headers=moved) if getattr(answer, "status", 0) == 201 else answer

    monkeypatch.setattr(scene.stand_in, "answer", elsewhere)
    with pytest.raises(errors.Misconfigured, match="foreign_address"):
        scene.publish(upload_of(CONTENT))
