"""The pages and endpoints of a video are its owner's: details, poster, the file by ticket."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse

from tests.factories import AssetFactory, VideoFactory
from tests.videos import files
from videos.models import Asset, AssetState, Video
from videos.storage import StoreUnavailable, new_key, store_whole
from videos.storage.disk import DiskStore


@pytest.fixture
def asset(alice: User, store: DiskStore) -> Asset:
    """Alice's video, with a file and a poster in the store."""
    key = new_key()
    found: Asset = AssetFactory(video__owner=alice, key=key, poster_key=key.replace("originals", "posters") + ".jpg")
    store_whole(found.key, files.small_video())
    store_whole(found.poster_key, files.picture("JPEG"))
    return found


PAGES = [("get", "details"), ("post", "details"), ("get", "poster")]


@pytest.mark.parametrize(("method", "page"), PAGES)
def test_a_stranger_finds_nothing(asset: Asset, charlie: User, sam: User, method: str, page: str) -> None:
    for somebody in (charlie, sam):
        browser = Client()
        browser.force_login(somebody)
        assert getattr(browser, method)(reverse(page, args=[asset.video_id]), {"title": "Mine"}).status_code == 404
    assert Video.objects.get().title == asset.video.title


@pytest.mark.parametrize(("method", "page"), PAGES)
def test_an_anonymous_visitor_is_sent_to_the_login_page(asset: Asset, method: str, page: str) -> None:
    address = reverse(page, args=[asset.video_id])
    assert getattr(Client(), method)(address).headers["Location"] == f"/login/?next={address}"


def test_the_details_can_be_changed(at_alices: Client, asset: Asset) -> None:
    page = at_alices.get(f"/videos/{asset.video_id}/details")
    assert asset.video.title in page.content.decode()
    words = {"title": " By the\x07 sea ", "description": "One.\r\n\r\nTwo.\x00", "tags": "sea, #Sun, SEA,, two words "}
    answer = at_alices.post(f"/videos/{asset.video_id}/details", words)
    assert answer.headers["Location"] == f"/videos/{asset.video_id}/"
    video = Video.objects.get()
    assert (video.title, video.description, video.tags) == ("By the sea", "One.\n\nTwo.", ["sea", "Sun", "two words"])


def test_the_tags_come_back_as_they_were_written(at_alices: Client, alice: User) -> None:
    video = VideoFactory(owner=alice, tags=["sea", "two words"])
    assert 'value="sea, two words"' in at_alices.get(f"/videos/{video.pk}/details").content.decode()


@pytest.mark.parametrize(
    ("field", "value", "words"),
    [
        ("title", "", "Give it a title."),
        ("title", "\x00 \u202e", "Give it a title."),
        ("title", "t" * 201, "at most 200 characters"),
        ("description", "d" * 10_001, "at most 10000 characters"),
        ("tags", ",".join(map(str, range(61))), "These are 61 tags"),
        ("tags", "g" * 101, "A tag may have 100 characters"),
    ],
)
def test_details_that_do_not_fit_are_said_to(at_alices: Client, asset: Asset, field: str, value: str, words: str) -> None:
    answer = at_alices.post(f"/videos/{asset.video_id}/details", {"title": "T", "description": "", "tags": "", field: value})
    assert answer.status_code == 422
    assert words in answer.content.decode()
    assert Video.objects.get().title == asset.video.title


def test_what_was_written_is_shown_as_text(at_alices: Client, alice: User) -> None:
    evil = '"><script>alert(1)</script>'
    video = VideoFactory(owner=alice, title=evil, description=f"</textarea>{evil}", tags=[evil])
    page = at_alices.get(f"/videos/{video.pk}/details").content.decode()
    assert "<script>alert" not in page
    assert "&lt;script&gt;alert" in page


def test_the_poster_is_a_picture_for_its_owner(at_alices: Client, asset: Asset) -> None:
    answer = at_alices.get(f"/videos/{asset.video_id}/poster")
    assert answer.content == files.picture("JPEG")
    assert answer.headers["Content-Type"] == "image/jpeg"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert "private" in answer.headers["Cache-Control"]


def test_a_video_without_a_poster_has_none(at_alices: Client, alice: User, store: DiskStore) -> None:
    without = AssetFactory(video__owner=alice)
    lost = AssetFactory(video__owner=alice, poster_key=f"posters/{'0' * 32}.jpg")
    for asset in (without, lost):
        assert at_alices.get(f"/videos/{asset.video_id}/poster").status_code == 404
    assert at_alices.get(f"/videos/{VideoFactory(owner=alice).pk}/poster").status_code == 404


def test_a_store_that_does_not_answer_is_no_mistake_of_ours(
    at_alices: Client, asset: Asset, store: DiskStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    def away(*_: object) -> None:
        raise StoreUnavailable

    addresses = [f"/videos/{asset.video_id}/poster", store.public_url(asset.key, timedelta(minutes=1))]
    monkeypatch.setattr(DiskStore, "size", away)
    for address in addresses:
        answer = at_alices.get(address)
        assert (answer.status_code, answer["Retry-After"]) == (503, "2")


def test_the_library_can_ask_for_a_hundred_videos_in_two_queries(alice: User, django_assert_num_queries: pytest.FixtureRequest) -> None:
    for state in (AssetState.READY, AssetState.PROBING) * 5:
        AssetFactory(video__owner=alice, state=state)
    with django_assert_num_queries(2):  # type: ignore[operator]
        assert sum(video.ready for video in Video.objects.visible_to(alice).with_assets()) == 5


def address(store: DiskStore, asset: Asset, ttl: timedelta = timedelta(hours=1)) -> str:
    return store.public_url(asset.key, ttl).removeprefix("http://127.0.0.1:8000")


def body(answer: object) -> bytes:
    return b"".join(answer)  # type: ignore[arg-type]


def test_whoever_holds_a_ticket_can_fetch_the_file_as_a_download(store: DiskStore, asset: Asset) -> None:
    answer = Client().get(address(store, asset))
    assert body(answer) == files.small_video()
    assert answer.headers["Content-Type"] == "application/octet-stream"
    assert answer.headers["Content-Disposition"] == "attachment"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"


@pytest.mark.parametrize(
    ("wanted", "start", "end"), [("bytes=0-9", 0, 10), ("bytes=100-", 100, None), ("bytes=-5", -5, None), ("bytes=10-999999", 10, None)]
)
def test_a_range_can_be_fetched(store: DiskStore, asset: Asset, wanted: str, start: int, end: int | None) -> None:
    answer = Client().get(address(store, asset), headers={"Range": wanted})
    part = files.small_video()[start:end]
    first = start % len(files.small_video())
    assert (answer.status_code, body(answer)) == (206, part)
    assert answer.headers["Content-Range"] == f"bytes {first}-{first + len(part) - 1}/{len(files.small_video())}"


@pytest.mark.parametrize("wanted", ["bytes=999999-", "bytes=-0"])
def test_a_range_that_is_not_there_is_refused(store: DiskStore, asset: Asset, wanted: str) -> None:
    assert Client().get(address(store, asset), headers={"Range": wanted}).status_code == 416


@pytest.mark.parametrize("wanted", ["bytes=-", "bytes=9-2", "bytes=0-1,3-4", "lines=1-2"])
def test_what_is_no_single_range_fetches_the_whole(store: DiskStore, asset: Asset, wanted: str) -> None:
    answer = Client().get(address(store, asset), headers={"Range": wanted})
    assert (answer.status_code, body(answer)) == (200, files.small_video())


def test_a_ticket_that_ran_out_was_forged_or_names_nothing_finds_nothing(store: DiskStore, asset: Asset) -> None:
    good = address(store, asset)
    addresses = [address(store, asset, timedelta(seconds=-1)), good[:-1] + ("a" if good[-1] != "a" else "b"), "/videos/media/x"]
    store.delete(asset.key)
    assert {Client().get(each).status_code for each in [*addresses, good]} == {404}
