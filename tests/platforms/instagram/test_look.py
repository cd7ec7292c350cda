"""Looks: the container first, then the list and the quota; absence is believed only beside proof that nothing can still come."""

from datetime import timedelta

import pytest

from platforms import errors
from platforms.contract import Checkpoint, NotThere, Published, Unclear
from platforms.sandbox.faults import Kind as Mishap
from platforms.sandbox.instagram import Fault
from tests.platforms.instagram.conftest import Made, Scene, upload_of

UPLOAD = upload_of()
MINUTE, HOUR = timedelta(minutes=1), timedelta(hours=1)


def left_unknown(scene: Scene, *, posted: bool) -> dict[str, object]:
    """The call to post got no answer, and nothing could be asked right afterwards."""
    scene.stand_in.set(processing_seconds=0.0)
    scene.stand_in.arm(Fault(kind=Mishap.LOSE if posted else Mishap.DROP, at="publish"))

    def go_blind(checkpoint: Checkpoint) -> None:
        if checkpoint.deciding:
            scene.stand_in.set(read_outage="all_tokens")

    with pytest.raises(errors.OutcomeUnknown):
        scene.publish(UPLOAD, at=go_blind)
    scene.stand_in.set(read_outage="none")
    return scene.saved


def test_a_post_that_is_there_is_found_at_once(scene: Scene) -> None:
    saved = left_unknown(scene, posted=True)
    assert scene.look(UPLOAD, saved, after=MINUTE).remote_id == scene.stand_in.media()[0].id


def test_after_a_lost_answer_nobody_posts_again_by_himself(scene: Scene) -> None:
    saved = left_unknown(scene, posted=False)
    for after in (MINUTE, 15 * MINUTE, 5 * HOUR):
        assert isinstance(scene.look(UPLOAD, saved, after=after), Unclear)


def test_where_it_is_allowed_the_same_container_is_posted_again_after_ten_minutes(make: Made) -> None:
    scene = make(strict=False)
    saved = left_unknown(scene, posted=False)
    assert isinstance(scene.look(UPLOAD, saved, after=9 * MINUTE), Unclear)
    assert isinstance(scene.look(UPLOAD, saved, after=2 * MINUTE, empty_looks=1), Unclear)
    looked = scene.look(UPLOAD, saved)
    assert looked == NotThere(progress=saved)
    scene.publish(UPLOAD, looked.progress)
    assert len(scene.stand_in.media()) == len(scene.stand_in.containers()) == 1
    assert scene.stand_in.violations() == []


def test_a_post_of_somebody_else_in_the_meantime_keeps_it_from_being_posted_again(make: Made) -> None:
    scene = make(strict=False)
    saved = left_unknown(scene, posted=False)
    scene.time.seconds += 60
    scene.publish(upload_of(title="By another app"))
    assert isinstance(scene.look(UPLOAD, saved, after=20 * MINUTE), Unclear)


def test_a_container_whose_day_is_over_is_proof(scene: Scene) -> None:
    saved = left_unknown(scene, posted=False)
    looked = scene.look(UPLOAD, saved, after=25 * HOUR)
    assert isinstance(looked, NotThere)
    assert looked.error is not None
    assert (looked.error.code, looked.progress["container"]) == ("container_over", "")
    scene.publish(UPLOAD, looked.progress)
    assert len(scene.stand_in.media()) == 1
    assert scene.stand_in.violations() == []


@pytest.mark.parametrize(
    ("reason", "kind"),
    [("2207042", errors.QuotaExceeded), ("2207027", errors.Transient), ("80002", errors.RateLimited)],
)
def test_a_plain_refusal_is_believed_after_two_minutes_and_the_same_container_is_kept(
    scene: Scene, reason: str, kind: type[errors.PlatformError]
) -> None:
    scene.stand_in.set(processing_seconds=0.0)
    scene.stand_in.arm(Fault(kind=Mishap.REFUSE, at="publish", reason=reason))
    with pytest.raises(errors.OutcomeUnknown):
        scene.publish(UPLOAD)
    saved = scene.saved
    assert isinstance(scene.look(UPLOAD, saved, after=MINUTE), Unclear)
    looked = scene.look(UPLOAD, saved, after=2 * MINUTE)
    assert isinstance(looked, NotThere)
    assert type(looked.error) is kind
    scene.time.seconds += 4 * 3600
    scene.publish(UPLOAD, looked.progress)
    assert len(scene.stand_in.media()) == len(scene.stand_in.containers()) == 1


def test_a_list_that_lags_is_never_taken_for_absence(scene: Scene) -> None:
    scene.stand_in.set(listing_delay_seconds=7200.0, effect_delay_seconds=1500.0)
    saved = left_unknown(scene, posted=True)
    for after in (MINUTE, 15 * MINUTE):
        assert isinstance(scene.look(UPLOAD, saved, after=after), Unclear)
    late = scene.look(UPLOAD, saved, after=15 * MINUTE)
    assert late == Published(remote_id=f"container-{saved['container']}")


@pytest.mark.parametrize("outage", ["all_tokens", "lists_too"])
def test_reads_that_fail_for_hours_prove_nothing(scene: Scene, outage: str) -> None:
    saved = left_unknown(scene, posted=True)
    scene.stand_in.set(read_outage=outage)
    for after in (MINUTE, 3 * HOUR, 30 * HOUR):
        try:
            looked = scene.look(UPLOAD, saved, after=after)
        except errors.Transient:
            continue  # says nothing of the post: it is looked again
        assert not isinstance(looked, NotThere)
    scene.stand_in.set(read_outage="none")
    assert scene.look(UPLOAD, saved).remote_id in (scene.stand_in.media()[0].id, f"container-{saved['container']}")


def test_a_look_after_a_restore_finds_the_post_that_was_made_since(scene: Scene) -> None:
    """The rows of yesterday say that it is unconfirmed; meanwhile it was found, and more was posted with the same words."""
    saved = left_unknown(scene, posted=True)
    assert scene.look(UPLOAD, saved, after=MINUTE).remote_id == scene.stand_in.media()[0].id
    scene.time.seconds += 3600
    scene.stand_in.set(second_publish="second_media")
    restored = scene.look(UPLOAD, saved, after=timedelta(days=2))
    assert restored.remote_id == scene.stand_in.media()[0].id
    assert scene.asked("/media_publish") == 1


def test_posts_that_bore_the_caption_before_are_never_taken_for_this_one(make: Made) -> None:
    scene = make(strict=False)
    scene.publish(UPLOAD)
    earlier = scene.stand_in.media()[0].id
    scene.time.seconds += 30
    saved = left_unknown(scene, posted=False)
    assert saved["known"] == [earlier]
    looked = scene.look(UPLOAD, saved, after=MINUTE)
    assert isinstance(looked, Unclear)
