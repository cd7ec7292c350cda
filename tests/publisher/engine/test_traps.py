"""The traps that other products fell into, each a test that reads as a sentence.

Told elsewhere already: two sweeps and a click at once, and a sweep killed half way (publisher/sweep); a crash between accept
and commit, at every place (crash, publisher/engine/test_never_stuck); rows stuck in publishing (publisher/engine/test_claims,
acceptance/test_kills); a failed copy that is sent again, words edited later (publisher/engine/test_publish); deleted accounts
(publisher/deletion); a refresh that fails in every way (platforms/connections/test_access); health while the worker is dead.
"""

from datetime import timedelta

import pytest

from platforms.contract import Words
from platforms.models import Connection, Hold
from platforms.sandbox.youtube import Fault, Kind, Moment
from platforms.youtube.adapter import YouTube
from publisher import followups, rounds, services, tasks
from publisher.lease import Lease
from publisher.models import FollowUp, Publication
from publisher.states import Cause, FailureReason, HoldReason, State
from tests.casts.youtube import OPTIONS
from tests.crash.scene import Scene
from tests.crash.world import START, World

DOWN = Fault(kind=Kind.REFUSE, at=Moment.INIT, reason="backendError", times=100)
JPEG = b"\xff\xd8\xff\xe0" + b"picture" * 100


def stand(publication: Publication) -> Publication:
    return Publication.objects.with_all().get(pk=publication.pk)


def failed(world: World, publication: Publication) -> Publication:
    """It failed at 06:00, and is retried at 08:00; the platform is well again."""
    world.stand_in.arm(DOWN)
    world.run(publication.pk)
    world.stand_in.heal()
    row = stand(publication)
    assert (row.state, row.due_at) == (State.FAILED, START + timedelta(hours=2))
    return row


def go_to(world: World, hour: float) -> None:
    world.time = (hour - START.hour) * 3600


def until_published(world: World, publication: Publication) -> Publication:
    for _ in range(6):
        world.run(publication.pk)
        world.time += 30
        rounds.run_round()
    return stand(publication)


# -- backoff ---------------------------------------------------------------------------------------------------------


def test_59_minutes_of_rounds_glances_and_late_wake_ups_ask_nothing_and_the_slot_asks_once(world: World, publication: Publication) -> None:
    failed(world, publication)
    go_to(world, 7.01)
    asked = world.network.exchanges
    while world.time < 2 * 3600 - 15:
        world.time += 15
        rounds.run_round()
        rounds.glance()
        tasks.run(publication.pk)
        tasks.sweep_retries()
    assert world.network.exchanges == asked
    assert publication.attempts.count() == 1
    go_to(world, 8)
    tasks.sweep_retries()
    for _ in range(3):
        tasks.run(publication.pk)
    assert list(publication.attempts.values_list("kind", "cause")) == [("publish", Cause.FIRST), ("publish", Cause.AUTOMATIC)]
    assert stand(publication).state == State.PROCESSING


def test_an_unknown_exception_is_not_re_sent_at_once(world: World, publication: Publication, monkeypatch: pytest.MonkeyPatch) -> None:
    def unknown(*_: object) -> None:
        raise ZeroDivisionError

    with monkeypatch.context() as broken:
        broken.setattr(YouTube, "publish", unknown)
        world.run(publication.pk)
    for _ in range(20):
        world.time += 15
        rounds.run_round()
        tasks.run(publication.pk)
    row = stand(publication)
    assert (row.state, row.error_code, row.due_at) == (State.FAILED, "internal_error", START + timedelta(hours=1))
    assert publication.attempts.count() == 1
    assert world.network.exchanges == 0


def test_an_unknown_exception_after_the_last_bytes_left_is_looked_into_and_never_re_sent(
    world: World, scene: Scene, publication: Publication, monkeypatch: pytest.MonkeyPatch
) -> None:
    commit = Lease.commit

    def and_break(lease: Lease, checkpoint: object) -> object:
        commit(lease, checkpoint)  # type: ignore[arg-type]
        if checkpoint.deciding:  # type: ignore[attr-defined]
            raise ZeroDivisionError
        return None

    with monkeypatch.context() as broken:
        broken.setattr(Lease, "commit", and_break)
        world.run(publication.pk)
    row = stand(publication)
    assert (row.state, row.deciding_since) == (State.UNCONFIRMED, START)
    world.time += 30
    world.run(publication.pk)
    assert [attempt.kind for attempt in publication.attempts.order_by("number")] == ["publish", "look"]
    assert scene.posts_of(publication.marker) == []


# -- limits ----------------------------------------------------------------------------------------------------------


def test_a_daily_cap_of_one_channel_is_not_permanent_uses_no_retry_and_stops_no_other_channel(world: World, scene: Scene) -> None:
    scene.set(world, publications=2)
    capped, other = (Publication.objects.with_all().get(pk=pk) for pk in scene.pks)
    twin = Connection.objects.get(pk=other.connection_id)
    twin.pk, twin.uid = None, "UCanother"
    twin.extra_data = Connection.objects.get(pk=other.connection_id).extra_data  # sealed anew, for the other channel
    twin.save()
    Publication.objects.filter(pk=other.pk).update(connection=twin)
    world.stand_in.arm(Fault(kind=Kind.REFUSE, at=Moment.INIT, reason="uploadLimitExceeded"))
    world.run(capped.pk)
    row = stand(capped)
    assert (row.state, row.hold_reason, row.retry_count) == (State.ON_HOLD, HoldReason.QUOTA, 0)
    assert row.due_at is not None
    assert timedelta(hours=24) <= row.due_at - START <= timedelta(hours=24, minutes=10)
    world.run(other.pk)
    assert stand(other).state == State.PROCESSING
    world.time = (row.due_at - START).total_seconds()
    rounds.run_round()
    assert until_published(world, capped).state == State.PUBLISHED


def test_a_retry_that_was_put_on_hold_for_an_hour_still_counts_as_the_retry_it_was(world: World, publication: Publication) -> None:
    failed(world, publication)
    go_to(world, 8)
    rounds.run_round()
    tasks.sweep_retries()
    world.stand_in.arm(Fault(kind=Kind.REFUSE, at=Moment.INIT, reason="userRateLimitExceeded", retry_after=3600))
    world.run(publication.pk)
    assert (stand(publication).hold_reason, stand(publication).retry_count) == (HoldReason.RATE_LIMIT, 0)
    go_to(world, 9)
    rounds.run_round()
    world.stand_in.arm(DOWN)
    world.run(publication.pk)
    row = stand(publication)
    assert (row.state, row.retry_count, row.due_at) == (State.FAILED, 1, START.replace(hour=12))
    assert list(publication.attempts.values_list("cause", "outcome")) == [
        (Cause.FIRST, "failed"),
        (Cause.AUTOMATIC, "held"),
        (Cause.AUTOMATIC, "failed"),
    ]


def test_a_refresh_that_blips_disconnects_nobody_and_is_retried_at_its_slot(world: World, publication: Publication) -> None:
    world.time = 4000  # the first token is over by then
    world.stand_in.arm(Fault(kind=Kind.DROP, at=Moment.TOKEN, times=100))
    world.run(publication.pk)
    world.stand_in.heal()
    row = stand(publication)
    assert (row.state, row.connection.problem, row.connection.is_usable) == (State.FAILED, "", True)
    assert Hold.objects.count() == 0
    assert row.due_at is not None
    world.time = (row.due_at - START).total_seconds() + 60
    rounds.run_round()
    assert until_published(world, publication).state == State.PUBLISHED


# -- what remains ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("reason", ["forbiddenThumbnail", "invalidImage", "backendError"])
def test_a_thumbnail_that_fails_loses_neither_the_video_nor_its_id(
    world: World, scene: Scene, publication: Publication, monkeypatch: pytest.MonkeyPatch, reason: str
) -> None:
    monkeypatch.setattr("publisher.snapshot._picture", lambda publication: JPEG)
    Publication.objects.update(options={**OPTIONS, "thumbnail": True})
    row = until_published(world, publication)
    remote_id = row.remote_id
    world.stand_in.arm(Fault(kind=Kind.REFUSE, at=Moment.THUMBNAIL, reason=reason, times=1000))
    for _ in range(10):
        world.time += 100_000
        for follow_up in FollowUp.objects.due(START + timedelta(seconds=world.time)):
            followups.run(follow_up.pk)
        rounds.run_round()
        tasks.run(publication.pk)
    row = stand(publication)
    assert (row.state, row.remote_id) == (State.PUBLISHED, remote_id)
    assert row.warning
    assert scene.posts_of(publication.marker) == [remote_id]
    assert not FollowUp.objects.filter(due_at__isnull=False).exists(), "it does not go on for ever"


# -- what people changed ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize("when", ["waiting", "failed"])
def test_what_was_cancelled_is_sent_by_no_late_wake_up_and_no_sweep(world: World, publication: Publication, when: str) -> None:
    if when == "failed":
        failed(world, publication)
    services.cancel(stand(publication))
    asked = world.network.exchanges
    go_to(world, 8)
    tasks.sweep_retries()
    rounds.run_round()
    tasks.run(publication.pk)
    tasks.run(publication.pk + 1000)  # and one for a row that is gone
    assert (world.network.exchanges, stand(publication).state) == (asked, State.CANCELLED)


def test_what_was_edited_is_sent_once_with_its_new_words_by_whichever_wake_up(world: World, scene: Scene, publication: Publication) -> None:
    row = failed(world, publication)
    services.edit_and_retry(row, words=Words(title="New words", description="", tags=()), options=OPTIONS)
    go_to(world, 8)
    tasks.sweep_retries()
    for _ in range(3):
        tasks.run(publication.pk)
    until_published(world, publication)
    (video,) = world.stand_in.videos(publication.marker)
    assert video.metadata["snippet"]["title"] == "New words"


# -- the real error --------------------------------------------------------------------------------------------------


def test_the_real_error_is_kept_through_every_retry_and_is_what_is_said_at_the_end(world: World, publication: Publication) -> None:
    reasons = ["backendError", "requestTimeout", "conflict", "backendError", "requestTimeout", "conflict"]
    for number, reason in enumerate(reasons):
        row = stand(publication)
        if number:
            assert row.due_at is not None
            world.time = (row.due_at - START).total_seconds()
            tasks.sweep_retries()
        world.stand_in.arm(Fault(kind=Kind.REFUSE, at=Moment.INIT, reason=reason, times=100))
        world.run(publication.pk)
        world.stand_in.heal()
    row = stand(publication)
    assert (row.state, row.failure_reason, row.retry_count) == (State.PERMANENTLY_FAILED, FailureReason.EXHAUSTED, 5)
    codes = {"backendError": "platform_down", "requestTimeout": "timed_out", "conflict": "busy"}
    kept = list(publication.attempts.order_by("number").values_list("error_code", "http_status"))
    assert [code for code, _ in kept] == [codes[reason] for reason in reasons]
    assert kept[-1] == ("busy", 409)
    assert (row.error_code, row.error_message) == ("busy", "YouTube was busy with this upload.")
    assert "conflict: Conflict" in row.error_detail
