"""What is on its way when a video is deleted: cancelled, waited for, or asked about; and posts of the same account side by side."""

from datetime import timedelta

import pytest

from platforms import clock
from publisher import services
from publisher.models import Extent, FollowUp, Publication, Removal, RemovalStep, StepState
from publisher.services import NotPossible
from tests.factories import ConnectionFactory, FollowUpFactory, PublicationFactory
from tests.publisher.deletion.conftest import Owner, is_in_store
from tests.publisher.removing.conftest import There, Timepiece, until_calm, work
from tests.publisher.stages import STAGES
from videos.models import Video

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("store")]


@pytest.mark.parametrize("stage", ["waiting", "failed", "on hold: quota", "on hold: reconnect"])
def test_what_cannot_exist_is_cancelled_and_the_video_goes(owner: Owner, there: There, time: Timepiece, stage: str) -> None:
    row = owner.publication(stage)
    services.remove_video(row.video, extent=Extent.LIBRARY, by="alice")
    work()
    assert Video.objects.count() == 0
    assert not is_in_store(row.asset.key)


def test_a_transfer_is_told_to_stop_and_its_file_stays_until_it_did(owner: Owner, there: There, time: Timepiece) -> None:
    row = owner.publication("uploading")
    services.remove_video(row.video, extent=Extent.LIBRARY, by="alice")
    work()
    row.refresh_from_db()
    assert row.cancel_requested_at is not None
    assert is_in_store(row.asset.key)
    assert "on its way" in Removal.objects.get().waits_for
    Publication.objects.filter(pk=row.pk).update(state="cancelled", lease_token=None, leased_until=None, worker="")
    until_calm(time)
    assert Video.objects.count() == 0
    assert not is_in_store(row.asset.key)


def test_what_is_to_be_waited_for_is_left_to_its_end(owner: Owner, there: There, time: Timepiece) -> None:
    row = owner.publication("waiting")
    services.remove_video(row.video, extent=Extent.LIBRARY, by="alice", cancels=False)
    work()
    row.refresh_from_db()
    assert (row.state, row.cancel_requested_at) == ("waiting", None)
    Publication.objects.filter(pk=row.pk).update(**STAGES["published"](time.now()))
    until_calm(time)
    assert Video.objects.count() == 0
    assert there.deleted == []
    step = RemovalStep.objects.get()  # made since the order, and told all the same
    assert (step.state, step.remote_id) == (StepState.KEPT, "video-there-2")


def test_what_may_be_there_is_never_cut_off(owner: Owner, there: There, time: Timepiece) -> None:
    row = owner.publication("unconfirmed, a person is asked")
    services.remove_video(row.video, extent=Extent.LIBRARY, by="alice")
    until_calm(time)
    row.refresh_from_db()
    assert row.state == "unconfirmed"
    assert "You are asked whether the post is there" in Removal.objects.get().waits_for


@pytest.mark.parametrize("stage", ["waiting", "uploading", "failed", "processing", "on hold: quota", "unconfirmed"])
def test_the_file_alone_is_not_deleted_while_it_is_needed(owner: Owner, time: Timepiece, stage: str) -> None:
    row = owner.publication(stage)
    with pytest.raises(NotPossible, match="still needed: YouTube"):
        services.remove_video(row.video, extent=Extent.FILE, by="alice")
    assert is_in_store(row.asset.key)


def test_nothing_is_published_of_a_video_that_is_on_its_way_out(owner: Owner, time: Timepiece) -> None:
    row = owner.publication("published")
    services.remove_video(row.video, extent=Extent.LIBRARY, by="alice")
    with pytest.raises(NotPossible, match="being deleted"):
        services.publish(row.video, row.connection, options={}, by=owner.user)


def test_what_remains_to_be_sent_of_a_post_that_stays_is_waited_for(owner: Owner, there: There, time: Timepiece) -> None:
    row = owner.publication("published")
    FollowUpFactory(publication=row)
    services.remove_video(row.video, extent=Extent.LIBRARY, by="alice")
    work()
    assert "What remains of a post" in Removal.objects.get().waits_for
    FollowUp.objects.update(due_at=None)
    until_calm(time)
    assert Video.objects.count() == 0


def test_published_twice_each_post_has_a_result_of_its_own(owner: Owner, there: There, time: Timepiece) -> None:
    first = owner.publication("published")
    second = PublicationFactory(
        connection=first.connection, asset=first.asset, edition=2, **{**STAGES["published"](time.now()), "remote_id": "second"}
    )
    there.posts = {"video-there-2", "second"}
    services.remove_video(first.video, extent=Extent.LIBRARY, by="alice", posts=[second])
    until_calm(time)
    assert there.posts == {"video-there-2"}
    assert set(RemovalStep.objects.values_list("remote_id", "state")) == {("video-there-2", StepState.KEPT), ("second", StepState.DONE)}
    assert Video.objects.count() == 0


def test_one_platform_that_cannot_keeps_the_other_from_nothing(owner: Owner, there: There, time: Timepiece) -> None:
    row = owner.publication("published")
    there.posts = {"video-there-2"}
    tiktok = ConnectionFactory(user=owner.user, provider="tiktok", token_expires_at=clock.now() + timedelta(days=9))
    asked = PublicationFactory(connection=tiktok, asset=row.asset, **STAGES["published"](time.now()) | {"remote_id": "7"})
    services.remove_video(row.video, extent=Extent.LIBRARY, by="alice", posts=[row, asked])
    until_calm(time)
    assert there.posts == set()
    assert set(RemovalStep.objects.values_list("platform", "state")) == {("YouTube", StepState.DONE), ("TikTok", StepState.ASKED)}
    assert Video.objects.count() == 1
    services.confirm_removed(RemovalStep.objects.get(platform="TikTok"))
    until_calm(time)
    assert Video.objects.count() == 0
    assert Removal.objects.get().finished_at is not None
