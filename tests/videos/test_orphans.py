"""`manage.py storage`: what nothing names is found on disk and in a bucket, what is known or young stays, and use is told."""

import json
from contextlib import suppress
from datetime import timedelta
from io import StringIO

import pytest
from django.contrib.auth.models import User
from django.core.management import CommandError, call_command
from django.utils import timezone

from tests.factories import AssetFactory
from tests.videos.sender import Sender
from videos import orphans
from videos.models import AssetState, Upload
from videos.parts import LEAST_PART_BYTES, Plan
from videos.storage import MediaStore, StoreUnavailable, media, new_key, poster_key, store_whole

pytestmark = pytest.mark.django_db
LATER = timedelta(hours=1)


def storage(*words: str) -> str:
    out = StringIO()
    call_command("storage", *words, stdout=out)
    return out.getvalue()


def found(words: str = "--older-than 0") -> dict:  # type: ignore[type-arg]
    out = StringIO()
    with suppress(CommandError):
        call_command("storage", "orphans", "--json", *words.split(), stdout=out)
    return json.loads(out.getvalue())  # type: ignore[no-any-return]


def is_there(key: str) -> bool:
    return key in {each.key for each in orphans.find(media(), now=timezone.now() + LATER, older_than=timedelta()).orphans}


def _known(**changes: object) -> str:
    key = new_key()
    store_whole(key, b"bytes")
    store_whole(poster_key(key), b"picture")
    AssetFactory(key=key, poster_key=poster_key(key), **changes)
    return key


def test_files_that_no_row_names_are_told_and_only_removed_when_asked(any_store: MediaStore) -> None:
    known, stray = _known(), new_key()
    for key in (stray, poster_key(stray)):
        store_whole(key, b"nobody's")
    before = timezone.now() + LATER
    places = {each.place for each in orphans.find(any_store, now=before, older_than=timedelta()).orphans}
    assert {stray, poster_key(stray)} <= places
    assert not {known, poster_key(known)} & places
    with pytest.raises(CommandError, match="orphans"):
        storage("orphans", "--older-than", "0")
    assert is_there(stray)
    assert f"removed file: {stray}" in storage("orphans", "--older-than", "0", "--remove")
    assert not is_there(stray)
    assert "0 orphans" in storage("orphans", "--older-than", "0")
    assert any_store.size(known) == 5


def test_what_is_young_is_left_alone(any_store: MediaStore) -> None:
    young = new_key()
    store_whole(young, b"just coming in")
    assert "0 orphans" in storage("orphans", "--remove")
    assert young in {each["place"] for each in found()["orphans"]}


def test_an_upload_that_nobody_knows_of_is_ended_and_one_that_goes_on_is_not(sender: Sender, any_store: MediaStore) -> None:
    sender.put(1)
    nobodys = new_key()
    any_store.begin_parts(nobodys, Plan(size=LEAST_PART_BYTES * 2, part_size=LEAST_PART_BYTES))
    told = [each for each in found()["orphans"] if nobodys in each["place"]]
    assert told
    assert {each["kind"] for each in told} <= {"open upload", "unfinished file"}
    storage("orphans", "--older-than", "0", "--remove")
    assert found()["orphans"] == []
    sender.put(2)
    sender.put(3)
    assert sender.complete().status_code == 200
    assert Upload.objects.get().finished_at is not None


def test_a_row_whose_file_is_gone_is_told_and_nothing_is_done(any_store: MediaStore) -> None:
    key = _known()
    any_store.delete(key)
    with pytest.raises(CommandError, match="1 files are missing"):
        storage("orphans", "--remove")
    assert found()["missing"] == [key]


def test_what_came_to_be_named_meanwhile_is_not_removed(store: MediaStore) -> None:
    stray = new_key()
    store_whole(stray, b"on its way")
    now = timezone.now() + LATER
    lying = orphans.find(store, now=now, older_than=timedelta()).orphans
    AssetFactory(key=stray, state=AssetState.PROBING)
    assert orphans.remove(store, lying, now=now, older_than=timedelta()) == ([], [])


def test_what_lies_beside_retakes_own_places_is_nobodys_business(store: MediaStore) -> None:
    store.root.mkdir(parents=True, exist_ok=True)  # type: ignore[attr-defined]
    (store.root / "notes.txt").write_text("mine")  # type: ignore[attr-defined]
    assert found()["looked_at"] == 0


def test_a_store_that_is_away_is_said(store: MediaStore, monkeypatch: pytest.MonkeyPatch) -> None:
    def away(*_: object) -> None:
        raise StoreUnavailable("It is away.")

    monkeypatch.setattr(orphans, "lying_in", away)
    with pytest.raises(CommandError, match="It is away") as refused:
        storage("orphans")
    assert refused.value.returncode == 2


def test_hours_are_whole(store: MediaStore) -> None:
    with pytest.raises(CommandError, match="whole number of hours"):
        storage("orphans", "--older-than", "-1")


def test_use_is_told_by_owner_the_largest_first(store: MediaStore, alice: User, bob: User) -> None:
    AssetFactory(video__owner=alice, size=1000)
    AssetFactory(video__owner=bob, size=5000, kind="fitted")
    AssetFactory(video__owner=bob, size=7000, key="", state=AssetState.REFUSED, refused_code="abandoned", refused_reason="It broke off.")
    told = json.loads(storage("use", "--json"))
    assert told["owners"] == [{"owner": "bob", "files": 1, "bytes": 5000}, {"owner": "alice", "files": 1, "bytes": 1000}]
    assert (told["files"], told["bytes"], told["fitted_bytes"]) == (2, 6000, 5000)
    lines = storage("use").splitlines()
    assert "bob" in lines[0]
    assert "in all" in lines[-1]
