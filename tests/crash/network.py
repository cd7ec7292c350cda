"""A network within the process: the door's wires lead to a stand-in, and at each exchange something may go wrong."""

import io
from collections.abc import Callable, Collection
from dataclasses import dataclass, field, replace
from enum import StrEnum

from platforms.sandbox.plumbing import Dropped, Request, Response
from platforms.sandbox.wire import read_request, response_bytes
from platforms.wire import Origin
from tests.casts.cast import Cast, Moment

Boundary = Callable[[str], None]


class Mishap(StrEnum):
    """What may happen to one exchange."""

    UNREACHABLE = "unreachable"
    """The connection is refused: nothing leaves."""
    NEVER_ARRIVES = "never arrives"
    """The request leaves and is lost; the connection breaks."""
    CUT = "cut"
    """Half of the body arrives, then the connection breaks."""
    ANSWER_LOST = "answer lost"
    """The request has its effect; the connection breaks before the answer."""
    LATE = "late"
    """Our side sees the connection break while the request is still on its way."""


@dataclass
class Flight:
    """A request that left, and may arrive until `ends_at` (seconds of the world's clock)."""

    raw: bytes
    ends_at: float


@dataclass
class Network:
    """Where wires are made. `boundary` is called wherever a worker may be stopped, `mishaps` strike exchange by exchange."""

    cast: Cast
    boundary: Boundary
    seconds: Callable[[], float]
    pass_time: Callable[[float], None]
    flight_seconds: float = 120.0
    mishaps: list[Mishap | None] = field(default_factory=list)
    flights: list[Flight] = field(default_factory=list)
    wires: list["LoopWire"] = field(default_factory=list)
    exchanges: int = 0
    in_its_place: Callable[[Request], Response | None] = lambda request: None
    """Answers in the stand-in's place where it gives an answer."""
    answered: list[tuple[Collection[Moment], int]] = field(default_factory=list)
    """What was asked, and the status of each answer; 0 for none."""

    def connect(self, origin: Origin, *, trusted: bool, allow_private: bool) -> "LoopWire":
        self.boundary("connect")
        if self.mishaps and self.mishaps[0] is Mishap.UNREACHABLE:
            self.mishaps.pop(0)
            raise ConnectionRefusedError("nobody there")
        self.wires.append(LoopWire(self, origin))
        return self.wires[-1]

    def answer(self, raw: bytes) -> bytes | None:
        """Let the stand-in answer these bytes, complete or cut; None: it drops the connection."""
        request = read_request(io.BytesIO(raw), host="127.0.0.1:8100")
        assert request is not None
        request = _below_prefix(request)
        reply = self.in_its_place(request) or self.cast.stand_in.answer(request)
        self.exchanges += 1
        self.answered.append((self.cast.moments_of(request), 0 if isinstance(reply, Dropped) else reply.status))
        return None if isinstance(reply, Dropped) else _on_the_wire(reply)

    def deliver_sent(self) -> None:
        """Let arrive what was sent whole: a worker that stops afterwards holds nothing back."""
        for wire in self.wires:
            wire.deliver()

    def deliver_late(self) -> None:
        """Let what is still on its way arrive, if it is not too late for that."""
        flights, self.flights = self.flights, []
        for flight in flights:
            if self.seconds() <= flight.ends_at:
                self.answer(flight.raw)


def _below_prefix(request: Request) -> Request:
    prefix, _, rest = request.path.removeprefix("/").partition("/")
    return replace(request, path=f"/{rest}", base=f"{request.base}/{prefix}")


def _on_the_wire(reply: Response) -> bytes:
    return response_bytes(reply)


class LoopWire:
    """One wire: collects a request, and lets the stand-in answer when it is complete and somebody waits for that."""

    def __init__(self, network: Network, origin: Origin) -> None:
        self._network = network
        self._request = bytearray()
        self._inbox = b""
        self._closed = False

    def send(self, piece: memoryview) -> int:
        if not self._request:
            self._network.boundary("send")
        if self._closed:
            raise ConnectionResetError("closed")
        self._request += piece
        return len(piece)

    def receive(self, most: int) -> bytes | None:
        if self._inbox:
            piece, self._inbox = self._inbox[:most], self._inbox[most:]
            return piece
        return b"" if self._closed else None

    def wait(self, seconds: float, *, for_room: bool) -> None:
        if self._is_complete():
            self._network.boundary("sent")
            self.deliver()
            self._network.boundary("answered")
        else:
            self._network.pass_time(seconds)

    def deliver(self) -> None:
        """Have the request arrive, where all of it was sent and it has not arrived yet."""
        if self._is_complete():
            self._exchange(bytes(self._request))
            self._request.clear()

    def close(self) -> None:
        self._closed = True

    def _exchange(self, raw: bytes) -> None:
        mishap = self._network.mishaps.pop(0) if self._network.mishaps else None
        match mishap:
            case None:
                answer = self._network.answer(raw)
                self._inbox, self._closed = answer or b"", answer is None
                return
            case Mishap.ANSWER_LOST:
                self._network.answer(raw)
            case Mishap.CUT:
                head, _, body = raw.partition(b"\r\n\r\n")
                self._network.answer(head + b"\r\n\r\n" + body[: len(body) // 2])
            case Mishap.LATE:
                self._network.flights.append(Flight(raw, self._network.seconds() + self._network.flight_seconds))
            case Mishap.NEVER_ARRIVES | Mishap.UNREACHABLE:
                pass
        self._closed = True

    def _is_complete(self) -> bool:
        head, split, body = bytes(self._request).partition(b"\r\n\r\n")
        if not split:
            return False
        declared = [line for line in head.lower().split(b"\r\n") if line.startswith(b"content-length:")]
        return len(body) >= (int(declared[0].split(b":")[1]) if declared else 0)
