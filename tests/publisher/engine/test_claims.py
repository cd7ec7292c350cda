"""One claim for everyone: whoever knocks, and however often, one of them works."""

from datetime import timedelta
from pathlib import Path

import pytest
from django.db import IntegrityError, transaction

from platforms.models import Connection, Hold
from publisher import rounds, sweep
from publisher.claims import claim
from publisher.models import LEASE, Publication
from publisher.states import Cause, HoldReason, State
from tests.crash.scene import Scene
from tests.crash.world import START, World
from tests.threads import in_threads, on_a_database_for_threads


def take(pk: int) -> object:
    return claim(pk, stopping=lambda: False)


def test_a_second_knock_finds_it_taken(publication: Publication) -> None:
    assert take(publication.pk) is not None
    assert take(publication.pk) is None
    assert publication.attempts.count() == 1


def test_many_that_knock_at_once_make_one_attempt(publication: Publication, tmp_path: Path) -> None:
    with on_a_database_for_threads(tmp_path):
        taken = in_threads(6, lambda: take(publication.pk) is not None)
        assert taken.count(True) == 1
        assert in_threads(1, publication.attempts.count) == [1]


def test_what_is_not_due_is_left_alone(world: World, publication: Publication) -> None:
    Publication.objects.filter(pk=publication.pk).update(due_at=START + timedelta(minutes=1))
    assert take(publication.pk) is None
    world.time = 61
    assert take(publication.pk) is not None


def test_a_held_account_puts_it_on_hold_without_an_attempt(publication: Publication) -> None:
    until = START + timedelta(hours=1)
    place = {"platform": "youtube", "realm": publication.connection.realm, "until": until, "now": START}
    Hold.objects.place(Hold.Reason.RATE_LIMIT, connection=publication.connection, message="Too fast.", **place)
    assert take(publication.pk) is None
    publication.refresh_from_db()
    assert (publication.state, publication.hold_reason, publication.due_at) == (State.ON_HOLD, HoldReason.RATE_LIMIT, until)
    assert publication.attempts.count() == 0


def test_a_hold_says_its_own_reason_and_not_what_went_wrong_before(publication: Publication) -> None:
    Publication.objects.filter(pk=publication.pk).update(
        error_code="busy", error_message="It was busy.", error_fix="Wait.", error_detail="409", error_request_id="r1"
    )
    Connection.objects.filter(pk=publication.connection_id).update(problem="reconnect", problem_message="The leave has ended.")
    assert take(publication.pk) is None
    publication.refresh_from_db()
    assert (publication.hold_reason, publication.error_message) == (HoldReason.RECONNECT, "The leave has ended.")
    assert [publication.error_code, publication.error_fix, publication.error_detail, publication.error_request_id] == ["", "", "", ""]


def test_an_upload_allowance_that_is_used_up_does_not_keep_us_from_looking(publication: Publication) -> None:
    Publication.objects.filter(pk=publication.pk).update(state=State.UNCONFIRMED, deciding_since=START, deciding_attempt=1)
    place = {"platform": "youtube", "realm": publication.connection.realm, "until": None, "now": START}
    Hold.objects.place(Hold.Reason.QUOTA, connection=None, **place)
    assert take(publication.pk) is not None


def test_a_lifted_hold_lets_it_go_on_in_the_next_round(scene: Scene, publication: Publication) -> None:
    place = {"platform": "youtube", "realm": publication.connection.realm, "until": None, "now": START}
    hold = Hold.objects.place(Hold.Reason.MISCONFIGURED, connection=None, **place)
    take(publication.pk)
    rounds.run_round()
    assert Publication.objects.get(pk=publication.pk).state == State.ON_HOLD
    Hold.objects.lift(hold, by=scene.owner, now=START)
    rounds.run_round()
    assert Publication.objects.get(pk=publication.pk).state == State.WAITING


def test_a_disconnected_account_holds_until_it_is_connected_again(publication: Publication) -> None:
    Connection.objects.update(disconnected_at=START, sealed_tokens="")
    assert take(publication.pk) is None
    publication.refresh_from_db()
    assert (publication.state, publication.hold_reason) == (State.ON_HOLD, HoldReason.RECONNECT)


def test_a_lane_takes_one_at_a_time_and_the_other_comes_again(world: World, scene: Scene, monkeypatch: pytest.MonkeyPatch) -> None:
    scene.set(world, publications=2)
    monkeypatch.setattr("platforms.youtube.adapter.YouTube.exclusive", True)
    first, second = scene.pks
    assert take(first) is not None
    assert take(second) is None
    waits = Publication.objects.get(pk=second)
    assert (waits.state, waits.due_at) == (State.WAITING, START + timedelta(seconds=30))


def test_a_stalled_send_resumes_where_nothing_can_exist_and_is_looked_for_where_something_may(world: World, scene: Scene) -> None:
    scene.set(world, publications=2)
    sending, deciding = scene.pks
    take(sending), take(deciding)
    Publication.objects.filter(pk=deciding).update(deciding_since=START, deciding_attempt=1)
    world.time = LEASE.total_seconds() + 1
    rounds.run_round()
    assert Publication.objects.get(pk=sending).state == State.WAITING
    assert Publication.objects.get(pk=deciding).state == State.UNCONFIRMED
    assert set(Publication.objects.get(pk=sending).attempts.values_list("outcome", flat=True)) == {"crashed"}


def test_a_lease_that_a_clock_set_back_left_far_ahead_is_stalled_too(world: World, publication: Publication) -> None:
    take(publication.pk)
    Publication.objects.filter(pk=publication.pk).update(leased_until=START + timedelta(days=1))
    rounds.run_round()
    assert Publication.objects.get(pk=publication.pk).state == State.WAITING


def test_what_a_dead_process_of_this_machine_left_is_rescued_at_once(publication: Publication, monkeypatch: pytest.MonkeyPatch) -> None:
    take(publication.pk)
    monkeypatch.setattr(rounds, "is_dead", lambda identity: True)
    rounds.run_round()
    assert Publication.objects.get(pk=publication.pk).state == State.WAITING


def test_what_kills_its_worker_again_and_again_ends_with_staff(world: World, publication: Publication) -> None:
    for deaths in range(1, 5):
        assert take(publication.pk) is not None
        Publication.objects.update(rescues=deaths)
        world.time += LEASE.total_seconds() + 1
        rounds.run_round()
    publication.refresh_from_db()
    assert (publication.state, publication.hold_reason) == (State.ON_HOLD, HoldReason.CRASHED)


def test_a_cancel_while_it_stalled_wins(world: World, publication: Publication) -> None:
    take(publication.pk)
    Publication.objects.update(cancel_requested_at=START)
    world.time = LEASE.total_seconds() + 1
    rounds.run_round()
    assert Publication.objects.get(pk=publication.pk).state == State.CANCELLED


@pytest.mark.parametrize(
    "broken",
    [
        {"state": State.WAITING, "deciding_since": START},
        {"state": State.FAILED, "deciding_since": START},
        {"state": State.CANCELLED, "deciding_since": START, "due_at": None},
        {"state": State.WAITING, "remote_id": "v"},
        {"state": State.PUBLISHED, "due_at": None},
        {"state": State.PUBLISHING, "due_at": None},
        {"state": State.UNCONFIRMED},
        {"state": State.WAITING, "due_at": None},
        {"state": State.ON_HOLD},
        {"lease_token": "t"},
    ],
)
def test_the_database_itself_refuses_what_must_never_be(publication: Publication, broken: dict[str, object]) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        Publication.objects.filter(pk=publication.pk).update(**broken)


def test_a_retry_by_sweep_is_told_from_a_first_try(publication: Publication) -> None:
    Publication.objects.update(state=State.FAILED, due_at=START)
    sweep.sweep_slot(START)
    publication.refresh_from_db()
    assert (publication.state, publication.cause, publication.last_retried_at) == (State.WAITING, Cause.AUTOMATIC, START)
