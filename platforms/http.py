"""The one door to the network: who may be asked, how long, and what became of each request.

`Door.send` makes one request. `Door.open` makes one in two phases: it connects and sends nothing, so that whoever has to
commit something first can, and then refuses to begin after `not_after`. Redirects are not followed.

Sockets are opened by `connect` alone, looked up in this module: a simulation puts a function of its own in its place,
`connect(origin, *, trusted, allow_private) -> Wire`, and with it a server in the same process (see `platforms.wire.Wire`).
"""

import http.client
import random
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from typing import Self
from urllib.parse import urlsplit

from platforms import clock, errors
from platforms.beat import BEAT_SECONDS, beat, watched
from platforms.exchange import Answer, Exchange, no_answer
from platforms.redaction import redact
from platforms.stream import Stream
from platforms.wire import Origin, Wire, connect, in_a_hurry

__all__ = ["Answer", "Door", "Exchange", "Line", "Origin", "Wire", "connect", "in_a_hurry", "pause", "redact", "rest", "watched"]

READ_SECONDS = 60.0
QUICK_WAITS = (1.0, 2.0, 4.0)
"""The longest waits, in seconds, before the tries in place of a request that decides nothing."""


class Line:
    """One connection, kept between exchanges with one origin and made anew when it went or another is asked for."""

    def __init__(self, door: "Door") -> None:
        self._door = door
        self._origin: Origin | None = None
        self._stream: Stream | None = None
        self._connection = http.client.HTTPConnection("unused")

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        if self._stream is not None:
            self._stream.hang_up()
        self._stream = None

    @contextmanager
    def open(
        self, method: str, url: str, *, headers: Mapping[str, str], length: int = 0, read_timeout: float = READ_SECONDS, fresh: bool = False
    ) -> Iterator[Exchange]:
        """Stand ready for one request with a body of `length` bytes: connected, nothing sent.

        `fresh` insists on a new connection. Raises `errors.Misconfigured` for an address that is not the platform's and
        `errors.NoAnswer` where nobody can be reached.
        """
        origin = self._door.origin_of(url)
        beat()
        stream = self._ready(origin, read_timeout, fresh=fresh)
        self._write_head(method, url, headers, length)
        exchange = Exchange(self._connection, stream, length=length, read_timeout=read_timeout)
        try:
            yield exchange
        finally:
            if not exchange.is_over:
                self.close()

    def send(
        self,
        method: str,
        url: str,
        *,
        headers: Mapping[str, str],
        body: bytes = b"",
        read_timeout: float = READ_SECONDS,
        quick_tries: bool = False,
    ) -> Answer:
        """Make one request; with `quick_tries`, for requests that decide nothing, up to three more after a passing failure."""
        for longest in QUICK_WAITS if quick_tries else ():
            try:
                answer = self._sent(method, url, headers, body, read_timeout)
            except errors.NoAnswer:
                answer = None
            if answer and not answer.is_passing:
                return answer
            pause(longest)
        return self._sent(method, url, headers, body, read_timeout)

    def _sent(self, method: str, url: str, headers: Mapping[str, str], body: bytes, read_timeout: float) -> Answer:
        with self.open(method, url, headers=headers, length=len(body), read_timeout=read_timeout) as exchange:
            exchange.send([body] if body else [])
            return exchange.finish()

    def _ready(self, origin: Origin, patience: float, *, fresh: bool) -> Stream:
        stream = self._stream
        if stream is None or fresh or self._origin != origin or _went(stream):
            self.close()
            stream = self._stream = Stream(self._door.connected(origin), patience=patience)
            self._origin, self._connection = origin, _connection_over(origin, stream)
        stream.patience, stream.deadline, stream.sent = patience, None, False
        return stream

    def _write_head(self, method: str, url: str, headers: Mapping[str, str], length: int) -> None:
        parts = urlsplit(url)
        target = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
        head = {"Host": parts.netloc, "User-Agent": "Retake", "Accept": "*/*", "Accept-Encoding": "gzip", **headers}
        if length or method not in ("GET", "HEAD", "DELETE"):
            head["Content-Length"] = str(length)
        self._connection.putrequest(method, target, skip_host=True, skip_accept_encoding=True)
        try:
            for name, value in head.items():
                self._connection.putheader(name, value)
        except ValueError:
            # Its words hold the value, and that may be a token.
            raise errors.Misconfigured("bad_header", "A header of this request cannot be sent: it holds a line break.") from None


class Door:
    """Leads to one platform and nowhere else.

    `bases` are the configured base addresses: whoever runs Retake set them, so they are trusted, wherever they are.
    `hosts` are the platform's own host suffixes, asked by https alone. `named` are base addresses that somebody named who
    does not run Retake: they are asked as `hosts` are, guarded, and in the clear only where private hosts are allowed.
    Any other address is refused, with nothing sent.
    """

    def __init__(self, *, bases: Iterable[str], hosts: Iterable[str] = (), named: Iterable[str] = (), allow_private: bool = False) -> None:
        self._trusted = frozenset(Origin.of(base) for base in bases if base)
        self._named = frozenset(Origin.of(base) for base in named)
        self._hosts = tuple(hosts)
        self._allow_private = allow_private

    def origin_of(self, url: str) -> Origin:
        """Where this address leads. Raises `errors.Misconfigured` unless it is the platform's own."""
        try:
            origin = Origin.of(url)
        except ValueError:
            origin = None
        if origin is None or not (origin in self._trusted or self._is_theirs(origin)):
            raise errors.Misconfigured(
                "foreign_address",
                "The platform answered with an address that is not its own. Retake did not follow it.",
                fix="Check the base address of this platform in Retake's settings.",
            )
        return origin

    def line(self) -> Line:
        """A connection to be kept over several requests; use it in a `with`."""
        return Line(self)

    @contextmanager
    def open(
        self, method: str, url: str, *, headers: Mapping[str, str], length: int = 0, read_timeout: float = READ_SECONDS
    ) -> Iterator[Exchange]:
        """Stand ready for one request over a connection of its own; see `Line.open`."""
        with self.line() as line, line.open(method, url, headers=headers, length=length, read_timeout=read_timeout) as exchange:
            yield exchange

    def send(
        self,
        method: str,
        url: str,
        *,
        headers: Mapping[str, str],
        body: bytes = b"",
        read_timeout: float = READ_SECONDS,
        quick_tries: bool = False,
    ) -> Answer:
        """Make one request over a connection of its own; see `Line.send`."""
        with self.line() as line:
            return line.send(method, url, headers=headers, body=body, read_timeout=read_timeout, quick_tries=quick_tries)

    def connected(self, origin: Origin) -> Wire:
        """Connect. Raises `errors.NoAnswer` and `errors.Misconfigured`."""
        try:
            return connect(origin, trusted=origin in self._trusted, allow_private=self._allow_private)
        except OSError as error:
            raise no_answer(error, sent=False) from error

    def _is_theirs(self, origin: Origin) -> bool:
        if origin in self._named:
            return origin.scheme == "https" or self._allow_private
        return (origin.scheme, origin.port) == ("https", 443) and any(
            origin.host == host or origin.host.endswith(f".{host}") for host in self._hosts
        )


def pause(longest: float) -> None:
    """Wait a random part of `longest` seconds (full jitter), with beats."""
    rest(random.uniform(0, longest))  # noqa: S311 - spreads load, keeps no secret


def rest(seconds: float) -> None:
    """Wait, with a beat at both ends and at least every `BEAT_SECONDS`."""
    beat()
    while seconds > 0:
        clock.sleep(min(seconds, BEAT_SECONDS))
        seconds -= BEAT_SECONDS
        beat()


def _went(stream: Stream) -> bool:
    """Whether a kept connection was closed meanwhile, or says something that nobody asked for."""
    try:
        return stream.answered()
    except OSError:
        return True


def _connection_over(origin: Origin, stream: Stream) -> http.client.HTTPConnection:
    connection = http.client.HTTPConnection(origin.host, origin.port)
    connection.auto_open = 0  # it would open a socket of its own, past the guard
    connection.sock = stream
    return connection
