"""Once a day each connection is tested, so that a leave that ended is known before a publication needs it."""

from datetime import timedelta

import pytest
from django_q.models import OrmQ

from platforms import clock
from platforms.findings import findings_of
from platforms.models import Connection
from publisher import tasks
from publisher.rounds import MOST_TESTS, TEST_EACH, run_round
from tests.factories import ConnectionFactory
from tests.platforms.connections.google import Google, said

pytestmark = pytest.mark.django_db


def asked_for() -> list[int]:
    """The ids of those whose test lies in the queue."""
    return [task.task["args"][0] for task in OrmQ.objects.all() if task.func() == "publisher.tasks.record_findings"]


@pytest.mark.parametrize(
    ("age", "tested", "changes", "is_due"),
    [
        pytest.param(TEST_EACH, None, {}, True, id="never tested, and a day old"),
        pytest.param(TEST_EACH / 2, None, {}, False, id="connected today"),
        pytest.param(30 * TEST_EACH, TEST_EACH, {}, True, id="tested a day ago"),
        pytest.param(30 * TEST_EACH, TEST_EACH / 2, {}, False, id="tested today"),
        pytest.param(30 * TEST_EACH, TEST_EACH, {"problem": "reconnect"}, False, id="its owner is asked already"),
        pytest.param(30 * TEST_EACH, TEST_EACH, {"realm": "https://elsewhere.example"}, False, id="made elsewhere"),
    ],
)
def test_who_is_tested(age: timedelta, tested: timedelta | None, changes: dict[str, str], is_due: bool) -> None:
    now = clock.now()
    row = ConnectionFactory(connected_at=now - age, tested_at=tested and now - tested, **changes)
    run_round()
    assert asked_for() == ([row.pk] if is_due else [])


def test_the_next_round_asks_for_no_second_test() -> None:
    ConnectionFactory(connected_at=clock.now() - TEST_EACH)
    run_round()
    run_round()
    assert len(asked_for()) == 1


def test_a_round_asks_for_a_few_and_the_next_for_the_others() -> None:
    for _ in range(MOST_TESTS + 1):
        ConnectionFactory(connected_at=clock.now() - TEST_EACH)
    run_round()
    assert len(asked_for()) == MOST_TESTS
    run_round()
    assert len(set(asked_for())) == MOST_TESTS + 1


def test_what_the_worker_finds_is_kept(google: Google) -> None:
    row = ConnectionFactory(connected_at=clock.now() - TEST_EACH, token_expires_at=clock.now())
    google.answers_tokens(said(400, {"error": "invalid_grant"}))
    tasks.record_findings(row.pk)
    row = Connection.objects.get()
    assert row.needs_reconnect
    assert findings_of(row).is_well is False
