"""The S3 store reads pinned ranges and writes in parts, against a small server that speaks as much of S3 as it needs."""

import hashlib
import re
import threading
from collections.abc import Iterator
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, urlsplit

import pytest
from django.contrib.auth.models import User
from django.test import Client
from pytest_django.fixtures import Settings

from tests.factories import AssetFactory
from videos import serving
from videos.storage import SourceChanged, SourceMissing, SourceShort, StoreUnavailable, media, new_key
from videos.storage.door import WINDOW_BYTES
from videos.storage.s3 import S3Store, s3_client
from videos.watching import WINDOW_BYTES as WATCHED_BYTES

CONTENT = bytes(range(256)) * 10_000


class Bucket(ThreadingHTTPServer):
    """Objects in memory; `breaks` is how many answers it still cuts off in the middle."""

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Answer)
        self.objects: dict[str, bytes] = {}
        self.parts: dict[str, dict[int, bytes]] = {}
        self.breaks = 0

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.server_address[1]}"


class _Answer(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server: Bucket

    def do_GET(self) -> None:
        if "uploads" in self._query():
            unfinished = "".join(f"<Upload><Key>{key}</Key><UploadId>one</UploadId></Upload>" for key in self.server.parts)
            return self._say(200, f"<ListMultipartUploadsResult>{unfinished}</ListMultipartUploadsResult>".encode())
        content = self.server.objects.get(self._key())
        if content is None:
            return self._say(404, b"<Error><Code>NoSuchKey</Code></Error>")
        if self.headers.get("If-Match", etag_of(content)) != etag_of(content):
            return self._say(412, b"<Error><Code>PreconditionFailed</Code></Error>")
        first, last = map(int, re.findall(r"\d+", self.headers["Range"]))
        if first >= len(content):
            return self._say(416, b"<Error><Code>InvalidRange</Code></Error>")
        return self._say(206, content[first : last + 1], ETag=etag_of(content))

    def do_HEAD(self) -> None:
        content = self.server.objects.get(self._key())
        self.send_response(200 if content is not None else 404)
        self.send_header("Content-Length", str(len(content or b"")))
        self.send_header("ETag", etag_of(content or b""))
        self.end_headers()

    def do_PUT(self) -> None:
        part = self.rfile.read(int(self.headers["Content-Length"]))
        self.server.parts[self._key()][int(self._query()["partNumber"][0])] = part
        self._say(200, b"", ETag=etag_of(part))

    def do_POST(self) -> None:
        self.rfile.read(int(self.headers.get("Content-Length", 0)))
        if "uploads" in self._query():
            self.server.parts[self._key()] = {}
            return self._say(200, b"<R><UploadId>one</UploadId></R>")
        parts = self.server.parts.pop(self._key())
        self.server.objects[self._key()] = b"".join(parts[number] for number in sorted(parts))
        return self._say(200, b"<R><ETag>x</ETag></R>")

    def do_DELETE(self) -> None:
        (self.server.parts if "uploadId" in self._query() else self.server.objects).pop(self._key(), None)
        self._say(204, b"")

    def _say(self, status: int, body: bytes, **headers: str) -> None:
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        if status == 206 and self.server.breaks:
            self.server.breaks -= 1
            self.wfile.write(body[: len(body) // 2])
            self.close_connection = True
            return
        self.wfile.write(body)

    def _key(self) -> str:
        return urlsplit(self.path).path.removeprefix("/retake/")

    def _query(self) -> dict[str, list[str]]:
        return parse_qs(urlsplit(self.path).query, keep_blank_values=True)

    def log_message(self, *words: object) -> None:
        """Say nothing."""


def etag_of(content: bytes) -> str:
    return f'"{hashlib.md5(content).hexdigest()}"'  # noqa: S324 - S3's own way


@pytest.fixture
def bucket() -> Iterator[Bucket]:
    with Bucket() as server:
        threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
        yield server
        server.shutdown()


@pytest.fixture
def s3(bucket: Bucket, settings: Settings) -> Iterator[S3Store]:
    settings.AWS_ACCESS_KEY_ID = settings.AWS_SECRET_ACCESS_KEY = "canary-key"
    client, public = s3_client(bucket.address), s3_client("https://media.example.org")
    yield S3Store("retake", client=client, public=public)
    client.close()
    public.close()


@pytest.fixture
def key(bucket: Bucket) -> str:
    place = new_key()
    bucket.objects[place] = CONTENT
    return place


def test_the_settings_name_the_store(settings: Settings) -> None:
    settings.AWS_STORAGE_BUCKET_NAME = "retake"
    assert isinstance(media(), S3Store)


@pytest.mark.parametrize(("start", "length"), [(0, len(CONTENT)), (0, 1), (1_000_000, 1_500_000), (len(CONTENT) - 1, 1), (7, 0)])
def test_a_range_is_exact_and_comes_in_windows(s3: S3Store, key: str, start: int, length: int) -> None:
    pieces = list(s3.open_range(key, start, length, etag=s3.etag(key)))
    assert b"".join(pieces) == CONTENT[start : start + length]
    assert all(len(piece) <= WINDOW_BYTES for piece in pieces)


def test_a_broken_answer_is_gone_on_with_from_the_byte_reached(s3: S3Store, bucket: Bucket, key: str) -> None:
    bucket.breaks = 3
    assert b"".join(s3.open_range(key, 5, 2_000_000, etag=s3.etag(key))) == CONTENT[5:2_000_005]
    assert bucket.breaks == 0


def test_a_store_that_breaks_off_each_time_is_unavailable(s3: S3Store, bucket: Bucket, key: str) -> None:
    bucket.breaks = 100
    with pytest.raises(StoreUnavailable):
        list(s3.open_range(key, 0, 2_000_000, etag=s3.etag(key)))


def test_an_object_replaced_between_two_halves_is_refused(s3: S3Store, bucket: Bucket, key: str) -> None:
    bucket.breaks = 1
    pieces = s3.open_range(key, 0, len(CONTENT), etag=s3.etag(key))
    next(pieces)
    bucket.objects[key] = CONTENT[::-1]
    with pytest.raises(SourceChanged):
        list(pieces)


@pytest.mark.parametrize("start", [1, len(CONTENT)])
def test_a_range_beyond_the_end_is_short(s3: S3Store, key: str, start: int) -> None:
    with pytest.raises(SourceShort):
        list(s3.open_range(key, start, len(CONTENT), etag=s3.etag(key)))


def test_a_missing_object_is_said_to_be_missing(s3: S3Store) -> None:
    with pytest.raises(SourceMissing):
        s3.size(new_key())
    with pytest.raises(SourceMissing):
        list(s3.open_range(new_key(), 0, 1, etag='"x"'))


def test_a_file_is_written_in_parts_and_read_back(s3: S3Store, bucket: Bucket) -> None:
    key, content = new_key(), CONTENT * 7  # 17 MiB: three parts
    writer = s3.create(key, size=len(content))
    for start in range(0, len(content), WINDOW_BYTES):
        writer.append(content[start : start + WINDOW_BYTES])
    assert key not in bucket.objects
    stored = writer.finish()
    writer.abandon()
    assert (stored.size, stored.etag) == (len(content), s3.etag(key))
    assert bucket.objects[key] == content


def test_an_abandoned_file_leaves_no_part(s3: S3Store, bucket: Bucket) -> None:
    writer = s3.create(new_key())
    writer.append(CONTENT * 4)
    writer.abandon()
    assert (bucket.objects, bucket.parts) == ({}, {})


def test_deleting_ends_unfinished_uploads_too(s3: S3Store, bucket: Bucket, key: str) -> None:
    s3.create(key).append(CONTENT * 4)
    s3.delete(key)
    assert (bucket.objects, bucket.parts) == ({}, {})


def test_the_object_is_lent_as_a_file_for_as_long_as_it_is_needed(s3: S3Store, key: str) -> None:
    beats: list[None] = []
    with s3.as_file(key, etag=s3.etag(key), beat=lambda: beats.append(None)) as path:
        assert path.read_bytes() == CONTENT
        assert path.stat().st_mode & 0o777 == 0o600
    assert not path.exists()
    assert len(beats) >= 3


def test_its_address_is_the_public_one_signed_and_a_download(s3: S3Store, key: str) -> None:
    address = urlsplit(s3.public_url(key, timedelta(minutes=10)))
    assert (address.hostname, address.path) == ("media.example.org", f"/retake/{key}")
    assert parse_qs(address.query)["X-Amz-Expires"] == ["600"]
    assert parse_qs(address.query)["response-content-disposition"] == ["attachment"]


def test_a_store_out_of_reach_is_unavailable_and_tells_no_secret(settings: Settings) -> None:
    settings.AWS_ACCESS_KEY_ID = settings.AWS_SECRET_ACCESS_KEY = "canary-key"
    client = s3_client("http://127.0.0.1:1")
    with pytest.raises(StoreUnavailable) as raised:
        S3Store("retake", client=client, public=client).size(new_key())
    client.close()
    assert "canary" not in str(raised.value)


def test_a_film_in_the_bucket_is_watched_in_windows_behind_its_owners_log_in(
    s3: S3Store, bucket: Bucket, key: str, alice: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(serving, "media", lambda: s3)
    asset = AssetFactory(video__owner=alice, key=key, size=len(CONTENT), etag=etag_of(CONTENT))
    browser = Client()
    browser.force_login(alice)
    address = browser.get(f"/videos/{asset.video_id}/watch").headers["Location"]
    assert address.startswith(f"/videos/{asset.video_id}/watch/"), "the bucket's own address would open for whoever has it"
    answer = browser.get(address, headers={"Range": "bytes=1000-"})
    assert (answer.status_code, answer.headers["Content-Type"]) == (206, "video/mp4")
    assert answer.getvalue() == CONTENT[1000 : 1000 + WATCHED_BYTES]
    bucket.objects[key] = CONTENT[::-1]
    assert browser.get(address, headers={"Range": "bytes=1000-"}).status_code == 404
