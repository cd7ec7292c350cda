"""Turns are shared: whoever works for an account, in whatever thread or process, they never go faster than its pace."""

from datetime import timedelta
from pathlib import Path

import pytest
from django.db import OperationalError

from platforms import clock, connections
from platforms.pace import Pace
from platforms.turns import SharedTurns, TakenTurns
from tests.crash.databases import shared_with_forks
from tests.crash.forks import exit_code, fork
from tests.factories import ConnectionFactory
from tests.threads import in_threads, on_a_database_for_threads

SECOND = timedelta(seconds=1)
INIT = Pace(name="init", most=6, per=60 * SECOND)
STATUS = Pace(name="status", most=2, per=60 * SECOND)


def moments() -> list:
    return [moment for row in TakenTurns.objects.all() for moment in row.moments]


@pytest.mark.django_db
class TestOneWorker:
    def test_the_account_that_is_handed_out_brings_its_turns(self, alice):
        row = ConnectionFactory(user=alice)
        assert connections.access(row).account.turns == SharedTurns(connection_id=row.pk)

    def test_turns_are_free_up_to_the_pace_and_then_have_to_be_waited_for(self, alice):
        turns = SharedTurns(connection_id=ConnectionFactory(user=alice).pk)
        assert [turns.take(STATUS), turns.take(STATUS)] == [timedelta(0)] * 2
        assert 58 * SECOND < turns.take(STATUS) <= 60 * SECOND
        assert len(moments()) == 2, "one that has to be waited for takes none"

    def test_each_pace_and_each_account_has_its_own(self, alice):
        one, other = (SharedTurns(connection_id=ConnectionFactory(user=alice).pk) for _ in range(2))
        for turns, pace in ((one, STATUS), (one, STATUS), (one, INIT), (other, STATUS)):
            assert not turns.take(pace)

    def test_the_first_of_a_day_is_known(self, alice):
        turns = SharedTurns(connection_id=ConnectionFactory(user=alice).pk)
        assert turns.oldest(INIT, within=timedelta(hours=24)) is None
        turns.take(INIT)
        turns.take(INIT)
        assert turns.oldest(INIT, within=timedelta(hours=24)) == moments()[0]
        assert turns.oldest(INIT, within=timedelta(0)) is None

    def test_a_database_that_is_away_for_a_moment_is_waited_for(self, alice, monkeypatch):
        turns = SharedTurns(connection_id=ConnectionFactory(user=alice).pk)
        real, left = SharedTurns._take, [1, 2]
        monkeypatch.setattr(clock, "sleep", lambda seconds: None)
        monkeypatch.setattr(SharedTurns, "_take", lambda self, pace: away() if left.pop(0) else real(self, pace))
        monkeypatch.setattr("platforms.steady.connection", connection_outside_of_a_transaction())
        left.append(0)
        assert not turns.take(INIT)


def away() -> timedelta:
    raise OperationalError("the database went away")


def connection_outside_of_a_transaction() -> object:
    class Outside:
        in_atomic_block = False
        close = close_if_unusable_or_obsolete = staticmethod(lambda: None)

    return Outside()


def take_all(turns: SharedTurns, tries: int) -> list[timedelta]:
    return [turns.take(INIT) for _ in range(tries)]


@pytest.mark.django_db(transaction=True)
def test_threads_take_no_more_than_the_pace(alice, tmp_path: Path):
    turns = SharedTurns(connection_id=ConnectionFactory(user=alice).pk)
    with on_a_database_for_threads(tmp_path):
        waits = [wait for one in in_threads(8, lambda: take_all(turns, 4)) for wait in one]
        assert sum(1 for wait in waits if not wait) == INIT.most
        (taken,) = in_threads(1, moments)  # by a thread too: on SQLite, they have a file of their own
        assert len(taken) == INIT.most


@pytest.mark.processes
@pytest.mark.django_db(transaction=True)
def test_processes_take_no_more_than_the_pace_in_any_window(alice, tmp_path: Path):
    """A pace of a second, and six processes that ask for it again and again for a few of them."""
    pace = Pace(name="quick", most=5, per=SECOND)
    with shared_with_forks(tmp_path):
        turns = SharedTurns(connection_id=ConnectionFactory(user=alice).pk)
        until = clock.monotonic() + 3.5

        def hurry() -> None:
            while clock.monotonic() < until:
                turns.take(pace)

        assert [exit_code(pid) for pid in [fork(hurry) for _ in range(6)]] == [0] * 6
        taken = moments()
    assert len(taken) >= 3 * pace.most, "as many as the pace lets through"
    assert all(later - earlier >= pace.per for earlier, later in zip(taken, taken[pace.most :], strict=False))
