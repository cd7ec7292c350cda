"""Wires that lead to a function in this process: the door's own code runs whole, but for the socket."""

from collections.abc import Callable
from dataclasses import dataclass, field

from platforms.wire import Origin

Serve = Callable[[bytes], bytes | None]
"""Takes a whole request, gives the bytes of the answer; None breaks the connection instead."""


class Time:
    """A clock that moves only where somebody waits."""

    def __init__(self) -> None:
        self.seconds = 1000.0
        self.slept: list[float] = []

    def monotonic(self) -> float:
        return self.seconds

    def sleep(self, seconds: float) -> None:
        self.slept.append(seconds)
        self.seconds += seconds


@dataclass
class Loop:
    """Stands in for `platforms.http.connect`; keeps every request that left, and where each connection led."""

    serve: Serve
    time: Time
    requests: list[bytes] = field(default_factory=list)
    connected: list[Origin] = field(default_factory=list)
    trusted: list[bool] = field(default_factory=list)
    wires: list["LoopWire"] = field(default_factory=list)
    refuse: list[Exception] = field(default_factory=list)
    """What the next connections fail with, one each."""
    answer_after: float = 0.0

    def connect(self, origin: Origin, *, trusted: bool, allow_private: bool) -> "LoopWire":
        self.connected.append(origin)
        self.trusted.append(trusted)
        if self.refuse:
            raise self.refuse.pop(0)
        self.wires.append(LoopWire(self))
        return self.wires[-1]


class LoopWire:
    """One connection: collects a request, and answers once it is whole and somebody waits."""

    def __init__(self, loop: Loop) -> None:
        self._loop = loop
        self.sent = b""
        self._inbox = b""
        self._ended = False
        self._answer_at: float | None = None
        self.is_closed = False

    def send(self, piece: memoryview) -> int:
        if self._ended:
            raise ConnectionResetError("closed by the other side")
        self.sent += piece
        return len(piece)

    def receive(self, most: int) -> bytes | None:
        piece, self._inbox = self._inbox[:most], self._inbox[most:]
        return piece or (b"" if self._ended else None)

    def wait(self, seconds: float, *, for_room: bool) -> None:
        time = self._loop.time
        if self._is_whole() and self._answer_at is None:
            self._answer_at = time.seconds + self._loop.answer_after
        if self._answer_at is None or self._answer_at > time.seconds + seconds:
            time.seconds += seconds
            return
        time.seconds = max(time.seconds, self._answer_at)
        self._answer()

    def close(self) -> None:
        self.is_closed = self._ended = True

    def _answer(self) -> None:
        request, self.sent, self._answer_at = self.sent, b"", None
        self._loop.requests.append(request)
        answer = self._loop.serve(request)
        self._inbox, self._ended = answer or b"", answer is None

    def _is_whole(self) -> bool:
        head, split, body = self.sent.partition(b"\r\n\r\n")
        lengths = [line.split(b":")[1] for line in head.lower().split(b"\r\n") if line.startswith(b"content-length:")]
        return bool(split) and len(body) >= (int(lengths[0]) if lengths else 0)


def reply(status: int, body: bytes = b"", *, reason: str = "", **headers: str) -> bytes:
    """An answer as it goes over the wire; `retry_after="3"` becomes `retry-after: 3`."""
    lines = [f"HTTP/1.1 {status} {reason}".rstrip(), *(f"{name.replace('_', '-')}: {value}" for name, value in headers.items())]
    return "\r\n".join([*lines, f"Content-Length: {len(body)}", "", ""]).encode() + body
