"""What a page says of the next automatic retry is what the sweep then does."""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from django.contrib.auth.models import User
from pytest_django.fixtures import Settings

from publisher import rounds, services, sweep
from publisher.models import Publication
from publisher.phrases import Moment
from publisher.presentation import present
from publisher.states import State
from retries.models import SweepSwitch
from tests.publisher.sweep.conftest import Hand
from tests.publisher.sweep.rows import failed

pytestmark = pytest.mark.django_db


def said(row: Publication, hand: Hand) -> datetime | None:
    """The moment that its chip names, if it names one."""
    shown = present(Publication.objects.with_all().get(pk=row.pk), now=hand.at, pause=SweepSwitch.objects.read().pause)
    return next((part.at for part in shown.words.next if isinstance(part, Moment) and not part.past), None)


def retried(row: Publication, hand: Hand) -> datetime:
    """When it is sent on, with a round each 15 seconds."""
    for _ in range(4 * 240):
        rounds.rescue_stalled(hand.at)
        sweep.make_up(hand.at)
        if Publication.objects.get(pk=row.pk).state == State.WAITING:
            return hand.at
        hand.move(seconds=15)
    raise AssertionError("it is never retried")


def as_it_failed(row: Publication, hand: Hand) -> None:
    hand.move(minutes=-40)


def after_a_stop(row: Publication, hand: Hand) -> None:
    SweepSwitch.objects.stop(by=None, why="", now=hand.move(minutes=-10))
    SweepSwitch.objects.start(now=hand.move(hours=5, minutes=32))


def after_a_reset(row: Publication, hand: Hand) -> None:
    Publication.objects.update(state=State.PERMANENTLY_FAILED, due_at=None, failure_reason="exhausted", retry_count=5)
    hand.move(minutes=3)
    services.reset(Publication.objects.with_all().get(pk=row.pk))


@pytest.mark.parametrize("come_to_it", [as_it_failed, after_a_stop, after_a_reset])
def test_the_time_that_is_said_is_the_time_that_comes(hand: Hand, come_to_it: Callable[[Publication, Hand], None]) -> None:
    (row,) = failed()
    come_to_it(row, hand)
    promised = said(row, hand)
    assert promised is not None
    assert promised > hand.at
    assert timedelta(0) <= retried(row, hand) - promised <= timedelta(minutes=1)


def test_while_stopped_no_time_is_said(hand: Hand, sam: User) -> None:
    (row,) = failed()
    SweepSwitch.objects.stop(by=sam, why="", now=hand.at)
    assert said(row, hand) is None


def test_no_retry_is_promised_that_the_settings_no_longer_give(hand: Hand, settings: Settings) -> None:
    (row,) = failed(retry_count=2)
    hand.move(minutes=-30)
    settings.MAX_POST_RETRIES = 2
    assert said(row, hand) is None
    shown = present(Publication.objects.with_all().get(pk=row.pk), now=hand.at, pause=None)
    assert shown.words.then == ("No automatic retry is left. Retry works all the same.",)
