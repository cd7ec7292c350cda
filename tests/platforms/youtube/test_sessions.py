"""Sessions that end, and when a new one may take their place."""

import pytest

from platforms import errors
from platforms.contract import Working
from platforms.resumable import Saved, transfer
from platforms.sandbox.youtube import Fault, Kind, Moment
from tests.platforms.youtube.conftest import QUANTUM, Scene, some_bytes, upload_of

CONTENT = some_bytes(6 * QUANTUM + 9)


def interrupted(scene: Scene, *, at: Moment = Moment.SEND) -> dict[str, object]:
    """The progress of an upload that stopped half-way: by a token that ended."""
    scene.stand_in.arm(Fault(kind=Kind.REFUSE, at=at, reason="authError"))
    with pytest.raises(errors.Unauthorized):
        scene.publish(upload_of(CONTENT))
    return scene.saved


@pytest.mark.parametrize("status", [404, 410])
def test_a_dead_session_whose_last_bytes_never_left_is_replaced(scene: Scene, status: int) -> None:
    saved = interrupted(scene)
    scene.stand_in.end_sessions(status)
    outcome = scene.publish(upload_of(CONTENT), saved)
    assert isinstance(outcome, Working)
    assert outcome.progress["epoch"] == 2
    assert outcome.progress["session"] != saved["session"]
    assert len(scene.stand_in.videos()) == 1


@pytest.mark.parametrize("status", [404, 410])
def test_a_dead_session_whose_last_bytes_may_have_left_is_left_to_looks(scene: Scene, status: int) -> None:
    saved = interrupted(scene, at=Moment.FINAL)
    assert saved["final"]
    scene.stand_in.end_sessions(status)
    with pytest.raises(errors.OutcomeUnknown):
        scene.publish(upload_of(CONTENT), saved)
    assert scene.checkpoints[-1].deciding
    assert scene.checkpoints[-1].progress["session"] == saved["session"]
    assert scene.stand_in.sessions() == []


def test_a_session_that_dies_mid_way_is_replaced_in_the_same_run(scene: Scene, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(transfer, "CHUNK_BYTES", 2 * QUANTUM)
    died = []

    def die(checkpoint: object) -> None:
        if len(scene.checkpoints) == 3 and not died:
            died.append(True)
            scene.stand_in.end_sessions(404)

    assert isinstance(scene.publish(upload_of(CONTENT), at=die), Working)
    assert scene.saved["epoch"] == 2
    assert len(scene.stand_in.videos()) == 1


def test_sessions_that_die_again_and_again_end_the_try(scene: Scene) -> None:
    with pytest.raises(errors.Transient) as failure:
        scene.publish(upload_of(CONTENT), at=lambda checkpoint: scene.stand_in.end_sessions(404))
    assert failure.value.code == "session_lost"
    assert scene.saved["epoch"] == transfer.MOST_SESSIONS


def test_a_session_that_was_refused_for_good_is_dropped_so_that_the_next_try_begins_anew(scene: Scene) -> None:
    scene.stand_in.arm(Fault(kind=Kind.REFUSE, at=Moment.SEND, reason="invalidTitle"))
    with pytest.raises(errors.Refused) as refusal:
        scene.publish(upload_of(CONTENT))
    assert refusal.value.code == "title_refused"
    assert scene.saved["session"] is None
    assert isinstance(scene.publish(upload_of(CONTENT), scene.saved), Working)


def test_a_refusal_of_the_last_bytes_that_the_session_repeats_proves_nothing_yet(scene: Scene) -> None:
    scene.stand_in.arm(Fault(kind=Kind.REFUSE, at=Moment.FINAL, reason="uploadLimitExceeded"))
    with pytest.raises(errors.QuotaExceeded) as refusal:
        scene.publish(upload_of(CONTENT))
    assert not refusal.value.nothing_exists


def test_a_passing_refusal_of_the_last_bytes_is_definite_once_the_session_still_asks_for_them(scene: Scene) -> None:
    scene.stand_in.arm(Fault(kind=Kind.REFUSE, at=Moment.FINAL, reason="userRateLimitExceeded"))
    with pytest.raises(errors.RateLimited) as refusal:
        scene.publish(upload_of(CONTENT))
    assert refusal.value.nothing_exists


def test_a_token_refused_with_the_last_bytes_is_definite(scene: Scene) -> None:
    scene.stand_in.arm(Fault(kind=Kind.REFUSE, at=Moment.FINAL, reason="authError"))
    with pytest.raises(errors.Unauthorized) as refusal:
        scene.publish(upload_of(CONTENT))
    assert refusal.value.nothing_exists


def test_a_session_belongs_to_the_channel_that_opened_it(scene: Scene) -> None:
    saved = interrupted(scene)
    scene.stand_in.expire_access_tokens()
    with pytest.raises(errors.Unauthorized):
        scene.publish(upload_of(CONTENT), saved)
    assert scene.stand_in.videos() == []


def test_progress_of_a_later_release_is_not_guessed_at(scene: Scene) -> None:
    with pytest.raises(errors.Misconfigured):
        scene.publish(upload_of(CONTENT), {"version": 2, "session": "http://127.0.0.1:8100/youtube/x"})
    assert scene.loop.requests == []


def test_the_address_of_a_session_shows_in_no_repr(scene: Scene) -> None:
    saved = Saved(session="http://secret", epoch=1)
    assert "secret" not in repr(saved)
