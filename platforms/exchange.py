"""One request and its answer over a connection that stands already."""

import http.client
import json
import ssl
import zlib
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from platforms import clock, errors
from platforms.beat import beat
from platforms.redaction import redact
from platforms.stream import READ_BYTES, Stream

MOST_ANSWER_BYTES = 8 * 1024 * 1024


@dataclass(frozen=True, kw_only=True)
class Answer:
    """What a server said: `headers` by name in any case, the body unpacked."""

    status: int
    reason: str
    headers: http.client.HTTPMessage = field(repr=False)
    body: bytes = field(repr=False)

    @property
    def is_passing(self) -> bool:
        """Whether the server is in trouble rather than the request."""
        return self.status == 408 or (self.status >= 500 and self.status != 501)

    def json(self) -> Any:
        """The body as JSON, or None where it is none."""
        try:
            return json.loads(self.body)
        except ValueError:
            return None


class Exchange:
    """One request and its answer, over a connection that stands already. Nothing leaves before `start` or `send`."""

    def __init__(self, connection: http.client.HTTPConnection, stream: Stream, *, length: int, read_timeout: float) -> None:
        self._connection = connection
        self._stream = stream
        self._left = length
        self._started = False
        self._read_timeout = read_timeout
        self.is_over = False
        """Whether all was sent and the whole answer read, so that the connection may carry another exchange."""

    @property
    def is_answered(self) -> bool:
        """Whether the server answered already, before it had everything: what is left of the body is not wanted then."""
        with self._failures_told():
            return self._stream.answered()

    def start(self, *, not_after: float | None = None) -> None:
        """Send the request line and the headers.

        `not_after` is a `clock.monotonic()` moment: later than that `errors.NotSent` is raised and nothing is written.
        """
        self._check(not_after)
        self._started = True
        with self._failures_told():
            self._connection.endheaders()

    def send(self, windows: Iterable[bytes], *, not_after: float | None = None) -> None:
        """Send these bytes of the body, after starting if need be; stop early when the answer is there already.

        `not_after` as for `start`, for the first byte of these. What `windows` raises passes through.
        """
        if self._started:
            self._check(not_after)
        else:
            self.start(not_after=not_after)
        for window in windows:
            if not self._whole(window):
                return
            beat()

    def finish(self) -> Answer:
        """Wait for the answer and read it. Raises `errors.NoAnswer`."""
        if not self._started:
            self.start()
        if self._left and not self._stream.answered():
            raise ValueError(f"the body ended {self._left} bytes before its stated length")
        self._stream.deadline = clock.monotonic() + self._read_timeout
        with self._failures_told():
            if not self._stream.sent:
                raise ConnectionError("the connection went before anything was sent")
            answer = _read(self._connection.getresponse())
            self.is_over = self._left == 0 and self._connection.sock is not None
            return answer

    def _whole(self, window: bytes) -> bool:
        """Send one window; False when an answer came first and the rest is not wanted."""
        if len(window) > self._left:
            raise ValueError("the body is longer than its stated length")
        with self._failures_told():
            if self._stream.answered() or not self._stream.sendall(window):
                return False
        self._left -= len(window)
        return True

    def _check(self, not_after: float | None) -> None:
        if not_after is not None and clock.monotonic() > not_after:
            raise errors.NotSent()

    @contextmanager
    def _failures_told(self) -> Iterator[None]:
        try:
            yield
        except (OSError, http.client.HTTPException, zlib.error) as error:
            raise no_answer(error, sent=self._stream.sent) from error


def _read(response: http.client.HTTPResponse) -> Answer:
    """Read the whole answer. Raises `http.client.HTTPException` when it was cut off or is too large, zlib.error."""
    body = _bounded(response)
    if response.length:
        raise http.client.IncompleteRead(body, response.length)
    response.close()
    if response.headers.get("Content-Encoding", "").lower() in ("gzip", "x-gzip"):
        unpacker = zlib.decompressobj(wbits=zlib.MAX_WBITS | 32)
        body = unpacker.decompress(body, MOST_ANSWER_BYTES)
        if unpacker.unconsumed_tail or not unpacker.eof:
            raise zlib.error("packed answer is cut off or too large")
    return Answer(status=response.status, reason=response.reason, headers=response.headers, body=body)


def _bounded(response: http.client.HTTPResponse) -> bytes:
    pieces: list[bytes] = []
    while piece := response.read(READ_BYTES):
        pieces.append(piece)
        if sum(map(len, pieces)) > MOST_ANSWER_BYTES:
            raise http.client.HTTPException("the answer is too large")
    return b"".join(pieces)


def no_answer(error: Exception, *, sent: bool) -> errors.NoAnswer:
    """Say in our words how the connection failed."""
    match error:
        case TimeoutError():
            code, message = "timed_out", "The platform did not answer in time."
        case ssl.SSLError() if not sent:
            code, message = "tls", "No secure connection to the platform could be made."
        case OSError() if not sent:
            code, message = "unreachable", "The platform could not be reached."
        case _:
            code, message = "cut_off", "The connection to the platform was cut off."
    return errors.NoAnswer(code, message, sent=sent, detail=redact(f"{type(error).__name__}: {error}"))
