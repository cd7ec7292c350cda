"""Film strips and covers are made by workers, once, whatever breaks on the way; what was replaced leaves the store in its time."""

import hashlib
import io
from datetime import timedelta

import pytest
from django.utils import timezone
from django_q.models import OrmQ
from PIL import Image

from tests.factories import AssetFactory
from tests.videos import files
from tests.videos.conftest import files_in
from tests.videos.test_image import picture
from videos import covers, probe
from videos.erasing import erase
from videos.image import taken_in
from videos.models import Asset, Cover, CoverSource, Strip, Video
from videos.models.cover import KEPT_AFTER, MOST_TRIES, PATIENCE
from videos.storage import MediaStore, StoreUnavailable, media, new_key, read_whole, store_whole
from videos.storage.disk import DiskStore

pytestmark = pytest.mark.django_db
NOW = timezone.now()


@pytest.fixture
def asset(any_store: MediaStore) -> Asset:
    return film()


def film(seconds: float = 3.0) -> Asset:
    content, key = files.small_video(seconds=seconds, width=128, height=72), new_key()
    store_whole(key, content)
    kept = {"key": key, "etag": media().etag(key), "size": len(content), "sha256": hashlib.sha256(content).hexdigest()}
    found: Asset = AssetFactory(duration=seconds, width=128, height=72, **kept)
    return found


def woken() -> list[tuple[str, int]]:
    return [(task.func(), task.task["args"][0]) for task in OrmQ.objects.all()]


def chosen(asset: Asset) -> Cover:
    return Cover.objects.chosen().get(video=asset.video)


def frame(asset: Asset, at_ms: int = 1500) -> Cover:
    cover = covers.choose_frame(asset.video, asset, at_ms=at_ms, now=NOW)
    covers.make_cover(cover.pk)
    return chosen(asset)


def own(asset: Asset) -> Cover:
    return covers.choose_picture(asset.video, taken_in(picture()), now=NOW)


@pytest.mark.parametrize("reader", ["as found", "without ffmpeg"])
def test_a_film_strip_is_some_frames_in_one_file(asset: Asset, reader: str, monkeypatch: pytest.MonkeyPatch) -> None:
    if reader == "without ffmpeg":
        monkeypatch.setattr(probe.shutil, "which", lambda name: None)
        monkeypatch.setattr(covers, "FRAMES", 2)
        monkeypatch.setattr(covers.moments, "__defaults__", (2,))
    strip = covers.wish_for_strip(asset, now=NOW)
    assert ("videos.covers.make_strip", strip.pk) in woken()
    covers.make_strip(strip.pk)
    strip.refresh_from_db()
    assert strip.made_at is not None
    assert [at_ms for at_ms, _, _ in strip.frames] == covers.moments(3.0)
    content = read_whole(strip.key)
    for _, start, length in strip.frames:
        assert Image.open(io.BytesIO(content[start : start + length])).size == (128, 72)


def test_a_strip_is_wished_for_once(asset: Asset) -> None:
    first, second = covers.wish_for_strip(asset, now=NOW), covers.wish_for_strip(asset, now=NOW)
    assert first == second
    assert len([name for name, _ in woken() if name.endswith("strip")]) == 1


def test_a_frame_is_the_picture_once_it_was_made(asset: Asset) -> None:
    before = own(asset)
    wish = covers.choose_frame(asset.video, asset, at_ms=1500, now=NOW)
    assert chosen(asset) == before
    covers.make_cover(wish.pk)
    cover = chosen(asset)
    assert (cover.pk, cover.source, cover.at_ms, cover.width, cover.height) == (wish.pk, CoverSource.FRAME, 1500, 128, 72)
    assert cover.sha256 == hashlib.sha256(read_whole(cover.key)).hexdigest()
    covers.make_cover(wish.pk)  # a wake-up that came twice
    assert Cover.objects.chosen().count() == 1


def test_of_two_wishes_the_later_stands_whichever_is_made_last(asset: Asset) -> None:
    early = covers.choose_frame(asset.video, asset, at_ms=500, now=NOW)
    late = covers.choose_frame(asset.video, asset, at_ms=2500, now=NOW)
    covers.make_cover(late.pk)
    covers.make_cover(early.pk)
    assert chosen(asset) == late


def test_the_very_end_shows_the_picture_before_it(asset: Asset) -> None:
    assert frame(asset, at_ms=3000).width == 128


def test_a_focus_makes_another_cover_of_the_same_picture(asset: Asset) -> None:
    before = own(asset)
    moved = covers.set_focus(before, x=25, y=100, now=NOW)
    assert (moved.focus, chosen(asset)) == ((25, 100), moved)
    assert read_whole(moved.key) == read_whole(before.key)
    before.refresh_from_db()
    assert (before.focus, before.replaced_at) == ((50, 50), NOW)
    assert covers.set_focus(moved, x=25, y=100, now=NOW) == moved


def test_the_automatic_picture_stands_again(asset: Asset) -> None:
    frame(asset)
    wish = covers.choose_frame(asset.video, asset, at_ms=100, now=NOW)
    assert covers.use_automatic(asset.video, now=NOW)
    covers.make_cover(wish.pk)
    assert not Cover.objects.chosen().exists()
    assert not covers.use_automatic(asset.video, now=NOW)


def test_a_worker_that_was_killed_half_way_is_followed_by_another(asset: Asset) -> None:
    wish, strip = covers.choose_frame(asset.video, asset, at_ms=100, now=NOW), covers.wish_for_strip(asset, now=NOW)
    for rows, row in ((Cover.objects, wish), (Strip.objects, strip)):
        assert rows.begin(row.pk, tries=0, now=NOW)
        store_whole(row.key, b"half a picture")
    OrmQ.objects.all().delete()
    assert covers.wake_lost(NOW + PATIENCE / 2) == 0
    assert covers.wake_lost(NOW + PATIENCE) == 2
    assert sorted(woken()) == [("videos.covers.make_cover", wish.pk), ("videos.covers.make_strip", strip.pk)]
    covers.make_cover(wish.pk)
    covers.make_strip(strip.pk)
    assert chosen(asset) == wish
    assert read_whole(wish.key).startswith(b"\xff\xd8\xff")
    assert Strip.objects.get().made_at is not None


def test_a_file_that_ends_its_worker_each_time_is_given_up(asset: Asset) -> None:
    wish = covers.choose_frame(asset.video, asset, at_ms=100, now=NOW)
    Cover.objects.filter(pk=wish.pk).update(tries=MOST_TRIES)
    covers.make_cover(wish.pk)
    wish.refresh_from_db()
    assert wish.failed_reason == covers.CRASHED
    assert covers.wake_lost(NOW + PATIENCE) == 0


def test_a_store_that_is_away_costs_no_try(asset: Asset, monkeypatch: pytest.MonkeyPatch) -> None:
    wish = covers.choose_frame(asset.video, asset, at_ms=100, now=NOW)

    def away(*_: object, **__: object) -> None:
        raise StoreUnavailable

    monkeypatch.setattr(covers, "store_whole", away)
    covers.make_cover(wish.pk)
    wish.refresh_from_db()
    assert (wish.is_open, wish.tries) == (True, 0)


def test_a_file_that_is_gone_is_told(asset: Asset) -> None:
    media().delete(asset.key)
    strip = covers.wish_for_strip(asset, now=NOW)
    covers.make_strip(strip.pk)
    strip.refresh_from_db()
    assert strip.failed_reason == covers.LOST
    covers.wish_for_strip(asset, now=NOW)
    strip.refresh_from_db()
    assert strip.is_open


def test_what_was_replaced_leaves_the_store_unless_it_is_needed(store: DiskStore) -> None:
    asset = film()
    first, second = own(asset), own(asset)
    third = own(asset)
    later = NOW + KEPT_AFTER
    assert covers.clear(NOW + KEPT_AFTER / 2, needed=Cover.objects.none()) == 0
    assert covers.clear(later, needed=Cover.objects.filter(pk=second.pk).values("pk")) == 1
    assert files_in(store) == sorted([asset.key, second.key, third.key])
    assert not Cover.objects.filter(pk=first.pk).exists()


def test_an_erased_video_leaves_nothing_of_its_pictures(store: DiskStore) -> None:
    asset = film()
    own(asset)
    frame(asset)
    covers.make_strip(covers.wish_for_strip(asset, now=NOW).pk)
    assert set(covers.keys()) == set(covers.keys(asset.video)) == set(files_in(store)) - {asset.key}
    erase(asset.video)
    assert files_in(store) == []
    assert not Video.objects.exists()


def test_a_picture_that_broke_off_in_its_request_is_told_and_not_waited_for(asset: Asset) -> None:
    broken = Cover.objects.create(
        video=asset.video, source=CoverSource.IMAGE, key=f"posters/{'0' * 32}.jpg", created_at=NOW, woken_at=NOW - timedelta(hours=1)
    )
    assert covers.wake_lost(NOW) == 1
    covers.make_cover(broken.pk)
    broken.refresh_from_db()
    assert broken.failed_reason == covers.BROKEN_OFF
