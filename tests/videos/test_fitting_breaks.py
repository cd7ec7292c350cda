"""Whatever breaks while a fitted file is made, or hostile as its source may be: it is said, and nothing of it is left behind."""

import os
import shutil
import signal
import subprocess
import sys
import time
from dataclasses import replace
from pathlib import Path

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from tests.factories import FitFactory, PublicationFactory
from tests.services import need
from tests.videos import files
from tests.videos.clips import clip
from tests.videos.conftest import files_in
from tests.videos.fitted import REMUX, again, made, no_ffmpeg_of_ours, wished
from videos import converting, fitting, probe, workplace
from videos.erasing import erase
from videos.models import Asset, AssetKind, Fit, FitState
from videos.models.fit import LEASE
from videos.storage import MediaStore, SourceMissing
from videos.storage.disk import DiskStore

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("workshop")]


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
