"""Changing a post that is there: told to the platform until it is so or cannot be, never by a second post, whatever breaks."""

from dataclasses import replace
from typing import Any

import pytest
from django_q.models import OrmQ

from platforms import clock
from platforms.models import Connection, Hold
from platforms.sandbox.youtube import Fault, Kind, Moment
from publisher import rounds, services
from publisher.models import Publication, Revision
from publisher.revising import run
from publisher.revising.wish import OF_WORDS, Standing
from publisher.services import NotPossible
from publisher.services.revising import DROPPED, INSTEAD, NOTHING, WILL_BE
from publisher.states import State
from tests.crash.scene import Scene
from tests.crash.world import World


@pytest.fixture
def published(world: World, scene: Scene, publication: Publication) -> Publication:
    for _ in range(3):
        world.run(publication.pk)
        world.time += 30
    publication.refresh_from_db()
    assert publication.state == State.PUBLISHED
    OrmQ.objects.all().delete()
    return publication


def revise(row: Publication, options: dict[str, Any] | None = None, **words: Any) -> str:
    row.refresh_from_db()
    said = replace(Standing.of(row, row.connection.platform, now=clock.now()).words, **words) if words else None
    return services.revise(row, words=said, options=options or {}, by=row.connection.user)


def newest() -> Revision:
    found = Revision.objects.last()
    assert found is not None
    return found


def wait_and_run(world: World, seconds: float = 0) -> Revision:
    world.time += seconds
    run.run(newest().pk)
    return newest()


def title_there(world: World) -> str:
    (video,) = world.stand_in.videos()
    return str(video.title)


def fail(world: World, **fault: Any) -> None:
    world.stand_in.arm(Fault(**{"kind": Kind.REFUSE, "at": Moment.CHANGE, "reason": "backendError", **fault}))


def test_a_wish_is_woken_told_and_becomes_what_the_publication_says(world: World, published: Publication) -> None:
    before = {**published.options}
    assert revise(published, {"privacy": "private"}, title="Low tide, at last") == WILL_BE
    assert [task.func() for task in OrmQ.objects.all()] == ["publisher.tasks.revise"]
    made = wait_and_run(world)
    published.refresh_from_db()
    assert (made.done_at is not None, made.due_at, made.named) == (True, None, ["privacy", "title"])
    assert (published.state, published.title, published.options) == ("published", "Low tide, at last", {**before, "privacy": "private"})
    assert title_there(world) == "Low tide, at last"
    assert world.stand_in.violations() == []


def test_one_that_is_made_is_not_told_again(world: World, published: Publication) -> None:
    revise(published, title="Once")
    wait_and_run(world)
    asked = world.network.exchanges
    wait_and_run(world, 100_000)
    assert world.network.exchanges == asked


def test_a_wake_up_that_is_lost_costs_a_round(world: World, published: Publication) -> None:
    revise(published, title="Once")
    OrmQ.objects.all().delete()
    rounds.run_round()
    assert "publisher.tasks.revise" in [task.func() for task in OrmQ.objects.all()]


def test_a_worker_that_dies_after_it_told_the_platform_is_followed_by_another(
    world: World, published: Publication, monkeypatch: pytest.MonkeyPatch
) -> None:
    revise(published, title="Told, and then killed")
    with monkeypatch.context() as patch:
        patch.setattr(run, "_settle", lambda *_, **__: None)
        assert wait_and_run(world).done_at is None
    assert title_there(world) == "Told, and then killed"
    assert wait_and_run(world).done_at is None  # still claimed
    assert wait_and_run(world, 601).done_at is not None
    published.refresh_from_db()
    assert (published.title, len(world.stand_in.videos())) == ("Told, and then killed", 1)


def test_trouble_that_passes_is_met_again_five_times_and_then_told(world: World, published: Publication) -> None:
    revise(published, title="Later")
    fail(world, times=1000)
    waits = []
    for _ in range(4):
        tried = wait_and_run(world)
        assert tried.due_at is not None
        waits.append(round((tried.due_at - clock.now()).total_seconds()))
        world.time += waits[-1]
    assert waits == [300, 3600, 14400, 86400]
    given_up = wait_and_run(world)
    assert (given_up.given_up_at is not None, given_up.due_at, given_up.error_code) == (True, None, "platform_down")
    published.refresh_from_db()
    assert (published.state, published.title) == ("published", "Play 0")
    world.stand_in.heal()
    assert services.revise_again(published, by=None) == WILL_BE
    assert wait_and_run(world).done_at is not None
    assert title_there(world) == "Later"


def test_limits_are_waited_for_and_use_no_try(world: World, published: Publication) -> None:
    revise(published, title="Later")
    fail(world, reason="quotaExceeded")
    tried = wait_and_run(world)
    assert (tried.tries, tried.error_code, tried.is_open) == (0, "quota_used_up", True)
    assert tried.due_at is not None
    assert wait_and_run(world, (tried.due_at - clock.now()).total_seconds()).done_at is not None


def test_without_leave_it_waits_for_the_account_to_be_connected_again(world: World, published: Publication) -> None:
    revise(published, title="Later")
    world.stand_in.revoke(published.connection.name)
    waits = wait_and_run(world)
    assert (waits.due_at, waits.is_open, waits.error_kind) == (None, True, "unauthorized")
    assert not Revision.objects.due(clock.now()).exists()
    row = Connection.objects.get()
    assert row.needs_reconnect
    grant = world.cast.grant()
    row.extra_data = {"access_token": grant.access_token, "refresh_token": grant.refresh_token}
    row.problem_code = row.problem = row.problem_message = ""
    row.token_version += 1
    row.save()
    rounds.run_round()
    assert wait_and_run(world).done_at is not None


def test_what_is_refused_is_given_up_at_once_with_its_reason(world: World, published: Publication) -> None:
    revise(published, title="Never")
    fail(world, reason="invalidTitle")
    told = wait_and_run(world)
    assert (told.given_up_at is not None, told.error_code, told.may_have_changed_it) == (True, "title_refused", False)
    published.refresh_from_db()
    assert (published.state, published.title) == ("published", "Play 0")


def test_what_was_deleted_there_is_told_and_nothing_is_posted(world: World, published: Publication) -> None:
    revise(published, title="Never")
    world.stand_in.world.videos.delete(world.stand_in.videos()[0])
    assert wait_and_run(world).error_code == "deleted_there"
    assert len(world.stand_in.videos()) == 1


def test_while_its_platform_is_held_nothing_is_asked(world: World, published: Publication) -> None:
    revise(published, title="Later")
    connection = published.connection
    place = {"platform": connection.provider, "realm": connection.realm, "connection": None}
    hold = Hold.objects.place("paused", **place, until=None, now=clock.now())
    asked = world.network.exchanges
    held = wait_and_run(world)
    assert (held.began_at, held.error_kind, world.network.exchanges) == (None, "held", asked)
    Hold.objects.lift(hold, by=connection.user, now=clock.now())
    assert wait_and_run(world, 900).done_at is not None


# -- one wish after another ------------------------------------------------------------------------------------------


def test_a_newer_wish_takes_the_place_of_one_that_waits(world: World, published: Publication) -> None:
    assert revise(published, title="First") == WILL_BE
    assert revise(published, title="Second") == INSTEAD
    assert revise(published, title="Second") == services.ON_ITS_WAY
    assert Revision.objects.count() == 1
    wait_and_run(world)
    assert title_there(world) == "Second"


def test_what_is_so_already_is_no_wish_and_taking_it_back_drops_it(world: World, published: Publication) -> None:
    assert revise(published, title=published.title) == NOTHING
    revise(published, title="First")
    assert revise(published, title="Play 0") == DROPPED
    assert not Revision.objects.exists()


def test_a_wish_that_comes_while_another_is_told_is_made_after_it(
    world: World, published: Publication, monkeypatch: pytest.MonkeyPatch
) -> None:
    revise(published, title="First")
    told = run._told

    def meanwhile(revision: Revision) -> Any:
        done = told(revision)
        # Back to the old title: it differs from what is told just now, and not from what the publication says so far.
        revise(published, title="Play 0", description="And other words.")
        return done

    with monkeypatch.context() as patch:
        patch.setattr(run, "_told", meanwhile)
        between = wait_and_run(world)
    assert (between.is_open, set(between.named) <= set(OF_WORDS), title_there(world)) == (True, True, "First")
    assert wait_and_run(world).done_at is not None
    published.refresh_from_db()
    assert (published.title, published.description, title_there(world)) == ("Play 0", "And other words.", "Play 0")


def test_after_a_try_whose_answer_was_lost_taking_it_back_is_told_too(world: World, published: Publication) -> None:
    revise(published, title="Perhaps there")
    fail(world, kind=Kind.LOSE)
    assert wait_and_run(world).may_have_changed_it
    assert title_there(world) == "Perhaps there"
    assert revise(published, title="Play 0") == INSTEAD
    assert wait_and_run(world).done_at is not None
    assert title_there(world) == "Play 0"


def test_two_presses_at_once_make_one(published: Publication, monkeypatch: pytest.MonkeyPatch) -> None:
    revise(published, title="First")
    last = newest()
    Revision.objects.update(wish=2)
    with pytest.raises(NotPossible):
        services.revising._keep(published, last, {"title": "Second"}, by=None, now=clock.now())
    with pytest.raises(NotPossible):
        services.revising._keep(published, None, {"title": "Second", "named": ["title"]}, by=None, now=clock.now())
    assert Revision.objects.get().title == "First"


def test_it_is_never_claimed_for_sending(world: World, published: Publication) -> None:
    revise(published, title="Other words")
    for _ in range(3):
        rounds.run_round()
        world.run(published.pk)
        wait_and_run(world, 60)
    assert len(world.stand_in.videos()) == 1
    assert published.attempts.count() == Publication.objects.get().attempts.count()
