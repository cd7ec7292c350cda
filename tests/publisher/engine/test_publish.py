"""From a wish to a post, calmly: what is committed on the way, and what the row says at each stop."""

from datetime import timedelta

import pytest

from platforms.sandbox.youtube import Fault, Kind, Moment
from publisher import rounds, services
from publisher.lease import TIME_BUDGET
from publisher.models import Publication
from publisher.states import HoldReason, State
from tests.crash.scene import Scene
from tests.crash.world import START, World

SOME_ROUNDS = 300
"""Seconds: a round runs more often, and each is worth a look, but not each of a thousand."""


def through(world: World, publication: Publication) -> Publication:
    world.run(publication.pk)
    publication.refresh_from_db()
    return publication


def until_published(world: World, publication: Publication) -> Publication:
    for _ in range(6):
        world.time += 30
        rounds.run_round()
        if through(world, publication).state == State.PUBLISHED:
            break
    return publication


def test_a_publication_is_sent_then_processed_then_published(world: World, scene: Scene, publication: Publication) -> None:
    assert through(world, publication).state == State.PROCESSING
    assert publication.remote_id in scene.posts_of(publication.marker)
    assert publication.bytes_sent == publication.bytes_total
    assert until_published(world, publication).state == State.PUBLISHED
    assert publication.remote_url.endswith(publication.remote_id or "?")
    assert scene.hash_of(publication.remote_id) == publication.file_sha256
    assert world.stand_in.violations() == []


def test_each_attempt_is_kept_with_what_it_did(world: World, publication: Publication) -> None:
    through(world, publication)
    until_published(world, publication)
    kept = list(publication.attempts.values_list("number", "kind", "outcome", "cause"))
    assert kept[0] == (1, "publish", "working", "first")
    assert kept[-1][1:3] == ("look", "published")
    assert not publication.attempts.filter(ended_at=None).exists()


def test_words_that_are_edited_later_change_nothing_that_is_sent(world: World, publication: Publication) -> None:
    publication.video.title = "Another title"
    publication.video.save()
    through(world, publication)
    assert world.stand_in.videos(publication.marker)[0].metadata["snippet"]["title"] == "Play 0"


def test_a_replaced_file_is_refused_and_nothing_is_sent(world: World, scene: Scene, publication: Publication) -> None:
    Publication.objects.filter(pk=publication.pk).update(file_etag="another")
    assert through(world, publication).state == State.PERMANENTLY_FAILED
    assert publication.error_code == "source_changed"
    assert scene.posts_of(publication.marker) == []


def test_a_missing_file_is_said_plainly_and_never_loops(world: World, publication: Publication) -> None:
    Publication.objects.filter(pk=publication.pk).update(file_key="originals/gone")
    assert through(world, publication).state == State.PERMANENTLY_FAILED
    assert publication.error_code == "source_missing"
    assert "Upload the video again" in publication.error_fix


def test_a_refusal_is_final_and_says_what_mends_it(world: World, publication: Publication) -> None:
    world.stand_in.arm(Fault(kind=Kind.REFUSE, at=Moment.INIT, reason="invalidTitle"))
    assert through(world, publication).state == State.PERMANENTLY_FAILED
    assert publication.error_fix
    assert publication.due_at is None


def test_a_daily_allowance_holds_until_midnight_in_los_angeles_and_uses_no_retry(world: World, publication: Publication) -> None:
    world.stand_in.exhaust("video_insert")
    assert through(world, publication).state == State.ON_HOLD
    assert (publication.hold_reason, publication.retry_count) == (HoldReason.QUOTA, 0)
    assert publication.due_at is not None
    assert publication.due_at >= START.replace(hour=8, minute=0)


def test_what_is_held_for_a_day_goes_on_by_itself(world: World, publication: Publication) -> None:
    world.stand_in.exhaust("video_insert")
    through(world, publication)
    assert publication.due_at is not None
    world.time = (publication.due_at - START).total_seconds() + 60
    rounds.run_round()
    assert until_published(world, publication).state == State.PUBLISHED


def test_a_failure_waits_for_its_slot_through_every_round(world: World, scene: Scene, publication: Publication) -> None:
    world.stand_in.arm(Fault(kind=Kind.REFUSE, at=Moment.INIT, reason="backendError", times=10))
    assert through(world, publication).state == State.FAILED
    world.stand_in.heal()
    asked = world.network.exchanges
    assert publication.due_at == START.replace(hour=8)
    while START + timedelta(seconds=world.time + SOME_ROUNDS) < publication.due_at:
        world.time += SOME_ROUNDS
        rounds.run_round()
        world.run(publication.pk)
    assert world.network.exchanges == asked, "not one request before the slot"
    world.time += SOME_ROUNDS
    rounds.run_round()
    assert until_published(world, publication).state == State.PUBLISHED


def test_a_token_that_is_refused_on_the_way_is_renewed_within_the_same_attempt(world: World, publication: Publication) -> None:
    world.stand_in.expire_access_tokens()
    assert through(world, publication).state == State.PROCESSING
    assert publication.attempts.count() == 1


def test_a_revoked_leave_waits_for_its_owner_and_goes_on_by_itself(world: World, scene: Scene, publication: Publication) -> None:
    world.cast.revoke()
    assert through(world, publication).state == State.ON_HOLD
    assert publication.hold_reason == HoldReason.RECONNECT
    rounds.run_round()
    assert through(world, publication).state == State.ON_HOLD
    scene.reconnect()
    rounds.run_round()
    assert until_published(world, publication).state == State.PUBLISHED


def test_a_worker_that_is_asked_to_stop_hands_over_and_the_same_attempt_goes_on(world: World, publication: Publication) -> None:
    world.start(0, publication.pk)
    while world.boundaries[-1] != "answered":
        world.step(0)
    world.stopping = True
    world.finish(0)
    publication.refresh_from_db()
    assert (publication.state, publication.retry_count) == (State.WAITING, 0)
    world.stopping = False
    through(world, publication)
    (attempt,) = publication.attempts.all()
    assert (attempt.handovers, attempt.outcome) == (1, "working")


def test_a_task_whose_time_is_over_hands_over(world: World, publication: Publication, monkeypatch: pytest.MonkeyPatch) -> None:
    with monkeypatch.context() as hasty:
        hasty.setattr("publisher.lease.TIME_BUDGET", TIME_BUDGET * 0)
        assert through(world, publication).state == State.WAITING
    assert through(world, publication).state == State.PROCESSING
    assert publication.attempts.get().handovers == 1


def test_a_bug_of_ours_is_a_state_with_a_reference_and_not_a_stuck_row(
    world: World, publication: Publication, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def broken(*_: object, **__: object) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr("publisher.engine.upload_of", broken)
    assert through(world, publication).state == State.FAILED
    reference = publication.error_detail.removeprefix("reference ")
    assert reference in caplog.text
    assert "ZeroDivisionError" not in publication.error_message


@pytest.mark.parametrize("reason", ["rejected:copyright", "failed:codec"])
def test_what_the_platform_rejects_keeps_its_copy_s_name_and_retry_deletes_that_first(
    world: World, scene: Scene, publication: Publication, reason: str
) -> None:
    world.stand_in.set(outcome=reason)
    through(world, publication)
    for _ in range(6):
        world.time += 60
        through(world, publication)
    assert publication.state == State.PERMANENTLY_FAILED
    (copy,) = scene.posts_of(publication.marker)
    assert publication.remote_id == copy
    with pytest.raises(services.NotPossible, match="failed copy"):
        services.retry(publication)
    world.stand_in.set(outcome="processed")
    services.retry(publication, discard_copy=True)
    assert until_published(world, publication).state == State.PUBLISHED
    alive = [video.id for video in world.stand_in.videos(publication.marker) if video.deleted_at is None]
    assert alive == [publication.remote_id] != [copy]
