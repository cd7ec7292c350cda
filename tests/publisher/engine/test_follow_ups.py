"""What remains once a post exists: done once, tried again, and never able to undo the post."""

import pytest
from django_q.models import OrmQ

from platforms.sandbox.youtube import Fault, Kind, Moment
from publisher import followups, rounds
from publisher.models import FollowUp, Publication
from publisher.states import State
from tests.crash.scene import Scene
from tests.crash.world import World


@pytest.fixture
def published(world: World, scene: Scene, publication: Publication) -> Publication:
    Publication.objects.update(options={**publication.options, "privacy": "public"})
    for _ in range(3):
        world.run(publication.pk)
        world.time += 30
        rounds.run_round()
    publication.refresh_from_db()
    assert publication.state == State.PUBLISHED
    return publication


def test_they_are_planned_and_woken_in_the_commit_that_publishes(published: Publication) -> None:
    assert list(published.follow_ups.values_list("kind", flat=True)) == ["privacy"]
    assert [task.func() for task in OrmQ.objects.all()].count("publisher.tasks.follow_up") >= 1


def test_one_is_done_once(world: World, published: Publication) -> None:
    (privacy,) = published.follow_ups.all()
    followups.run(privacy.pk)
    asked = world.network.exchanges
    followups.run(privacy.pk)
    assert world.network.exchanges == asked
    privacy.refresh_from_db()
    assert privacy.done_at is not None


def test_a_video_that_is_more_private_than_asked_for_carries_a_warning(world: World, scene: Scene, publication: Publication) -> None:
    world.stand_in.set(privacy_forced="private")
    Publication.objects.update(options={**publication.options, "privacy": "public"})
    for _ in range(3):
        world.run(publication.pk)
        world.time += 30
    for privacy in FollowUp.objects.all():
        followups.run(privacy.pk)
    publication.refresh_from_db()
    assert publication.state == State.PUBLISHED
    assert "You asked for" in publication.warning


def test_one_that_fails_is_tried_again_and_ends_in_a_warning(world: World, published: Publication) -> None:
    (privacy,) = published.follow_ups.all()
    world.stand_in.arm(Fault(kind=Kind.REFUSE, at=Moment.READ, reason="backendError", times=1000))
    for _ in range(5):
        followups.run(privacy.pk)
        privacy.refresh_from_db()
        world.time += 100_000
    published.refresh_from_db()
    assert privacy.due_at is None
    assert published.state == State.PUBLISHED
    assert "The post itself is there" in published.warning


def test_playlists_are_seen_to_and_one_that_is_gone_loses_nothing(world: World, publication: Publication) -> None:
    own = world.stand_in.world.playlists.of_channel(world.stand_in.world.channels.get("Atelier Nord").id)
    Publication.objects.update(options={**publication.options, "playlists": ["PLgone", own[0].id]})
    for _ in range(3):
        world.run(publication.pk)
        world.time += 30
    for follow_up in FollowUp.objects.all():
        followups.run(follow_up.pk)
        followups.run(follow_up.pk)
    publication.refresh_from_db()
    assert publication.state == State.PUBLISHED
    assert "not in every playlist. A playlist that was chosen is not on YouTube any more." in publication.warning
    assert publication.follow_ups.get(kind="playlists").done_at is not None
    (video,) = world.stand_in.videos()
    assert [playlist.id for playlist in world.stand_in.world.playlists.holding(video.id)] == [own[0].id]
    assert world.stand_in.violations() == []
