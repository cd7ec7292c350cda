"""A fitted file is made, looked into and stored; whatever breaks on the way, nothing of it is left behind."""

import hashlib
import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import av
import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from tests.factories import AssetFactory, FitFactory, PublicationFactory
from tests.services import need
from tests.videos import files
from tests.videos.clips import clip
from tests.videos.conftest import files_in
from videos import converting, fitting, probe, workplace
from videos.erasing import erase
from videos.models import Asset, AssetKind, Fit, FitState
from videos.models.fit import LEASE, MOST_TRIES
from videos.recipe import Kind, Recipe
from videos.storage import MediaStore, SourceMissing, media, store_whole
from videos.storage.disk import DiskStore

pytestmark = pytest.mark.django_db
REMUX = Recipe(
    kind=Kind.REMUX,
    start=0.0,
    seconds=20.0,
    arguments=("-c:v", "copy", "-c:a", "copy"),
    expected_bytes=500_000,
    most_bytes=20_000_000,
    says="It will be packed anew.",
)
SMALLER = replace(
    REMUX,
    kind=Kind.TRANSCODE,
    start=2.0,
    seconds=10.0,
    arguments=("-c:v", "libx264", "-preset", "ultrafast", "-vf", "scale=160:90", "-c:a", "aac", "-b:a", "64000"),
)


@pytest.fixture(autouse=True)
def workshop(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A directory of this test's own for files in the making."""
    monkeypatch.setattr(workplace, "place", lambda: tmp_path / "workshop")
    return tmp_path / "workshop"


def wished(content: bytes | None = None, recipe: Recipe = REMUX, **facts: Any) -> Fit:
    """A fit that waits, its original in the store."""
    content = clip() if content is None else content
    asset = AssetFactory(size=len(content), **facts)
    store_whole(asset.key, content)
    Asset.objects.filter(pk=asset.pk).update(etag=media().etag(asset.key))
    return FitFactory(video=asset.video, source=asset, recipe=recipe.plain())


def made(fit: Fit, *, stopping: Callable[[], bool] = lambda: False) -> Fit:
    fitting.run(fit.pk, now=timezone.now, stopping=stopping)
    return again(fit)


def again(fit: Fit) -> Fit:
    return Fit.objects.select_related("asset", "source", "video").get(pk=fit.pk)


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


def test_without_ffmpeg_it_says_so_in_a_clear_word(store: DiskStore, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shutil, "which", lambda name: None)
    fit = made(wished(files.small_video()))
    assert (fit.state, fit.failed_code) == (FitState.FAILED, "no_ffmpeg")
    assert "apt install ffmpeg" in fit.failed_reason


def test_without_room_it_is_not_begun(store: DiskStore, monkeypatch: pytest.MonkeyPatch) -> None:
    need("ffmpeg")
    fit = wished(recipe=replace(REMUX, expected_bytes=10**15))
    fit = made(fit)
    assert (fit.state, fit.failed_code) == (FitState.FAILED, "no_room")
    assert files_in(store) == [fit.source.key]


def test_a_file_that_grows_beyond_what_it_may_have_is_ended_and_removed(store: DiskStore, workshop: Path) -> None:
    fit = made(wished(recipe=replace(REMUX, most_bytes=100_000)))
    assert fit.state == FitState.FAILED
    assert fit.asset is None
    fitting.clear(timezone.now())
    assert files_in(store) == [fit.source.key]
    assert list(workshop.iterdir()) == []


def test_a_file_that_is_gone_is_said_to_be(store: DiskStore) -> None:
    need("ffmpeg")
    fit = wished()
    store.delete(fit.source.key)
    assert made(fit).failed_code == "source_missing"


@pytest.mark.parametrize(
    "content",
    [
        b"#EXTM3U\n#EXT-X-TARGETDURATION:1\n#EXTINF:1,\nfile:///etc/passwd\n",
        b"ffconcat version 1.0\nfile /etc/passwd\n",
        b"\x00\x00\x00\x18ftypisom" + b"\x00" * 4096,
        b"\0",
    ],
    ids=["playlist", "concat", "broken", "nothing"],
)
def test_hostile_files_make_nothing(store: DiskStore, content: bytes) -> None:
    need("ffmpeg")
    fit = made(wished(content))
    assert (fit.state, fit.failed_code, fit.asset) == (FitState.FAILED, "not_made", None)


def test_ffmpeg_may_write_its_one_file_and_no_other(store: DiskStore, tmp_path: Path) -> None:
    """As if a file had taken it over: the second output is one that it was given no leave for."""
    elsewhere = tmp_path / "elsewhere.mp4"
    fit = made(wished(recipe=replace(REMUX, arguments=("-c", "copy", "-f", "mp4", f"file:{elsewhere}", "-map", "0:V:0", "-c", "copy"))))
    assert fit.state == FitState.FAILED
    assert not elsewhere.exists()


def test_ffmpeg_cannot_read_what_it_was_not_given(store: DiskStore, tmp_path: Path) -> None:
    secret = tmp_path / "secret.mp4"
    secret.write_bytes(clip(seconds=1))
    reading = replace(REMUX, arguments=("-c:a", "copy", "-vf", f"movie={secret}[m];[in][m]overlay"))
    target = tmp_path / "target.mp4"
    by_hand = converting.command(str(converting.ffmpeg()), secret, target, reading)
    subprocess.run(by_hand, check=True, capture_output=True)  # nothing but the confinement is in its way
    assert target.stat().st_size
    assert made(wished(recipe=reading)).state == FitState.FAILED


def test_what_nobody_wants_any_more_is_cleared_from_the_store(any_store: MediaStore) -> None:
    fit = made(wished())
    Fit.objects.filter(pk=fit.pk).drop(timezone.now())
    assert fitting.clear(timezone.now()) == 1
    fit = again(fit)
    assert (fit.key, fit.asset) == ("", None)
    assert Asset.objects.filter(kind=AssetKind.FITTED).count() == 0
    assert fitting.clear(timezone.now()) == 0


def test_what_a_publication_was_made_of_stays(store: DiskStore) -> None:
    fit = made(wished())
    assert fit.asset is not None
    PublicationFactory(asset=fit.asset)
    Fit.objects.filter(pk=fit.pk).drop(timezone.now())
    assert fitting.clear(timezone.now()) == 0
    assert fit.asset.key in files_in(store)
    assert Asset.objects.filter(pk=fit.asset.pk).exists()


def test_what_is_still_being_written_is_not_cleared_under_the_writers_hands(store: DiskStore) -> None:
    fit, now = wished(), timezone.now()
    Fit.objects.claim(fit.pk, token="alive", now=now)
    Fit.objects.filter(pk=fit.pk).update(key="originals/" + "b" * 32)
    Fit.objects.cancel(fit.pk, now=now)
    assert fitting.clear(now) == 0
    assert fitting.clear(now + LEASE) == 1


def test_erasing_the_video_takes_its_fitted_files_with_it(any_store: MediaStore) -> None:
    fit = made(wished())
    assert fit.asset is not None
    key = fit.asset.key
    erase(fit.video)
    assert not Fit.objects.exists()
    with pytest.raises(SourceMissing):
        any_store.size(key)


def test_one_purpose_has_one_that_is_being_made(store: DiskStore) -> None:
    fit = wished(files.small_video())
    with pytest.raises(IntegrityError), transaction.atomic():
        FitFactory(video=fit.video, source=fit.source)


def test_a_killed_workers_leavings_are_swept_and_a_living_ones_are_not(workshop: Path) -> None:
    workshop.mkdir()
    (workshop / "dead.mp4").write_bytes(b"left behind")
    with workplace.work_file() as first, workplace.work_file() as second:
        assert sorted(workshop.iterdir()) == sorted([first, second])


_LONG = """
import sys
from pathlib import Path
from dataclasses import replace
from videos.converting import convert, ffmpeg
from videos.recipe import Kind, Recipe
slow = ("-vf", "scale=3840:2160", "-c:v", "libx264", "-preset", "veryslow")
recipe = Recipe(kind=Kind.TRANSCODE, start=0.0, seconds=20.0, arguments=slow, expected_bytes=1, most_bytes=10**9, says="")
convert(ffmpeg(), Path(sys.argv[1]), Path(sys.argv[2]), recipe, told=lambda percent: print(percent, flush=True))
"""


def test_ffmpeg_dies_with_a_worker_that_is_killed(tmp_path: Path) -> None:
    source, target = tmp_path / "source.mp4", tmp_path / "target.mp4"
    source.write_bytes(clip())
    target.touch()
    worker = subprocess.Popen([sys.executable, "-c", _LONG, str(source), str(target)], stdout=subprocess.PIPE)
    assert worker.stdout is not None
    worker.stdout.readline()
    assert not no_ffmpeg_of_ours(str(target))
    os.kill(worker.pid, signal.SIGKILL)
    worker.wait()
    worker.stdout.close()
    until = time.monotonic() + 10
    while not no_ffmpeg_of_ours(str(target)) and time.monotonic() < until:
        pass
    assert no_ffmpeg_of_ours(str(target))


def no_ffmpeg_of_ours(target: str = "workshop") -> bool:
    """Whether no ffmpeg runs that writes into such a place."""
    found = []
    for each in Path("/proc").glob("[0-9]*/cmdline"):
        try:
            said = each.read_bytes()
        except OSError:
            continue
        if b"ffmpeg" in said.split(b"\0")[0] and target.encode() in said:
            found.append(each)
    return found == []


def test_facts_of_the_rates_are_found_by_either_reader(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "clip.mp4"
    path.write_bytes(clip(seconds=2))
    by_ffprobe = probe.probe(path)
    monkeypatch.setattr(shutil, "which", lambda name: None)
    by_reader = probe.probe(path)
    assert isinstance(by_ffprobe, probe.Facts)
    assert isinstance(by_reader, probe.Facts)
    for name in ("frame_rate", "pixel_format", "audio_rate", "audio_channels", "index_first"):
        assert getattr(by_ffprobe, name) == getattr(by_reader, name), name
    assert (by_ffprobe.index_first, by_ffprobe.frame_rate, by_ffprobe.audio_rate) == (False, 30.0, 48_000)
