"""Connections that break and answers that never come: at most one video, and no claim that is not known."""

from collections.abc import Callable

import pytest

from platforms import errors
from platforms.contract import Working
from platforms.resumable import transfer
from platforms.sandbox.youtube import Fault, Form, Kind, Moment
from platforms.youtube.session import YouTubeSession
from tests.platforms.loop import reply
from tests.platforms.youtube.conftest import QUANTUM, Scene, some_bytes, upload_of

CONTENT = some_bytes(6 * QUANTUM + 9)


def assert_one_whole_video(scene: Scene, outcome: object) -> None:
    (video,) = scene.stand_in.videos()
    assert isinstance(outcome, Working)
    assert outcome.remote_id == video.id
    assert video.size == len(CONTENT)
    assert scene.stand_in.violations() == []


@pytest.mark.parametrize("moment", [Moment.INIT, Moment.SEND, Moment.QUERY, Moment.FINAL])
@pytest.mark.parametrize("kind", [Kind.DROP, Kind.CUT, Kind.LOSE, Kind.SPOIL, Kind.REFUSE])
def test_trouble_that_strikes_once_is_overcome_in_place(scene: Scene, kind: Kind, moment: Moment, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(transfer, "CHUNK_BYTES", 2 * QUANTUM)
    scene.stand_in.arm(Fault(kind=kind, at=moment, reason="backendError"))
    assert_one_whole_video(scene, scene.publish(upload_of(CONTENT)))


@pytest.mark.parametrize("form", [Form.HTML, Form.EMPTY, Form.LIST, Form.TRUNCATED, Form.GZIP, Form.CUT])
def test_a_final_answer_of_any_shape_is_asked_for_again(scene: Scene, form: Form) -> None:
    scene.stand_in.arm(Fault(kind=Kind.SPOIL, at=Moment.FINAL, form=form))
    assert_one_whole_video(scene, scene.publish(upload_of(CONTENT)))


def test_the_lost_final_answer_is_asked_for_in_place_and_not_sent_again(scene: Scene) -> None:
    scene.stand_in.arm(Fault(kind=Kind.LOSE, at=Moment.FINAL))
    assert_one_whole_video(scene, scene.publish(upload_of(CONTENT)))
    assert len(scene.deciding) == 1


def test_last_bytes_that_never_arrived_are_decided_and_sent_anew_in_the_same_session(scene: Scene) -> None:
    scene.stand_in.arm(Fault(kind=Kind.DROP, at=Moment.FINAL))
    assert_one_whole_video(scene, scene.publish(upload_of(CONTENT)))
    assert len(scene.deciding) == 2
    assert len({checkpoint.progress["session"] for checkpoint in scene.checkpoints}) == 1


def test_it_is_unknown_when_the_session_cannot_be_asked_either(scene: Scene) -> None:
    scene.stand_in.arm(Fault(kind=Kind.LOSE, at=Moment.FINAL))
    scene.stand_in.arm(Fault(kind=Kind.DROP, at=Moment.QUERY, times=None))
    with pytest.raises(errors.OutcomeUnknown) as unknown:
        scene.publish(upload_of(CONTENT))
    assert not unknown.value.nothing_exists
    assert len(scene.stand_in.videos()) == 1


@pytest.mark.parametrize("status", [404, 410])
def test_it_is_unknown_when_the_session_died_over_the_last_bytes(scene: Scene, status: int) -> None:
    scene.stand_in.arm(Fault(kind=Kind.LOSE, at=Moment.FINAL))

    def die(raw: bytes) -> bytes | None:
        return reply(status, b"Not Found") if b"bytes */" in raw else serve(raw)

    serve, scene.loop.serve = scene.loop.serve, die
    with pytest.raises(errors.OutcomeUnknown):
        scene.publish(upload_of(CONTENT))
    assert len(scene.stand_in.sessions()) + len(scene.stand_in.videos()) == 1


@pytest.mark.parametrize("body", [b"", b"{}", b"[]", b'{"id": 7}', b'{"id": ""}', b"<html>ok</html>"])
def test_it_is_unknown_when_it_was_made_and_no_id_is_given(scene: Scene, body: bytes) -> None:
    def nameless(raw: bytes) -> bytes | None:
        return serve(raw) if raw.startswith(b"POST") else reply(201, body)

    serve, scene.loop.serve = scene.loop.serve, nameless
    with pytest.raises(errors.OutcomeUnknown):
        scene.publish(upload_of(b"video"))


def test_a_finished_session_without_an_id_is_kept_as_one_that_may_have_made_a_video(scene: Scene) -> None:
    scene.loop.serve = lambda raw: reply(200, b"{}")
    with pytest.raises(errors.OutcomeUnknown):
        scene.publish(upload_of(b"video"), {"version": 1, "session": "http://127.0.0.1:8100/youtube/x", "epoch": 1})
    assert len(scene.deciding) == 1


def test_it_stops_after_a_few_deciding_requests(scene: Scene) -> None:
    scene.stand_in.arm(Fault(kind=Kind.DROP, at=Moment.FINAL, times=None))
    with pytest.raises(errors.OutcomeUnknown):
        scene.publish(upload_of(CONTENT))
    assert len(scene.deciding) == transfer.MOST_DECISIONS


def test_a_connection_that_dies_before_the_last_bytes_leave_proves_that_nothing_exists(scene: Scene) -> None:
    with pytest.raises(errors.NotSent) as refusal:
        scene.publish(upload_of(b"video"), at=lambda checkpoint: scene.loop.wires[-1].close() if checkpoint.deciding else None)
    assert refusal.value.nothing_exists


def test_earlier_last_bytes_in_doubt_are_not_forgotten_over_later_ones_that_did_not_leave(scene: Scene) -> None:
    scene.stand_in.arm(Fault(kind=Kind.DROP, at=Moment.FINAL))

    def slow_second_commit(_: object) -> None:
        scene.time.seconds += 10.0 if len(scene.deciding) == 2 else 0.0

    with pytest.raises(errors.OutcomeUnknown) as unknown:
        scene.publish(upload_of(b"video"), at=slow_second_commit)
    assert not unknown.value.nothing_exists


def test_nobody_reachable_means_nothing_decided(scene: Scene) -> None:
    scene.loop.refuse = [ConnectionRefusedError() for _ in range(20)]
    with pytest.raises(errors.Transient) as failure:
        scene.publish(upload_of(CONTENT))
    assert failure.value.code == "unreachable"
    assert scene.checkpoints == []


def test_chunks_that_bring_it_no_further_end_the_try(scene: Scene) -> None:
    scene.stand_in.arm(Fault(kind=Kind.DROP, at=Moment.SEND, times=None))
    with pytest.raises(errors.Transient):
        scene.publish(upload_of(CONTENT))
    assert scene.deciding == []


def test_chunks_shrink_after_failures_and_grow_again(scene: Scene, monkeypatch: pytest.MonkeyPatch) -> None:
    lengths: list[int] = []
    send: Callable[..., object] = YouTubeSession.put
    monkeypatch.setattr(transfer, "CHUNK_BYTES", 8 * QUANTUM)
    monkeypatch.setattr(transfer, "LEAST_CHUNK_BYTES", QUANTUM)
    monkeypatch.setattr(YouTubeSession, "put", lambda self, address, offset, n: lengths.append(n) or send(self, address, offset, n))
    scene.stand_in.arm(Fault(kind=Kind.DROP, at=Moment.SEND, times=2))
    scene.publish(upload_of(some_bytes(40 * QUANTUM)))
    assert [length // QUANTUM for length in lengths[:5]] == [8, 4, 2, 4, 8]


def test_an_answer_that_says_the_impossible_decides_nothing(scene: Scene) -> None:
    scene.loop.serve = lambda raw: reply(308, range="bytes=0-99999999")
    with pytest.raises(errors.Transient) as failure:
        scene.publish(upload_of(b"video"), {"version": 1, "session": "http://127.0.0.1:8100/youtube/x"})
    assert failure.value.code == "garbled"
