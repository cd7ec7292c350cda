"""The ticker: a round now and then, glances in between, and an end when it is asked for."""

import pytest
from django.db import OperationalError

from publisher.stopping import Flag
from publisher.ticker import tick

pytestmark = pytest.mark.django_db


def test_it_glances_between_rounds_until_it_is_asked_to_stop() -> None:
    stop, heard = Flag(), ""

    def hear(what: str) -> None:
        nonlocal heard
        heard += what
        if heard.count("R") == 3:
            stop.set()

    assert tick(lambda: hear("R"), glance=lambda: hear("g"), stop=stop, round_seconds=0.2, glance_seconds=0.03) == 0
    assert heard.startswith("Rg")
    assert heard.endswith("gR")
    assert heard.count("g") >= 4


def test_a_database_that_is_away_costs_one_call_and_a_mistake_of_ours_ends_it() -> None:
    troubles = [OperationalError("away"), ValueError("a mistake of ours")]

    def meet_trouble() -> None:
        raise troubles.pop(0)

    with pytest.raises(ValueError, match="of ours"):
        tick(meet_trouble, glance=lambda: None, stop=Flag(), round_seconds=0.01, glance_seconds=0.01)
    assert troubles == []
