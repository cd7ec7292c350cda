"""Looks: by session, by id, by the name of the file; absence is believed late, and only where it is proof."""

from datetime import timedelta

import pytest

from platforms import errors
from platforms.contract import NotThere, Published, Unclear, Working
from platforms.sandbox.faults import Kind
from platforms.sandbox.peertube import Fault
from tests.platforms.peertube.conftest import KIB, Scene, some_bytes, upload_of

UPLOAD = upload_of(some_bytes(600 * KIB))
SETTLED = timedelta(minutes=11)


def left_unknown(scene: Scene) -> dict[str, object]:
    """The last bytes were sent, and every answer about them is lost."""
    scene.stand_in.arm(Fault(kind=Kind.LOSE, at="final"))
    scene.stand_in.arm(Fault(kind=Kind.DROP, at="query", times=9))
    with pytest.raises(errors.OutcomeUnknown):
        scene.publish(UPLOAD)
    scene.stand_in.heal()
    return scene.saved


def test_a_video_is_found_by_the_name_of_its_file_once_its_session_is_gone(scene: Scene) -> None:
    progress = left_unknown(scene)
    scene.stand_in.end_sessions()
    assert isinstance(scene.look(UPLOAD, progress, after=timedelta(minutes=1)), Published)


def test_another_video_of_the_same_title_is_not_taken_for_it(scene: Scene) -> None:
    scene.publish(upload_of(some_bytes(600 * KIB), marker="rtffffffffffffff"))
    scene.checkpoints.clear()
    scene.stand_in.arm(Fault(kind=Kind.DROP, at="final"))
    scene.stand_in.arm(Fault(kind=Kind.DROP, at="query", times=9))
    with pytest.raises(errors.OutcomeUnknown):
        scene.publish(UPLOAD)
    scene.stand_in.heal()
    scene.stand_in.end_sessions()
    assert isinstance(scene.look(UPLOAD, scene.saved, after=SETTLED, empty_looks=5), NotThere)


@pytest.mark.parametrize(("after", "empty_looks"), [(timedelta(seconds=30), 5), (SETTLED, 0)])
def test_absence_is_not_believed_too_early_nor_after_too_few_looks(scene: Scene, after: timedelta, empty_looks: int) -> None:
    progress = {"version": 1, "session": None, "final": True}
    assert isinstance(scene.look(UPLOAD, progress, after=after, empty_looks=empty_looks), Unclear)


def test_an_open_session_asks_for_the_rest_and_goes_on(scene: Scene) -> None:
    scene.stand_in.arm(Fault(kind=Kind.DROP, at="final"))
    scene.stand_in.arm(Fault(kind=Kind.DROP, at="query", times=9))
    with pytest.raises(errors.OutcomeUnknown):
        scene.publish(UPLOAD)
    scene.stand_in.heal()
    assert isinstance(scene.look(UPLOAD, scene.saved, after=timedelta(seconds=5)), Unclear)
    absent = scene.look(UPLOAD, scene.saved, after=SETTLED)
    assert isinstance(absent, NotThere)
    scene.publish(UPLOAD, absent.progress)
    assert (len(scene.stand_in.videos()), scene.saved["epoch"]) == (1, 1)


def test_late_bytes_that_ended_a_session_are_looked_for_before_anything_is_sent_anew(scene: Scene) -> None:
    scene.publish(UPLOAD)
    with pytest.raises(errors.OutcomeUnknown):
        scene.publish(UPLOAD, {"version": 1, "session": scene.saved["session"], "final": True, "epoch": 1})
    assert len(scene.stand_in.videos()) == 1


@pytest.mark.parametrize(
    ("outcome", "code"), [("transcoding_failed", "processing_failed"), ("published", None), ("moving", None), ("stuck", "works")]
)
def test_transcoding_comes_to_its_end(scene: Scene, outcome: str, code: str | None) -> None:
    scene.stand_in.set(outcome=outcome)
    progress = scene.publish(UPLOAD).progress
    assert isinstance(scene.look(UPLOAD, progress), Working)
    if code == "processing_failed":
        with pytest.raises(errors.Rejected) as rejection:
            scene.look(UPLOAD, progress, after=timedelta(minutes=1))
        assert (rejection.value.code, rejection.value.remote_id) == (code, scene.stand_in.videos()[0].uuid)
        return
    assert isinstance(scene.look(UPLOAD, progress, after=timedelta(minutes=1)), Working if code else Published)


def test_a_video_that_was_deleted_there_is_told_after_a_few_looks(scene: Scene) -> None:
    looked = scene.publish(UPLOAD)
    scene.adapter.remove(scene.stand_in.videos()[0].uuid, scene.account)
    for _ in range(2):
        looked = scene.look(UPLOAD, looked.progress)
        assert isinstance(looked, Working)
    with pytest.raises(errors.Rejected, match="deleted_there"):
        scene.look(UPLOAD, looked.progress, after=SETTLED)


def test_a_second_delete_is_a_success(scene: Scene) -> None:
    scene.publish(UPLOAD)
    for _ in range(2):
        scene.adapter.remove(scene.stand_in.videos()[0].uuid, scene.account)
    assert scene.stand_in.videos()[0].deleted_at
