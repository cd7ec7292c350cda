"""The verbs of people, each where it fits and where it does not."""

from datetime import timedelta

import pytest

from publisher import services
from publisher.models import Publication
from publisher.services import Found, NotPossible
from publisher.states import Cause, FailureReason, HoldReason, State
from tests.casts.youtube import OPTIONS
from tests.crash.scene import Scene
from tests.crash.world import START, World


def placed(publication: Publication, state: State, **facts: object) -> Publication:
    """The publication as it would stand in `state`."""
    timed = (State.WAITING, State.FAILED, State.PROCESSING, State.UNCONFIRMED)
    Publication.objects.filter(pk=publication.pk).update(**{"state": state, "due_at": START if state in timed else None, **facts})
    return Publication.objects.with_all().get(pk=publication.pk)


class TestPublish:
    def test_it_refuses_a_second_live_publication(self, scene: Scene, publication: Publication) -> None:
        with pytest.raises(NotPossible, match="on its way"):
            services.publish(publication.video, publication.connection, options=OPTIONS, by=scene.owner)

    def test_it_makes_another_once_the_first_is_cancelled(self, scene: Scene, publication: Publication) -> None:
        services.cancel(publication)
        assert services.publish(publication.video, publication.connection, options=OPTIONS, by=scene.owner).pk != publication.pk

    def test_publishing_again_is_a_wish_of_its_own(self, scene: Scene, publication: Publication) -> None:
        placed(publication, State.PUBLISHED, remote_id="v", deciding_since=START)
        with pytest.raises(NotPossible):
            services.publish(publication.video, publication.connection, options=OPTIONS, by=scene.owner)
        again = services.publish(publication.video, publication.connection, options=OPTIONS, by=scene.owner, again=True)
        assert again.edition == 2
        with pytest.raises(NotPossible):
            services.publish(publication.video, publication.connection, options=OPTIONS, by=scene.owner, again=True)

    def test_what_the_platform_would_refuse_is_not_made(self, scene: Scene, publication: Publication) -> None:
        services.cancel(publication)
        publication.video.title = "<b>"
        publication.video.save()
        with pytest.raises(services.WouldBeRefused) as refused:
            services.publish(publication.video, publication.connection, options=OPTIONS, by=scene.owner)
        assert refused.value.problems[0].fix
        assert Publication.objects.count() == 1

    def test_one_for_later_waits_for_its_time(self, scene: Scene, publication: Publication) -> None:
        services.cancel(publication)
        at = START + timedelta(hours=3)
        later = services.publish(publication.video, publication.connection, options=OPTIONS, by=scene.owner, at=at)
        assert (later.state, later.due_at, later.scheduled_at) == (State.WAITING, at, at)


class TestRetry:
    @pytest.mark.parametrize("state", [State.FAILED, State.PERMANENTLY_FAILED])
    def test_it_tries_again_now_and_keeps_the_count(self, publication: Publication, state: State) -> None:
        row = placed(publication, state, retry_count=3, error_message="It said no.", failure_reason="")
        services.retry(row)
        row.refresh_from_db()
        assert (row.state, row.due_at, row.cause, row.retry_count) == (State.WAITING, START, Cause.BY_HAND, 3)
        assert row.error_message == ""

    def test_a_second_click_changes_nothing(self, publication: Publication) -> None:
        one, other = placed(publication, State.FAILED), Publication.objects.with_all().get(pk=publication.pk)
        services.retry(one)
        assert services.retry(other) == services.ON_ITS_WAY
        assert Publication.objects.get(pk=publication.pk).state == State.WAITING

    def test_where_it_may_exist_it_only_looks(self, publication: Publication) -> None:
        row = placed(publication, State.ON_HOLD, hold_reason=HoldReason.RATE_LIMIT, held_at=START, deciding_since=START, deciding_attempt=1)
        assert "Looking" in services.retry(row)
        row.refresh_from_db()
        assert (row.state, row.deciding_since) == (State.UNCONFIRMED, START)

    def test_it_is_refused_while_the_account_needs_reconnecting(self, publication: Publication) -> None:
        publication.connection.problem = "reconnect"
        publication.connection.save()
        with pytest.raises(NotPossible, match="Reconnect"):
            services.retry(placed(publication, State.ON_HOLD, hold_reason=HoldReason.RECONNECT, held_at=START))

    @pytest.mark.parametrize("state", [State.PUBLISHED, State.CANCELLED, State.REMOVED])
    def test_there_is_nothing_to_retry_in_an_end(self, publication: Publication, state: State) -> None:
        with pytest.raises(NotPossible, match="nothing to retry"):
            services.retry(placed(publication, state, remote_id="v" if state == State.PUBLISHED else None))

    def test_it_is_refused_while_another_is_live(self, scene: Scene, publication: Publication) -> None:
        row = placed(publication, State.PERMANENTLY_FAILED)
        services.publish(row.video, row.connection, options=OPTIONS, by=scene.owner)
        with pytest.raises(NotPossible, match="already"):
            services.retry(row)


class TestReset:
    @pytest.mark.parametrize("reason", [FailureReason.EXHAUSTED, FailureReason.MARKED])
    def test_what_was_given_up_is_tried_at_the_next_slot_with_all_retries_ahead(self, publication: Publication, reason: str) -> None:
        row = placed(publication, State.PERMANENTLY_FAILED, failure_reason=reason, retry_count=5)
        services.reset(row)
        row.refresh_from_db()
        assert (row.state, row.retry_count, row.due_at) == (State.FAILED, 0, START)

    def test_what_was_refused_stays_until_it_is_edited(self, publication: Publication) -> None:
        row = placed(publication, State.PERMANENTLY_FAILED, failure_reason=FailureReason.REFUSED, retry_count=2)
        services.reset(row)
        row.refresh_from_db()
        assert (row.state, row.retry_count) == (State.PERMANENTLY_FAILED, 0)


class TestCancel:
    @pytest.mark.parametrize("state", [State.WAITING, State.FAILED, State.PERMANENTLY_FAILED])
    def test_it_ends_what_cannot_exist(self, publication: Publication, state: State) -> None:
        services.cancel(placed(publication, state))
        assert Publication.objects.get(pk=publication.pk).state == State.CANCELLED

    def test_it_asks_a_worker_to_stop(self, world: World, scene: Scene, publication: Publication) -> None:
        world.start(0, publication.pk)
        for _ in range(5):
            world.step(0)
        services.cancel(Publication.objects.with_all().get(pk=publication.pk))
        world.finish(0)
        assert Publication.objects.get(pk=publication.pk).state == State.CANCELLED
        assert scene.posts_of(publication.marker) == []

    @pytest.mark.parametrize("state", [State.PROCESSING, State.UNCONFIRMED])
    def test_it_is_too_late_once_it_may_exist(self, publication: Publication, state: State) -> None:
        with pytest.raises(NotPossible, match="too late"):
            services.cancel(placed(publication, state, deciding_since=START, deciding_attempt=1))


class TestMarkPermanent:
    def test_staff_may_give_up_on_it(self, publication: Publication) -> None:
        services.mark_permanent(placed(publication, State.FAILED))
        row = Publication.objects.get(pk=publication.pk)
        assert (row.state, row.failure_reason) == (State.PERMANENTLY_FAILED, FailureReason.MARKED)

    def test_nobody_closes_what_may_exist(self, publication: Publication) -> None:
        with pytest.raises(NotPossible, match="confirm"):
            services.mark_permanent(placed(publication, State.UNCONFIRMED, deciding_since=START))


class TestConfirm:
    def asked(self, publication: Publication, **facts: object) -> Publication:
        return placed(publication, State.UNCONFIRMED, **{"deciding_since": START, "deciding_attempt": 1, "due_at": None, **facts})

    def test_it_is_there(self, publication: Publication) -> None:
        services.confirm(self.asked(publication), Found(remote_id="v", url="https://example.org/v"))
        row = Publication.objects.get(pk=publication.pk)
        assert (row.state, row.remote_id) == (State.PUBLISHED, "v")

    def test_it_is_not_there_after_its_settle_time(self, world: World, publication: Publication) -> None:
        world.time = 3600
        services.confirm(self.asked(publication), None)
        row = Publication.objects.get(pk=publication.pk)
        assert (row.state, row.deciding_since) == (State.FAILED, None)

    def test_it_may_not_be_denied_while_it_may_still_appear(self, publication: Publication) -> None:
        with pytest.raises(NotPossible, match="may still appear"):
            services.confirm(self.asked(publication), None)

    def test_it_ends_the_lease_of_a_look(self, world: World, publication: Publication) -> None:
        row = self.asked(publication, lease_token="looking", leased_until=START + timedelta(minutes=1))
        services.confirm(row, Found(remote_id="v", url=""))
        assert Publication.objects.get(pk=publication.pk).lease_token is None

    def test_one_post_belongs_to_one_publication(self, world: World, scene: Scene, publication: Publication) -> None:
        scene.set(world, publications=2)
        first, second = (Publication.objects.with_all().get(pk=pk) for pk in scene.pks)
        services.confirm(self.asked(first), Found(remote_id="v", url=""))
        with pytest.raises(NotPossible, match="already"):
            services.confirm(self.asked(second), Found(remote_id="v", url=""))

    def test_nothing_is_asked_of_what_cannot_exist(self, publication: Publication) -> None:
        with pytest.raises(NotPossible, match="nothing to confirm"):
            services.confirm(publication, None)
