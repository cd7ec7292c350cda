"""The server on its port: a hand-written upload, Google's own client, faults on the wire, and flat memory."""

import hashlib
import http.client
import io
import json
import os
import socket
import threading
import tracemalloc
from collections.abc import Iterator
from typing import Any
from urllib.parse import urlsplit

import pytest
from google.oauth2.credentials import Credentials
from googleapiclient.discovery import build_from_document
from googleapiclient.discovery_cache import get_static_doc
from googleapiclient.http import MediaIoBaseUpload

from platforms.sandbox.server import Server
from platforms.sandbox.youtube import Fault, Kind, Moment, YouTubeStandIn
from tests.sandbox.callers import GRAIN, video_resource

MEGABYTE = 1024 * 1024


@pytest.fixture
def stand_in() -> YouTubeStandIn:
    return YouTubeStandIn()


@pytest.fixture
def server(stand_in: YouTubeStandIn) -> Iterator[Server]:
    with Server({"youtube": stand_in}) as running:
        thread = threading.Thread(target=running.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        yield running
        running.shutdown()
        thread.join()


@pytest.fixture
def line(server: Server) -> Iterator[http.client.HTTPConnection]:
    connection = http.client.HTTPConnection(urlsplit(server.url).netloc, timeout=20)
    yield connection
    connection.close()


def ask(line: http.client.HTTPConnection, method: str, address: str, **request: Any) -> tuple[http.client.HTTPResponse, bytes]:
    parts = urlsplit(address)
    line.request(method, f"{parts.path}?{parts.query}" if parts.query else parts.path, **request)
    answer = line.getresponse()
    return answer, answer.read()


def start(line: http.client.HTTPConnection, token: str, size: int) -> str:
    headers = {
        "Authorization": f"Bearer {token}",
        "Content-Type": "application/json; charset=UTF-8",
        "X-Upload-Content-Length": str(size),
        "X-Upload-Content-Type": "video/mp4",
    }
    address = "/youtube/upload/youtube/v3/videos?uploadType=resumable&part=snippet%2Cstatus"
    answer, body = ask(line, "POST", address, body=json.dumps(video_resource()), headers=headers)
    assert (answer.status, body) == (200, b"")
    return answer.headers["Location"]


def sent(token: str, first: int, last: int, total: int) -> dict[str, str]:
    return {"Authorization": f"Bearer {token}", "Content-Range": f"bytes {first}-{last}/{total}"}


def test_a_hand_written_upload_over_one_connection(stand_in: YouTubeStandIn, line: http.client.HTTPConnection) -> None:
    token, body = stand_in.grant("Atelier Nord").access_token, os.urandom(2 * GRAIN + 7)
    session = start(line, token, len(body))
    question = {"Authorization": f"Bearer {token}", "Content-Range": f"bytes */{len(body)}"}
    answer, content = ask(line, "PUT", session, body=b"", headers=question)
    assert (answer.status, answer.reason, content) == (308, "Resume Incomplete", b"")
    assert (answer.headers["Content-Length"], answer.headers["Range"]) == ("0", None)
    answer, _ = ask(line, "PUT", session, body=body[:GRAIN], headers=sent(token, 0, GRAIN - 1, len(body)))
    assert answer.headers["Range"] == f"bytes=0-{GRAIN - 1}"
    answer, content = ask(line, "PUT", session, body=body[GRAIN:], headers=sent(token, GRAIN, len(body) - 1, len(body)))
    assert answer.status == 201
    assert json.loads(content)["id"] == stand_in.videos()[0].id
    assert stand_in.videos()[0].sha256 == hashlib.sha256(body).hexdigest()
    assert stand_in.violations() == []


def test_googles_own_client_uploads_lists_and_deletes(stand_in: YouTubeStandIn, server: Server) -> None:
    document = json.loads(get_static_doc("youtube", "v3"))
    document["rootUrl"] = document["baseUrl"] = f"{server.url}/youtube/"
    document.pop("mtlsRootUrl")
    credentials = Credentials(stand_in.grant("Atelier Nord").access_token)  # type: ignore[no-untyped-call]
    youtube = build_from_document(document, credentials=credentials)
    body = os.urandom(3 * GRAIN + 1)
    media = MediaIoBaseUpload(io.BytesIO(body), mimetype="video/mp4", chunksize=GRAIN, resumable=True)
    request = youtube.videos().insert(part="snippet,status", body=video_resource(), media_body=media)
    video = None
    while video is None:
        _, video = request.next_chunk()
    uploads = (
        youtube.channels().list(part="contentDetails", mine=True).execute()["items"][0]["contentDetails"]["relatedPlaylists"]["uploads"]
    )
    listed = youtube.playlistItems().list(part="contentDetails", playlistId=uploads, maxResults=50).execute()
    image = MediaIoBaseUpload(io.BytesIO(b"\xff\xd8\xff\xe0"), mimetype="image/jpeg")
    youtube.thumbnails().set(videoId=video["id"], media_body=image).execute()
    youtube.close()
    assert [item["contentDetails"]["videoId"] for item in listed["items"]] == [video["id"]]
    assert stand_in.videos()[0].sha256 == hashlib.sha256(body).hexdigest()
    assert stand_in.videos()[0].thumbnail is not None
    assert stand_in.violations() == []


def test_a_refusal_reaches_a_client_that_is_still_sending(stand_in: YouTubeStandIn, line: http.client.HTTPConnection) -> None:
    token, size = stand_in.grant("Atelier Nord").access_token, 16 * MEGABYTE
    session = start(line, token, size)
    stand_in.arm(Fault(kind=Kind.REFUSE, at=Moment.FINAL, reason="forbidden", early=True))
    answer, content = ask(line, "PUT", session, body=bytes(size), headers=sent(token, 0, size - 1, size))
    assert (answer.status, answer.headers["Connection"]) == (403, "close")
    assert json.loads(content)["error"]["errors"][0]["reason"] == "forbidden"


def test_a_dropped_connection_gives_no_answer(stand_in: YouTubeStandIn, line: http.client.HTTPConnection) -> None:
    token = stand_in.grant("Atelier Nord").access_token
    session = start(line, token, 10)
    stand_in.arm(Fault(kind=Kind.LOSE, at=Moment.FINAL))
    with pytest.raises((http.client.RemoteDisconnected, ConnectionResetError)):
        ask(line, "PUT", session, body=b"x" * 10, headers=sent(token, 0, 9, 10))
    assert len(stand_in.videos()) == 1


def test_a_client_that_goes_away_leaves_what_it_sent(stand_in: YouTubeStandIn, server: Server, line: http.client.HTTPConnection) -> None:
    token, size = stand_in.grant("Atelier Nord").access_token, 4 * GRAIN
    session = start(line, token, size)
    parts = urlsplit(session)
    head = (
        f"PUT {parts.path}?{parts.query} HTTP/1.1\r\nHost: {parts.netloc}\r\nAuthorization: Bearer {token}\r\n"
        f"Content-Length: {size}\r\nContent-Range: bytes 0-{size - 1}/{size}\r\n\r\n"
    )
    with socket.create_connection((parts.hostname or "", parts.port or 0), timeout=20) as half:
        half.sendall(head.encode() + bytes(GRAIN + 9))
        half.shutdown(socket.SHUT_WR)
        assert half.recv(1) == b""
    answer, _ = ask(line, "PUT", session, body=b"", headers={"Authorization": f"Bearer {token}", "Content-Range": f"bytes */{size}"})
    assert answer.headers["Range"] == f"bytes=0-{GRAIN - 1}"


def test_memory_does_not_grow_with_the_file(stand_in: YouTubeStandIn, line: http.client.HTTPConnection) -> None:
    token, size = stand_in.grant("Atelier Nord").access_token, 64 * MEGABYTE
    session, window = start(line, token, size), bytes(MEGABYTE)
    tracemalloc.start()
    pieces = (window for _ in range(size // MEGABYTE))
    headers = {"Content-Length": str(size), **sent(token, 0, size - 1, size)}
    answer, _ = ask(line, "PUT", session, body=pieces, headers=headers, encode_chunked=False)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert answer.status == 201
    assert peak < 8 * MEGABYTE


def test_it_answers_to_the_names_of_this_machine_alone(line: http.client.HTTPConnection) -> None:
    answer, _ = ask(line, "GET", "/youtube/__admin/state", headers={"Host": "evil.example"})
    assert answer.status == 421


@pytest.mark.parametrize(
    ("address", "status", "expected"),
    [
        ("/", 200, b"YouTube"),
        ("/sandbox.css", 200, b"color-scheme"),
        ("/sandbox.js", 200, b"data-live"),
        ("/youtube", 303, b""),
        ("/youtube/", 200, b"Make it misbehave"),
        ("/vimeo/", 404, b"No stand-in"),
        ("/youtube/nowhere", 404, b"Not Found"),
        ("/youtube/token", 405, b"Method Not Allowed"),
    ],
)
def test_what_lives_where(line: http.client.HTTPConnection, address: str, status: int, expected: bytes) -> None:
    answer, content = ask(line, "GET", address)
    assert answer.status == status
    assert expected in content


def test_nonsense_is_a_bad_request(server: Server) -> None:
    parts = urlsplit(server.url)
    with socket.create_connection((parts.hostname or "", parts.port or 0), timeout=20) as nonsense:
        nonsense.sendall(b"hello\r\n\r\n")
        assert nonsense.recv(100).startswith(b"HTTP/1.1 400 ")
