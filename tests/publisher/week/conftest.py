"""The world of the week, which stories are told into."""

import logging
from collections.abc import Callable, Iterator
from datetime import timedelta

import pytest

from platforms.youtube import quota
from tests.crash.world import World
from tests.publisher.week.life import Life
from tests.publisher.week.oracle import SPREAD
from tests.publisher.week.stories import Story

Tell = Callable[[list[Story]], Life]


class Spread:
    """The same for everybody, else nobody could say at which minute a day begins."""

    def __mul__(self, fraction: float) -> timedelta:
        return timedelta(seconds=SPREAD)


@pytest.fixture
def tell(transactional_db: None, monkeypatch: pytest.MonkeyPatch) -> Iterator[Tell]:
    world = World(monkeypatch)
    monkeypatch.setattr(quota, "_SPREAD", Spread())
    logging.disable(logging.CRITICAL)
    yield lambda told: Life(world, monkeypatch, told)
    logging.disable(logging.NOTSET)
    world.end()
