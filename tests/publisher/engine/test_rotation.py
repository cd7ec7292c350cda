"""Under transfers: a token that dies with its renewal is renewed ahead of its end only where nothing is being sent."""

from datetime import timedelta

import pytest

from platforms import connections
from platforms.models import Connection
from platforms.youtube.oauth import YouTubeOAuth
from publisher import services, tasks
from publisher.models import Publication
from publisher.offers import offered
from publisher.states import State
from tests.casts.youtube import OPTIONS
from tests.crash.scene import Scene
from tests.crash.world import START, World

MINUTE = timedelta(minutes=1)


@pytest.fixture(autouse=True)
def rotating(monkeypatch: pytest.MonkeyPatch) -> None:
    """Here the platform at hand is one whose tokens rotate."""
    monkeypatch.setattr(YouTubeOAuth, "rotates_refresh_tokens", True)
    monkeypatch.setattr(YouTubeOAuth, "refresh_ends_access", True)


@pytest.fixture
def other(scene: Scene) -> Publication:
    """A second publication to the same account."""
    return services.publish(scene._assets[1].video, scene.connection, options=OPTIONS, by=scene.owner)


def until_half_sent(world: World, publication: Publication) -> None:
    world.start(0, publication.pk)
    while Publication.objects.get(pk=publication.pk).bytes_sent == 0:
        world.step(0)


def end_soon() -> None:
    Connection.objects.update(token_expires_at=START + 5 * MINUTE)


def version() -> int:
    return Connection.objects.get().token_version


def renewals(world: World) -> int:
    return sum(1 for one in world.stand_in.requests() if "/token" in one.address)


def sessions_begun(world: World) -> int:
    return sum(1 for one in world.stand_in.requests() if one.method == "POST" and "/upload/" in one.address)


def test_a_transfer_whose_token_another_worker_renewed_goes_on_in_the_same_session(
    world: World, scene: Scene, publication: Publication
) -> None:
    until_half_sent(world, publication)
    world.stand_in.expire_access_tokens()
    connections.access(scene.connection, refused_version=1)
    world.finish(0)
    publication.refresh_from_db()
    assert publication.state == State.PROCESSING
    assert (publication.attempts.count(), sessions_begun(world), renewals(world), version()) == (1, 1, 1, 2)
    assert world.stand_in.violations() == []


def test_a_token_that_ends_soon_is_renewed_before_anything_is_sent(world: World, publication: Publication) -> None:
    end_soon()
    world.run(publication.pk)
    assert (renewals(world), version()) == (1, 2)


def test_while_another_is_being_sent_it_is_used_until_its_end(world: World, publication: Publication, other: Publication) -> None:
    until_half_sent(world, publication)
    end_soon()
    world.run(other.pk)
    assert Publication.objects.get(pk=other.pk).state == State.PROCESSING
    assert (renewals(world), version()) == (0, 1)
    world.finish(0)
    assert Publication.objects.get(pk=publication.pk).state == State.PROCESSING


def test_forms_tests_and_follow_ups_never_renew_it_early(world: World, scene: Scene, publication: Publication) -> None:
    until_half_sent(world, publication)
    end_soon()
    offered(scene.connection)
    tasks.record_findings(scene.connection.pk)
    connections.access(scene.connection)
    assert (renewals(world), version()) == (0, 1)


def test_the_daily_test_keeps_a_leave_alive_unless_something_is_being_sent(world: World, scene: Scene, publication: Publication) -> None:
    until_half_sent(world, publication)
    Connection.objects.update(leave_began_at=START - timedelta(days=8), leave_ends_at=START + timedelta(days=6))
    tasks.record_findings(scene.connection.pk)
    assert version() == 1
    world.finish(0)
    tasks.record_findings(scene.connection.pk)
    assert version() == 2


def test_a_stop_in_the_middle_of_a_renewal_waits_for_it_and_hands_over(world: World, publication: Publication) -> None:
    Connection.objects.update(token_expires_at=START)
    world.start(0, publication.pk)
    while world.boundaries[-1] != "connect":
        world.step(0)
    world.stopping = True
    world.finish(0)
    row = Publication.objects.get(pk=publication.pk)
    assert (row.state, row.retry_count, version()) == (State.WAITING, 0, 2)
    assert Connection.objects.get().refreshing_until is None


def test_a_lease_is_kept_through_a_slow_renewal_even_of_a_worker_that_stops(world: World, publication: Publication) -> None:
    Connection.objects.update(token_expires_at=START)
    world.start(0, publication.pk)
    while world.boundaries[-1] != "connect":
        world.step(0)
    world.stopping = True
    world.time += 30
    while Publication.objects.get(pk=publication.pk).leased_until == START + timedelta(seconds=60):
        world.step(0)
    assert Publication.objects.get(pk=publication.pk).leased_until == START + timedelta(seconds=90)
    world.finish(0)
