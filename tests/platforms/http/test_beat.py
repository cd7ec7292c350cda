"""The beat that keeps a lease alive while the network takes its time."""

import socket
import threading
from collections.abc import Callable, Iterator
from itertools import pairwise

import pytest

from platforms import beat as beats
from platforms import errors, stream
from platforms.http import Door, rest, watched
from tests.platforms.http.conftest import Serving, read_head
from tests.platforms.loop import Loop, Serve, Time, reply

BASE = "http://127.0.0.1:8100"
DOOR = Door(bases=(BASE,))
MIB = 1024 * 1024


def test_it_beats_at_the_start_and_every_few_seconds_while_an_answer_is_awaited(looping: Callable[[Serve], Loop], time: Time) -> None:
    looping(lambda raw: reply(200)).answer_after = 58.0
    moments: list[float] = []
    with watched(lambda: moments.append(time.seconds)):
        DOOR.send("GET", BASE, headers={}, read_timeout=60.0)
    assert moments[0] == 1000.0
    assert max(later - earlier for earlier, later in pairwise(moments)) <= beats.BEAT_SECONDS
    assert moments[-1] >= 1055.0


def test_it_beats_after_each_window(looping: Callable[[Serve], Loop]) -> None:
    looping(lambda raw: reply(200))
    told: list[int] = []
    beaten: list[int] = []

    def windows() -> Iterator[bytes]:
        for number in range(5):
            told.append(number)
            yield b"x"

    with watched(lambda: beaten.append(len(told))), DOOR.open("PUT", BASE, headers={}, length=5) as exchange:
        exchange.send(windows())
        exchange.finish()
    assert {1, 2, 3, 4, 5} <= set(beaten)


@pytest.mark.parametrize("strikes", [1, 2, 3])
def test_what_a_beat_raises_passes_through_and_closes_the_connection(looping: Callable[[Serve], Loop], time: Time, strikes: int) -> None:
    loop = looping(lambda raw: reply(200))
    loop.answer_after = 58.0
    count: list[int] = []

    def lost() -> None:
        count.append(1)
        if len(count) == strikes:
            raise errors.LeaseLost

    with pytest.raises(errors.LeaseLost), watched(lost):
        DOOR.send("GET", BASE, headers={}, quick_tries=True)
    assert all(wire.is_closed for wire in loop.wires)
    assert loop.requests == []


def test_it_beats_while_a_server_is_slow_to_take_the_bytes(serving: Serving, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(stream, "BEAT_SECONDS", 0.05)
    go_on = threading.Event()

    def slow(connection: socket.socket) -> None:
        read_head(connection)
        go_on.wait(20)
        left = 64 * MIB
        while left:
            left -= len(connection.recv(MIB))
        connection.sendall(reply(201))

    beaten: list[int] = []

    def beat() -> None:
        beaten.append(1)
        if len(beaten) == 80:
            go_on.set()

    base = serving(slow)
    with watched(beat), Door(bases=(base,)).open("PUT", base, headers={}, length=64 * MIB) as exchange:
        exchange.send(b"\0" * MIB for _ in range(64))
        assert exchange.finish().status == 201
    assert len(beaten) >= 80


def test_a_wait_beats_too(time: Time) -> None:
    moments: list[float] = []
    with watched(lambda: moments.append(time.seconds)):
        rest(12.0)
    assert moments == [1000.0, 1005.0, 1010.0, 1012.0]


def test_nobody_watches_by_default_and_watching_ends(looping: Callable[[Serve], Loop]) -> None:
    looping(lambda raw: reply(200))
    beaten: list[int] = []
    with watched(lambda: beaten.append(1)):
        pass
    DOOR.send("GET", BASE, headers={})
    assert beaten == []


def test_each_thread_has_its_own_watch(looping: Callable[[Serve], Loop]) -> None:
    looping(lambda raw: reply(200))
    beaten: list[int] = []
    with watched(lambda: beaten.append(1)):
        other = threading.Thread(target=lambda: DOOR.send("GET", BASE, headers={}))
        other.start()
        other.join()
    assert beaten == []
