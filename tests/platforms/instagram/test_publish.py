"""Publishing a Reel: what is on disk before what leaves, and that nothing but an id ends it."""

import hashlib
from datetime import timedelta
from typing import Any

import pytest

from platforms import errors
from platforms.contract import Checkpoint, FollowUpKind, Later, Published, Working
from platforms.cover import Chosen
from platforms.instagram.login import Kind
from platforms.sandbox.bodies import Form
from platforms.sandbox.faults import Kind as Mishap
from platforms.sandbox.instagram import Fault
from tests.platforms.instagram.conftest import ADDRESS, CONTENT, START, Made, Scene, upload_of

UPLOAD = upload_of()
BOTH = (Kind.FACEBOOK, Kind.INSTAGRAM)


@pytest.mark.parametrize("kind", BOTH)
def test_either_login_posts_the_very_bytes_once(make: Made, kind: Kind) -> None:
    scene = make(kind)
    outcome = scene.publish(UPLOAD)
    (media,) = scene.stand_in.media()
    assert outcome == Published(remote_id=media.id)
    assert media.sha256 == hashlib.sha256(CONTENT).hexdigest()
    assert scene.stand_in.violations() == []


@pytest.mark.parametrize("kind", BOTH)
def test_the_container_is_on_disk_before_a_byte_leaves_and_the_call_before_it_is_made(make: Made, kind: Kind) -> None:
    scene = make(kind)
    seen: list[tuple[bool, int, int]] = []

    def at(checkpoint: Checkpoint) -> None:
        seen.append((checkpoint.deciding, scene.asked("/ig-api-upload/"), scene.asked("/media_publish")))

    scene.publish(UPLOAD, at=at)
    assert seen[0] == (False, 0, 0)
    assert [each for each in seen if each[0]] == [(True, int(kind is Kind.FACEBOOK), 0)]
    assert scene.checkpoints[0].progress["container"]


def test_while_it_is_prepared_nothing_is_held_and_it_goes_on_later(scene: Scene) -> None:
    scene.stand_in.set(processing_seconds=100.0)
    scene.publish(UPLOAD)
    assert scene.waits == [10, 20, 30, 60]


def test_bytes_go_on_from_where_the_last_ones_ended(scene: Scene) -> None:
    scene.stand_in.arm(Fault(kind=Mishap.CUT, at="bytes", after_bytes=30_000))
    scene.publish(UPLOAD)
    sent = [request for request in scene.loop.requests if b"/ig-api-upload/" in request.split(b"\r\n", 1)[0]]
    offsets = [int(request.lower().split(b"offset: ")[1].split(b"\r\n")[0]) for request in sent]
    assert offsets[0] == 0
    assert 0 < offsets[1] < len(CONTENT)
    assert len(scene.stand_in.containers()) == 1
    assert scene.stand_in.media()[0].sha256 == UPLOAD.file.sha256
    assert scene.stand_in.violations() == []


@pytest.mark.parametrize("reason", ["2207051", "is_transient", "506", "2207008"])
def test_an_error_from_the_call_to_post_is_no_proof_that_it_failed(scene: Scene, reason: str) -> None:
    scene.stand_in.arm(Fault(kind=Mishap.SPOIL, at="publish", reason=reason, form=Form.JSON))
    outcome = scene.publish(UPLOAD)
    (media,) = scene.stand_in.media()
    assert outcome == Published(remote_id=media.id, url=outcome.url)
    assert scene.asked("/media_publish") == 1


def test_a_lost_answer_is_read_up_on_in_place(scene: Scene) -> None:
    scene.stand_in.arm(Fault(kind=Mishap.LOSE, at="publish"))
    outcome = scene.publish(UPLOAD)
    assert outcome.remote_id == scene.stand_in.media()[0].id
    assert scene.asked("/media_publish") == 1


def test_a_post_that_the_list_does_not_show_yet_is_waited_for_and_then_counts_as_published(scene: Scene) -> None:
    scene.stand_in.set(listing_delay_seconds=3600.0)
    scene.stand_in.arm(Fault(kind=Mishap.LOSE, at="publish"))
    outcome = scene.publish(UPLOAD)
    assert isinstance(outcome, Working)
    later = scene.look(UPLOAD, outcome.progress, after=timedelta(minutes=4))
    assert later == Published(remote_id=f"container-{scene.saved['container']}")
    scene.time.seconds += 3600
    link = scene.adapter.follow_up(FollowUpKind.PERMALINK, UPLOAD, later.remote_id, scene.account).url
    assert scene.stand_in.media()[0].shortcode in link


def test_a_worker_that_was_paused_before_the_call_sends_nothing(scene: Scene) -> None:
    def pause(checkpoint: Checkpoint) -> None:
        scene.time.seconds += 6.0 if checkpoint.deciding else 0.0

    with pytest.raises(errors.NotSent) as refused:
        scene.publish(UPLOAD, at=pause)
    assert refused.value.nothing_exists
    assert scene.asked("/media_publish") == 0
    assert scene.stand_in.media() == []


def test_a_used_up_day_is_known_before_anything_is_made(scene: Scene) -> None:
    scene.stand_in.set(quota_total=1)
    scene.publish(UPLOAD)
    with pytest.raises(errors.QuotaExceeded) as refused:
        scene.publish(upload_of(title="Another"))
    assert "1 posts a day" in refused.value.message
    assert len(scene.stand_in.containers()) == 1
    assert refused.value.resets_at(scene.now()) > scene.now()


def test_an_account_that_called_too_often_waits_before_it_is_refused(scene: Scene) -> None:
    scene.stand_in.set(usage_percent=95)
    with pytest.raises(errors.RateLimited) as refused:
        scene.publish(UPLOAD)
    assert (refused.value.code, refused.value.scope) == ("calls_run_low", errors.Scope.ACCOUNT)
    assert scene.stand_in.containers() == []


def test_a_container_whose_day_went_by_is_made_anew(scene: Scene) -> None:
    scene.stand_in.set(processing_seconds=1e9)
    first = scene.run(UPLOAD, {}, None)
    assert isinstance(first, Later)
    scene.time.seconds += timedelta(hours=25).total_seconds()
    scene.stand_in.set(processing_seconds=0.0)
    outcome = scene.publish(UPLOAD, first.progress)
    assert outcome.remote_id == scene.stand_in.media()[0].id
    assert len(scene.stand_in.containers()) == 2
    assert scene.stand_in.violations() == []


def test_a_video_that_is_prepared_for_ever_is_counted_as_a_failure_once_its_day_is_over(scene: Scene) -> None:
    scene.stand_in.set(outcome="stuck")
    with pytest.raises(errors.Transient) as refused:
        scene.publish(UPLOAD)
    assert refused.value.code == "never_ready"
    assert scene.now() - START >= timedelta(hours=23)
    assert scene.saved["container"] == ""
    scene.stand_in.set(outcome="finished")
    scene.publish(UPLOAD, scene.saved)
    assert len(scene.stand_in.media()) == 1


def test_while_instagram_shows_nothing_no_other_container_is_made(scene: Scene) -> None:
    first = scene.run(UPLOAD, {}, None)
    scene.stand_in.set(read_outage="all_tokens")
    for hours in (1, 5):
        scene.time.seconds += timedelta(hours=hours).total_seconds()
        with pytest.raises(errors.Transient):
            scene.publish(UPLOAD, first.progress)
    scene.stand_in.set(read_outage="none")
    assert scene.publish(UPLOAD, first.progress).remote_id == scene.stand_in.media()[0].id
    assert len(scene.stand_in.containers()) == 1


def test_a_page_that_cannot_read_does_so_by_its_person(scene: Scene) -> None:
    scene.stand_in.set(read_outage="page_tokens")
    assert scene.publish(UPLOAD).remote_id == scene.stand_in.media()[0].id


def test_a_reel_is_deleted_where_the_login_allows_it(make: Made) -> None:
    scene = make(Kind.FACEBOOK)
    outcome = scene.publish(UPLOAD)
    scene.adapter.remove(outcome.remote_id, scene.account)
    scene.adapter.remove(outcome.remote_id, scene.account)
    assert scene.stand_in.media()[0].deleted
    with pytest.raises(errors.Unsupported, match="no_such_call"):
        make(Kind.INSTAGRAM).adapter.remove(outcome.remote_id, scene.account)


def test_a_pasted_link_leads_to_the_reel_that_is_deleted(scene: Scene) -> None:
    outcome = scene.publish(UPLOAD)
    link = scene.adapter.follow_up(FollowUpKind.PERMALINK, UPLOAD, outcome.remote_id, scene.account).url
    pasted = scene.adapter.remote_id_in(link)
    assert pasted == f"reel-{scene.stand_in.media()[0].shortcode}"
    scene.adapter.remove(pasted, scene.account)
    assert scene.stand_in.media()[0].deleted


def test_the_form_says_how_much_of_the_day_is_left(scene: Scene) -> None:
    scene.publish(UPLOAD)
    assert scene.adapter.offers(scene.account).said == ("1 of 50 posts of the last 24 hours count against this account’s allowance.",)
    scene.stand_in.set(quota_total=1)
    assert scene.adapter.offers(scene.account).refused


@pytest.mark.parametrize(
    "changes",
    [
        {"chosen": Chosen(), "poster_address": lambda: ADDRESS},
        {"chosen": Chosen(at_ms=10_000_000)},
    ],
    ids=["picture", "moment"],
)
def test_a_cover_that_is_refused_keeps_no_reel_from_being_posted(scene: Scene, changes: dict[str, Any]) -> None:
    outcome = scene.publish(upload_of(**changes))
    assert isinstance(outcome, Published)
    assert "posted without the cover" in outcome.warning
    assert len(scene.stand_in.media()) == 1
    assert scene.saved["left_out"]


def test_a_frame_that_was_chosen_goes_by_its_time(scene: Scene) -> None:
    outcome = scene.publish(upload_of(chosen=Chosen(at_ms=2500)))
    assert outcome.warning == ""
    assert b"thumb_offset=2500" in b"".join(scene.loop.requests)
