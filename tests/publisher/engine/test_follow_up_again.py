"""A follow-up that was refused is tried again alone, by a person: the post is neither sent again nor touched."""

import pytest
from django_q.models import OrmQ

from platforms.sandbox.youtube import Fault, Kind, Moment
from publisher import followups, rounds, services
from publisher.models import FollowUp, Publication
from publisher.services import NotPossible
from publisher.states import State
from tests.crash.scene import Scene
from tests.crash.world import World
from tests.videos.test_image import picture
from videos import covers
from videos.image import taken_in
from videos.models import Cover


@pytest.fixture
def row(world: World, scene: Scene, publication: Publication) -> Publication:
    """Published, with a picture of its owner's own that is to follow."""
    publication.cover = choose("teal", publication, world)
    publication.options = {**publication.options, "thumbnail": True, "privacy": "public"}
    publication.save()
    for _ in range(3):
        world.run(publication.pk)
        world.time += 30
        rounds.run_round()
    publication.refresh_from_db()
    assert publication.state == State.PUBLISHED
    return Publication.objects.with_all().get(pk=publication.pk)


def choose(colour: str, publication: Publication, world: World) -> Cover:
    return covers.choose_picture(publication.video, taken_in(picture(size=(1280, 720), colour=colour)), now=world.now())


def refuse(world: World, times: int = 1000) -> None:
    world.stand_in.arm(Fault(kind=Kind.REFUSE, at=Moment.THUMBNAIL, reason="forbiddenThumbnail", times=times))


def thumbnail(row: Publication) -> FollowUp:
    return FollowUp.objects.select_related("publication__connection", "publication__video").get(publication=row, kind="thumbnail")


def follow(row: Publication) -> FollowUp:
    followups.run(thumbnail(row).pk)
    row.refresh_from_db()
    return thumbnail(row)


def uploads(world: World) -> int:
    return len(world.stand_in.videos())


def test_a_refusal_stops_it_at_once_and_tells_what_mends_it(world: World, row: Publication) -> None:
    refuse(world)
    told = follow(row)
    assert (told.has_stopped, told.error_code) == (True, "thumbnail_forbidden")
    assert "youtube.com/verify" in told.error_fix
    assert row.state == State.PUBLISHED
    assert "The post itself is there" in row.warning
    assert not FollowUp.objects.due(world.now()).filter(pk=told.pk).exists()


def test_it_is_tried_again_alone_and_the_post_is_untouched(world: World, row: Publication) -> None:
    refuse(world, times=1)
    follow(row)
    before = {field: getattr(row, field) for field in ("state", "remote_id", "completed_at", "bytes_sent", "title")}
    attempts = row.attempts.count()
    assert "stays as it is" in services.retry_follow_up(thumbnail(row))
    row.refresh_from_db()
    assert row.warning == ""
    assert follow(row).done_at is not None
    assert {field: getattr(row, field) for field in before} == before
    assert (uploads(world), row.attempts.count(), row.warning) == (1, attempts, "")
    shown = world.stand_in.videos()[0].thumbnail
    assert shown is not None
    assert world.stand_in.violations() == []


def test_refused_again_it_stops_again_and_is_told_once(world: World, row: Publication) -> None:
    refuse(world)
    follow(row)
    services.retry_follow_up(thumbnail(row))
    assert follow(row).has_stopped
    assert row.warning.count("The post itself is there") == 1


def test_pressed_twice_it_is_done_once(world: World, row: Publication) -> None:
    refuse(world, times=1)
    follow(row)
    OrmQ.objects.all().delete()
    stopped = thumbnail(row)
    services.retry_follow_up(stopped)
    assert services.retry_follow_up(stopped) == services.ON_ITS_WAY
    assert OrmQ.objects.count() == 1
    follow(row)
    asked = world.network.exchanges
    follow(row)
    assert world.network.exchanges == asked


def test_one_that_is_being_done_or_is_done_is_left_alone(world: World, row: Publication) -> None:
    FollowUp.objects.filter(pk=thumbnail(row).pk).update(due_at=world.now() + followups.CLAIM_FOR, tries=1)
    assert services.retry_follow_up(thumbnail(row)) == services.ON_ITS_WAY
    FollowUp.objects.filter(pk=thumbnail(row).pk).update(due_at=None, done_at=world.now())
    assert services.retry_follow_up(thumbnail(row)) == services.ON_ITS_WAY


def test_what_waits_for_hours_may_be_tried_now(world: World, row: Publication) -> None:
    world.stand_in.arm(Fault(kind=Kind.REFUSE, at=Moment.THUMBNAIL, reason="uploadRateLimitExceeded"))
    assert not follow(row).has_stopped
    assert services.retry_follow_up(thumbnail(row)) != services.ON_ITS_WAY
    assert follow(row).done_at is not None


def test_without_a_post_there_is_nothing_to_try(world: World, row: Publication) -> None:
    refuse(world)
    follow(row)
    Publication.objects.filter(pk=row.pk).update(state=State.REMOVED)
    with pytest.raises(NotPossible) as refusal:
        services.retry_follow_up(thumbnail(row))
    assert refusal.value.code == "not_published"


def test_a_cover_that_was_changed_meanwhile_is_sent_only_where_its_owner_says_so(world: World, row: Publication) -> None:
    refuse(world, times=1)
    follow(row)
    first = row.cover
    second = choose("red", row, world)
    services.retry_follow_up(thumbnail(row))
    follow(row)
    sent = world.stand_in.videos()[0].thumbnail
    assert row.cover == first
    assert sent is not None
    assert "goes to YouTube" in services.send_picture(Publication.objects.with_all().get(pk=row.pk))
    follow(row)
    assert (row.cover, thumbnail(row).done_at is not None, uploads(world)) == (second, True, 1)
    again = world.stand_in.videos()[0].thumbnail
    assert again is not None
    assert again.sha256 != sent.sha256


def test_a_picture_can_be_sent_where_none_was_asked_for(world: World, row: Publication) -> None:
    FollowUp.objects.filter(pk=thumbnail(row).pk).delete()
    services.send_picture(row)
    assert follow(row).done_at is not None


def test_no_other_picture_is_sent_while_one_is_on_its_way(world: World, row: Publication) -> None:
    FollowUp.objects.filter(pk=thumbnail(row).pk).update(due_at=world.now() + followups.CLAIM_FOR, tries=1)
    with pytest.raises(NotPossible) as refusal:
        services.send_picture(row)
    assert refusal.value.code == "being_sent"
