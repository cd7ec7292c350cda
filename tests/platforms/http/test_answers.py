"""Answers as servers really give them."""

import gzip
import socket
from collections.abc import Callable

import pytest

from platforms import errors, exchange
from platforms.http import Answer, Door
from tests.platforms.http.conftest import Serving, read_head
from tests.platforms.loop import Loop, Serve, Time, reply

BASE = "http://127.0.0.1:8100"
DOOR = Door(bases=(BASE,))
JSON = b'{"id": "abc"}'


def ask(looping: Callable[[Serve], Loop], raw: bytes) -> Answer:
    looping(lambda _: raw)
    return DOOR.send("GET", BASE, headers={})


def test_headers_are_found_in_any_case(looping: Callable[[Serve], Loop]) -> None:
    answer = ask(looping, b"HTTP/1.1 200 OK\r\ncOnTeNt-LeNgTh: 0\r\nLOCATION: there\r\n\r\n")
    assert answer.headers["location"] == answer.headers["Location"] == "there"


def test_reasons_are_kept(looping: Callable[[Serve], Loop]) -> None:
    assert ask(looping, reply(308, reason="Resume Incomplete")).reason == "Resume Incomplete"


def test_packed_answers_are_unpacked(looping: Callable[[Serve], Loop]) -> None:
    assert ask(looping, reply(200, gzip.compress(JSON), content_encoding="gzip")).json() == {"id": "abc"}


def test_answers_in_chunks_are_put_together(looping: Callable[[Serve], Loop]) -> None:
    raw = b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\n" + JSON[:5] + b"\r\n8\r\n" + JSON[5:] + b"\r\n0\r\n\r\n"
    assert ask(looping, raw).json() == {"id": "abc"}


@pytest.mark.parametrize("body", [b"", b"<html></html>", b'{"id"', b"\xff\xfe\x00"])
def test_a_body_that_is_no_json_is_none(looping: Callable[[Serve], Loop], body: bytes) -> None:
    assert ask(looping, reply(200, body)).json() is None


def test_an_interim_answer_is_passed_over(looping: Callable[[Serve], Loop]) -> None:
    assert ask(looping, b"HTTP/1.1 100 Continue\r\n\r\n" + reply(200, JSON)).status == 200


@pytest.mark.parametrize(
    "raw",
    [
        b"HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nshort",
        b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nab",
        b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\nab",
        b"HTTP/1.1 200 OK\r\nConte",
        b"HTTP/1.1 two OK\r\n\r\n",
        b"SSH-2.0-OpenSSH_9\r\n\r\n",
        b"",
        b"HTTP/1.1 200 OK\r\nX: " + b"a" * 70000 + b"\r\n\r\n",
    ],
    ids=["body cut", "chunk cut", "no chunk size", "headers cut", "no status", "not HTTP", "nothing", "endless header"],
)
def test_what_is_no_whole_answer_is_a_broken_connection(serving: Serving, raw: bytes) -> None:
    def talk(connection: socket.socket) -> None:
        read_head(connection)
        connection.sendall(raw)

    base = serving(talk)
    with pytest.raises(errors.NoAnswer) as failure:
        Door(bases=(base,)).send("GET", base, headers={})
    assert (failure.value.code, failure.value.sent) == ("cut_off", True)


@pytest.mark.parametrize("content", [b"no gzip at all", gzip.compress(JSON)[:-6]], ids=["not packed", "cut off"])
def test_a_body_that_cannot_be_unpacked_is_a_broken_connection(looping: Callable[[Serve], Loop], content: bytes) -> None:
    with pytest.raises(errors.NoAnswer):
        ask(looping, reply(200, content, content_encoding="gzip"))


@pytest.mark.parametrize("packed", [True, False])
def test_an_answer_without_measure_is_not_taken_in(looping: Callable[[Serve], Loop], packed: bool) -> None:
    body = b"\0" * (exchange.MOST_ANSWER_BYTES + 1)
    raw = reply(200, gzip.compress(body), content_encoding="gzip") if packed else reply(200, body)
    with pytest.raises(errors.NoAnswer):
        ask(looping, raw)


def test_an_answer_that_does_not_come_is_timed_out(looping: Callable[[Serve], Loop], time: Time) -> None:
    looping(lambda _: reply(200)).answer_after = 61.0
    with pytest.raises(errors.NoAnswer) as failure:
        DOOR.send("GET", BASE, headers={}, read_timeout=60.0)
    assert (failure.value.code, failure.value.sent) == ("timed_out", True)
    assert time.seconds == pytest.approx(1060.0)


def test_an_answer_that_drips_for_ever_is_timed_out(serving: Serving) -> None:
    def drip(connection: socket.socket) -> None:
        read_head(connection)
        connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 1000000\r\n\r\n")
        while True:
            connection.sendall(b".")

    base = serving(drip)
    door = Door(bases=(base,))
    with pytest.raises(errors.NoAnswer) as failure:
        door.send("GET", base, headers={}, read_timeout=0.2)
    assert failure.value.code in ("timed_out", "cut_off")
