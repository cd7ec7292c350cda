"""Requests and responses as bytes: what a simulation needs to put the stand-in behind a pretended socket."""

import io

import pytest

from platforms.sandbox.plumbing import Response
from platforms.sandbox.wire import Malformed, read_request, response_bytes

RAW = b"PUT /a%20b?x=1&y= HTTP/1.1\r\nHost: 127.0.0.1:8100\r\ncontent-length: 10\r\n\r\n"


def test_a_request_is_read_as_it_was_written() -> None:
    request = read_request(io.BytesIO(RAW + b"0123456789next"))
    assert request is not None
    assert (request.method, request.path, request.query, request.base) == ("PUT", "/a b", "x=1&y=", "http://127.0.0.1:8100")
    assert (request.length, request.argument("x"), request.argument("y", "none")) == (10, "1", "")
    assert request.content() == b"0123456789"


def test_a_body_that_breaks_off_ends_early() -> None:
    request = read_request(io.BytesIO(RAW + b"0123"))
    assert request is not None
    assert [request.body.read(3), request.body.read(3), request.body.read(3)] == [b"012", b"3", b""]


def test_a_connection_that_fails_ends_the_body_early() -> None:
    class Failing(io.BytesIO):
        def read1(self, size: int | None = -1, /) -> bytes:
            raise TimeoutError

    request = read_request(Failing(RAW + b"0123456789"))
    assert request is not None
    assert request.body.read(10) == b""


def test_a_client_that_waits_is_invited_once() -> None:
    invitations: list[str] = []
    raw = RAW.replace(b"\r\n\r\n", b"\r\nExpect: 100-continue\r\n\r\n")
    request = read_request(io.BytesIO(raw + b"0123456789"), before_body=lambda: invitations.append("come"))
    assert request is not None
    assert invitations == []
    request.content()
    assert invitations == ["come"]


@pytest.mark.parametrize("length", ["-1", "ten", "1_0", "١"])
def test_a_length_that_is_none_is_not_taken_for_one(length: str) -> None:
    request = read_request(io.BytesIO(RAW.replace(b"content-length: 10", f"content-length: {length}".encode())))
    assert request is not None
    assert request.length is None


def test_nothing_more_is_no_request() -> None:
    assert read_request(io.BytesIO(b"")) is None


@pytest.mark.parametrize("line", [b"hello\r\n\r\n", b"GET / SPDY/3\r\n\r\n", b"GET /\r\n\r\n"])
def test_what_is_no_http_is_malformed(line: bytes) -> None:
    with pytest.raises(Malformed):
        read_request(io.BytesIO(line))


def test_308_goes_over_the_wire_as_google_says_it() -> None:
    answer = Response(status=308, reason="Resume Incomplete", headers=(("Range", "bytes=0-9"),))
    assert response_bytes(answer).startswith(b"HTTP/1.1 308 Resume Incomplete\r\nRange: bytes=0-9\r\nContent-Length: 0\r\n")


def test_204_declares_no_length() -> None:
    assert b"Content-Length" not in response_bytes(Response(status=204))
