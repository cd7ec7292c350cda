"""Requests in two phases: connected first, sent later or not at all, and every answer heard."""

import socket
import threading
from collections.abc import Callable, Iterable, Iterator

import pytest

from platforms import clock, errors
from platforms.http import Answer, Door
from tests.platforms.http.conftest import Serving, read_head
from tests.platforms.loop import Loop, Serve, Time, reply

BASE = "http://127.0.0.1:8100"
DOOR = Door(bases=(BASE,))


def test_opening_connects_and_sends_nothing(looping: Callable[[Serve], Loop]) -> None:
    loop = looping(lambda raw: reply(200))
    with DOOR.open("PUT", BASE, headers={}, length=4):
        assert len(loop.connected) == 1
        assert loop.wires[0].sent == b""


def test_what_was_opened_and_not_sent_is_closed(looping: Callable[[Serve], Loop]) -> None:
    loop = looping(lambda raw: reply(200))
    with DOOR.open("PUT", BASE, headers={}, length=4):
        pass
    assert loop.wires[0].is_closed
    assert loop.requests == []


def test_after_its_last_moment_nothing_is_written(looping: Callable[[Serve], Loop], time: Time) -> None:
    loop = looping(lambda raw: reply(200))
    with DOOR.open("PUT", BASE, headers={}, length=4) as exchange:
        not_after = clock.monotonic() + 5
        time.seconds += 5.1
        with pytest.raises(errors.NotSent):
            exchange.send([b"body"], not_after=not_after)
    assert loop.wires[0].sent == b""


def test_until_its_last_moment_it_is_sent(looping: Callable[[Serve], Loop], time: Time) -> None:
    loop = looping(lambda raw: reply(201))
    with DOOR.open("PUT", BASE, headers={}, length=4) as exchange:
        exchange.send([b"body"], not_after=clock.monotonic())
        assert exchange.finish().status == 201
    assert loop.requests[0].endswith(b"body")


def test_the_tail_is_held_back_until_its_own_moment(looping: Callable[[Serve], Loop], time: Time) -> None:
    loop = looping(lambda raw: reply(201))
    with DOOR.open("POST", BASE, headers={}, length=8) as exchange:
        exchange.send([b"all ", b"but"])
        assert loop.wires[0].sent.endswith(b"all but")
        time.seconds += 60
        exchange.send([b"!"], not_after=clock.monotonic() + 5)
        assert exchange.finish().status == 201


def test_a_tail_that_comes_too_late_stays_here(looping: Callable[[Serve], Loop], time: Time) -> None:
    loop = looping(lambda raw: reply(201))
    with DOOR.open("POST", BASE, headers={}, length=8) as exchange:
        exchange.send([b"all but"])
        with pytest.raises(errors.NotSent):
            exchange.send([b"!"], not_after=clock.monotonic() - 1)
    assert loop.wires[0].sent.endswith(b"all but")
    assert loop.wires[0].is_closed


def send_in_windows(windows: Iterable[bytes], *, length: int, base: str = BASE, read_timeout: float = 60.0) -> Answer:
    with Door(bases=(base,)).open("PUT", base, headers={}, length=length, read_timeout=read_timeout) as exchange:
        exchange.send(windows)
        return exchange.finish()


@pytest.mark.parametrize(("windows", "said"), [([b"abc"], "1 bytes before"), ([], "4 bytes before"), ([b"abc", b"de"], "longer")])
def test_a_body_of_another_length_than_stated_is_a_mistake_of_ours(
    windows: list[bytes], said: str, looping: Callable[[Serve], Loop]
) -> None:
    loop = looping(lambda raw: reply(200))
    with pytest.raises(ValueError, match=said):
        send_in_windows(windows, length=4)
    assert loop.wires[0].is_closed
    assert loop.requests == []


def windows(count: int) -> Iterator[bytes]:
    for _ in range(count):
        yield b"\0" * (1024 * 1024)


def test_an_answer_that_comes_while_the_body_is_sent_is_heard(serving: Serving) -> None:
    """The server refuses at once, and closes over what it did not read, which resets the connection."""

    def refuse(connection: socket.socket) -> None:
        read_head(connection)
        connection.sendall(reply(403, b"no"))

    base = serving(refuse)
    answer = send_in_windows(windows(256), length=256 * 1024 * 1024, base=base)
    assert (answer.status, answer.body) == (403, b"no")


def test_an_answer_that_came_before_a_reset_is_heard(serving: Serving) -> None:
    go_on = threading.Event()

    def refuse(connection: socket.socket) -> None:
        read_head(connection)
        connection.recv(1024 * 1024)
        connection.sendall(reply(400, b"no"))
        go_on.set()

    base = serving(refuse)

    def patient() -> Iterator[bytes]:
        yield from windows(1)
        go_on.wait(10)
        yield from windows(63)

    assert send_in_windows(patient(), length=64 * 1024 * 1024, base=base).status == 400


def test_a_server_that_stops_reading_is_no_reason_to_wait_for_ever(serving: Serving, monkeypatch: pytest.MonkeyPatch) -> None:
    release = threading.Event()

    def stop(connection: socket.socket) -> None:
        read_head(connection)
        release.wait(20)

    base = serving(stop)
    with pytest.raises(errors.NoAnswer) as failure:
        send_in_windows(windows(64), length=64 * 1024 * 1024, base=base, read_timeout=0.3)
    release.set()
    assert (failure.value.code, failure.value.sent) == ("timed_out", True)


def test_a_connection_that_breaks_says_whether_anything_left(looping: Callable[[Serve], Loop]) -> None:
    loop = looping(lambda raw: None)
    with pytest.raises(errors.NoAnswer) as failure:
        DOOR.send("PUT", BASE, headers={}, body=b"body")
    assert (failure.value.code, failure.value.sent) == ("cut_off", True)
    with DOOR.open("PUT", BASE, headers={}, length=4) as exchange:
        loop.wires[-1].close()
        with pytest.raises(errors.NoAnswer) as failure:
            exchange.send([b"body"])
    assert not failure.value.sent


def test_no_failure_of_the_network_claims_that_nothing_exists(looping: Callable[[Serve], Loop]) -> None:
    loop = looping(lambda raw: None)
    loop.refuse = [ConnectionRefusedError()]
    for _ in range(2):
        with pytest.raises(errors.NoAnswer) as failure:
            DOOR.send("PUT", BASE, headers={}, body=b"body")
        assert not failure.value.nothing_exists


def test_a_line_is_kept_between_requests_and_made_anew_when_it_went(looping: Callable[[Serve], Loop]) -> None:
    loop = looping(lambda raw: reply(200))
    with DOOR.line() as line:
        for _ in range(3):
            line.send("PUT", BASE, headers={}, body=b"body")
        assert len(loop.connected) == 1
        loop.wires[0].close()
        line.send("PUT", BASE, headers={}, body=b"body")
        assert len(loop.connected) == 2
    assert all(wire.is_closed for wire in loop.wires)


def test_a_line_whose_answer_says_close_is_not_used_again(looping: Callable[[Serve], Loop]) -> None:
    loop = looping(lambda raw: reply(200, connection="close"))
    with DOOR.line() as line:
        line.send("GET", BASE, headers={})
        line.send("GET", BASE, headers={})
    assert len(loop.connected) == 2


def test_one_line_carries_requests_over_a_real_socket(serving: Serving) -> None:
    connections: list[int] = []

    def answer(connection: socket.socket) -> None:
        connections.append(1)
        while head := read_head(connection):
            assert b"Content-Length: 5" in head
            connection.recv(5, socket.MSG_WAITALL)
            connection.sendall(reply(308))

    base = serving(answer)
    with Door(bases=(base,)).line() as line:
        for _ in range(20):
            assert line.send("PUT", base, headers={}, body=b"bytes").status == 308
    assert len(connections) == 1


def test_what_the_source_raises_passes_through_and_closes_the_connection(looping: Callable[[Serve], Loop]) -> None:
    def broken() -> Iterator[bytes]:
        yield b"ab"
        raise OSError(5, "the disk")

    loop = looping(lambda raw: reply(200))
    with pytest.raises(OSError, match="the disk"), DOOR.open("PUT", BASE, headers={}, length=4) as exchange:
        exchange.send(broken())
    assert loop.wires[0].is_closed
