"""Deleting an account, step by step: what is cancelled, waited for, revoked and erased, and what a death on the way costs: nothing."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.utils.module_loading import import_string
from django_q.models import OrmQ

from platforms import clock
from platforms.models import Connection
from publisher import rounds, tasks
from publisher.accounts import deletion as steps
from publisher.models import AccountDeletion, Attempt, BrowserSession, DeletionStep, FollowUp, Publication, ResetRequest
from tests.factories import PASSWORD, FollowUpFactory
from tests.platforms.connections.google import Google
from tests.publisher.deletion.conftest import Owner, assert_nothing_is_left_of, go_on, is_in_store
from videos.models import Asset
from videos.storage import StoreUnavailable
from videos.storage.disk import DiskStore

pytestmark = pytest.mark.django_db


# -- all of it ---------------------------------------------------------------------------------------------------------


def test_in_the_end_nothing_is_left_on_disk_or_in_a_bucket(owner: Owner, neighbour: Owner, google: Google, any_store: object) -> None:
    theirs, kept = owner.publication("published"), neighbour.publication("published")
    ResetRequest.objects.create(email=owner.user.email, asked_at=clock.now())
    deletion = owner.close()
    tasks.delete_account(deletion.pk)
    assert_nothing_is_left_of(owner, [theirs.asset])
    assert [asked.form for asked in google.to("/youtube/revoke")] == [{"token": "refresh-before"}]
    assert not ResetRequest.objects.exists()
    assert is_in_store(kept.asset.key)
    assert (Publication.objects.get(), Attempt.objects.count(), Connection.objects.get()) == (kept, 1, neighbour.connection)
    assert neighbour.connection.is_connected


def test_closing_it_shuts_every_door_at_once(owner: Owner, google: Google, store: object) -> None:
    browser = Client()
    browser.force_login(owner.user)
    owner.publication("processing")
    owner.close()
    assert browser.get("/account/").status_code == 302
    assert not BrowserSession.objects.exclude(user=None).exists()
    assert not Client().login(username="alice", password=PASSWORD)


# -- settling ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("stage", "becomes"),
    [
        ("waiting", "cancelled"),
        ("scheduled", "cancelled"),
        ("failed", "cancelled"),
        ("on hold: quota", "cancelled"),
        ("exhausted", "permanently_failed"),
        ("published", "published"),
        ("cancelled", "cancelled"),
        ("removed", "removed"),
        ("uploading", "publishing"),
        ("uploading the last bytes", "publishing"),
        ("processing", "processing"),
        ("unconfirmed", "unconfirmed"),
        ("unconfirmed, a person is asked", "unconfirmed"),
        ("on hold, and may exist", "on_hold"),
    ],
)
def test_what_can_be_cancelled_is_cancelled_at_once(owner: Owner, store: object, stage: str, becomes: str) -> None:
    row = owner.publication(stage)
    owner.close()
    row.refresh_from_db()
    assert row.state == becomes
    assert (row.cancel_requested_at is not None) == (stage == "uploading")


@pytest.mark.parametrize(
    ("stage", "waits"),
    [
        ("waiting", False),
        ("failed", False),
        ("published", False),
        ("uploading", True),
        ("uploading the last bytes", True),
        ("processing", True),
        ("unconfirmed", True),
        ("unconfirmed, looking", True),
        ("unconfirmed, a person is asked", False),
        ("on hold, and may exist", True),
    ],
)
def test_what_may_exist_is_waited_for_up_to_where_a_person_would_be_asked(
    owner: Owner, google: Google, store: object, stage: str, waits: bool
) -> None:
    row = owner.publication(stage)
    owner.close()
    go_on()
    assert AccountDeletion.objects.exists() == waits
    assert (len(google.to("/youtube/revoke")) == 0) == waits, "tokens are kept while something needs them"
    assert is_in_store(row.asset.key) == waits


def test_it_goes_on_once_what_it_waits_for_is_clear(owner: Owner, google: Google, store: object) -> None:
    row = owner.publication("processing")
    owner.close()
    go_on()
    Publication.objects.filter(pk=row.pk).update(state="published", due_at=None)
    go_on()
    assert_nothing_is_left_of(owner, [row.asset])


def test_what_a_look_sets_free_is_never_sent_again(owner: Owner, google: Google, store: object) -> None:
    row = owner.publication("unconfirmed")
    owner.close()
    free = {"state": "failed", "deciding_since": None, "due_at": clock.now() - timedelta(minutes=1), "first_error": None}
    Publication.objects.filter(pk=row.pk).update(**free)
    rounds.run_round()
    row.refresh_from_db()
    assert row.state == "cancelled"


def test_what_remains_to_be_done_to_a_post_is_waited_for(owner: Owner, google: Google, store: object) -> None:
    follow_up = FollowUpFactory(publication=owner.publication("published"))
    owner.close()
    go_on()
    assert AccountDeletion.objects.exists()
    FollowUp.objects.filter(pk=follow_up.pk).update(due_at=None)
    go_on()
    assert not AccountDeletion.objects.exists()


def test_a_file_that_is_looked_into_is_waited_for_a_while(owner: Owner, google: Google, store: object) -> None:
    asset = owner.asset(state="probing", waiting_since=clock.now())
    owner.close()
    go_on()
    assert is_in_store(asset.key)
    AccountDeletion.objects.update(requested_at=clock.now() - timedelta(minutes=16))
    go_on()
    assert_nothing_is_left_of(owner, [asset])


def test_an_upload_that_still_comes_in_is_turned_away(owner: Owner, google: Google, store: object) -> None:
    asset = owner.asset(state="receiving", waiting_since=clock.now())
    owner.close()
    go_on()
    assert_nothing_is_left_of(owner, [asset])
    assert not Asset.objects.heard(asset.pk, received=1)


def test_an_upload_that_was_let_in_at_the_last_moment_is_erased_too(
    owner: Owner, google: Google, store: object, monkeypatch: pytest.MonkeyPatch
) -> None:
    late: list[Asset] = []
    erase = steps._erase

    def and_then_one_comes(wish: AccountDeletion) -> bool:
        done = erase(wish)
        late.append(owner.asset(state="receiving", waiting_since=clock.now()))
        return done

    monkeypatch.setitem(steps._STEPS, DeletionStep.ERASING, and_then_one_comes)  # type: ignore[arg-type]
    owner.close()
    go_on()
    assert_nothing_is_left_of(owner, late)


# -- trouble and deaths ------------------------------------------------------------------------------------------------


def test_a_store_that_does_not_answer_is_waited_for_and_told_to_staff(
    owner: Owner, google: Google, store: object, sam: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    def away(*_: object) -> None:
        raise StoreUnavailable("The store did not answer to delete_object.")

    asset = owner.publication("published").asset
    owner.close()
    with monkeypatch.context() as broken:
        broken.setattr(DiskStore, "delete", away)
        go_on()
    waiting = AccountDeletion.objects.get()
    assert (waiting.step, waiting.tries, waiting.trouble) == ("erasing", 1, "The store did not answer to delete_object.")
    assert waiting.due_at > clock.now() + timedelta(minutes=4)
    staff = Client()
    staff.force_login(sam)
    shown = staff.get("/admin/publisher/accountdeletion/").content.decode()
    assert "The store did not answer" in shown
    go_on()
    assert_nothing_is_left_of(owner, [asset])


class Died(BaseException):
    """A process that was killed there."""


PLACES = [
    "publisher.accounts.deletion.call_off",
    "platforms.connections.disconnect",
    "publisher.accounts.deletion.erase",
    "videos.storage.disk.DiskStore.delete",
    "videos.models.Video.delete",
    "publisher.models.account_deletion.AccountDeletionQuerySet.move",
    "django.contrib.auth.models.User.delete",
]


def dies(real: Callable[..., Any], *, after: bool, nth: int) -> Callable[..., Any]:
    """The same, but for its `nth` call, at which the process is killed before or after."""
    calls = 0

    def call(*args: Any, **options: Any) -> Any:
        nonlocal calls
        calls += 1
        if calls == nth and not after:
            raise Died
        done = real(*args, **options)
        if calls == nth:
            raise Died
        return done

    return call


@pytest.mark.parametrize("nth", [1, 2])
@pytest.mark.parametrize("after", [False, True], ids=["before", "after"])
@pytest.mark.parametrize("place", PLACES)
def test_a_death_anywhere_is_gone_on_from(
    owner: Owner, google: Google, store: object, monkeypatch: pytest.MonkeyPatch, place: str, after: bool, nth: int
) -> None:
    rows = [owner.publication(stage) for stage in ("published", "waiting")]
    owner.close()
    holder, _, name = place.rpartition(".")
    of = import_string(holder)
    died = False
    with monkeypatch.context() as deadly:
        deadly.setattr(of, name, dies(getattr(of, name), after=after, nth=nth))
        try:
            go_on()
        except Died:
            died = True
    assert died or nth == 2, "each place is passed at least once"
    go_on()
    assert_nothing_is_left_of(owner, [row.asset for row in rows])
    assert len(google.to("/youtube/revoke")) <= 2


def test_a_death_right_after_closing_is_found_by_the_round(
    owner: Owner, google: Google, store: object, monkeypatch: pytest.MonkeyPatch
) -> None:
    row = owner.publication("waiting")
    with monkeypatch.context() as deadly:
        deadly.setattr(steps, "call_off", dies(steps.call_off, after=False, nth=1))
        with pytest.raises(Died):
            owner.close()
    OrmQ.objects.all().delete()
    rounds.run_round()
    row.refresh_from_db()
    assert row.state == "cancelled"
    assert [woken.task["func"] for woken in OrmQ.objects.all()].count("publisher.tasks.delete_account") == 1


def test_two_workers_are_one(owner: Owner, google: Google, store: object) -> None:
    deletion = owner.close()
    AccountDeletion.objects.update(due_at=clock.now() + steps.CLAIM_FOR)
    tasks.delete_account(deletion.pk)
    assert AccountDeletion.objects.get().step == "settling"
    assert google.asked == []


def test_to_close_it_twice_is_once(owner: Owner, store: object) -> None:
    assert owner.close() == owner.close()


def test_the_account_of_the_channel_can_be_connected_anew(owner: Owner, neighbour: Owner, google: Google, store: object) -> None:
    deletion, uid = owner.close(), owner.connection.uid
    tasks.delete_account(deletion.pk)
    assert Connection.create_social_auth(neighbour.user, uid, "youtube").user == neighbour.user
