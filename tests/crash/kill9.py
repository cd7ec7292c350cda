"""Workers that kill -9 themselves at a chosen place: before a commit, or anywhere in an exchange with the platform."""

import os
import signal
from collections.abc import Callable
from multiprocessing.sharedctypes import RawValue
from pathlib import Path

import pytest

from platforms import clock, http
from platforms.wire import Origin, Wire
from publisher import engine

EVERY_KIND = {"commit", "connect", "send", "half sent", "sent", "answered"}


class Fate:
    """Where the next child dies, counted in boundaries over all children; and which boundaries were met so far."""

    def __init__(self, file: Path) -> None:
        self._file = file
        self._left = RawValue("i", 0)

    def begin(self) -> None:
        """Forget what was met, and spare everybody until `strike`."""
        self._file.write_text("")
        self.strike(at=0)

    def strike(self, *, at: int) -> None:
        """Kill whoever meets the boundary with this number, counted from 1 and from now; 0 spares everybody."""
        self._left.value = at

    def met(self) -> list[str]:
        return self._file.read_text().splitlines()

    def meet(self, boundary: str) -> None:
        with self._file.open("a") as file:
            file.write(f"{boundary}\n")
        if self._left.value > 0:
            self._left.value -= 1
            if self._left.value == 0:
                os.kill(os.getpid(), signal.SIGKILL)


class FatalWire:
    """A wire with a boundary wherever the worker at its end may die."""

    def __init__(self, wire: Wire, fate: Fate) -> None:
        self._wire = wire
        self._fate = fate
        self._request = bytearray()
        self._half_sent = self._is_awaited = False

    def send(self, piece: memoryview) -> int:
        if not self._request:
            self._fate.meet("send")
        in_body = b"\r\n\r\n" in self._request
        if in_body and not self._half_sent:
            piece = piece[: max(1, len(piece) // 2)]
        taken = self._wire.send(piece)
        self._request += piece[:taken]
        if in_body and not self._half_sent and taken:
            self._half_sent = True
            self._fate.meet("half sent")
        return taken

    def receive(self, most: int) -> bytes | None:
        self._tell_once_sent()
        came = self._wire.receive(most)
        if came and self._is_awaited:
            self._request.clear()
            self._half_sent = self._is_awaited = False
            self._fate.meet("answered")
        return came

    def wait(self, seconds: float, *, for_room: bool) -> None:
        self._tell_once_sent()
        self._wire.wait(seconds, for_room=for_room)

    def close(self) -> None:
        self._wire.close()

    def _tell_once_sent(self) -> None:
        if not self._is_awaited and is_whole(bytes(self._request)):
            self._is_awaited = True
            self._fate.meet("sent")


def is_whole(request: bytes) -> bool:
    """Whether these bytes are a request with all of its body."""
    head, end, body = request.partition(b"\r\n\r\n")
    lengths = [line.partition(b":")[2] for line in head.lower().split(b"\r\n") if line.startswith(b"content-length:")]
    return bool(end) and len(body) >= int(lengths[0] if lengths else 0)


def run_under(fate: Fate, pk: int) -> Callable[[], None]:
    """What a child does: the product's own run, in a world where it may die."""

    def run() -> None:
        with pytest.MonkeyPatch.context() as patch:
            _make_fatal(patch, fate)
            engine.run(pk)

    return run


def _make_fatal(patch: pytest.MonkeyPatch, fate: Fate) -> None:
    now, connect = clock.now, http.connect

    def fatal_now() -> object:
        fate.meet("commit")
        return now()

    def fatal_connect(origin: Origin, *, trusted: bool, allow_private: bool) -> FatalWire:
        fate.meet("connect")
        return FatalWire(connect(origin, trusted=trusted, allow_private=allow_private), fate)

    patch.setattr(clock, "now", fatal_now)
    patch.setattr(http, "connect", fatal_connect)
