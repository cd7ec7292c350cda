"""After the last byte: processed, at work for hours, failed, rejected, deleted."""

from datetime import timedelta

import pytest

from platforms import errors
from platforms.contract import Published, Working
from platforms.youtube import look, processing
from tests.platforms.youtube.conftest import Scene, upload_of

UPLOAD = upload_of(b"video")


@pytest.mark.parametrize("reason", [*processing.FAILURES, *processing.REJECTIONS])
def test_a_failed_or_rejected_video_is_told_with_its_reason(scene: Scene, reason: str) -> None:
    ending = "failed" if reason in processing.FAILURES else "rejected"
    scene.stand_in.set(outcome=f"{ending}:{reason}")
    outcome = scene.publish(UPLOAD)
    with pytest.raises(errors.Rejected) as rejection:
        scene.look(UPLOAD, outcome.progress, after=timedelta(minutes=1))
    assert rejection.value.remote_id == outcome.remote_id
    assert rejection.value.message == (processing.FAILURES | processing.REJECTIONS)[reason][0]
    assert rejection.value.fix
    assert reason in rejection.value.detail


def test_a_reason_that_is_not_in_the_table_is_told_in_general_words() -> None:
    with pytest.raises(errors.Rejected) as rejection:
        processing.is_processed({"id": "v", "status": {"uploadStatus": "rejected", "rejectionReason": "newReason"}})
    assert rejection.value.message == "YouTube rejected the video."
    assert "newReason" in rejection.value.detail


def test_the_looks_grow_further_apart(scene: Scene) -> None:
    waits = [processing.wait_before(poll).total_seconds() for poll in range(60)]
    assert waits[:6] == [5, 10, 20, 40, 60, 60]
    assert waits == sorted(waits)
    assert waits[-1] == 600


def test_it_is_published_as_soon_as_it_is_processed(scene: Scene) -> None:
    scene.stand_in.set(processing_seconds=60)
    outcome = scene.publish(UPLOAD)
    outcome = scene.look(UPLOAD, outcome.progress, after=outcome.again_in)
    assert isinstance(outcome, Working)
    assert outcome.again_in == timedelta(seconds=10)
    assert isinstance(scene.look(UPLOAD, outcome.progress, after=timedelta(seconds=60)), Published)


def test_a_video_that_is_not_shown_right_after_it_was_made_is_waited_for(scene: Scene) -> None:
    outcome = scene.publish(UPLOAD)
    scene.stand_in.world.videos.delete(scene.stand_in.videos()[0])
    for _ in range(look.GONE_AFTER_LOOKS + 3):
        outcome = scene.look(UPLOAD, outcome.progress, after=timedelta(minutes=1))
        assert isinstance(outcome, Working)


def test_a_video_that_stays_away_was_deleted_there_and_is_not_sent_again(scene: Scene) -> None:
    outcome = scene.publish(UPLOAD)
    scene.stand_in.world.videos.delete(scene.stand_in.videos()[0])
    for _ in range(look.GONE_AFTER_LOOKS - 1):
        outcome = scene.look(UPLOAD, outcome.progress)
    with pytest.raises(errors.Rejected) as gone:
        scene.look(UPLOAD, outcome.progress, after=look.GONE_AFTER)
    assert gone.value.code == "deleted_there"


def test_one_look_that_misses_it_counts_for_nothing_once_it_is_back(scene: Scene) -> None:
    scene.stand_in.set(outcome="stuck")
    outcome = scene.publish(UPLOAD)
    outcome = scene.look(UPLOAD, {**outcome.progress, "missing": look.GONE_AFTER_LOOKS}, after=look.GONE_AFTER)
    assert outcome.progress["missing"] == 0
