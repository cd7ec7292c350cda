"""Tries in place, for requests that decide nothing."""

from collections.abc import Callable

import pytest

from platforms import errors
from platforms.http import Door
from tests.platforms.loop import Loop, Serve, Time, reply

BASE = "http://127.0.0.1:8100"
DOOR = Door(bases=(BASE,))


def answers(*given: bytes | None) -> Serve:
    left = list(given)
    return lambda raw: left.pop(0)


@pytest.mark.parametrize(
    "trouble", [None, reply(500), reply(502), reply(503), reply(504), reply(408)], ids=["broken", "500", "502", "503", "504", "408"]
)
def test_passing_trouble_is_tried_again_in_place(looping: Callable[[Serve], Loop], time: Time, trouble: bytes | None) -> None:
    loop = looping(answers(trouble, trouble, trouble, reply(200)))
    assert DOOR.send("GET", BASE, headers={}, quick_tries=True).status == 200
    assert len(loop.requests) == 4
    assert len(time.slept) == 3
    assert all(slept <= longest for slept, longest in zip(time.slept, (1.0, 2.0, 4.0), strict=True))


def test_the_fourth_failure_is_the_answer(looping: Callable[[Serve], Loop]) -> None:
    loop = looping(lambda raw: reply(503))
    assert DOOR.send("GET", BASE, headers={}, quick_tries=True).status == 503
    assert len(loop.requests) == 4


def test_nobody_reachable_is_tried_again_too(looping: Callable[[Serve], Loop]) -> None:
    loop = looping(lambda raw: reply(200))
    loop.refuse = [ConnectionRefusedError(), TimeoutError(), OSError()]
    assert DOOR.send("GET", BASE, headers={}, quick_tries=True).status == 200


@pytest.mark.parametrize("status", [200, 204, 302, 308, 400, 401, 403, 404, 409, 429, 501])
def test_an_answer_that_time_does_not_change_is_taken_at_once(looping: Callable[[Serve], Loop], status: int) -> None:
    loop = looping(lambda raw: reply(status))
    assert DOOR.send("GET", BASE, headers={}, quick_tries=True).status == status
    assert len(loop.requests) == 1


def test_other_requests_are_made_once(looping: Callable[[Serve], Loop]) -> None:
    loop = looping(lambda raw: None)
    with pytest.raises(errors.NoAnswer):
        DOOR.send("POST", BASE, headers={}, body=b"decides")
    assert len(loop.requests) == 1


def test_a_refused_address_is_not_tried_again(looping: Callable[[Serve], Loop], time: Time) -> None:
    loop = looping(lambda raw: reply(200))
    loop.refuse = [errors.Misconfigured("address_refused", "No.")]
    with pytest.raises(errors.Misconfigured):
        DOOR.send("GET", BASE, headers={}, quick_tries=True)
    assert time.slept == []
