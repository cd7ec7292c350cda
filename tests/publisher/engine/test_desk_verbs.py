"""The verbs of the staff's desk and of the second thought: hold, resume, edit and retry."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.contrib.auth.models import User
from django_q.models import OrmQ

from platforms.contract import Words
from platforms.models import Hold
from publisher import services
from publisher.models import Publication
from publisher.services import NotPossible
from publisher.states import Cause, FailureReason, HoldReason, State
from tests.casts.youtube import OPTIONS
from tests.crash.world import START, World
from tests.publisher.engine.test_verbs import placed

NEW_WORDS = Words(title="A better title", description="Said anew.", tags=("clay",))


class TestHold:
    @pytest.mark.parametrize("state", [State.WAITING, State.FAILED])
    def test_what_staff_hold_is_not_sent_and_says_why(self, world: World, publication: Publication, sam: User, state: State) -> None:
        services.hold(placed(publication, state), by=sam, why="The rights are being checked.")
        world.run(publication.pk)
        row = placed_now(publication)
        assert (row.state, row.hold_reason, row.hold_note, row.is_held_by_staff) == (
            State.ON_HOLD,
            HoldReason.BY_HAND,
            "The rights are being checked.",
            True,
        )

    def test_its_owner_cannot_let_it_go_on_but_cancel_it(self, publication: Publication, sam: User) -> None:
        services.hold(publication, by=sam, why="The rights are being checked.")
        with pytest.raises(NotPossible, match="The rights are being checked"):
            services.retry(placed_now(publication))
        services.cancel(placed_now(publication))
        assert placed_now(publication).state == State.CANCELLED

    def test_what_its_owner_holds_they_let_go_on(self, publication: Publication) -> None:
        services.hold(publication, by=publication.connection.user, why="")
        services.retry(placed_now(publication))
        assert placed_now(publication).state == State.WAITING

    def test_it_is_refused_once_a_post_may_exist(self, publication: Publication, sam: User) -> None:
        row = placed(publication, State.UNCONFIRMED, deciding_since=START, deciding_attempt=1)
        with pytest.raises(NotPossible, match="only looked at"):
            services.hold(row, by=sam, why="")

    def test_it_is_refused_while_it_is_sent(self, world: World, publication: Publication, sam: User) -> None:
        world.start(0, publication.pk)
        for _ in range(5):
            world.step(0)
        with pytest.raises(NotPossible, match="cannot be held"):
            services.hold(placed_now(publication), by=sam, why="")
        world.finish(0)

    def test_nothing_of_the_hold_is_left_once_it_is_resumed(self, publication: Publication, sam: User) -> None:
        services.hold(publication, by=sam, why="Wait.")
        services.resume(placed_now(publication))
        row = placed_now(publication)
        assert (row.state, row.held_by, row.is_held_by_staff, row.hold_note, row.held_at) == (State.WAITING, None, False, "", None)


class TestResume:
    def test_it_goes_out_at_the_time_its_owner_chose(self, publication: Publication, sam: User) -> None:
        at = START + timedelta(hours=5)
        services.hold(placed(publication, State.WAITING, due_at=at, scheduled_at=at), by=sam, why="")
        OrmQ.objects.all().delete()
        services.resume(placed_now(publication))
        assert (placed_now(publication).state, placed_now(publication).due_at, OrmQ.objects.count()) == (State.WAITING, at, 0)

    def test_what_crashed_its_worker_starts_with_all_its_rescues(self, publication: Publication) -> None:
        services.resume(placed(publication, State.ON_HOLD, hold_reason=HoldReason.CRASHED, held_at=START, rescues=4))
        assert (placed_now(publication).state, placed_now(publication).rescues) == (State.WAITING, 0)

    def test_it_is_refused_while_its_platform_is_held(self, publication: Publication) -> None:
        connection = publication.connection
        Hold.objects.place(
            Hold.Reason.PAUSED,
            platform=connection.provider,
            realm=connection.realm,
            connection=None,
            until=None,
            now=START,
            message="Paused.",
        )
        with pytest.raises(NotPossible, match="is held"):
            services.resume(placed(publication, State.ON_HOLD, hold_reason=HoldReason.PAUSED, held_at=START))

    def test_where_it_may_exist_it_only_looks(self, publication: Publication) -> None:
        facts = {"hold_reason": HoldReason.MISCONFIGURED, "held_at": START, "deciding_since": START, "deciding_attempt": 1}
        services.resume(placed(publication, State.ON_HOLD, **facts))
        assert placed_now(publication).state == State.UNCONFIRMED


class TestEditAndRetry:
    def refused(self, publication: Publication, **facts: object) -> Publication:
        given = {"failure_reason": FailureReason.REFUSED, "error_code": "title_invalid", "retry_count": 2, "progress_sealed": "", **facts}
        return placed(publication, State.PERMANENTLY_FAILED, **given)

    def test_the_new_words_are_sent_from_the_start(self, world: World, publication: Publication) -> None:
        row = self.refused(publication, bytes_sent=7)
        services.edit_and_retry(row, words=NEW_WORDS, options=OPTIONS)
        row = placed_now(publication)
        assert (row.state, row.cause, row.title, row.tags, row.bytes_sent, row.error_code, row.retry_count) == (
            State.WAITING,
            Cause.BY_HAND,
            "A better title",
            ["clay"],
            0,
            "",
            0,
        )
        assert row.marker == publication.marker
        world.run(publication.pk)
        assert placed_now(publication).state == State.PROCESSING

    def test_the_video_keeps_its_own_words(self, publication: Publication) -> None:
        services.edit_and_retry(self.refused(publication), words=NEW_WORDS, options=OPTIONS)
        publication.video.refresh_from_db()
        assert publication.video.title != "A better title"

    def test_what_would_be_refused_again_changes_nothing(self, publication: Publication) -> None:
        row = self.refused(publication)
        with pytest.raises(services.WouldBeRefused):
            services.edit_and_retry(row, words=Words(title="<b>", description="", tags=()), options=OPTIONS)
        assert placed_now(publication).state == State.PERMANENTLY_FAILED

    @pytest.mark.parametrize("state", [State.UNCONFIRMED, State.PROCESSING])
    def test_nothing_is_edited_that_may_exist(self, publication: Publication, state: State) -> None:
        with pytest.raises(NotPossible, match="may be on the platform"):
            services.edit_and_retry(placed(publication, state, deciding_since=START, deciding_attempt=1), words=NEW_WORDS, options=OPTIONS)

    def test_nothing_is_edited_while_it_is_sent(self, world: World, publication: Publication) -> None:
        world.start(0, publication.pk)
        for _ in range(5):
            world.step(0)
        with pytest.raises(NotPossible, match="cannot be edited"):
            services.edit_and_retry(placed_now(publication), words=NEW_WORDS, options=OPTIONS)
        world.finish(0)

    def test_a_second_click_changes_nothing(self, publication: Publication) -> None:
        one, other = self.refused(publication), placed_now(publication)
        services.edit_and_retry(one, words=NEW_WORDS, options=OPTIONS)
        assert services.edit_and_retry(other, words=Words(title="Another"), options=OPTIONS) == services.ON_ITS_WAY
        assert placed_now(publication).title == "A better title"

    def test_a_copy_on_the_platform_is_deleted_first_and_only_when_asked(self, publication: Publication) -> None:
        row = self.refused(publication, remote_id="copy")
        with pytest.raises(NotPossible, match="failed copy"):
            services.edit_and_retry(row, words=NEW_WORDS, options=OPTIONS)
        services.edit_and_retry(row, words=NEW_WORDS, options=OPTIONS, discard_copy=True)
        assert (placed_now(publication).discard_id, placed_now(publication).remote_id) == ("copy", None)


def placed_now(publication: Publication) -> Publication:
    return Publication.objects.with_all().get(pk=publication.pk)


@pytest.mark.parametrize(
    "verb",
    [
        lambda row, sam: services.edit_and_retry(row, words=NEW_WORDS, options=OPTIONS),
        lambda row, sam: services.hold(row, by=sam, why=""),
        lambda row, sam: services.mark_permanent(row),
    ],
    ids=["edit", "hold", "mark"],
)
def test_what_is_published_is_not_called_doubtful(publication: Publication, sam: User, verb: Callable[..., str]) -> None:
    """Its deciding request is remembered for ever; that it is there is certain all the same."""
    row = placed(publication, State.PUBLISHED, remote_id="v", deciding_since=START, deciding_attempt=1)
    with pytest.raises(NotPossible, match="it is published"):
        verb(row, sam)
