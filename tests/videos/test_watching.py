"""One's own video is watched under an address that is signed, runs out, takes ranges, and never makes a page of the bytes."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
import time_machine
from django.conf import settings
from django.contrib.auth.models import User
from django.test import Client

from config import gunicorn
from config.hiding import HideSecrets
from tests.factories import AssetFactory
from videos import serving, watching
from videos.models import Asset
from videos.storage import StoreUnavailable, media, new_key, store_whole
from videos.storage.disk import DiskStore

CONTENT = bytes(range(256)) * 20_000  # 4.9 MiB: more than two windows
PAGE = b"<!doctype html><script>document.title = 'run'</script>"


def stored(owner: User, content: bytes = CONTENT, **facts: object) -> Asset:
    key = new_key()
    store_whole(key, content)
    asset: Asset = AssetFactory(video__owner=owner, key=key, size=len(content), etag=media().etag(key), **facts)
    return asset


@pytest.fixture
def asset(alice: User, store: DiskStore) -> Asset:
    return stored(alice)


def lead(browser: Client, asset: Asset) -> str:
    """The ticketed address to which the lasting one leads."""
    answer = browser.get(f"/videos/{asset.video_id}/watch")
    assert answer.status_code == 302
    assert "no-store" in answer.headers["Cache-Control"]
    return answer.headers["Location"]


def test_a_player_gets_the_rest_in_windows_and_an_exact_range_as_asked(at_alices: Client, asset: Asset) -> None:
    address = lead(at_alices, asset)
    rest = at_alices.get(address, headers={"Range": "bytes=1000-"})
    assert rest.status_code == 206
    assert rest.headers["Content-Range"] == f"bytes 1000-{1000 + watching.WINDOW_BYTES - 1}/{len(CONTENT)}"
    assert rest.getvalue() == CONTENT[1000 : 1000 + watching.WINDOW_BYTES]
    exact = at_alices.get(address, headers={"Range": "bytes=0-4999999"})
    assert (exact.status_code, exact.headers["Content-Length"]) == (206, "5000000")
    assert exact.getvalue() == CONTENT[:5_000_000]
    last = at_alices.get(address, headers={"Range": "bytes=-5"})
    assert last.getvalue() == CONTENT[-5:]


def test_windows_one_after_another_are_the_whole_file(at_alices: Client, asset: Asset) -> None:
    address, got = lead(at_alices, asset), b""
    while len(got) < len(CONTENT):
        got += at_alices.get(address, headers={"Range": f"bytes={len(got)}-"}).getvalue()
    assert got == CONTENT


def test_it_is_served_as_the_kind_of_video_that_was_found_and_as_nothing_that_runs(at_alices: Client, asset: Asset) -> None:
    answer = at_alices.get(lead(at_alices, asset), headers={"Range": "bytes=0-1"})
    assert answer.headers["Content-Type"] == "video/mp4"
    assert answer.headers["Content-Disposition"] == "inline"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in answer.headers["Content-Security-Policy"]
    assert "default-src 'none'" in answer.headers["Content-Security-Policy"]
    assert answer.headers["Accept-Ranges"] == "bytes"


@pytest.mark.parametrize("kind", ["text/html", "image/svg+xml", "application/mxf", "video/made-up", ""])
def test_what_is_no_known_kind_of_video_is_bytes_and_nothing_more(at_alices: Client, alice: User, store: DiskStore, kind: str) -> None:
    page = stored(alice, PAGE, name="holiday.mp4", content_type=kind)
    answer = at_alices.get(lead(at_alices, page))
    assert (answer.getvalue(), answer.headers["Content-Type"]) == (PAGE, "application/octet-stream")


def test_a_head_tells_the_same_and_sends_nothing(at_alices: Client, asset: Asset) -> None:
    address = lead(at_alices, asset)
    whole, part = at_alices.head(address), at_alices.head(address, headers={"Range": "bytes=0-9"})
    assert (whole.status_code, whole.headers["Content-Length"], whole.content) == (200, str(len(CONTENT)), b"")
    assert (part.status_code, part.headers["Content-Range"], part.content) == (206, f"bytes 0-9/{len(CONTENT)}", b"")


def test_a_range_behind_the_end_is_refused_with_the_size(at_alices: Client, asset: Asset) -> None:
    answer = at_alices.get(lead(at_alices, asset), headers={"Range": f"bytes={len(CONTENT)}-"})
    assert (answer.status_code, answer.headers["Content-Range"]) == (416, f"bytes */{len(CONTENT)}")


def test_parts_of_another_file_are_not_mixed_in(at_alices: Client, asset: Asset) -> None:
    address = lead(at_alices, asset)
    tag = at_alices.head(address).headers["ETag"]
    same = at_alices.get(address, headers={"Range": "bytes=0-9", "If-Range": tag})
    other = at_alices.get(address, headers={"Range": "bytes=0-9", "If-Range": '"another"'})
    assert (same.status_code, same.getvalue()) == (206, CONTENT[:10])
    assert (other.status_code, other.getvalue()) == (200, CONTENT)
    assert at_alices.get(address, headers={"If-None-Match": tag}).status_code == 304


def test_somebody_else_finds_nothing_whatever_they_hold(at_alices: Client, asset: Asset, bob: User, store: DiskStore) -> None:
    address = lead(at_alices, asset)
    theirs = stored(bob)
    browser = Client()
    assert browser.get(address).status_code == 302
    browser.force_login(bob)
    ticket, own = address.rsplit("/", 1)[1], lead(browser, theirs).rsplit("/", 1)[1]
    for path in (address, f"/videos/{theirs.video_id}/watch/{ticket}", f"/videos/{asset.video_id}/watch/{own}"):
        assert browser.get(path).status_code == 404
    for path in (f"/videos/{asset.video_id}/watch", f"/videos/{asset.video_id}/download"):
        assert browser.get(path).status_code == 404


def test_the_address_runs_out_and_asking_again_gives_another(at_alices: Client, asset: Asset) -> None:
    with time_machine.travel(0, tick=False) as clock:
        address = lead(at_alices, asset)
        assert at_alices.get(address, headers={"Range": "bytes=0-1"}).headers["Cache-Control"] == "private, no-store"
        clock.shift(watching.TTL + timedelta(seconds=1))
        gone = at_alices.get(address, headers={"Range": "bytes=0-1"})
        assert (gone.status_code, gone.headers["Cache-Control"]) == (410, "no-store")
        assert at_alices.get(lead(at_alices, asset), headers={"Range": "bytes=0-1"}).status_code == 206


def test_a_forged_ticket_and_one_for_something_else_find_nothing(at_alices: Client, asset: Asset, store: DiskStore) -> None:
    address = lead(at_alices, asset)
    fetch_ticket = store.public_url(asset.key, timedelta(hours=1)).rsplit("/", 1)[1]
    for ticket in ("x", address.rsplit("/", 1)[1][:-1] + "!", fetch_ticket):
        assert at_alices.get(f"/videos/{asset.video_id}/watch/{ticket}").status_code == 404


def test_it_is_taken_home_under_its_own_name_and_the_rest_of_it_later(at_alices: Client, alice: User, store: DiskStore) -> None:
    asset = stored(alice, name='Bei "Ebbe" übers\r\nWatt.mp4')
    answer = at_alices.get(f"/videos/{asset.video_id}/download")
    assert (answer.getvalue(), answer.headers["Content-Type"]) == (CONTENT, "application/octet-stream")
    assert answer.headers["Content-Disposition"].startswith("attachment; filename*=utf-8''Bei%20%22Ebbe%22")
    rest = at_alices.get(f"/videos/{asset.video_id}/download", headers={"Range": "bytes=1000-"})
    assert (rest.status_code, rest.getvalue()) == (206, CONTENT[1000:])


def test_a_video_that_is_not_ready_cannot_be_watched(at_alices: Client, alice: User) -> None:
    asset = AssetFactory(video__owner=alice, state="probing", duration=None)
    assert at_alices.get(f"/videos/{asset.video_id}/watch").status_code == 404
    assert at_alices.get(f"/videos/{asset.video_id}/download").status_code == 404


def test_a_file_that_is_gone_or_another_is_not_found_and_a_silent_store_is_said(
    at_alices: Client, asset: Asset, store: DiskStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    address = lead(at_alices, asset)
    store_whole(asset.key, CONTENT[::-1])
    assert at_alices.get(address).status_code == 404
    store.delete(asset.key)
    assert at_alices.get(address).status_code == 404

    def silent(*_: object, **__: object) -> Iterator[bytes]:
        raise StoreUnavailable("The store did not answer.")
        yield b""

    monkeypatch.setattr(DiskStore, "open_range", silent)
    answer = at_alices.get(address)
    assert (answer.status_code, answer.headers["Retry-After"]) == (503, "2")


def test_who_watches_leaves_threads_to_the_pages(at_alices: Client, asset: Asset) -> None:
    assert gunicorn.threads >= serving.MOST_STREAMS * 2
    address = lead(at_alices, asset)
    watched = [at_alices.get(address) for _ in range(serving.MOST_STREAMS)]
    assert at_alices.get(address).status_code == 503
    assert at_alices.get("/library/").status_code == 200
    assert watched.pop().getvalue() == CONTENT
    assert at_alices.get(address, headers={"Range": "bytes=0-9"}).getvalue() == CONTENT[:10]


def test_who_leaves_early_gives_the_place_back_once() -> None:
    streams = [serving.Stream(iter([b"a", b"film"])) for _ in range(serving.MOST_STREAMS)]
    streams[0].close()
    streams[0].close()
    streams[0] = serving.Stream(iter([b"another"]))
    with pytest.raises(serving.AllPlacesTaken):
        serving.Stream(iter([b"one too many"]))
    for stream in streams:
        stream.close()


def test_no_ticket_is_written_to_the_log(
    at_alices: Client, asset: Asset, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert settings.LOGGING["handlers"]["console"]["filters"] == ["hide_secrets"]
    monkeypatch.setattr(caplog.handler, "filters", [HideSecrets()])
    with time_machine.travel(0, tick=False) as clock:
        address = lead(at_alices, asset)
        clock.shift(2 * watching.TTL)
        assert at_alices.get(address).status_code == 410
    assert "Gone: /videos/" in caplog.text
    assert address.rsplit("/", 1)[1] not in caplog.text
