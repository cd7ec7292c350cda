"""The settings of how long things are kept: stored files of what was published, and the record of what was deleted."""

from dataclasses import replace
from datetime import timedelta

import pytest
from pytest_django.fixtures import Settings

from publisher import services
from publisher.models import Extent, Publication, Removal
from publisher.removing import retention, rounds
from publisher.removing.checks import nonsense
from retries.ladder import Ladder
from tests.factories import PublicationFactory
from tests.publisher.deletion.conftest import Owner, is_in_store
from tests.publisher.removing.conftest import There, Timepiece, until_calm, work
from tests.publisher.stages import STAGES
from videos.models import Asset, Video

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("store")]


@pytest.fixture
def published(owner: Owner, time: Timepiece, settings: Settings) -> Publication:
    """Published just now, with files that are kept for thirty days."""
    settings.ORIGINAL_RETENTION_DAYS = 30
    row = owner.publication("published")
    Publication.objects.update(completed_at=time.now())
    Asset.objects.update(created_at=time.now() - timedelta(hours=1))
    return row


def _later(time: Timepiece, *, days: float) -> None:
    time.passes(days=days)
    rounds.keep_going(time.now())
    work()


def test_the_file_goes_on_the_day_that_was_said_and_all_else_stays(published: Publication, time: Timepiece) -> None:
    said = retention.of_video(published.video)
    assert said == time.now() + timedelta(days=30)
    _later(time, days=29)
    assert is_in_store(published.asset.key)
    _later(time, days=2)
    asset = Asset.objects.get()
    assert not is_in_store(published.asset.key)
    assert asset.is_let_go
    assert "was let go" in asset.refused_reason
    assert Publication.objects.get().state == "published"
    removal = Removal.objects.get()
    assert (removal.extent, removal.by_name, removal.finished_at) == (Extent.FILE, "", time.now())


def test_what_its_owner_keeps_stays(published: Publication, time: Timepiece) -> None:
    Video.objects.update(keeps_file=True)
    _later(time, days=400)
    assert is_in_store(published.asset.key)
    assert retention.of_video(Video.objects.get()) is None


@pytest.mark.parametrize("stage", ["waiting", "failed", "unconfirmed, a person is asked", "on hold: quota"])
def test_what_is_needed_for_another_account_stays(published: Publication, owner: Owner, time: Timepiece, stage: str) -> None:
    other = PublicationFactory(asset=published.asset, connection__user=owner.user, connection__uid="UCother", **STAGES[stage](time.now()))
    _later(time, days=400)
    assert is_in_store(published.asset.key)
    assert Removal.objects.count() == 0
    other.delete()
    _later(time, days=1)
    assert not is_in_store(published.asset.key)


def test_published_anew_it_is_kept_from_then_on(published: Publication, owner: Owner, time: Timepiece) -> None:
    again = STAGES["published"](time.now()) | {"completed_at": time.now() + timedelta(days=20), "remote_id": "second"}
    PublicationFactory(asset=published.asset, connection=published.connection, edition=2, **again)
    _later(time, days=31)
    assert is_in_store(published.asset.key)
    _later(time, days=20)
    assert not is_in_store(published.asset.key)


def test_without_the_setting_files_are_kept_for_ever(published: Publication, time: Timepiece, settings: Settings) -> None:
    settings.ORIGINAL_RETENTION_DAYS = 0
    _later(time, days=3000)
    assert is_in_store(published.asset.key)


def test_the_rows_are_gone_through_once_an_hour_however_many_rounds_there_are(published: Publication, time: Timepiece) -> None:
    rounds.keep_going(time.now())
    time.passes(days=40)
    rounds.keep_going(time.now())
    Removal.objects.all().delete()
    time.passes(minutes=59)
    rounds.keep_going(time.now())
    assert Removal.objects.count() == 0
    time.passes(minutes=2)
    rounds.keep_going(time.now())
    assert Removal.objects.count() == 1


def test_a_check_warns_of_files_that_go_before_anyone_can_see_to_a_failure() -> None:
    ladder = Ladder(base=timedelta(hours=1), retries=5, cron="0 * * * *")
    assert nonsense(ladder, days=0) == nonsense(ladder, days=3) == []
    (warning,) = nonsense(ladder, days=2)
    assert warning.id == "publisher.W001"
    assert "at least 3 days" in str(warning.hint)
    assert nonsense(replace(ladder, retries=0), days=2) == []


def test_the_record_of_what_was_deleted_goes_when_the_setting_says(owner: Owner, there: There, time: Timepiece, settings: Settings) -> None:
    settings.DELETED_RECORD_DAYS = 90
    row = owner.publication("published")
    services.remove_video(row.video, extent=Extent.LIBRARY, by="alice")
    until_calm(time)
    assert Video.objects.count() == 0
    _later(time, days=89)
    assert Removal.objects.count() == 1
    _later(time, days=2)
    assert Removal.objects.count() == 0
