"""A post deleted on its platform: what follows each answer, and what Retake never deletes."""

from datetime import timedelta

import pytest
from django.db.models import Q

from platforms.errors import Misconfigured, QuotaExceeded, RateLimited, Refused, Scope, Transient, Unauthorized, Unsupported
from publisher import services
from publisher.interventions import By, carry_out
from publisher.models import Deed, Door, FollowUp, Publication, Removal, RemovalStep, StepState
from publisher.removing.decide import WAITS, Next, after
from publisher.services import NotPossible
from tests.factories import ConnectionFactory, FollowUpFactory, PublicationFactory
from tests.platforms.connections.google import said
from tests.publisher.deletion.conftest import Owner
from tests.publisher.removing.conftest import There, Timepiece, until_calm, work
from tests.publisher.stages import STAGES

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("store")]
BUSY = said(503, {"error": {"code": 503, "errors": [{"reason": "backendError"}]}})


def test_a_published_post_is_deleted_there_and_its_history_says_by_whom(owner: Owner, there: There, time: Timepiece) -> None:
    row = owner.publication("published")
    FollowUpFactory(publication=row)
    there.posts = {"video-there-2"}
    assert "being deleted" in carry_out(Deed.REMOVE, row, by=By(user=owner.user, door=Door.PAGE))
    work()
    row.refresh_from_db()
    assert (row.state, row.remote_id, there.deleted) == ("removed", "video-there-2", ["video-there-2"])
    assert not FollowUp.objects.exclude(due_at=None).exists()
    step = RemovalStep.objects.get()
    assert (step.state, step.ended_at, step.removal.by_name) == (StepState.DONE, time.now(), "alice")
    assert row.interventions.get().by_name == "alice"


def test_one_that_is_gone_already_is_deleted(owner: Owner, there: There, time: Timepiece) -> None:
    row = owner.publication("published")
    services.remove(row, by="alice")
    work()
    row.refresh_from_db()
    assert row.state == "removed"


def test_a_rejected_copy_is_deleted_and_it_can_be_retried_without_it(owner: Owner, there: There, time: Timepiece) -> None:
    row = owner.publication("rejected, a copy is there")
    of_the_copy = row.sealed({"version": 1, "session": "https://video.example/session", "video": "copy-1"})
    Publication.objects.filter(pk=row.pk).update(progress_sealed=of_the_copy, bytes_sent=row.file_size)
    there.posts = {"copy-1"}
    services.remove(row, by="alice")
    work()
    row.refresh_from_db()
    assert (row.state, row.remote_id, there.posts) == ("permanently_failed", None, set())
    assert (row.progress, row.bytes_sent) == ({}, 0), "a session that is kept would answer with the copy that is gone"
    assert services.retry(row) == "Trying again now."


def test_asking_twice_orders_once(owner: Owner, there: There, time: Timepiece) -> None:
    row = owner.publication("published")
    services.remove(row, by="alice")
    assert "already" in services.remove(row, by="alice")
    assert Removal.objects.count() == 1


@pytest.mark.parametrize("stage", [name for name in STAGES if not name.startswith(("published", "rejected", "removed"))])
def test_nothing_is_ordered_where_nothing_is_known_to_be(stage: str, owner: Owner) -> None:
    with pytest.raises(NotPossible, match="Nothing of it"):
        services.remove(owner.publication(stage), by="alice")


def test_what_fails_is_tried_again_and_then_asked_of_its_owner(owner: Owner, there: There, time: Timepiece) -> None:
    row = owner.publication("published")
    there.refusals = [BUSY] * 200
    services.remove(row, by="alice")
    for wait in WAITS:
        work()
        step = RemovalStep.objects.get()
        assert (step.state, step.due_at) == (StepState.WAITING, time.now() + wait)
        time.passes(seconds=wait.total_seconds())
        Removal.objects.update(due_at=time.now())
    work()
    step = RemovalStep.objects.get()
    assert (step.state, step.tries, Removal.objects.get().due_at) == (StepState.ASKED, 5, None)
    there.refusals, there.posts = [], {"video-there-2"}
    assert services.try_removing_again(step) == "Trying again now."
    work()
    row.refresh_from_db()
    assert row.state == "removed"


def test_a_refused_token_waits_for_the_reconnection(owner: Owner, there: There, time: Timepiece) -> None:
    row = owner.publication("published")
    owner.connection.problem = "reconnect"
    owner.connection.save()
    services.remove(row, by="alice")
    work()
    assert RemovalStep.objects.get().state == StepState.RECONNECT
    owner.connection.problem = ""
    owner.connection.token_version += 1
    owner.connection.save()
    until_calm(time)
    assert RemovalStep.objects.get().state == StepState.DONE


def test_it_asks_no_other_account_than_the_one_it_was_published_with(owner: Owner, there: There, time: Timepiece) -> None:
    row = owner.publication("published")
    services.remove(row, by="alice")
    type(owner.connection).objects.filter(~Q(pk=0)).update(uid="UCanother")
    work()
    step = RemovalStep.objects.get()
    assert (step.state, step.error_code, there.deleted) == (StepState.ASKED, "other_account", [])


def test_what_its_owner_posted_is_left_to_its_owner(owner: Owner, there: There, time: Timepiece) -> None:
    connection = ConnectionFactory(user=owner.user, provider="rumble", is_by_hand=True, extra_data={}, token_expires_at=None)
    row = PublicationFactory(
        connection=connection, asset=owner.asset(), is_by_hand=True, **{**STAGES["published"](time.now()), "deciding_since": None}
    )
    services.remove(row, by="alice")
    work()
    step = RemovalStep.objects.get()
    assert (step.state, step.error_code) == (StepState.ASKED, "not_ours")
    services.confirm_removed(step)
    work()
    row.refresh_from_db()
    assert (row.state, RemovalStep.objects.get().by_word, Removal.objects.open().count()) == ("removed", True, 0)


def test_a_platform_without_such_a_call_says_how_and_one_may_leave_it(owner: Owner, there: There, time: Timepiece) -> None:
    connection = ConnectionFactory(user=owner.user, provider="tiktok", token_expires_at=time.now() + timedelta(days=9))
    row = PublicationFactory(connection=connection, asset=owner.asset(), **STAGES["published"](time.now()))
    services.remove(row, by="alice")
    work()
    step = RemovalStep.objects.get()
    assert (step.state, step.error_code) == (StepState.ASKED, "no_such_call")
    assert "TikTok app" in step.error_fix
    services.leave_there(step)
    work()
    row.refresh_from_db()
    assert (row.state, Removal.objects.open().count()) == ("published", 0)


def test_a_decision_for_every_kind_of_error(time: Timepiece) -> None:
    now, hour = time.now(), timedelta(hours=1)
    waits = Next(state=StepState.WAITING, due_at=now + hour)
    assert after(Transient("a", "b"), tries=0, now=now) == Next(state=StepState.WAITING, due_at=now + WAITS[0], counted=True)
    assert after(Transient("a", "b"), tries=4, now=now) == Next(state=StepState.ASKED, counted=True)
    assert after(RateLimited("a", "b", scope=Scope.APP, retry_after=hour), tries=3, now=now) == waits
    assert after(QuotaExceeded("a", "b", scope=Scope.APP, resets_at=lambda at: at + hour), tries=3, now=now) == waits
    assert after(Misconfigured("a", "b"), tries=3, now=now) == waits
    assert after(Unauthorized("a", "b"), tries=0, now=now) == Next(state=StepState.RECONNECT)
    for final in (Refused("a", "b"), Unsupported("a", "b")):
        assert after(final, tries=0, now=now) == Next(state=StepState.ASKED)
