"""A fitted file is made, looked into and stored, by one worker at a time, for as long as somebody wants it."""

import hashlib
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import av
import pytest
from django.utils import timezone

from tests.services import need
from tests.videos import files
from tests.videos.clips import clip
from tests.videos.conftest import files_in
from tests.videos.fitted import REMUX, SMALLER, made, no_ffmpeg_of_ours, wished
from videos import converting, fitting
from videos.models import AssetKind, Fit, FitState
from videos.models.fit import LEASE, MOST_TRIES
from videos.storage import MediaStore, store_whole
from videos.storage.disk import DiskStore

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("workshop")]


def test_a_file_is_packed_anew_with_its_index_first(any_store: MediaStore) -> None:
    fit = wished()
    before = any_store.etag(fit.source.key)
    fit = made(fit)
    assert (fit.state, fit.percent, fit.failed_reason) == (FitState.DONE, 100, "")
    assert fit.asset is not None
    assert (fit.asset.kind, fit.asset.index_first, fit.asset.video_codec, fit.asset.audio_codec) == (AssetKind.FITTED, True, "h264", "aac")
    assert fit.asset.duration == pytest.approx(20, abs=0.1)
    assert fit.asset.size == any_store.size(fit.asset.key)
    assert fit.asset.etag == any_store.etag(fit.asset.key)
    assert any_store.etag(fit.source.key) == before


def test_what_is_pinned_is_what_is_stored(store: DiskStore) -> None:
    asset = made(wished()).asset
    assert asset is not None
    content = (store.root / asset.key).read_bytes()
    assert len(content) == asset.size
    assert asset.sha256 == hashlib.sha256(content).hexdigest()
    assert (store.root / asset.poster_key).read_bytes().startswith(b"\xff\xd8\xff")


def test_a_part_of_it_is_written_anew(store: DiskStore) -> None:
    asset = made(wished(recipe=SMALLER)).asset
    assert asset is not None
    assert asset.duration == pytest.approx(10, abs=0.1)
    assert (asset.width, asset.height, asset.frame_rate, asset.pixel_format, asset.is_progressive) == (160, 90, 30.0, "yuv420p", True)


@pytest.mark.parametrize(("suffix", "codec"), [("mkv", "libx264"), ("webm", "libvpx"), ("mpg", "mpeg2video")])
def test_other_kinds_of_file_become_mp4(store: DiskStore, suffix: str, codec: str) -> None:
    content = clip(seconds=3, suffix=suffix, codec=codec)
    asset = made(wished(content, recipe=replace(SMALLER, start=0.0, seconds=3.0))).asset
    assert asset is not None
    assert (asset.content_type, asset.video_codec) == ("video/mp4", "h264")


def test_a_turned_picture_stays_upright(store: DiskStore) -> None:
    need("ffmpeg")
    recipe = replace(SMALLER, start=0.0, seconds=1.0, arguments=("-c:v", "libx264", "-preset", "ultrafast", "-an"))
    asset = made(wished(files.small_video(turned=90), recipe=recipe)).asset
    assert asset is not None
    assert (asset.width, asset.height) == (48, 64)


def test_picture_and_sound_begin_together_though_there_is_no_edit_list(store: DiskStore) -> None:
    asset = made(wished(clip(seconds=2, more="-bf 3"), recipe=replace(REMUX, seconds=2.0))).asset
    assert asset is not None
    with av.open(str(store.root / asset.key)) as container:
        assert [stream.start_time for stream in container.streams] == [0, 0]
    assert b"elst" not in (store.root / asset.key).read_bytes()


def test_the_words_of_the_original_are_not_in_it(store: DiskStore) -> None:
    content = clip(seconds=1, more="-metadata location=+52.5+13.4/ -metadata title=Secret")
    assert b"Secret" in content
    asset = made(wished(content, recipe=replace(REMUX, seconds=1.0))).asset
    assert asset is not None
    assert b"Secret" not in (store.root / asset.key).read_bytes()


def test_the_original_is_still_the_videos_file(store: DiskStore) -> None:
    fit = made(wished())
    assert fit.video.asset == fit.source


def test_nothing_is_left_in_the_workshop(store: DiskStore, workshop: Path) -> None:
    made(wished())
    assert list(workshop.iterdir()) == []


def test_how_far_it_is_can_be_read_while_it_is_made(store: DiskStore, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fitting, "_BEAT_SECONDS", 0)
    told: list[int] = []
    renew = type(Fit.objects.all()).renew

    def listened(rows: Any, pk: int, *, percent: int, **more: Any) -> bool:
        told.append(percent)
        return renew(rows, pk, percent=percent, **more)

    monkeypatch.setattr(type(Fit.objects.all()), "renew", listened)
    made(wished(clip(size="1280x720"), recipe=replace(SMALLER, arguments=("-c:v", "libx264", "-preset", "medium"))))
    assert told == sorted(told)
    assert any(0 < each < 99 for each in told)


def test_progress_is_read_whatever_pieces_it_comes_in() -> None:
    told: list[int] = []
    heard = converting.Heard(seconds=10, told=told.append)
    for piece in (
        b"frame=1\nout_time_us=25",
        b"00000\nout_time_us=N/A\nprogress=continue\n",
        b"",
        b"out_time_us=-1\nout_time_us=99000000\n",
    ):
        heard(piece)
    assert told == [0, 25, 25, 99]


def test_complaints_are_kept_for_the_log_and_cut() -> None:
    heard = converting.Heard(seconds=10, told=lambda percent: None)
    heard(b"[mov] moov atom not found\n" * 1000)
    assert heard.last_words.endswith("moov atom not found")
    assert len(heard.last_words) <= 600


def test_one_that_is_cancelled_while_it_is_made_ends_and_leaves_nothing(
    store: DiskStore, workshop: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(fitting, "_BEAT_SECONDS", 0)
    fit = wished()

    def cancelled() -> bool:
        Fit.objects.cancel(fit.pk, now=timezone.now())
        return False

    fit = made(fit, stopping=cancelled)
    assert (fit.state, fit.asset) == (FitState.CANCELLED, None)
    assert files_in(store) == [fit.source.key]
    assert list(workshop.iterdir()) == []
    assert no_ffmpeg_of_ours()


def test_a_worker_that_stops_lets_it_wait_for_another_uncounted(store: DiskStore) -> None:
    fit = made(wished(), stopping=lambda: True)
    assert (fit.state, fit.tries, fit.leased_until) == (FitState.WAITING, 0, None)
    assert made(fit).state == FitState.DONE


def test_only_one_of_two_workers_makes_it(store: DiskStore) -> None:
    fit = wished()
    assert Fit.objects.claim(fit.pk, token="a", now=timezone.now())
    assert not Fit.objects.claim(fit.pk, token="b", now=timezone.now())
    assert made(fit).lease_token == "a"


def test_a_lease_that_is_over_is_taken_over_and_it_is_made_again(store: DiskStore) -> None:
    fit, now = wished(), timezone.now()
    Fit.objects.claim(fit.pk, token="dead", now=now)
    assert fitting.take_over_stalled(now) == []
    assert fitting.take_over_stalled(now + LEASE) == [fit.pk]
    assert not Fit.objects.renew(fit.pk, token="dead", percent=50, now=now)
    assert made(fit).state == FitState.DONE


def test_one_whose_worker_is_provably_dead_is_taken_over_at_once(store: DiskStore) -> None:
    fit, now = wished(), timezone.now()
    Fit.objects.claim(fit.pk, token="t", now=now, worker="the dead one")
    assert fitting.take_over_stalled(now, is_dead=lambda worker: None) == []
    assert fitting.take_over_stalled(now, is_dead=lambda worker: worker == "the dead one") == [fit.pk]


def test_a_lease_further_ahead_than_any_is_taken_over_too(store: DiskStore) -> None:
    fit, now = wished(), timezone.now()
    Fit.objects.claim(fit.pk, token="dead", now=now + timedelta(days=1))
    assert fitting.take_over_stalled(now) == [fit.pk]


def test_a_file_that_ends_its_worker_each_time_is_given_up(store: DiskStore) -> None:
    fit = wished()
    Fit.objects.filter(pk=fit.pk).update(tries=MOST_TRIES)
    fit = made(fit)
    assert (fit.state, fit.failed_code) == (FitState.FAILED, "crashed")


def test_what_a_try_that_broke_off_had_stored_is_removed_by_the_next(store: DiskStore) -> None:
    fit = wished()
    store_whole("originals/" + "a" * 32, b"half a file")
    Fit.objects.filter(pk=fit.pk).update(key="originals/" + "a" * 32)
    fit = made(fit)
    assert fit.asset is not None
    assert files_in(store) == sorted([fit.source.key, fit.asset.key, fit.asset.poster_key])
