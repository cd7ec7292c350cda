"""A stand-in with a clock of the test's own, and a caller who may upload to it."""

import pytest

from platforms.sandbox.youtube import YouTubeStandIn
from tests.sandbox.callers import Caller, Clock


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def stand_in(clock: Clock) -> YouTubeStandIn:
    return YouTubeStandIn(clock=clock, sleep=clock.tick)


@pytest.fixture
def caller(stand_in: YouTubeStandIn) -> Caller:
    return Caller(stand_in=stand_in, token=stand_in.grant("Atelier Nord").access_token)


@pytest.fixture
def other(stand_in: YouTubeStandIn) -> Caller:
    return Caller(stand_in=stand_in, token=stand_in.grant("Field Notes").access_token)


@pytest.fixture
def visitor(stand_in: YouTubeStandIn) -> Caller:
    """Somebody without a token yet."""
    return Caller(stand_in=stand_in)
