"""A file comes in whole, streamed, counted and hashed; or it is refused, and nothing of it is left."""

import hashlib
import json
from collections.abc import Callable

import pytest
from django.contrib.auth.models import User
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.test import Client
from django_q.models import OrmQ
from pytest_django.fixtures import Settings

from tests.videos import files
from tests.videos.conftest import files_in
from tests.videos.sender import Sender
from videos.models import Asset, AssetState, Video
from videos.storage import SourceMissing, StoreFull, StoreUnavailable
from videos.storage.disk import DiskStore, DiskWriter


def send(browser: Client, content: bytes, *, name: str = "clip.mp4", title: str = "") -> HttpResponse:
    return Sender(browser=browser, content=content, name=name).send(title=title)


def submit(browser: Client, content: bytes | None, *, name: str = "clip.mp4", title: str = "") -> HttpResponse:
    form: dict[str, object] = {"title": title}
    if content is not None:
        form["file"] = SimpleUploadedFile(name, content)
    return browser.post("/videos/upload/", form)  # type: ignore[return-value]


def assert_nothing_is_left(store: DiskStore) -> None:
    assert not Video.objects.exists()
    assert not Asset.objects.exists()
    assert not OrmQ.objects.exists()
    assert files_in(store) == []


@pytest.mark.parametrize("way", [send, submit])
def test_a_video_is_kept_with_its_size_and_hash_and_its_probe_is_owed(
    store: DiskStore, at_alices: Client, alice: User, way: Callable[..., HttpResponse]
) -> None:
    content = files.small_video()
    answer = way(at_alices, content, name="my_clip.mp4")
    asset = Asset.objects.get()
    assert answer.headers.get("Location") == f"/videos/{asset.video_id}/" or json.loads(answer.content) == {
        "next": f"/videos/{asset.video_id}/"
    }
    assert (asset.video.owner, asset.video.title, asset.name) == (alice, "my clip", "my_clip.mp4")
    assert (asset.state, asset.size, asset.bytes_received) == (AssetState.PROBING, len(content), len(content))
    assert asset.sha256 in ("", hashlib.sha256(content).hexdigest())  # of parts it is found by the probe
    assert asset.etag == store.etag(asset.key)
    assert b"".join(store.open_range(asset.key, 0, asset.size, etag=asset.etag)) == content
    assert [task.func() for task in OrmQ.objects.all()] == ["videos.tasks.probe"]
    assert [task.args() for task in OrmQ.objects.all()] == [(asset.pk,)]


@pytest.mark.parametrize("way", [send, submit])
def test_its_title_can_be_given_along(store: DiskStore, at_alices: Client, way: Callable[..., HttpResponse]) -> None:
    way(at_alices, files.small_video(), title="  Höhe\tund\0 Meer ")
    assert Video.objects.get().title == "Höhe und Meer"


@pytest.mark.parametrize("way", [send, submit])
@pytest.mark.parametrize("name", ["../../etc/passwd.mp4", "nul\0.mp4", "\u202egpj.mp4", "n" * 4096 + ".mp4", "été.mp4", "<script>.mp4"])
def test_a_strange_name_is_only_ever_shown(store: DiskStore, at_alices: Client, way: Callable[..., HttpResponse], name: str) -> None:
    way(at_alices, files.small_video(), name=name)
    asset = Asset.objects.get()
    assert files_in(store) == [asset.key]
    assert len(asset.name) <= 255
    assert not {"/", "\0", "\u202e"} & set(asset.name)


@pytest.mark.parametrize("way", [send, submit])
@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"#EXTM3U\n", "it is a playlist"),
        (b"<svg/>", "it is a web page or a drawing"),
        (files.archive(), "it is an archive"),
        (files.picture(), "it is a picture"),
        (b"x" * 3_000_000, "no video format"),
        (b"", "This file is empty"),
    ],
)
def test_what_is_no_video_is_refused_with_the_reason(
    store: DiskStore, at_alices: Client, way: Callable[..., HttpResponse], content: bytes, words: str
) -> None:
    answer = way(at_alices, content)
    assert answer.status_code == 422
    assert words in answer.content.decode()
    assert_nothing_is_left(store)


def test_a_form_that_breaks_off_leaves_nothing(store: DiskStore, at_alices: Client) -> None:
    body = b'--b\r\nContent-Disposition: form-data; name="file"; filename="a.mp4"\r\n\r\n' + files.small_video(width=640, height=360)
    answer = at_alices.post("/videos/upload/", body, content_type="multipart/form-data; boundary=b")
    assert answer.status_code == 422
    assert "Choose a video file first." in answer.content.decode()
    assert_nothing_is_left(store)


@pytest.mark.parametrize("way", [send, submit])
def test_a_file_that_is_too_large_is_refused_before_its_first_byte(
    store: DiskStore, at_alices: Client, settings: Settings, way: Callable[..., HttpResponse]
) -> None:
    settings.MAX_UPLOAD_GIB = 0
    answer = way(at_alices, files.small_video())
    assert answer.status_code == 413
    assert "larger than 0 GiB" in answer.content.decode()
    assert_nothing_is_left(store)


@pytest.mark.parametrize("way", [send, submit])
def test_a_file_for_which_there_is_no_room_is_refused_before_its_first_byte(
    store: DiskStore, at_alices: Client, monkeypatch: pytest.MonkeyPatch, way: Callable[..., HttpResponse]
) -> None:
    monkeypatch.setattr(DiskStore, "room", lambda self: 10)
    answer = way(at_alices, files.small_video())
    assert answer.status_code == 507
    assert "no room" in answer.content.decode()
    assert_nothing_is_left(store)


@pytest.mark.parametrize("verb", ["append", "finish"])
@pytest.mark.parametrize(("trouble", "status"), [(StoreFull, 507), (StoreUnavailable, 503), (SourceMissing, 503)])
def test_a_store_that_fails_under_way_leaves_nothing(
    store: DiskStore,
    at_alices: Client,
    monkeypatch: pytest.MonkeyPatch,
    verb: str,
    trouble: type[Exception],
    status: int,
) -> None:
    def fail(*given: object) -> None:
        raise trouble

    monkeypatch.setattr(DiskWriter, verb, fail)
    assert submit(at_alices, files.small_video()).status_code == status
    assert_nothing_is_left(store)


def test_an_upload_that_was_given_up_meanwhile_ends(store: DiskStore, at_alices: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    finish = DiskWriter.finish

    def late(writer: DiskWriter) -> object:
        Asset.objects.refuse(Asset.objects.get().pk, code="abandoned", reason="It paused.")
        return finish(writer)

    monkeypatch.setattr(DiskWriter, "finish", late)
    assert submit(at_alices, files.small_video()).status_code == 410
    assert_nothing_is_left(store)


def test_a_form_without_a_file_says_so(store: DiskStore, at_alices: Client) -> None:
    answer = submit(at_alices, None)
    assert answer.status_code == 422
    assert "Choose a video file first." in answer.content.decode()


def test_a_form_that_is_wrong_beside_its_file_leaves_nothing(store: DiskStore, at_alices: Client) -> None:
    answer = submit(at_alices, files.small_video(), title="t" * 201)
    assert answer.status_code == 422
    assert_nothing_is_left(store)


@pytest.mark.parametrize("field", ["poster", "other"])
def test_a_file_under_another_name_is_not_taken(store: DiskStore, at_alices: Client, field: str) -> None:
    at_alices.post("/videos/upload/", {field: SimpleUploadedFile("clip.mp4", files.small_video())})
    assert_nothing_is_left(store)


def test_of_two_files_none_is_taken(store: DiskStore, at_alices: Client) -> None:
    two = [SimpleUploadedFile(f"{n}.mp4", files.small_video(width=640, height=360)) for n in "ab"]
    at_alices.post("/videos/upload/", {"file": two})
    assert_nothing_is_left(store)


@pytest.mark.parametrize("address", ["/videos/upload/", "/login/", "/videos/uploads/"])
@pytest.mark.django_db
def test_nobodys_file_is_stored_anywhere(store: DiskStore, address: str) -> None:
    Client().post(address, {"file": SimpleUploadedFile("clip.mp4", files.small_video())})
    assert_nothing_is_left(store)


def test_a_form_without_the_csrf_proof_leaves_nothing(store: DiskStore, alice: User) -> None:
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(alice)
    form = {"file": SimpleUploadedFile("clip.mp4", files.small_video(width=640, height=360))}
    assert strict.post("/videos/upload/", form).status_code == 403
    assert_nothing_is_left(store)


def test_the_proof_may_come_in_the_form(store: DiskStore, alice: User) -> None:
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(alice)
    token = strict.get("/videos/upload/").context["csrf_token"]
    form = {"csrfmiddlewaretoken": str(token), "file": SimpleUploadedFile("clip.mp4", files.small_video())}
    assert strict.post("/videos/upload/", form).status_code == 302


@pytest.mark.django_db
@pytest.mark.parametrize("method", ["get", "post"])
def test_an_anonymous_visitor_is_sent_to_the_login_page(method: str) -> None:
    answer = getattr(Client(), method)("/videos/upload/")
    assert (answer.status_code, answer.headers["Location"]) == (302, "/login/?next=/videos/upload/")
