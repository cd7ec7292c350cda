"""The wire: one connected stream of bytes to a server, and the only place where a socket is opened."""

import re
import select
import socket
import ssl
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from functools import cache
from typing import Protocol
from urllib.parse import urlsplit

from platforms import addresses, clock
from platforms.beat import beat

CONNECT_SECONDS = 10.0
"""For the connection to one address, and again for the TLS handshake."""
MOST_ADDRESSES = 3
_deadline: ContextVar[float | None] = ContextVar("deadline", default=None)


@contextmanager
def in_a_hurry(seconds: float) -> Iterator[None]:
    """Connect within so many seconds or not at all: for what a person waits for."""
    before = _deadline.set(clock.monotonic() + seconds)
    try:
        yield
    finally:
        _deadline.reset(before)


def _patience() -> float:
    """How long the next address may take to answer."""
    deadline = _deadline.get()
    left = CONNECT_SECONDS if deadline is None else deadline - clock.monotonic()
    if left <= 0:
        raise TimeoutError("no time is left to connect")
    return min(left, CONNECT_SECONDS)


@dataclass(frozen=True)
class Origin:
    """Where a request goes: scheme, host and port."""

    scheme: str
    host: str
    port: int

    @classmethod
    def of(cls, url: str) -> "Origin":
        """Read it from an absolute http(s) address. Raises ValueError for anything else, and for names and passwords within."""
        if not re.fullmatch(r"[!-~]+", url):
            raise ValueError("not an address: blanks, control or foreign characters")
        parts = urlsplit(url)
        if parts.scheme not in ("http", "https") or not parts.hostname or "@" in parts.netloc:
            raise ValueError("not an absolute http address")
        return cls(parts.scheme, parts.hostname, parts.port or (443 if parts.scheme == "https" else 80))


class Wire(Protocol):
    """A connected stream that never blocks but in `wait`. Every method may raise OSError."""

    def send(self, piece: memoryview) -> int:
        """Take some of these bytes and say how many; 0 when there is no room now."""
        ...

    def receive(self, most: int) -> bytes | None:
        """Give what came, at most so many bytes; b"" at the end of the stream, None when nothing is there yet."""
        ...

    def wait(self, seconds: float, *, for_room: bool) -> None:
        """Return once there may be something to receive (or room to send, if asked for), or after so many seconds."""
        ...

    def close(self) -> None: ...


class SocketWire:
    """A wire over a real socket, plain or TLS."""

    def __init__(self, connected: socket.socket) -> None:
        connected.setblocking(False)
        self._socket = connected

    def send(self, piece: memoryview) -> int:
        try:
            return self._socket.send(piece)
        except (BlockingIOError, ssl.SSLWantWriteError, ssl.SSLWantReadError):
            return 0

    def receive(self, most: int) -> bytes | None:
        try:
            return self._socket.recv(most)
        except (BlockingIOError, ssl.SSLWantWriteError, ssl.SSLWantReadError):
            return None

    def wait(self, seconds: float, *, for_room: bool) -> None:
        if isinstance(self._socket, ssl.SSLSocket) and self._socket.pending():
            return  # decrypted already: the socket beneath would stay silent
        poll = select.poll()
        poll.register(self._socket, select.POLLIN | (select.POLLOUT if for_room else 0))
        poll.poll(seconds * 1000)

    def close(self) -> None:
        self._socket.close()


def connect(origin: Origin, *, trusted: bool, allow_private: bool) -> Wire:
    """Resolve once, check every address unless the origin is trusted, and connect to a checked address by the origin's name.

    Never through a proxy of the environment. Raises OSError (`ssl.SSLError` for TLS) and `errors.Misconfigured` for an
    address that is refused.
    """
    found = addresses.resolve(origin.host, origin.port)
    if not trusted:
        addresses.check(found, allow_private=allow_private)
    return SocketWire(_secured(_first_that_answers(found), origin))


def _first_that_answers(found: list[addresses.SocketAddress]) -> socket.socket:
    failure: OSError = OSError("the name has no address")
    for family, place in found[:MOST_ADDRESSES]:
        beat()
        patience = _patience()
        candidate = socket.socket(family, socket.SOCK_STREAM)
        candidate.settimeout(patience)
        try:
            candidate.connect(place)
        except OSError as error:
            candidate.close()
            failure = error
        else:
            candidate.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            candidate.setsockopt(socket.SOL_SOCKET, socket.SO_KEEPALIVE, 1)
            return candidate
    raise failure


def _secured(connected: socket.socket, origin: Origin) -> socket.socket:
    if origin.scheme != "https":
        return connected
    try:
        beat()
        return tls_context().wrap_socket(connected, server_hostname=origin.host)
    except BaseException:
        connected.close()
        raise


@cache
def tls_context() -> ssl.SSLContext:
    """The system's trusted roots, certificates and names verified, TLS 1.2 or newer."""
    context = ssl.create_default_context()
    context.minimum_version = ssl.TLSVersion.TLSv1_2
    return context
