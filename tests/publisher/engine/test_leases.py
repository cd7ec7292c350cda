"""The lease: renewed while work goes on, fenced by its token, and let go of when it cannot be kept."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.db import OperationalError

from platforms.contract import Checkpoint
from platforms.errors import Cancelled, HandOver, LeaseLost
from publisher.claims import claim
from publisher.lease import Lease
from publisher.models import LEASE, Publication
from publisher.states import State
from tests.crash.world import START, World


@pytest.fixture
def lease(world: World, publication: Publication) -> Lease:
    taken = claim(publication.pk, stopping=lambda: world.stopping)
    assert taken is not None
    return taken


def held_until(publication: Publication) -> object:
    return Publication.objects.get(pk=publication.pk).leased_until


def test_it_is_renewed_at_most_each_ten_seconds(world: World, publication: Publication, lease: Lease) -> None:
    world.time = 9
    lease.beat()
    assert held_until(publication) == START + LEASE
    world.time = 11
    lease.beat()
    assert held_until(publication) == START + LEASE + timedelta(seconds=11)


def test_a_checkpoint_is_on_disk_and_renews_it(world: World, publication: Publication, lease: Lease) -> None:
    world.time = 30
    assert lease.commit(Checkpoint(progress={"session": "kept"}, sent=7)) is None
    row = Publication.objects.get(pk=publication.pk)
    assert (row.progress, row.bytes_sent, row.leased_until) == ({"session": "kept"}, 7, START + LEASE + timedelta(seconds=30))


def test_a_deciding_checkpoint_answers_until_when_its_request_may_start(world: World, publication: Publication, lease: Lease) -> None:
    world.time = 30
    assert lease.commit(Checkpoint(progress={}, sent=7, deciding=True)) == 35
    assert Publication.objects.get(pk=publication.pk).deciding_since == START + timedelta(seconds=30)


def test_whoever_lost_it_writes_nothing_any_more(publication: Publication, lease: Lease) -> None:
    Publication.objects.update(lease_token="somebody-else")
    with pytest.raises(LeaseLost):
        lease.commit(Checkpoint(progress={"session": "lost"}, sent=7))
    assert Publication.objects.get(pk=publication.pk).bytes_sent == 0


def test_a_cancel_stops_the_next_checkpoint_the_deciding_one_included(publication: Publication, lease: Lease) -> None:
    Publication.objects.update(cancel_requested_at=START)
    with pytest.raises(Cancelled):
        lease.commit(Checkpoint(progress={}, sent=7, deciding=True))
    assert Publication.objects.get(pk=publication.pk).deciding_since is None


def test_a_stop_hands_over_only_while_nothing_can_exist(world: World, lease: Lease) -> None:
    world.stopping = True
    with pytest.raises(HandOver):
        lease.beat()
    lease.commit(Checkpoint(progress={}, sent=7, deciding=True))
    lease.beat()
    assert not lease.should_hand_over()


def unreachable(*_: object) -> int:
    raise OperationalError("the database went away")


def failing(times: int, then: Callable[..., int]) -> Callable[..., int]:
    left = [unreachable] * times
    return lambda *facts: (left.pop() if left else then)(*facts)


def test_a_database_that_comes_back_does_not_cost_the_upload(
    world: World, publication: Publication, lease: Lease, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(lease, "_swap", failing(5, lease._swap))
    lease.commit(Checkpoint(progress={"session": "kept"}, sent=7))
    assert Publication.objects.get(pk=publication.pk).bytes_sent == 7


def test_a_worker_that_cannot_renew_stops_before_its_lease_ends(world: World, lease: Lease, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lease, "_swap", unreachable)
    world.time = 40
    lease.beat()
    world.time = 51
    with pytest.raises(LeaseLost):
        lease.beat()


def test_once_the_deciding_request_left_its_answer_is_waited_for(world: World, lease: Lease, monkeypatch: pytest.MonkeyPatch) -> None:
    lease.commit(Checkpoint(progress={}, sent=7, deciding=True))
    monkeypatch.setattr(lease, "_swap", unreachable)
    world.time = 500
    lease.beat()


def test_proof_that_comes_late_is_taken(world: World, publication: Publication) -> None:
    world.start(0, publication.pk)
    while not Publication.objects.get(pk=publication.pk).may_exist:
        world.step(0)
    while world.boundaries[-1] != "answered":
        world.step(0)
    Publication.objects.update(state=State.UNCONFIRMED, lease_token=None, leased_until=None, due_at=START)
    world.finish(0)
    row = Publication.objects.get(pk=publication.pk)
    assert row.state == State.PROCESSING
    assert row.remote_id
