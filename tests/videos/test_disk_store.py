"""The disk store gives exact ranges of the pinned file, or says why not."""

import errno
import os
from datetime import timedelta
from pathlib import Path

import pytest

from tests.videos.conftest import files_in
from videos.storage import SourceChanged, SourceMissing, SourceShort, StoreFull, StoreUnavailable, media, new_key, store_whole
from videos.storage.disk import DiskStore
from videos.storage.door import WINDOW_BYTES

CONTENT = bytes(range(256)) * 10_000  # 2.4 MiB: three windows


@pytest.fixture
def key(store: DiskStore) -> str:
    place = new_key()
    store_whole(place, CONTENT)
    return place


def test_the_settings_name_the_store(store: DiskStore) -> None:
    found = media()
    assert isinstance(found, DiskStore)
    assert found.root == store.root


@pytest.mark.parametrize(("start", "length"), [(0, len(CONTENT)), (0, 1), (1_000_000, 1_500_000), (len(CONTENT) - 1, 1), (7, 0)])
def test_a_range_is_exact_and_comes_in_windows(store: DiskStore, key: str, start: int, length: int) -> None:
    pieces = list(store.open_range(key, start, length, etag=store.etag(key)))
    assert b"".join(pieces) == CONTENT[start : start + length]
    assert all(len(piece) <= WINDOW_BYTES for piece in pieces)


def test_a_range_beyond_the_end_is_refused_before_its_first_byte(store: DiskStore, key: str) -> None:
    with pytest.raises(SourceShort):
        next(store.open_range(key, 10, len(CONTENT), etag=store.etag(key)))


def test_a_replaced_file_is_refused(store: DiskStore, key: str) -> None:
    pinned = store.etag(key)
    store_whole(key, CONTENT[::-1])
    with pytest.raises(SourceChanged):
        next(store.open_range(key, 0, 1, etag=pinned))


def test_a_file_replaced_with_its_time_kept_is_refused_too(store: DiskStore, key: str) -> None:
    pinned, times = store.etag(key), os.stat(store.root / key)
    store_whole(key, CONTENT[::-1])
    os.utime(store.root / key, ns=(times.st_atime_ns, times.st_mtime_ns))
    with pytest.raises(SourceChanged):
        next(store.open_range(key, 0, 1, etag=pinned))


def test_a_file_written_to_while_it_is_read_is_refused_before_the_next_window(store: DiskStore, key: str) -> None:
    pieces = store.open_range(key, 0, len(CONTENT), etag=store.etag(key))
    next(pieces)
    with (store.root / key).open("r+b") as file:
        file.seek(WINDOW_BYTES)
        file.write(b"other")
    os.utime(store.root / key, ns=(0, 0))
    with pytest.raises(SourceChanged):
        next(pieces)


def test_a_file_replaced_while_it_is_read_is_read_on_unmixed(store: DiskStore, key: str) -> None:
    pieces = store.open_range(key, 0, len(CONTENT), etag=store.etag(key))
    first = next(pieces)
    store_whole(key, CONTENT[::-1])
    assert first + b"".join(pieces) == CONTENT


def test_the_tag_outlives_a_restore_that_keeps_times(store: DiskStore, key: str, tmp_path: Path) -> None:
    pinned, times = store.etag(key), os.stat(store.root / key)
    copy = DiskStore(tmp_path / "restored")
    (copy.root / key).parent.mkdir(parents=True)
    (copy.root / key).write_bytes(CONTENT)
    os.utime(copy.root / key, ns=(times.st_atime_ns, times.st_mtime_ns))
    assert copy.etag(key) == pinned


def test_a_missing_file_is_said_to_be_missing(store: DiskStore) -> None:
    with pytest.raises(SourceMissing):
        store.size(new_key())
    with pytest.raises(SourceMissing):
        next(store.open_range(new_key(), 0, 1, etag=None))


@pytest.mark.parametrize(
    "key", ["../../etc/passwd", "/etc/passwd", "originals/../secret", "originals/" + "a" * 31 + "/", "", "originals/x"]
)
def test_what_is_no_key_of_ours_leads_nowhere(store: DiskStore, key: str) -> None:
    with pytest.raises(SourceMissing):
        store.size(key)
    with pytest.raises(SourceMissing):
        store.create(key)
    with pytest.raises(SourceMissing):
        store.delete(key)


def test_a_link_in_the_store_is_not_followed(store: DiskStore, key: str) -> None:
    link = new_key()
    (store.root / link).symlink_to("/etc/passwd")
    with pytest.raises(StoreUnavailable):
        store.size(link)


def test_files_are_for_their_owner_alone(store: DiskStore, key: str) -> None:
    assert (store.root / key).stat().st_mode & 0o777 == 0o600
    assert (store.root / key).parent.stat().st_mode & 0o777 == 0o700


def test_an_unfinished_file_cannot_be_read_and_leaves_nothing(store: DiskStore) -> None:
    key = new_key()
    writer = store.create(key)
    writer.append(b"some")
    with pytest.raises(SourceMissing):
        store.size(key)
    writer.abandon()
    writer.abandon()
    assert files_in(store) == []


def test_an_unfinished_file_of_a_dead_process_can_be_deleted(store: DiskStore) -> None:
    key = new_key()
    store.create(key).append(b"some")
    store.delete(key)
    store.delete(key)
    assert files_in(store) == []


def test_a_full_disk_is_said_plainly(store: DiskStore, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(file: int, piece: bytes) -> int:
        raise OSError(errno.ENOSPC, "No space left on device")

    writer = store.create(new_key())
    with monkeypatch.context() as patch:
        patch.setattr(os, "write", refuse)
        with pytest.raises(StoreFull):
            writer.append(b"some")
    writer.abandon()


def test_the_file_is_lent_under_its_path(store: DiskStore, key: str) -> None:
    with store.as_file(key, etag=store.etag(key), beat=lambda: None) as path:
        assert path.read_bytes() == CONTENT
    with pytest.raises(SourceChanged), store.as_file(key, etag="other", beat=lambda: None):
        pytest.fail("a changed file was lent")


def test_its_address_is_of_this_site_and_names_no_key(store: DiskStore, key: str) -> None:
    address = store.public_url(key, timedelta(hours=1))
    assert address.startswith("http://127.0.0.1:8000/videos/media/")
    assert key not in address
