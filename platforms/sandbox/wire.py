"""How requests and responses look on the wire: HTTP/1.1 bytes, read from a stream and written as one piece."""

import http.client
from collections.abc import Callable
from dataclasses import replace
from http import HTTPStatus
from typing import BinaryIO, Protocol, cast
from urllib.parse import unquote, urlsplit

from platforms.sandbox.plumbing import Request, Response

LINE_BYTES = 64 * 1024


class Stream(Protocol):
    """A buffered byte stream: a socket's file, or an `io.BytesIO`."""

    def readline(self, limit: int = -1, /) -> bytes: ...

    def read1(self, size: int = -1, /) -> bytes: ...


class SentBody:
    """The declared bytes of a request, as far as they arrive; a connection that breaks or falls silent ends it early."""

    def __init__(self, stream: Stream, length: int, *, before_reading: Callable[[], None] = lambda: None) -> None:
        self._stream = stream
        self._before_reading = before_reading
        self._is_begun = False
        self.left = length

    def read(self, size: int, /) -> bytes:
        if not self._is_begun:
            self._is_begun = True
            self._before_reading()
        try:
            piece = self._stream.read1(min(size, self.left)) if self.left else b""
        except OSError:
            piece = b""
        self.left -= len(piece)
        return piece


class Malformed(Exception):
    """What came is no HTTP request."""


def read_request(stream: Stream, *, host: str = "sandbox.invalid", before_body: Callable[[], None] = lambda: None) -> Request | None:
    """Read one request's head; its body is read as the stand-in asks for it. None when the client has nothing more to ask.

    `before_body` is called once, when the body is first read and the client waits for leave to send it.
    """
    line = stream.readline(LINE_BYTES).strip()
    if not line:
        return None
    words = line.decode("latin-1").split()
    if len(words) != 3 or not words[2].startswith("HTTP/1."):
        raise Malformed("no HTTP/1 request line")
    try:
        headers = http.client.parse_headers(cast(BinaryIO, stream))
    except http.client.HTTPException as error:
        raise Malformed(str(error)) from error
    address = urlsplit(words[1])
    request = Request(
        method=words[0],
        path=unquote(address.path),
        query=address.query,
        headers=dict(headers.items()),
        base=f"http://{headers.get('Host', host)}",
    )
    waits = request.header("Expect").lower() == "100-continue"
    return replace(request, body=SentBody(stream, request.length or 0, before_reading=before_body if waits else lambda: None))


def _phrase(response: Response) -> str:
    if response.reason:
        return response.reason
    known = {status.value: status.phrase for status in HTTPStatus}
    return known.get(response.status, "")


def _chunks(body: bytes) -> bytes:
    half = len(body) // 2
    pieces = [piece for piece in (body[:half], body[half:]) if piece]
    return b"".join(b"%x\r\n%s\r\n" % (len(piece), piece) for piece in pieces) + b"0\r\n\r\n"


def response_bytes(response: Response, *, close: bool = False, without_body: bool = False) -> bytes:
    """The whole answer as it goes over the wire; a `cut` one stops half-way through its body."""
    lines = [f"HTTP/1.1 {response.status} {_phrase(response)}", *(f"{name}: {value}" for name, value in response.headers)]
    if response.chunked:
        lines.append("Transfer-Encoding: chunked")
    elif response.status != HTTPStatus.NO_CONTENT:
        lines.append(f"Content-Length: {len(response.body)}")
    lines.append(f"Connection: {'close' if close or response.cut else 'keep-alive'}")
    head = "\r\n".join(lines).encode("latin-1") + b"\r\n\r\n"
    body = _chunks(response.body) if response.chunked else response.body
    if without_body:
        return head
    return head + (body[: len(body) // 2] if response.cut else body)
