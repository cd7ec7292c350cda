"""A clock that the tests move by hand, and publications that failed."""

from datetime import datetime, timedelta

import pytest

from platforms import clock
from retries.models import SweepSwitch
from tests.publisher.sweep.rows import SLOT


class Hand:
    """The hand of the clock: at a slot, until a test moves it."""

    def __init__(self) -> None:
        self.at = SLOT

    def move(self, **by: float) -> datetime:
        self.at += timedelta(**by)
        return self.at


@pytest.fixture
def hand(db: None, monkeypatch: pytest.MonkeyPatch) -> Hand:
    hand = Hand()
    SweepSwitch.objects.update(since=None)  # else no slot is owed from before the tests' own database was made
    monkeypatch.setattr(clock, "now", lambda: hand.at)
    return hand
