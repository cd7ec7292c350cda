"""How an upload by parts ends early, and who may do what with it."""

import json
from datetime import timedelta

import pytest
from django.contrib.auth.models import User
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from pytest_django.fixtures import Settings

from tests.videos.arrival import arrived, assert_is_whole
from tests.videos.conftest import files_in
from tests.videos.sender import CONTENT, Sender, code
from videos import tasks
from videos.models import Asset, AssetState, Upload, Video, give_up
from videos.parts import LEAST_PART_BYTES
from videos.storage import MediaStore, SourceMissing
from videos.storage.disk import DiskStore
from videos.uploads import protocol, resumable

pytestmark = pytest.mark.django_db


def test_a_dropped_upload_leaves_nothing_and_takes_nothing_more(sender: Sender, any_store: MediaStore) -> None:
    sender.put(1)
    key, address = Asset.objects.get().key, sender.address(2)
    assert sender.cancel().status_code == 204
    assert not Video.objects.exists()
    assert not Upload.objects.exists()
    with pytest.raises(SourceMissing):
        any_store.parts_had(key, "gone", resumable.Plan(size=len(CONTENT), part_size=LEAST_PART_BYTES))
    assert sender.put(2, address=address) == 404
    for answer in (sender.ask(1), sender.complete(), sender.begin(after=sender.opened["id"])):
        assert code(answer) == (404, "given_up")
    assert not Video.objects.exists()
    if isinstance(any_store, DiskStore):
        assert files_in(any_store) == []


@pytest.mark.parametrize("first", ["drop", "store"])
def test_an_upload_dropped_while_it_is_completed_is_gone(
    sender: Sender, any_store: MediaStore, monkeypatch: pytest.MonkeyPatch, first: str
) -> None:
    """A store takes a while to make a file whole: whoever drops it meanwhile deletes what is there before or after that."""
    for number in (1, 2, 3):
        sender.put(number)
    upload, kind = Upload.objects.with_video().get(), type(any_store)
    finish, delete = kind.finish_parts, kind.delete

    def late(self: MediaStore, *given: object) -> object:
        if first == "drop":
            monkeypatch.setattr(kind, "delete", lambda self, key: None)  # there is nothing to delete yet
        stored = finish(self, *given)  # type: ignore[arg-type]
        resumable.drop(upload)
        monkeypatch.setattr(kind, "delete", delete)
        return stored

    monkeypatch.setattr(kind, "finish_parts", late)
    assert code(sender.complete()) == (410, "given_up")
    assert not Video.objects.exists()
    with pytest.raises(SourceMissing):
        any_store.size(upload.asset.key)


def test_an_upload_dropped_while_it_is_opened_in_the_store_leaves_nothing_there(
    sender: Sender, any_store: MediaStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    any_store.delete(Asset.objects.get().key)
    upload, begin = Upload.objects.with_video().get(), type(any_store).begin_parts

    def late(self: MediaStore, *given: object) -> str:
        resumable.drop(upload)
        return begin(self, *given)  # type: ignore[arg-type]

    monkeypatch.setattr(type(any_store), "begin_parts", late)
    assert code(sender.begin()) == (410, "given_up")
    if isinstance(any_store, DiskStore):
        assert files_in(any_store) == []


def test_what_nobody_goes_on_with_is_cleared_after_days_in_the_store_too(sender: Sender, any_store: MediaStore, settings: Settings) -> None:
    settings.UNFINISHED_UPLOAD_DAYS = 3
    sender.put(1)
    upload = Upload.objects.with_video().get()
    now = timezone.now()
    assert tasks.clear_abandoned(now + timedelta(days=3) - timedelta(minutes=1)) == 0
    assert tasks.clear_abandoned(now + timedelta(days=3, seconds=5))
    assert (Asset.objects.get().state, Asset.objects.get().refused_code) == (AssetState.REFUSED, "abandoned")
    with pytest.raises(SourceMissing):
        any_store.parts_had(upload.asset.key, upload.store_id, upload.plan)
    assert sender.complete().status_code in (404, 410)
    sender.begin()
    assert sender.opened["have"] == []
    assert sender.send().status_code == 200


def test_what_was_given_up_says_so(sender: Sender) -> None:
    give_up(Asset.objects.receiving(), Asset.objects.get().pk, code="abandoned", reason="It paused.")
    for answer in (sender.ask(1), sender.complete(), sender.begin(after=sender.opened["id"])):
        assert code(answer) == (410, "given_up")
    assert sender.begin().status_code == 200


def test_a_finished_upload_answers_for_a_day_and_is_forgotten_then(sender: Sender) -> None:
    sender.send()
    arrived()
    tasks.clear_abandoned(timezone.now() + timedelta(hours=23))
    assert sender.complete().status_code == 200
    tasks.clear_abandoned(timezone.now() + timedelta(hours=25))
    assert not Upload.objects.exists()
    assert Asset.objects.get().state == AssetState.READY


def test_a_finished_upload_cannot_be_dropped(sender: Sender) -> None:
    sender.send()
    answer = sender.browser.post(f"/videos/uploads/{sender.opened['id']}/drop", follow=True)
    assert "was finished meanwhile" in answer.content.decode()
    assert_is_whole()


def test_a_finished_upload_cannot_be_cancelled_and_its_video_is_named(sender: Sender) -> None:
    sender.send()
    answer = sender.cancel()
    assert code(answer) == (409, "here_already")
    assert json.loads(answer.content)["next"] == f"/videos/{Video.objects.get().pk}/"
    assert_is_whole()


# -- doors -----------------------------------------------------------------------------------------------------------


def test_somebody_elses_upload_is_as_good_as_none(store: DiskStore, at_alices: Client, bob: User) -> None:
    sender = Sender(browser=at_alices, content=CONTENT)
    sender.begin()
    address = sender.address(1)
    sender.browser = Client()
    sender.browser.force_login(bob)
    assert sender.ask(1).status_code == 404
    assert sender.put(1, address=address) == 404
    assert sender.complete().status_code == 404
    assert sender.cancel().status_code == 404
    assert Upload.objects.open().exists()


def test_who_is_logged_out_is_told_so_and_loses_nothing(store: DiskStore, at_alices: Client) -> None:
    sender = Sender(browser=at_alices, content=CONTENT)
    sender.begin()
    address = sender.address(1)
    sender.browser = Client()
    for answer in (sender.begin(), sender.ask(1), sender.put_here(address, sender.part(1)), sender.complete()):
        assert code(answer) == (401, "logged_out")
        assert "Log in again in another tab" in json.loads(answer.content)["reason"]


@pytest.mark.parametrize("body", [b"", b"[]", b"{}", b"\xff", b'{"size": -1}', b'{"size": 1e400}', b"[" * 100_000, b"x" * 3_000_000])
def test_nonsense_is_refused_in_one_sentence(store: DiskStore, at_alices: Client, body: bytes) -> None:
    sender = Sender(browser=at_alices, content=CONTENT)
    sender.begin()
    for address in ("/videos/uploads/", sender.opened["addresses"]):
        answer = at_alices.post(address, body, content_type="application/json")
        assert code(answer) == (400, "not_understood")


@pytest.mark.parametrize("claims", [[1], {"one": "0" * 64}, {"1": 5}, {"1": "\0"}, {"1": "0" * 63}])
def test_odd_claims_are_refused(store: DiskStore, at_alices: Client, claims: object) -> None:
    sender = Sender(browser=at_alices, content=CONTENT)
    sender.begin()
    answer = at_alices.post(sender.opened["complete"], json.dumps({"sha256": claims}), content_type="application/json")
    assert code(answer) == (400, "not_understood")


def test_no_more_parts_at_once_than_leave_threads_for_pages(store: DiskStore, at_alices: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    sender = Sender(browser=at_alices, content=CONTENT)
    sender.begin()
    taken = [protocol._writers.acquire(blocking=False) for _ in range(protocol.MOST_WRITERS)]
    try:
        assert code(sender.put_here(sender.address(1), sender.part(1))) == (503, "crowded")
    finally:
        protocol._writers.release(len(taken))
    assert sender.put(1) == 204


def test_nobody_has_a_hundred_unfinished_uploads(store: DiskStore, at_alices: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(resumable, "MOST_OPEN", 2)
    for name in "ab":
        assert Sender(browser=at_alices, content=CONTENT, name=name).begin().status_code == 200
    assert code(Sender(browser=at_alices, content=CONTENT, name="c").begin()) == (422, "too_many")
    assert Sender(browser=at_alices, content=CONTENT, name="b").begin().status_code == 200


def test_a_disk_that_is_full_keeps_what_arrived(store: DiskStore, at_alices: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    sender = Sender(browser=at_alices, content=CONTENT)
    sender.begin()
    sender.put(1)
    room = DiskStore.room
    monkeypatch.setattr(DiskStore, "room", lambda self: 10)
    full = sender.put_here(sender.address(2), sender.part(2))
    assert code(full) == (507, "storage_full")
    assert json.loads(full.content)["again"]
    monkeypatch.setattr(DiskStore, "room", room)
    sender.begin()
    assert sender.opened["have"] == [1]


def test_unfinished_uploads_are_shown_and_can_be_dropped_without_a_script(store: DiskStore, at_alices: Client) -> None:
    sender = Sender(browser=at_alices, content=CONTENT, name="<b>my clip.mp4")
    sender.begin()
    sender.ask(1, sent=LEAST_PART_BYTES)
    page = at_alices.get("/videos/upload/").content.decode()
    assert "&lt;b&gt;my clip" in page
    assert "8.0\xa0MB of" in page
    drop = f"/videos/uploads/{sender.opened['id']}/drop"
    assert f'action="{drop}"' in page
    shown = at_alices.post(drop, follow=True).content.decode()
    assert "is dropped, and nothing was kept of it" in shown
    assert "Unfinished:" not in shown


def test_the_page_asks_the_database_no_more_for_many_uploads_than_for_one(store: DiskStore, at_alices: Client) -> None:
    asked = []
    for count in (1, 6):
        for number in range(count):
            Sender(browser=at_alices, content=CONTENT, name=f"{count} {number}").begin()
        with CaptureQueriesContext(connection) as queries:
            at_alices.get("/videos/upload/")
        asked.append([query["sql"].partition(" WHERE ")[0] for query in queries.captured_queries])
    assert asked[0] == asked[1]
