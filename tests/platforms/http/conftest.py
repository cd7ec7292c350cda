"""Real servers on this machine, each one function over one connection, and a clock for those that need none."""

import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import suppress

import pytest

from platforms import clock, http
from tests.platforms.loop import Loop, Serve, Time

Talk = Callable[[socket.socket], None]
Serving = Callable[[Talk], str]


@pytest.fixture
def serving() -> Iterator[Serving]:
    """Start a server that talks to each connection in turn as it is told to; give its base address."""
    listeners: list[socket.socket] = []
    threads: list[threading.Thread] = []

    def start(talk: Talk) -> str:
        listener = socket.create_server(("127.0.0.1", 0))
        listeners.append(listener)

        def accept() -> None:
            with suppress(OSError):
                while True:
                    connection, _ = listener.accept()
                    with connection, suppress(OSError):
                        talk(connection)

        threads.append(threading.Thread(target=accept, daemon=True))
        threads[-1].start()
        return f"http://127.0.0.1:{listener.getsockname()[1]}"

    yield start
    for listener in listeners:
        with suppress(OSError):
            listener.shutdown(socket.SHUT_RDWR)
        listener.close()
    for thread in threads:
        thread.join(5)


def read_head(connection: socket.socket) -> bytes:
    """The request line and the headers, to the byte."""
    head = b""
    while not head.endswith(b"\r\n\r\n"):
        byte = connection.recv(1)
        if not byte:
            break
        head += byte
    return head


@pytest.fixture
def time(monkeypatch: pytest.MonkeyPatch) -> Time:
    time = Time()
    monkeypatch.setattr(clock, "monotonic", time.monotonic)
    monkeypatch.setattr(clock, "sleep", time.sleep)
    return time


@pytest.fixture
def looping(time: Time, monkeypatch: pytest.MonkeyPatch) -> Callable[[Serve], Loop]:
    """Lead every connection to a function in this process."""

    def lead(serve: Serve) -> Loop:
        loop = Loop(serve, time)
        monkeypatch.setattr(http, "connect", loop.connect)
        return loop

    return lead
