"""Parts on a disk: two writers never meet on the same bytes, and nobody writes into a finished file."""

import hashlib
from collections.abc import Callable
from pathlib import Path
from threading import Event, Thread

import pytest

from videos.parts import Plan, part_size_for
from videos.storage import PartBusy, PartsMissing, SourceMissing, new_key
from videos.storage.disk import DiskStore

PLAN = Plan(size=25, part_size=10)
CONTENT = b"0123456789abcdefghijABCDE"


def reading(content: bytes) -> Callable[[int], bytes]:
    rest = [content[start : start + 4] for start in range(0, len(content), 4)]
    return lambda most: rest.pop(0) if rest else b""


@pytest.fixture
def key(store: DiskStore) -> str:
    key = new_key()
    store.begin_parts(key, PLAN)
    return key


def put(store: DiskStore, key: str, number: int, content: bytes | None = None) -> None:
    span = PLAN.span(number)
    store.write_part(key, PLAN, number, reading(CONTENT[span.start :][: span.length] if content is None else content), sha256="")


def test_a_file_begun_twice_keeps_what_arrived(store: DiskStore, key: str) -> None:
    put(store, key, 3)
    store.begin_parts(key, PLAN)
    assert store.parts_had(key, "", PLAN) == {3}


def test_of_two_writers_of_a_part_the_second_is_sent_away(store: DiskStore, key: str) -> None:
    begun, go_on = Event(), Event()

    def slowly(most: int) -> bytes:
        begun.set()
        assert go_on.wait(10)
        return CONTENT[:10]

    first = Thread(target=lambda: store.write_part(key, PLAN, 1, slowly, sha256=""))
    first.start()
    assert begun.wait(10)
    with pytest.raises(PartBusy):
        put(store, key, 1, b"x" * 10)
    with pytest.raises(PartBusy):
        store.finish_parts(key, "", PLAN)
    put(store, key, 2)
    go_on.set()
    first.join()
    put(store, key, 3)
    assert store.finish_parts(key, "", PLAN).size == 25
    assert (store.root / key).read_bytes() == CONTENT


def test_a_writer_that_comes_after_the_end_changes_nothing(store: DiskStore, key: str) -> None:
    for number in (1, 2, 3):
        put(store, key, number)
    stored = store.finish_parts(key, "", PLAN)
    with pytest.raises(SourceMissing):
        put(store, key, 1, b"x" * 10)
    assert store.finish_parts(key, "", PLAN) == stored
    assert hashlib.sha256((store.root / key).read_bytes()).digest() == hashlib.sha256(CONTENT).digest()


def test_a_writer_that_opened_before_the_end_changes_nothing(store: DiskStore, key: str, monkeypatch: pytest.MonkeyPatch) -> None:
    for number in (1, 2, 3):
        put(store, key, number)
    with store._parts(key, PLAN) as late:
        store.finish_parts(key, "", PLAN)
        with pytest.raises(SourceMissing):
            late.write(1, reading(b"x" * 10), sha256="")
    assert (store.root / key).read_bytes() == CONTENT


def test_a_file_that_is_not_whole_names_what_is_missing(store: DiskStore, key: str) -> None:
    put(store, key, 2)
    with pytest.raises(PartsMissing) as missing:
        store.finish_parts(key, "", PLAN)
    assert missing.value.numbers == [1, 3]
    assert not (store.root / key).exists()


def test_the_files_are_read_by_nobody_else(store: DiskStore, key: str) -> None:
    assert {path.stat().st_mode & 0o777 for path in Path(store.root).rglob("*") if path.is_file()} == {0o600}


@pytest.mark.parametrize(
    ("size", "part_size"),
    [(1, 8 * 2**20), (8 * 2**20 * 9000, 8 * 2**20), (8 * 2**20 * 9000 + 1, 9 * 2**20), (256 * 2**30, 30 * 2**20)],
)
def test_parts_are_as_few_as_a_bucket_takes(size: int, part_size: int) -> None:
    plan = Plan(size=size, part_size=part_size_for(size))
    assert plan.part_size == part_size
    assert plan.count <= 9000
    assert sum(plan.span(number).length for number in (1, plan.count)) <= size + plan.part_size
    with pytest.raises(ValueError, match="no part"):
        plan.span(plan.count + 1)
