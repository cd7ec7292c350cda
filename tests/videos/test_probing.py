"""An uploaded file comes to its verdict, whatever is lost or killed on the way."""

import errno
import logging
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from django_q.models import OrmQ
from pytest_django.fixtures import Settings

from tests.factories import AssetFactory, VideoFactory
from tests.videos import files
from tests.videos.conftest import files_in
from videos import tasks
from videos.models import MOST_PROBES, PROBE_PATIENCE, Asset, AssetState, give_up
from videos.probe import ProbeBroken, ProbeNotStarted
from videos.storage import StoreUnavailable, store_whole
from videos.storage.disk import DiskStore
from videos.uploads.reception import Reception

pytestmark = pytest.mark.django_db
SOON = timedelta(seconds=1)


def uploaded(store: DiskStore, content: bytes | None = None, **facts: object) -> Asset:
    """An asset whose bytes are in the store and whose probe is owed."""
    asset = AssetFactory(state=AssetState.PROBING, waiting_since=timezone.now(), duration=None, width=None, height=None, **facts)
    store_whole(asset.key, content or files.small_video())
    Asset.objects.filter(pk=asset.pk).update(etag=store.etag(asset.key))
    return again(asset)


def again(asset: Asset) -> Asset:
    return Asset.objects.get(pk=asset.pk)


def wakings() -> list[tuple[object, ...]]:
    return [task.args() for task in OrmQ.objects.order_by("pk")]


def test_a_video_becomes_ready_with_its_facts_and_poster(store: DiskStore) -> None:
    asset = uploaded(store)
    assert not asset.video.ready
    tasks.probe(asset.pk)
    asset = again(asset)
    assert (asset.state, asset.width, asset.height, asset.duration, asset.video_codec) == (AssetState.READY, 64, 48, 1.0, "mpeg4")
    assert asset.video.ready
    assert asset.video.asset == asset
    assert files_in(store) == sorted([asset.key, asset.poster_key])
    assert (store.root / asset.poster_key).read_bytes().startswith(b"\xff\xd8\xff")


def test_what_is_no_video_is_refused_and_its_file_deleted(store: DiskStore) -> None:
    asset = uploaded(store, files.sound_only())
    tasks.probe(asset.pk)
    asset = again(asset)
    assert (asset.state, asset.refused_code) == (AssetState.REFUSED, "no_picture")
    assert "no moving picture" in asset.refused_reason
    assert files_in(store) == []
    assert asset.key == ""


def test_a_second_probe_changes_nothing(store: DiskStore) -> None:
    asset = uploaded(store)
    tasks.probe(asset.pk)
    once = Asset.objects.values().get()
    tasks.probe(asset.pk)
    assert Asset.objects.values().get() == once


def test_a_poster_left_by_a_killed_probe_is_replaced(store: DiskStore) -> None:
    asset = uploaded(store)
    store_whole(f"posters/{asset.key.split('/')[1]}.jpg", b"half a picture")
    tasks.probe(asset.pk)
    assert (store.root / again(asset).poster_key).read_bytes().startswith(b"\xff\xd8\xff")


def test_a_probe_whose_worker_was_killed_is_found_again(store: DiskStore, monkeypatch: pytest.MonkeyPatch) -> None:
    class Killed(BaseException):
        pass

    def die(path: Path) -> None:
        raise Killed

    asset = uploaded(store)
    with monkeypatch.context() as patch:
        patch.setattr("videos.probe.probe", die)
        with pytest.raises(Killed):
            tasks.probe(asset.pk)
    assert again(asset).state == AssetState.PROBING
    begun = again(asset).waiting_since
    assert begun
    assert tasks.wake_unprobed(begun + PROBE_PATIENCE - SOON) == 0
    assert tasks.wake_unprobed(begun + PROBE_PATIENCE) == 1
    assert wakings() == [(asset.pk,)]
    tasks.probe(asset.pk)
    assert again(asset).state == AssetState.READY


def test_it_is_woken_once_however_often_one_looks(store: DiskStore) -> None:
    asset = uploaded(store)
    Asset.objects.filter(pk=asset.pk).update(waiting_since=timezone.now() - 2 * PROBE_PATIENCE)
    now = timezone.now()
    tasks.wake_unprobed(now)
    tasks.wake_unprobed(now)
    assert wakings() == [(asset.pk,)]


def test_what_is_ready_refused_or_still_coming_is_not_woken(store: DiskStore) -> None:
    long_ago = timezone.now() - timedelta(days=1)
    AssetFactory(waiting_since=long_ago)
    AssetFactory(state=AssetState.RECEIVING, waiting_since=long_ago)
    AssetFactory(state=AssetState.REFUSED, refused_code="empty", refused_reason="It is empty.", waiting_since=long_ago)
    assert tasks.wake_unprobed(timezone.now()) == 0


def test_a_file_that_crashes_its_reader_each_time_is_refused_in_the_end(store: DiskStore, monkeypatch: pytest.MonkeyPatch) -> None:
    def crash(path: Path) -> None:
        raise ProbeBroken

    monkeypatch.setattr("videos.probe.probe", crash)
    asset = uploaded(store)
    for _ in range(MOST_PROBES):
        tasks.probe(asset.pk)
        assert again(asset).state == AssetState.PROBING
    assert wakings() == [(asset.pk,)] * MOST_PROBES
    tasks.probe(asset.pk)
    assert (again(asset).state, again(asset).refused_code) == (AssetState.REFUSED, "crashed")
    assert files_in(store) == []


@pytest.mark.parametrize("trouble", [ProbeNotStarted, StoreUnavailable])
def test_trouble_of_our_own_is_not_held_against_the_file(
    store: DiskStore, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture, trouble: type[Exception]
) -> None:
    def fail(path: Path) -> None:
        raise trouble

    monkeypatch.setattr("videos.probe.probe", fail)
    asset = uploaded(store)
    for _ in range(2 * MOST_PROBES):
        tasks.probe(asset.pk)
    assert (again(asset).state, again(asset).probes) == (AssetState.PROBING, 0)
    assert {record.levelno for record in caplog.records} == {logging.ERROR}


def test_a_file_that_is_gone_or_replaced_is_said_to_be(store: DiskStore) -> None:
    gone, replaced = uploaded(store), uploaded(store)
    (store.root / gone.key).unlink()
    store_whole(replaced.key, files.small_video(seconds=2))
    for asset in (gone, replaced):
        tasks.probe(asset.pk)
    assert (again(gone).refused_code, again(replaced).refused_code) == ("source_missing", "source_changed")


def test_the_wake_up_shares_the_fate_of_its_transaction() -> None:
    with transaction.atomic():
        tasks.wake_probe(1)
        transaction.set_rollback(True)
    assert wakings() == []


@pytest.mark.django_db(transaction=True)
def test_with_redis_the_wake_up_waits_for_the_commit_and_may_be_lost(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    def unreachable(*given: object, **more: object) -> None:
        raise ConnectionError

    settings.REDIS_URL = "redis://127.0.0.1:1/0"
    monkeypatch.setattr(tasks, "async_task", unreachable)
    with transaction.atomic():
        tasks.wake_probe(1)


def silent_since(asset: Asset, now: datetime) -> None:
    Asset.objects.filter(pk=asset.pk).update(waiting_since=now - timedelta(hours=1))


def test_an_upload_that_fell_silent_is_cleared_and_says_so(store: DiskStore) -> None:
    video, now = VideoFactory(), timezone.now()
    Reception(video.owner, name="clip.mp4").take(files.small_video())
    asset = Asset.objects.get()
    assert tasks.clear_abandoned(now) == 0
    silent_since(asset, now)
    assert tasks.clear_abandoned(now) == 1
    assert (again(asset).state, again(asset).refused_code) == (AssetState.REFUSED, "abandoned")
    assert files_in(store) == []
    assert tasks.clear_abandoned(now) == 0


def test_files_of_refused_videos_that_a_crash_left_are_removed(store: DiskStore) -> None:
    asset = uploaded(store)
    Asset.objects.refuse(asset.pk, code="crashed", reason="It crashed.")
    assert tasks.clear_abandoned(timezone.now() + SOON) == 1
    assert files_in(store) == []
    assert tasks.clear_abandoned(timezone.now() + SOON) == 0


def test_a_store_that_does_not_let_go_of_a_file_holds_up_neither_the_round_nor_other_files(
    store: DiskStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    kept, other = uploaded(store), uploaded(store)
    for asset in (kept, other):
        Asset.objects.refuse(asset.pk, code="crashed", reason="It crashed.")
    unlink = Path.unlink

    def forbidden(path: Path, missing_ok: bool = False) -> None:
        if path.match(f"*/{kept.key}*"):
            raise PermissionError(errno.EACCES, "Permission denied")
        unlink(path, missing_ok=missing_ok)

    monkeypatch.setattr(Path, "unlink", forbidden)
    tasks.clear_abandoned(timezone.now() + SOON)
    assert files_in(store) == sorted([kept.key, other.key])
    tasks.clear_abandoned(timezone.now() + SOON)
    assert files_in(store) == [kept.key]
    monkeypatch.setattr(Path, "unlink", unlink)
    assert tasks.clear_abandoned(timezone.now() + SOON) == 0
    tasks.clear_abandoned(timezone.now() + timedelta(minutes=11))
    assert files_in(store) == []


def test_giving_up_names_the_old_state_in_the_update_itself(store: DiskStore) -> None:
    """With the state in a subquery, PostgreSQL would refuse a file that became whole while the UPDATE waited for its row."""
    asset = AssetFactory(state=AssetState.RECEIVING, waiting_since=timezone.now() - timedelta(days=30))
    with CaptureQueriesContext(connection) as made:
        assert give_up(Asset.objects.abandoned(timezone.now()), asset.pk, code="abandoned", reason="It paused.")
    update = next(each["sql"] for each in made if each["sql"].startswith("UPDATE"))
    assert "SELECT" not in update
    assert '"state" IN (' in update


def test_ready_files_are_never_cleared(store: DiskStore) -> None:
    asset = uploaded(store)
    tasks.probe(asset.pk)
    silent_since(asset, timezone.now() - timedelta(days=30))
    assert tasks.clear_abandoned(timezone.now()) == 0
    assert len(files_in(store)) == 2


@pytest.mark.parametrize("wanted", ["unprobed", "abandoned", "refused_with_file"])
def test_the_round_finds_its_rows_by_an_index(wanted: str) -> None:
    if connection.vendor == "postgresql":
        connection.cursor().execute("SET LOCAL enable_seqscan = off")
    assert "asset_waiting" in getattr(Asset.objects, wanted)(timezone.now()).explain()


def test_what_is_ready_or_cleared_is_out_of_the_index(store: DiskStore) -> None:
    ready, refused = uploaded(store), uploaded(store, files.sound_only())
    for asset in (ready, refused):
        tasks.probe(asset.pk)
    assert not Asset.objects.exclude(waiting_since=None).exists()
