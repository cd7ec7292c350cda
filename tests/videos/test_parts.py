"""An upload by parts, to disk and to a bucket alike: whatever comes late, twice or wrong, the file is right or has a clear end."""

import hashlib
import json
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
import time_machine
from django.contrib.auth.models import User
from django.test import Client
from django.utils import timezone
from django_q.models import OrmQ

from tests.videos.arrival import arrived, assert_is_whole
from tests.videos.sender import CONTENT, Sender, code
from videos import tasks
from videos.models import Asset, AssetState, Upload, Video
from videos.parts import LEAST_PART_BYTES
from videos.storage import MediaStore, SourceMissing, StoreUnavailable
from videos.storage.disk import DiskStore
from videos.storage.s3 import S3Store
from videos.uploads import resumable

pytestmark = pytest.mark.django_db
SOON = timedelta(seconds=1)


# -- the right end ---------------------------------------------------------------------------------------------------


def test_parts_in_order_make_the_file_and_owe_its_probe(sender: Sender, any_store: MediaStore) -> None:
    for number in (1, 2, 3):
        assert sender.put(number) in (200, 204)
    answer = sender.complete(title="  Höhe\tund\0 Meer ")
    asset = Asset.objects.get()
    assert json.loads(answer.content) == {"next": f"/videos/{asset.video_id}/"}
    assert (asset.state, asset.video.title, asset.etag) == (AssetState.PROBING, "Höhe und Meer", any_store.etag(asset.key))
    assert [(task.func(), task.args()) for task in OrmQ.objects.all()] == [("videos.tasks.probe", (asset.pk,))]
    assert_is_whole()
    assert b"".join(any_store.open_range(asset.key, 0, asset.size, etag=asset.etag)) == CONTENT


def test_parts_may_come_in_any_order_and_twice(sender: Sender) -> None:
    for number in (3, 1, 3, 2, 1):
        assert sender.put(number) in (200, 204)
    assert sender.complete().status_code == 200
    assert_is_whole()


def test_parts_may_come_at_once(bucket: MediaStore, at_alices: Client) -> None:
    """To a bucket; `test_disk_parts` and the tests with processes do it to a disk."""
    sender = Sender(browser=at_alices, content=CONTENT)
    sender.begin()
    addresses = {number: sender.address(number) for number in (1, 2, 3)}
    with ThreadPoolExecutor(3) as pool:
        assert set(pool.map(lambda number: sender.put(number, address=addresses[number]), (1, 2, 3, 2, 1))) == {200}
    assert sender.complete().status_code == 200
    assert_is_whole()


def test_what_broke_off_goes_on_where_it_was_in_another_tab_too(sender: Sender, alice: User) -> None:
    sender.put(2)
    elsewhere = Client()
    elsewhere.force_login(alice)
    tab = Sender(browser=elsewhere, content=CONTENT, name="my_clip.mp4")
    tab.begin()
    assert (tab.opened["id"], tab.opened["have"]) == (sender.opened["id"], [2])
    assert tab.send().status_code == 200
    assert_is_whole()
    assert Video.objects.count() == 1


@pytest.mark.parametrize("changed", [{"name": "other.mp4"}, {"modified": 1}, {"content": CONTENT[:-1] + b"x"}, {"content": CONTENT + b"x"}])
def test_another_file_is_another_upload(sender: Sender, changed: dict[str, object]) -> None:
    other = Sender(**{"browser": sender.browser, "content": CONTENT, "name": "my_clip.mp4"} | changed)  # type: ignore[arg-type]
    other.begin()
    assert other.opened["id"] != sender.opened["id"]


def test_the_same_file_of_somebody_else_is_theirs(sender: Sender, bob: User) -> None:
    browser = Client()
    browser.force_login(bob)
    theirs = Sender(browser=browser, content=CONTENT, name="my_clip.mp4")
    theirs.begin()
    assert theirs.opened["id"] != sender.opened["id"]


def test_completing_twice_gives_the_same_video(sender: Sender) -> None:
    first = sender.send()
    again = sender.complete()
    assert (again.status_code, again.content) == (200, first.content)
    assert OrmQ.objects.count() == 1
    arrived()
    assert sender.complete().content == first.content


def test_what_the_store_finished_before_our_commit_was_lost_is_finished_once_more(sender: Sender, any_store: MediaStore) -> None:
    for number in (1, 2, 3):
        sender.put(number)
    upload = Upload.objects.with_video().get()
    any_store.finish_parts(upload.asset.key, upload.store_id, upload.plan)
    sender.begin()
    assert sender.missing() == []
    assert sender.complete().status_code == 200
    assert_is_whole()


def test_a_file_finished_by_another_tab_is_not_begun_anew(sender: Sender) -> None:
    address = sender.address(1)
    assert Sender(browser=sender.browser, content=CONTENT, name="my_clip.mp4").send().status_code == 200
    assert code(sender.ask(1)) == (409, "finished")
    assert sender.put(1, address=address) in (404, 409)
    assert code(sender.begin(after=sender.opened["id"])) == (409, "finished")
    assert sender.complete().status_code == 200
    assert_is_whole()
    assert Video.objects.count() == 1


# -- what is wrong ---------------------------------------------------------------------------------------------------


def test_a_part_that_is_missing_is_asked_for(sender: Sender) -> None:
    sender.put(1)
    sender.put(3)
    answer = sender.complete()
    assert (code(answer), json.loads(answer.content)["missing"]) == ((409, "parts_missing"), [2])
    assert json.loads(answer.content)["again"]
    assert not OrmQ.objects.exists()
    sender.put(2)
    assert sender.complete().status_code == 200
    assert_is_whole()


@pytest.mark.parametrize("length", [0, 1, LEAST_PART_BYTES - 1, LEAST_PART_BYTES + 1])
def test_a_part_of_a_wrong_length_does_not_count(sender: Sender, length: int) -> None:
    assert sender.put(1, bytes(length)) in (403, 422)
    sender.begin()
    assert sender.opened["have"] == []


def test_a_part_that_is_not_in_the_file_has_no_address(sender: Sender) -> None:
    for number in (0, 4, 10_000, -1):
        assert code(sender.ask(number)) == (404, "no_such_part")


def test_a_tampered_address_takes_nothing(sender: Sender) -> None:
    address = sender.address(1)
    assert sender.put(1, address=address[:-3] + "abc") == 403
    assert sender.put(2, address=address.replace("/parts/1?", "/parts/2?").replace("partNumber=1", "partNumber=2")) == 403
    sender.begin()
    assert sender.opened["have"] == []


def test_an_address_that_ran_out_is_asked_for_anew(sender: Sender) -> None:
    with time_machine.travel(timezone.now() - resumable.ADDRESS_LIFETIME - SOON):
        address = sender.address(1)
    assert sender.put(1, address=address) == 403
    assert sender.put(1) in (200, 204)


def test_a_store_that_is_away_is_waited_for(sender: Sender, monkeypatch: pytest.MonkeyPatch) -> None:
    def away(*given: object, **more: object) -> None:
        raise StoreUnavailable

    for store in (DiskStore, S3Store):
        for verb in ("parts_had", "finish_parts", "write_part"):
            monkeypatch.setattr(store, verb, away)
    assert code(sender.begin()) == (503, "storage_unavailable")
    assert code(sender.complete()) == (503, "storage_unavailable")
    assert Upload.objects.open().exists()


def test_a_store_that_forgot_the_upload_gets_it_anew(sender: Sender, any_store: MediaStore) -> None:
    sender.put(1)
    any_store.delete(Asset.objects.get().key)
    assert code(sender.complete()) == (409, "parts_missing")
    sender.begin()
    assert sender.opened["have"] == []
    assert sender.send().status_code == 200
    assert_is_whole()


def test_a_file_that_is_not_as_it_was_sent_is_refused(bucket: MediaStore, at_alices: Client) -> None:
    """A bucket does not check what our browser says of a part: the probe does."""
    sender = Sender(browser=at_alices, content=CONTENT)
    sender.begin()
    claims = {str(number): hashlib.sha256(sender.part(number)).hexdigest() for number in (1, 2, 3)}
    for number in (1, 2, 3):
        sender.put(number, b"y" * len(sender.part(2)) if number == 2 else None)
    assert sender.complete(sha256=claims).status_code == 200
    asset = arrived()
    assert (asset.state, asset.refused_code) == (AssetState.REFUSED, "damaged")
    assert "did not arrive as it was sent" in asset.refused_reason
    with pytest.raises(SourceMissing):
        bucket.size(asset.key or Asset.objects.get().key)


def test_a_part_that_arrives_damaged_is_sent_again(store: DiskStore, at_alices: Client) -> None:
    sender = Sender(browser=at_alices, content=CONTENT)
    sender.begin()
    wrong = sender.put_here(sender.address(1), b"y" * len(sender.part(1)), claim=hashlib.sha256(sender.part(1)).hexdigest())
    assert code(wrong) == (422, "part_damaged")
    assert json.loads(wrong.content)["again"]
    sender.begin()
    assert sender.opened["have"] == []
    assert sender.send().status_code == 200
    assert_is_whole()


def test_a_part_that_breaks_off_counts_as_missing_even_where_it_was_there_before(store: DiskStore, at_alices: Client) -> None:
    sender = Sender(browser=at_alices, content=CONTENT)
    sender.begin()
    sender.put(1)
    broken = sender.put_here(sender.address(1), sender.part(1)[:-1], claim="", length=len(sender.part(1)))
    assert code(broken) == (400, "broken_off")
    sender.begin()
    assert sender.opened["have"] == []


def test_a_file_that_arrived_lately_is_begun_anew_only_on_its_owners_word(sender: Sender) -> None:
    sender.send()
    video = Video.objects.get()
    answer = sender.begin()
    assert (code(answer), json.loads(answer.content)["next"]) == ((409, "here_already"), f"/videos/{video.pk}/")
    assert sender.begin(anew=True).status_code == 200
    assert sender.opened["have"] == []
    tasks.clear_abandoned(timezone.now())
    assert Video.objects.count() == 2
