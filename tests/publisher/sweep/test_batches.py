"""How a sweep goes through what is due: all of it, once, in order, whatever stands in between."""

import pytest
from django.db import connection as database
from django.test.utils import CaptureQueriesContext
from pytest_django.fixtures import Settings

from publisher import services, sweep
from publisher.models import Notice, NoticeKind, Publication
from publisher.states import FailureReason, State
from tests.publisher.sweep.conftest import Hand
from tests.publisher.sweep.rows import HOUR, SLOT, a_connection, counted, failed, states

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def small_batches(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sweep, "BATCH", 3)


@pytest.mark.parametrize("count", [0, 1, 3, 4, 10])
def test_it_takes_all_of_them(hand: Hand, count: int) -> None:
    failed(count)
    assert counted(sweep.sweep_slot(hand.at)) == (count, count, 0)


def test_rows_that_never_give_way_are_passed_by_and_do_not_loop_for_ever(hand: Hand) -> None:
    stuck = failed(4)
    Publication.objects.update(lease_token="somebody else's", leased_until=SLOT + HOUR)
    failed(4)
    assert counted(sweep.sweep_slot(hand.at)) == (8, 4, 0)
    assert set(Publication.objects.filter(state=State.FAILED)) == set(stuck)


def test_it_needs_as_many_questions_for_three_as_for_one(hand: Hand) -> None:
    def questions(count: int) -> int:
        failed(count)
        with CaptureQueriesContext(database) as asked:
            sweep.sweep_slot(hand.move(hours=1))
        return len(asked)

    assert questions(1) == questions(3)


def test_what_has_no_retries_left_since_the_setting_was_lowered_is_given_up_and_its_owner_told_once(hand: Hand, settings: Settings) -> None:
    connection = a_connection()
    fresh, spent, over = (failed(connection=connection, retry_count=count)[0] for count in (1, 2, 4))
    settings.MAX_POST_RETRIES = 2
    assert counted(sweep.sweep_slot(hand.at)) == (3, 1, 2)
    for row in (spent, over):
        row.refresh_from_db()
        assert (row.state, row.failure_reason, row.due_at) == (State.PERMANENTLY_FAILED, FailureReason.EXHAUSTED, None)
        assert row.permanently_failed_at == SLOT
        assert row.error_message == "YouTube had trouble of its own.", "why is still said"
    sweep.sweep_slot(hand.move(hours=1))
    told = Notice.objects.filter(kind=NoticeKind.PERMANENTLY_FAILED, user=connection.user)
    assert set(told.values_list("publication_id", flat=True)) == {spent.pk, over.pk}
    assert told.count() == 2
    fresh.refresh_from_db()
    assert fresh.state == State.WAITING


def test_no_retries_at_all_leaves_nothing_to_try(hand: Hand, settings: Settings) -> None:
    failed(2)
    settings.MAX_POST_RETRIES = 0
    assert counted(sweep.sweep_slot(hand.at)) == (2, 0, 2)


def test_a_setting_that_was_raised_lets_it_go_on(hand: Hand, settings: Settings) -> None:
    failed(1, retry_count=5)
    settings.MAX_POST_RETRIES = 6
    assert counted(sweep.sweep_slot(hand.at)) == (1, 1, 0)


def test_a_count_that_is_reset_between_the_look_and_the_move_is_not_given_up(hand: Hand, monkeypatch: pytest.MonkeyPatch) -> None:
    (row,) = failed(retry_count=5)
    now = sweep.clock.now

    def and_reset() -> object:
        Publication.objects.filter(pk=row.pk).update(retry_count=0)
        return now()

    begun = sweep.SweepRun.objects.begin(slot=SLOT, trigger=sweep.SweepRun.Trigger.SCHEDULE, now=hand.at)
    assert begun is not None
    monkeypatch.setattr(sweep.clock, "now", and_reset)
    assert sweep._batch(begun, at=hand.at, after=(SLOT - HOUR, 0)) is not None
    assert states() == {"waiting": 1}
    assert counted(begun) == (1, 1, 0)


def test_a_retry_or_a_cancel_between_the_look_and_the_move_wins(hand: Hand, monkeypatch: pytest.MonkeyPatch) -> None:
    retried, cancelled, left = failed(3)
    now, done = sweep.clock.now, []

    def and_act() -> object:
        if not done:
            done.append(True)
            services.retry(Publication.objects.with_all().get(pk=retried.pk))
            services.cancel(Publication.objects.with_all().get(pk=cancelled.pk))
        return now()

    begun = sweep.SweepRun.objects.begin(slot=SLOT, trigger=sweep.SweepRun.Trigger.SCHEDULE, now=hand.at)
    assert begun is not None
    monkeypatch.setattr(sweep.clock, "now", and_act)
    sweep._batch(begun, at=hand.at, after=(SLOT - HOUR, 0))
    assert counted(begun) == (3, 1, 0)
    causes = dict(Publication.objects.values_list("pk", "cause"))
    assert (causes[retried.pk], causes[left.pk]) == ("by_hand", "automatic")
    assert states() == {"waiting": 2, "cancelled": 1}


def test_foresight_names_what_a_sweep_would_take_in_its_order_and_changes_nothing(hand: Hand) -> None:
    late, early = failed(1)[0], failed(1, due_at=SLOT - HOUR)[0]
    failed(1, due_at=SLOT + HOUR)
    assert sweep.foreseen(hand.at, limit=10) == [early, late]
    assert sweep.foreseen(hand.at, limit=1) == [early]
    assert states() == {"failed": 3}
