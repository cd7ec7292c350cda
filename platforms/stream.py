"""A wire with patience: pieces are sent whole and awaited bytes are read, with a beat all along and a bound on silence."""

import io
from typing import Any

from platforms import clock
from platforms.beat import BEAT_SECONDS, beat
from platforms.wire import Wire

READ_BYTES = 256 * 1024


class Stream:
    """What `http.client` takes for its socket. Silence longer than `patience` seconds raises TimeoutError."""

    def __init__(self, wire: Wire, *, patience: float) -> None:
        self._wire = wire
        self._inbox = b""
        self._ended = False
        self.patience = patience
        self.deadline: float | None = None
        """The `clock.monotonic()` moment at which an answer has to be there, however slowly it drips; None while sending."""
        self.sent = False
        """Whether any byte left since this was last set to False."""

    def sendall(self, piece: bytes | memoryview) -> bool:
        """Send it all; or stop when an answer came or the other side closed first, and say False."""
        rest = memoryview(piece).cast("B")
        give_up = clock.monotonic() + self.patience
        while rest and not self._ended and not self._inbox:
            taken = self._sent_now(rest)
            if taken:
                self.sent = True
                rest = rest[taken:]
                give_up = clock.monotonic() + self.patience
            elif not self.answered():
                self._wait(give_up, for_room=True)
        return not rest

    def _sent_now(self, piece: memoryview) -> int:
        try:
            return self._wire.send(piece)
        except OSError:
            # A server that answers early and closes resets what we still send; its answer may be here all the same.
            if self.answered() and self._inbox:
                return 0
            raise

    def answered(self) -> bool:
        """Whether something came, or the other side closed. Never waits."""
        if not self._inbox and not self._ended:
            self._receive()
        return bool(self._inbox) or self._ended

    def readinto(self, buffer: memoryview) -> int:
        """Wait for bytes and fill in what came; 0 at the end of the stream."""
        while not self.answered():
            self._wait(clock.monotonic() + self.patience if self.deadline is None else self.deadline, for_room=False)
        piece, self._inbox = self._inbox[: len(buffer)], self._inbox[len(buffer) :]
        buffer[: len(piece)] = piece
        self._check_deadline()
        return len(piece)

    def makefile(self, *_: Any, **__: Any) -> io.BufferedReader:
        return _Lines(_Reader(self), READ_BYTES)

    def close(self) -> None:
        """Nothing: `http.client` lets go of its socket before the answer was read. `hang_up` closes."""

    def hang_up(self) -> None:
        self._ended = True
        self._wire.close()

    def _receive(self) -> None:
        came = self._wire.receive(READ_BYTES)
        if came is not None:
            self._inbox, self._ended = came, not came

    def _wait(self, give_up: float, *, for_room: bool) -> None:
        left = give_up - clock.monotonic()
        if left <= 0:
            raise TimeoutError("no answer in time")
        self._wire.wait(min(BEAT_SECONDS, left), for_room=for_room)
        beat()

    def _check_deadline(self) -> None:
        if self.deadline is not None and clock.monotonic() > self.deadline:
            raise TimeoutError("the answer came too slowly")


class _Reader(io.RawIOBase):
    """A stream as a file, for the parser of answers."""

    def __init__(self, stream: Stream) -> None:
        self._stream = stream

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        return self._stream.readinto(memoryview(buffer).cast("B"))


class _Lines(io.BufferedReader):
    """Tells a line that was cut off from one that ended; the parser of answers takes headers that break off for whole ones."""

    def readline(self, size: int | None = -1, /) -> bytes:
        line = super().readline(size)
        if not line.endswith(b"\n") and len(line) != size:
            raise ConnectionResetError("the answer was cut off")
        return line
