"""How things stand now: how many where, what is overdue, and how old the queue is."""

from datetime import datetime, timedelta

import pytest

from platforms.models import Connection
from publisher.states import State
from tests.factories import AssetFactory, PublicationFactory
from tests.publisher.stages import STAGES
from tests.publisher.stats.conftest import of_all
from tests.publisher.stats.histories import HOUR, MINUTE, NOW

WAITS = ("waiting", "scheduled", "processing", "unconfirmed", "failed", "on hold: quota")
TAKEABLE = {"waiting", "scheduled", "processing", "unconfirmed"}


def stand(connection: Connection, stage: str, **changes: object) -> None:
    PublicationFactory(connection=connection, asset=AssetFactory(video__owner=connection.user), **{**STAGES[stage](NOW), **changes})


def test_every_state_is_counted_and_none_left_out(atelier: Connection) -> None:
    for stage in STAGES:
        stand(atelier, stage)
    states = of_all().standing.states
    assert set(states) == set(State)
    assert sum(states.values()) == len(STAGES)
    assert states[State.ON_HOLD] == sum(STAGES[stage](NOW)["state"] == "on_hold" for stage in STAGES)


@pytest.mark.parametrize("stage", WAITS)
@pytest.mark.parametrize(
    ("due", "is_late"), [(NOW - HOUR, True), (NOW, True), (NOW + MINUTE, False)], ids=["an hour ago", "now", "in a minute"]
)
def test_overdue_is_what_is_due_with_nobody_on_it(atelier: Connection, stage: str, due: datetime, is_late: bool) -> None:
    stand(atelier, stage, due_at=due)
    found = of_all().standing
    assert (found.overdue, found.oldest_overdue) == ((1, due) if is_late else (0, None))
    assert (found.queued, found.oldest_queued) == ((1, due) if is_late and stage in TAKEABLE else (0, None))


def test_the_oldest_is_told_with_its_age(atelier: Connection) -> None:
    stand(atelier, "failed", due_at=NOW - 2 * HOUR)
    stand(atelier, "waiting", due_at=NOW - 3 * MINUTE)
    stand(atelier, "waiting", due_at=NOW - MINUTE)
    found = of_all().standing
    assert (found.overdue, found.overdue_for, found.queued, found.queue_age) == (3, 2 * HOUR, 2, 3 * MINUTE)


def test_what_somebody_is_on_is_not_overdue(atelier: Connection) -> None:
    stand(atelier, "unconfirmed, looking", due_at=NOW - HOUR)
    found = of_all().standing
    assert (found.overdue, found.queued, found.queue_age) == (0, 0, timedelta())
