"""Looks: the task is the one handle; a new one is begun only on proof, and what no answer proves is asked of a person."""

from datetime import timedelta

import pytest

from platforms import errors
from platforms.contract import Followed, FollowUpKind, NotThere, Published, Unclear, Working
from platforms.pace import FreeTurns
from platforms.sandbox.faults import Kind
from platforms.sandbox.tiktok import Fault
from platforms.sandbox.tiktok.answers import FAIL_REASONS
from platforms.tiktok.errors import FAILURES
from platforms.tiktok.plan import Plan
from platforms.tiktok.progress import Saved
from platforms.tiktok.states import Held, Taken, Unknown, state_of
from platforms.tiktok.task import Status, Task
from tests.platforms.tiktok.conftest import API_URL, OPTIONS, Scene, upload_of

UPLOAD = upload_of()


def left_unknown(scene: Scene) -> dict[str, object]:
    """The last bytes never arrived, and nothing could be asked."""
    scene.stand_in.arm(Fault(kind=Kind.DROP, at="final", times=None))
    scene.stand_in.arm(Fault(kind=Kind.DROP, at="status", times=None))
    with pytest.raises(errors.PlatformError):
        scene.publish(UPLOAD)
    scene.stand_in.world.faults.heal()
    assert scene.checkpoints[-1].deciding
    return scene.saved


def test_an_upload_that_lacks_its_last_bytes_goes_on_in_the_same_task_once_none_can_be_on_their_way(scene: Scene) -> None:
    saved, since = left_unknown(scene), scene.now()
    assert isinstance(scene.look(UPLOAD, saved, since=since), Unclear)
    looked = scene.look(UPLOAD, saved, after=timedelta(minutes=6), since=since)
    assert looked == NotThere(progress=saved)
    scene.publish(UPLOAD, looked.progress)
    assert len(scene.stand_in.world.tasks.all()) == len(scene.stand_in.posts()) == 1


def test_a_task_is_given_up_only_after_its_address_died_and_two_answers_said_that_it_lacks_bytes(scene: Scene) -> None:
    saved, since = left_unknown(scene), scene.now()
    nearly = scene.look(UPLOAD, saved, after=timedelta(minutes=59), since=since)
    assert isinstance(nearly, Unclear)
    before = len(scene.time.slept)
    looked = scene.look(UPLOAD, saved, after=timedelta(minutes=5), since=since)
    assert isinstance(looked, NotThere)
    assert (looked.progress["publish_id"], looked.progress["final"]) == ("", False)
    assert sum(scene.time.slept[before:]) >= 60


def test_a_task_that_tiktok_does_not_know_proves_nothing(scene: Scene) -> None:
    saved, since = left_unknown(scene), scene.now()
    looked = scene.look(UPLOAD, {**saved, "publish_id": "v_pub_file~v2-1.1"}, after=timedelta(days=2), since=since)
    assert isinstance(looked, Unclear)


def test_a_word_of_tiktok_that_it_has_every_byte_is_kept_and_nothing_is_sent_again(scene: Scene) -> None:
    outcome = scene.publish(UPLOAD)
    assert outcome.progress["taken"]
    saved = Saved.read(outcome.progress)
    task = Task(status=Status.UPLOADING, uploaded=5)
    assert state_of(task, saved, Plan.of(100), FreeTurns(), now=scene.now() + timedelta(days=1)) == Taken(task=task)
    assert sum(request.startswith(b"POST /tiktok/v2/post/publish/status") for request in scene.loop.requests) == 0


def test_a_task_of_which_no_progress_is_told_proves_nothing_once_the_last_bytes_may_have_left(scene: Scene) -> None:
    task, now = Task(status=Status.UPLOADING), scene.now()
    sent, unsent = (Saved(publish_id="v", issued=now.isoformat(), final=final) for final in (True, False))
    for later in (timedelta(0), timedelta(days=1)):
        assert state_of(task, sent, Plan.of(100), FreeTurns(), now=now + later) == Unknown()
    assert state_of(task, unsent, Plan.of(100), FreeTurns(), now=now) == Held(offset=0)


def test_one_that_never_gets_ready_stays_being_worked_on_and_is_asked_about(scene: Scene) -> None:
    scene.stand_in.set(outcome="stuck")
    outcome = scene.publish(UPLOAD)
    assert isinstance(scene.look(UPLOAD, outcome.progress, after=timedelta(hours=23)), Working)
    assert scene.adapter.asks_when_overdue
    assert scene.adapter.processing_limit == timedelta(hours=24)


@pytest.mark.parametrize("reason", FAIL_REASONS)
def test_what_a_task_failed_for_is_said_and_nothing_exists(scene: Scene, reason: str) -> None:
    scene.stand_in.set(outcome=reason)
    outcome = scene.publish(UPLOAD)
    looked = scene.look(UPLOAD, outcome.progress, after=timedelta(seconds=30))
    row = next(row for row in FAILURES if row.named == reason)
    assert isinstance(looked, NotThere)
    assert looked.error is not None
    assert (looked.error.code, looked.error.message, looked.error.nothing_exists) == (row.code, row.message, True)
    assert scene.stand_in.posts() == []


def test_a_post_for_only_me_has_no_address_of_its_own(scene: Scene) -> None:
    upload = upload_of(options={**OPTIONS, "privacy": "SELF_ONLY"})
    outcome = scene.publish(upload)
    looked = scene.look(upload, outcome.progress, after=timedelta(hours=1))
    (post,) = scene.stand_in.posts()
    assert looked == Published(remote_id=post.publish_id, url=f"{API_URL}/@atelier.nord")
    assert scene.adapter.follow_ups(upload) == []


def test_the_address_of_a_public_post_is_found_once_it_is_told(scene: Scene) -> None:
    scene.stand_in.set(public_id_seconds=600.0)
    outcome = scene.publish(UPLOAD)
    looked = scene.look(UPLOAD, outcome.progress, after=timedelta(seconds=30))
    (post,) = scene.stand_in.posts()
    assert looked.remote_id == post.publish_id
    assert scene.adapter.follow_ups(UPLOAD) == [FollowUpKind.PERMALINK]
    with pytest.raises(errors.Transient, match="no_address_yet"):
        scene.adapter.follow_up(FollowUpKind.PERMALINK, UPLOAD, looked.remote_id, scene.account)
    scene.time.seconds += 600
    found = scene.adapter.follow_up(FollowUpKind.PERMALINK, UPLOAD, looked.remote_id, scene.account)
    assert found == Followed(url=f"{API_URL}/@atelier.nord/video/{post.post_id}")


def test_our_own_pace_puts_a_look_off(scene: Scene) -> None:
    outcome = scene.publish(UPLOAD)
    scene.stand_in.set(keeps_pace=True)
    scene.stand_in.arm(Fault(kind=Kind.REFUSE, at="status", reason="rate_limit_exceeded"))
    with pytest.raises(errors.RateLimited):
        scene.look(UPLOAD, outcome.progress)
