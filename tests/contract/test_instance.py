"""PeerTube over real sockets, by real time: the stand-in always, and the instance that the environment names, where it names one."""

import os
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from platforms import errors
from platforms.contract import Upload
from tests.casts.peertube import USER, PeerTubeCast
from tests.contract.instance import Instance, Life, Mortal, upload_of
from tests.crash.served import served
from tests.crash.timepiece import Timepiece
from tests.videos.files import small_video

GIVEN = {name: os.environ.get(name, "") for name in ("PEERTUBE_URL", "PEERTUBE_USER", "PEERTUBE_PASSWORD")}
PACE = 60.0
STRIDE = 3 if all(GIVEN.values()) else 2
"""Every so-manyth boundary is died at."""

pytestmark = pytest.mark.processes


@pytest.fixture(params=["stand-in", "given"])
def instance(request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, transactional_db: None) -> Iterator[Instance]:
    if request.param == "given":
        if not all(GIVEN.values()):
            pytest.skip(f"{', '.join(GIVEN)} name no instance")
        yield Instance(*GIVEN.values())
        return
    timepiece = Timepiece(pace=PACE)
    with served(PeerTubeCast, tmp_path, timepiece) as platform:
        timepiece.rule(monkeypatch)
        yield Instance(f"{platform.url}/peertube", USER, "sandbox-password")
        assert platform.cast.broken_rules() == []


@pytest.fixture
def upload() -> Upload:
    content = small_video()
    free = 700_000 - len(content)
    return upload_of(content + free.to_bytes(4, "big") + b"free" + bytes(free - 8))


def must_be_there_once(instance: Instance, upload: Upload, remote_id: str) -> None:
    assert instance.posts_of(upload) == [remote_id]
    assert instance.size_of(remote_id) == upload.file.size


def test_it_makes_one_video_and_removing_it_twice_is_removing_it(instance: Instance, upload: Upload) -> None:
    remote_id = Life(instance, upload, Mortal()).live()
    must_be_there_once(instance, upload, remote_id)
    for _ in range(2):
        instance.adapter.remove(remote_id, instance.account)
    assert instance.posts_of(upload) == []


@pytest.mark.parametrize("end", ["death", "cut"])
def test_a_death_or_a_cut_at_any_boundary_leaves_one_video(instance: Instance, upload: Upload, end: str) -> None:
    calm = Mortal()
    instance.adapter.remove(Life(instance, upload, calm).live(), instance.account)
    for at in range(1, len(calm.met) + 1, STRIDE):
        anew = upload_of(b"".join(upload.read(0, upload.file.size)))
        mortal = Mortal(at) if end == "death" else Mortal(at, ConnectionResetError)
        if end == "cut" and calm.met[at - 1] == "commit":
            continue
        remote_id = Life(instance, anew, mortal).live()
        must_be_there_once(instance, anew, remote_id)
        instance.adapter.remove(remote_id, instance.account)


def test_words_that_preflight_stops_are_refused(instance: Instance, upload: Upload) -> None:
    short = replace(upload, words=replace(upload.words, title="ab"))
    with pytest.raises(errors.Refused):
        next(instance.adapter.publish(short, {}, instance.account))
    assert instance.posts_of(upload) == []
