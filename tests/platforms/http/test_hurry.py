"""What a person waits for: connecting is given little time, however many addresses a name has."""

import socket
from typing import Any

import pytest

from platforms import addresses, clock, errors, http, wire
from platforms.http import Door
from tests.platforms.loop import Time


@pytest.fixture
def tried(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """A name with three addresses behind which nothing answers; gives how long each of them was waited for."""
    time, waited = Time(), list[float]()

    class Silent:
        def __init__(self, *_: Any) -> None:
            self.timeout = 0.0

        def settimeout(self, seconds: float) -> None:
            self.timeout = seconds

        def connect(self, place: Any) -> None:
            waited.append(self.timeout)
            time.seconds += self.timeout
            raise TimeoutError

        def close(self) -> None:
            pass

    monkeypatch.setattr(clock, "monotonic", time.monotonic)
    monkeypatch.setattr(socket, "socket", Silent)
    monkeypatch.setattr(addresses, "resolve", lambda host, port: [(socket.AF_INET, (f"203.0.113.{n}", port)) for n in (1, 2, 3)])
    return waited


def ask() -> None:
    Door(bases=("http://platform.example",)).send("GET", "http://platform.example/", headers={})


def test_usually_every_address_gets_its_time(tried: list[float]) -> None:
    with pytest.raises(errors.NoAnswer):
        ask()
    assert tried == [wire.CONNECT_SECONDS] * 3


def test_in_a_hurry_all_of_them_share_it(tried: list[float]) -> None:
    with http.in_a_hurry(4.0), pytest.raises(errors.NoAnswer):
        ask()
    assert tried == [4.0]


def test_a_hurry_ends_with_its_block(tried: list[float]) -> None:
    with http.in_a_hurry(4.0):
        pass
    with pytest.raises(errors.NoAnswer):
        ask()
    assert tried == [wire.CONNECT_SECONDS] * 3
