"""Odd turns after which a publication, an attempt or a follow-up might be forgotten: each has a way on."""

import contextlib
from datetime import timedelta

import pytest
from django.db import OperationalError

from platforms import clock, connections
from platforms.contract import Published
from platforms.models import Connection, Hold
from platforms.youtube.adapter import YouTube
from publisher import engine, followups, rounds, services, sweep
from publisher.claims import claim
from publisher.lease import Lease
from publisher.models import LEASE, Attempt, FollowUp, Publication
from publisher.states import Cause, HoldReason, State
from retries.failure import Failure, Kind
from tests.crash.scene import Scene
from tests.crash.world import START, World


def stand(publication: Publication) -> Publication:
    return Publication.objects.with_all().get(pk=publication.pk)


def asked(publication: Publication, **facts: object) -> Publication:
    """The publication as a person is asked about it, long after its last bytes left."""
    Publication.objects.filter(pk=publication.pk).update(
        **{"state": State.UNCONFIRMED, "due_at": None, "deciding_since": START - timedelta(days=2), "deciding_attempt": 1, **facts}
    )
    return stand(publication)


def answered(world: World, publication: Publication) -> None:
    """Run a worker until the answer to its last bytes is there, and stop it before it writes that down."""
    world.start(0, publication.pk)
    while not stand(publication).may_exist:
        world.step(0)
    while world.boundaries[-1] != "answered":
        world.step(0)


def handed_over(world: World, publication: Publication) -> Publication:
    world.start(0, publication.pk)
    while world.boundaries[-1] != "answered":
        world.step(0)
    world.stopping = True
    world.finish(0)
    world.stopping = False
    return stand(publication)


# -- late proof ------------------------------------------------------------------------------------------------------


def test_proof_that_comes_while_another_looks_ends_that_attempt_too(world: World, publication: Publication) -> None:
    answered(world, publication)
    world.time += LEASE.total_seconds() + 1
    rounds.run_round()
    look = claim(publication.pk, stopping=lambda: False)
    assert look is not None
    world.finish(0)
    assert stand(publication).state == State.PROCESSING
    assert not Attempt.objects.filter(ended_at=None).exists()


def test_proof_that_comes_late_is_kept_though_the_row_changes_in_that_moment(
    world: World, publication: Publication, monkeypatch: pytest.MonkeyPatch
) -> None:
    answered(world, publication)
    world.time += LEASE.total_seconds() + 1
    rounds.run_round()
    settlement, looks = engine.settlement, []

    def overtaken(*facts: object, **named: object) -> object:
        if not looks:
            looks.append(claim(publication.pk, stopping=lambda: False))
        return settlement(*facts, **named)  # type: ignore[arg-type]

    monkeypatch.setattr(engine, "settlement", overtaken)
    world.finish(0)
    assert stand(publication).remote_id


# -- attempts --------------------------------------------------------------------------------------------------------


def test_giving_up_on_what_was_handed_over_ends_its_attempt(world: World, publication: Publication) -> None:
    services.mark_permanent(handed_over(world, publication))
    assert not publication.attempts.filter(ended_at=None).exists()


def test_a_try_by_hand_of_what_was_handed_over_and_then_held_is_an_attempt_of_its_own(
    world: World, scene: Scene, publication: Publication
) -> None:
    handed_over(world, publication)
    place = {"platform": "youtube", "realm": publication.connection.realm, "connection": None, "until": None, "now": START}
    hold = Hold.objects.place(Hold.Reason.PAUSED, **place)
    world.run(publication.pk)
    Hold.objects.lift(hold, by=scene.owner, now=START)
    services.retry(stand(publication))
    world.run(publication.pk)
    assert list(publication.attempts.values_list("cause", flat=True)) == [Cause.FIRST, Cause.BY_HAND]


# -- holds -----------------------------------------------------------------------------------------------------------


def test_what_waits_for_another_address_goes_on_when_the_old_one_is_back(world: World, publication: Publication) -> None:
    realm = publication.connection.realm
    Connection.objects.update(realm="https://elsewhere.example")
    world.run(publication.pk)
    assert stand(publication).hold_reason == HoldReason.RECONNECT
    Connection.objects.update(realm=realm)
    rounds.run_round()
    assert stand(publication).state == State.WAITING


def test_what_lost_its_answer_over_a_refused_token_does_not_wait_for_a_reconnect_that_nobody_is_asked_for(
    world: World, publication: Publication
) -> None:
    refusal = Failure(kind=Kind.UNAUTHORIZED, code="access_refused", message="No.", token_version=publication.connection.token_version)
    services.confirm(asked(publication, first_error=refusal.as_json()), None)
    assert stand(publication).connection.is_usable
    world.time += 3 * 3600
    sweep.sweep_slot(clock.now())
    world.run(publication.pk)
    assert stand(publication).state == State.PROCESSING


# -- faults of our own -----------------------------------------------------------------------------------------------


def test_a_database_that_is_away_for_longer_than_the_lease_uses_no_retry(
    world: World, publication: Publication, monkeypatch: pytest.MonkeyPatch
) -> None:
    def unreachable(*_: object) -> int:
        raise OperationalError("the database went away")

    with monkeypatch.context() as away:
        away.setattr(Lease, "_swap", unreachable)
        world.run(publication.pk)
    world.time += LEASE.total_seconds() + 1
    rounds.run_round()
    assert (stand(publication).state, stand(publication).error_code) == (State.WAITING, "")


def test_progress_that_cannot_be_opened_is_told_and_does_not_go_round_in_circles(world: World, publication: Publication) -> None:
    Publication.objects.update(progress_sealed="sealed with a key that is gone")
    world.run(publication.pk)
    row = stand(publication)
    assert (row.state, row.hold_reason, row.error_code) == (State.ON_HOLD, HoldReason.MISCONFIGURED, "progress_locked")


@pytest.mark.parametrize("said", ["half a sign \ud83d", "x" * 300])
def test_an_answer_that_cannot_be_stored_is_told_and_does_not_go_round_in_circles(
    world: World, publication: Publication, monkeypatch: pytest.MonkeyPatch, said: str
) -> None:
    asked(publication, due_at=START)
    monkeypatch.setattr(YouTube, "look", lambda *_: Published(remote_id=said))
    world.run(publication.pk)
    assert stand(publication).lease_token is None
    assert not publication.attempts.filter(ended_at=None).exists()


def test_a_look_that_kills_its_worker_again_and_again_ends_with_staff_and_is_not_forgotten(world: World, publication: Publication) -> None:
    asked(publication, due_at=START, rescues=4)
    assert claim(publication.pk, stopping=lambda: False) is not None
    world.time = LEASE.total_seconds() + 1
    rounds.run_round()
    assert stand(publication).hold_reason == HoldReason.CRASHED
    with pytest.raises(services.NotPossible, match="The people who run Retake look at it first"):
        services.retry(stand(publication))
    services.resume(stand(publication))
    assert (stand(publication).state, stand(publication).rescues) == (State.UNCONFIRMED, 0)


# -- stale sights ----------------------------------------------------------------------------------------------------


def test_a_release_that_comes_late_releases_no_newer_hold(publication: Publication) -> None:
    held = {"state": State.ON_HOLD, "hold_reason": HoldReason.RATE_LIMIT, "due_at": START, "held_at": START}
    Publication.objects.update(**held)
    seen = stand(publication)
    Publication.objects.update(hold_reason=HoldReason.OVERDUE, due_at=None, held_at=START + timedelta(seconds=1))
    assert rounds.release([seen], now=START) == 0


# -- wake-ups --------------------------------------------------------------------------------------------------------


def test_looks_are_woken_however_many_transfers_wait_before_them(world: World, scene: Scene, monkeypatch: pytest.MonkeyPatch) -> None:
    scene.set(world, publications=2)
    transfer, look = scene.pks
    Publication.objects.update(woken_at=None)
    Publication.objects.filter(pk=look).update(
        state=State.UNCONFIRMED, deciding_since=START, deciding_attempt=1, due_at=START + timedelta(seconds=1)
    )
    monkeypatch.setattr(rounds, "BATCH", 1)
    monkeypatch.setattr(rounds, "room_in", lambda queue: 0 if queue == "transfers" else 5)
    rounds.wake_due(START + timedelta(seconds=2))
    assert Publication.objects.get(pk=look).woken_at is not None
    assert Publication.objects.get(pk=transfer).woken_at is None


# -- follow-ups ------------------------------------------------------------------------------------------------------


@pytest.fixture
def follow_up(publication: Publication) -> FollowUp:
    Publication.objects.update(state=State.PUBLISHED, due_at=None, remote_id="v")
    return FollowUp.objects.create(publication=publication, kind="privacy", due_at=START)


def test_a_follow_up_that_kills_its_worker_each_time_comes_to_an_end(
    world: World, follow_up: FollowUp, monkeypatch: pytest.MonkeyPatch
) -> None:
    def dies(*_: object) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr(followups, "_do", dies)
    for _ in range(10):
        follow_up.refresh_from_db()
        if follow_up.due_at is None:
            break
        world.time = (follow_up.due_at - START).total_seconds()
        with contextlib.suppress(ZeroDivisionError):
            followups.run(follow_up.pk)
    assert follow_up.due_at is None
    assert stand(follow_up.publication).warning


def test_waiting_for_a_token_s_renewal_uses_up_no_try_of_a_follow_up(
    world: World, follow_up: FollowUp, monkeypatch: pytest.MonkeyPatch
) -> None:
    def busy(*_: object, **__: object) -> None:
        raise connections.RefreshBusy(again_in=timedelta(seconds=5))

    monkeypatch.setattr(connections, "access", busy)
    followups.run(follow_up.pk)
    follow_up.refresh_from_db()
    assert (follow_up.tries, follow_up.due_at) == (0, clock.now() + followups.BUSY)
