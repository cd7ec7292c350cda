"""On its port: a file that is never held in memory, a tail that is held back, and clients that know no manners."""

import hashlib
import json
import socket
import threading
import tracemalloc
from collections.abc import Iterator
from contextlib import closing
from urllib.parse import urlsplit

import pytest

from platforms.sandbox.faults import Kind
from platforms.sandbox.rumble import Fault, RumbleStandIn
from platforms.sandbox.server import Server
from tests.sandbox.rumble.conftest import BOUNDARY, FORM, WORDS, body_of, part

MEGABYTE = 1024 * 1024
PATH = "/rumble/api/simple-upload.php"


@pytest.fixture
def stand_in() -> RumbleStandIn:
    return RumbleStandIn()


@pytest.fixture
def server(stand_in: RumbleStandIn) -> Iterator[Server]:
    with Server({"rumble": stand_in}) as running:
        thread = threading.Thread(target=running.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        yield running
        running.shutdown()
        thread.join()


@pytest.fixture
def line(server: Server) -> Iterator[socket.socket]:
    host, port = urlsplit(server.url).netloc.split(":")
    with closing(socket.create_connection((host, int(port)), timeout=20)) as connection:
        yield connection


def form(stand_in: RumbleStandIn, video: bytes | None = b"v" * 5000, **fields: str) -> bytes:
    return body_of({"access_token": stand_in.grant("slow.rivers").token, **WORDS, **fields}, video)


def head(length: int | str, *lines: str) -> bytes:
    said = (f"POST {PATH} HTTP/1.1", "Host: 127.0.0.1", f"Content-Type: {FORM}", f"Content-Length: {length}", *lines, "", "")
    return "\r\n".join(said).encode()


def answer(line: socket.socket) -> tuple[int, bytes]:
    """One answer, status and body; 0 where the connection ends without one."""
    with line.makefile("rb") as stream:
        try:
            status = stream.readline().split()
        except ConnectionResetError:
            return 0, b""
        length = 0
        while (header := stream.readline().strip()) != b"":
            name, _, value = header.partition(b":")
            length = int(value) if name.lower() == b"content-length" else length
        return (int(status[1]), stream.read(length)) if status else (0, b"")


def test_nothing_is_made_while_the_tail_is_held_back(stand_in: RumbleStandIn, line: socket.socket) -> None:
    body = form(stand_in)
    line.sendall(head(len(body)) + body[:-8])
    line.settimeout(0.3)
    with pytest.raises(TimeoutError):
        line.recv(1)
    assert stand_in.videos() == []
    line.settimeout(20)
    line.sendall(body[-8:])
    assert json.loads(answer(line)[1])["success"] is True
    assert len(stand_in.videos()) == 1


def test_a_client_that_leaves_before_the_tail_makes_nothing(stand_in: RumbleStandIn, line: socket.socket) -> None:
    body = form(stand_in)
    line.sendall(head(len(body)) + body[:-8])
    line.shutdown(socket.SHUT_WR)
    assert answer(line) == (0, b"")
    assert stand_in.videos() == []


def test_a_client_that_leaves_after_the_tail_has_made_its_video(stand_in: RumbleStandIn, line: socket.socket) -> None:
    body = form(stand_in)
    line.sendall(head(len(body)) + body)
    line.shutdown(socket.SHUT_WR)
    assert answer(line)[0] == 200
    assert len(stand_in.videos()) == 1


def test_a_large_file_is_never_held_in_memory(stand_in: RumbleStandIn, line: socket.socket) -> None:
    whole = form(stand_in, b"")
    start, end = whole[: -len(f"\r\n--{BOUNDARY}--\r\n")], f"\r\n--{BOUNDARY}--\r\n".encode()
    piece, count = bytes(range(256)) * 4096, 96
    tracemalloc.start()
    line.sendall(head(len(start) + len(piece) * count + len(end)) + start)
    running = hashlib.sha256()
    for _ in range(count):
        line.sendall(piece)
        running.update(piece)
    line.sendall(end)
    assert answer(line)[0] == 200
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert stand_in.videos()[0].sha256 == running.hexdigest()
    assert peak < 24 * MEGABYTE


def test_bytes_that_trickle_in_are_the_same_form(stand_in: RumbleStandIn, line: socket.socket) -> None:
    video = f"\r\n--{BOUNDARY[:-1]}\r\n--{BOUNDARY}x--".encode() * 3
    body = form(stand_in, video)
    for place in range(0, len(body), 7):
        line.sendall((head(len(body)) if place == 0 else b"") + body[place : place + 7])
    assert json.loads(answer(line)[1])["success"] is True
    assert stand_in.videos()[0].sha256 == hashlib.sha256(video).hexdigest()


def test_two_requests_in_one_breath_are_two(stand_in: RumbleStandIn, line: socket.socket) -> None:
    first, second = form(stand_in), form(stand_in, None)
    line.sendall(head(len(first)) + first + head(len(second)) + second)
    with line.makefile("rb") as stream:
        said = b""
        while said.count(b"success") < 2:
            said += stream.read1()
    assert said.count(b'"success": true') == said.count(b'"success": false') == 1
    assert len(stand_in.videos()) == 1


@pytest.mark.parametrize("length", ["", "-5", "1e3", "0x10"])
def test_a_length_that_is_none_is_411(stand_in: RumbleStandIn, line: socket.socket, length: str) -> None:
    line.sendall(head(length) + form(stand_in))
    assert answer(line)[0] == 411
    assert stand_in.videos() == []


def test_a_length_too_short_makes_nothing(stand_in: RumbleStandIn, line: socket.socket) -> None:
    body = form(stand_in)
    line.sendall(head(len(body) - 30) + body)
    assert list(json.loads(answer(line)[1])["errors"]) == ["video"]
    assert stand_in.videos() == []


def test_a_client_that_asks_for_leave_gets_it(stand_in: RumbleStandIn, line: socket.socket) -> None:
    body = form(stand_in)
    line.sendall(head(len(body), "Expect: 100-continue"))
    assert line.recv(64).startswith(b"HTTP/1.1 100 ")
    line.sendall(body)
    assert answer(line)[0] == 200


@pytest.mark.parametrize("kind", [Kind.DROP, Kind.CUT])
def test_a_connection_that_the_platform_ends_is_reset(stand_in: RumbleStandIn, line: socket.socket, kind: Kind) -> None:
    stand_in.arm(Fault(kind=kind, at="upload"))
    body = form(stand_in)
    line.sendall(head(len(body)) + body[: len(body) - 8])
    assert answer(line) == (0, b"")
    assert stand_in.videos() == []


def test_a_platform_that_is_switched_off_says_so_before_the_file(stand_in: RumbleStandIn, line: socket.socket) -> None:
    stand_in.set(api_off=True)
    line.sendall(head(10 * MEGABYTE) + form(stand_in)[:500])
    assert answer(line)[0] == 503


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"nothing of the kind",
        f"--{BOUNDARY}--\r\n".encode(),
        f"--{BOUNDARY}\r\n\r\nno name\r\n--{BOUNDARY}--\r\n".encode(),
        f'--{BOUNDARY}\r\nContent-Disposition: form-data; name=""\r\n\r\nx\r\n--{BOUNDARY}--\r\n'.encode(),
        f"--{BOUNDARY}\r\n".encode() + b"X: y\r\n" * 5000,
        f"--{BOUNDARY}".encode() + b" " * 40_000,
        part("x", b"1") * 101 + f"--{BOUNDARY}--\r\n".encode(),
        f"--{BOUNDARY}\r\nContent-Disposition: form-data; name=\"\xff\x00\"; filename*=UTF-8''%ff\r\n\r\n\r\n--{BOUNDARY}--".encode(
            "latin-1"
        ),
    ],
)
def test_a_body_without_sense_is_answered_and_makes_nothing(stand_in: RumbleStandIn, line: socket.socket, body: bytes) -> None:
    line.sendall(head(len(body)) + body)
    status, said = answer(line)
    assert status in (200, 403)
    assert json.loads(said)["success"] is False
    assert stand_in.videos() == []
