"""Reschedule: what waits for its time gets another; nothing that was begun is moved, and nothing is sent twice for it."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.contrib.auth.models import User
from django_q.models import OrmQ

from platforms import clock
from platforms.models import Connection
from publisher.claims import claim
from publisher.models import Publication
from publisher.services import NotPossible, reschedule
from publisher.services.scheduling import MOST_AHEAD, can_be_moved
from tests.factories import ConnectionFactory, PublicationFactory
from tests.publisher.stages import STAGES

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
PUT_OFF = "scheduled, late, and put off"
MOVABLE = {"scheduled", PUT_OFF, "on hold: overdue", "on hold: to be posted by hand"}
pytestmark = pytest.mark.django_db


def standing(alice: User, stage: str, **changes: Any) -> Publication:
    now = clock.now()
    planned = {"scheduled_at": now - DAY if stage == "on hold: overdue" else now + DAY} if stage in MOVABLE - {PUT_OFF} else {}
    columns = {**STAGES[stage](now), **planned, **({"due_at": planned["scheduled_at"]} if stage == "scheduled" else {}), **changes}
    made = PublicationFactory(connection=ConnectionFactory(user=alice), owner=alice, **columns)
    return Publication.objects.with_all().get(pk=made.pk)


def stands(row: Publication) -> tuple[str, str, datetime | None, datetime | None]:
    row.refresh_from_db()
    return row.state, row.hold_reason, row.scheduled_at, row.due_at


@pytest.mark.parametrize("stage", ["scheduled", PUT_OFF, "on hold: overdue"])
def test_it_goes_out_at_the_new_time(alice: User, stage: str) -> None:
    now = clock.now()
    row, at = standing(alice, stage), now + 2 * DAY
    assert reschedule(row, at, now=now).startswith("Moved to ")
    assert stands(row) == ("waiting", "", at, at)
    assert not OrmQ.objects.exists()
    assert claim(row.pk, stopping=lambda: False) is None
    Publication.objects.filter(pk=row.pk).update(due_at=now, scheduled_at=now)
    assert claim(row.pk, stopping=lambda: False)


@pytest.mark.parametrize("stage", ["scheduled", "on hold: overdue"])
def test_publish_now_wakes_a_worker(alice: User, stage: str) -> None:
    now = clock.now()
    row = standing(alice, stage)
    assert reschedule(row, None, now=now) == "It goes out now."
    assert stands(row) == ("waiting", "", now, now)
    assert OrmQ.objects.count() == 1
    assert claim(row.pk, stopping=lambda: False)


def test_what_is_posted_by_hand_is_planned_anew_and_never_sent(alice: User) -> None:
    now = clock.now()
    row, at = standing(alice, "on hold: to be posted by hand"), now + 2 * DAY
    reschedule(row, at, now=now)
    assert stands(row) == ("on_hold", "by_hand", at, None)
    with pytest.raises(NotPossible) as refused:
        reschedule(row, None, now=now)
    assert refused.value.code == "posted_by_hand"


@pytest.mark.parametrize("stage", sorted(STAGES.keys() - MOVABLE))
def test_nothing_else_is_moved(alice: User, stage: str) -> None:
    row = standing(alice, stage)
    before = Publication.objects.values().get(pk=row.pk)
    for at in (None, clock.now() + DAY):
        with pytest.raises(NotPossible) as refused:
            reschedule(row, at, now=clock.now())
        assert refused.value.code in ("too_late", "may_exist", "not_planned")
    assert Publication.objects.values().get(pk=row.pk) == before
    assert not can_be_moved(row, now=clock.now())


@pytest.mark.parametrize(
    ("ahead", "code"),
    [(timedelta(), "passed"), (-HOUR, "passed"), (MOST_AHEAD + HOUR, "too_far")],
)
def test_a_time_that_passed_or_is_too_far_is_refused(alice: User, ahead: timedelta, code: str) -> None:
    now, row = clock.now(), standing(alice, "scheduled")
    with pytest.raises(NotPossible) as refused:
        reschedule(row, now + ahead, now=now)
    assert refused.value.code == code


def test_it_is_not_moved_past_the_time_at_which_the_platform_makes_it_public(alice: User) -> None:
    now = clock.now()
    public_at = now + 3 * DAY
    row = standing(alice, "scheduled", options={"privacy": "private", "publish_at": f"{public_at:%Y-%m-%dT%H:%M:%SZ}"})
    reschedule(row, public_at - HOUR, now=now)
    row.refresh_from_db()
    with pytest.raises(NotPossible) as refused:
        reschedule(row, public_at + HOUR, now=now)
    assert refused.value.code == "public_before"


MEANWHILE: dict[str, Callable[[datetime], dict[str, Any]]] = {
    "a worker took it": STAGES["uploading"],
    "it was cancelled": STAGES["cancelled"],
    "it was moved": lambda now: {"scheduled_at": now + HOUR, "due_at": now + HOUR},
    "it was begun": lambda now: {"started_at": now},
}


@pytest.mark.parametrize("meanwhile", MEANWHILE)
def test_who_was_faster_wins(alice: User, meanwhile: str) -> None:
    row = standing(alice, "scheduled")
    Publication.objects.filter(pk=row.pk).update(**MEANWHILE[meanwhile](clock.now()))
    before = Publication.objects.values().get(pk=row.pk)
    with pytest.raises(NotPossible):
        reschedule(row, clock.now() + 2 * DAY, now=clock.now())
    assert Publication.objects.values().get(pk=row.pk) == before


def test_it_is_not_sent_now_over_an_account_that_does_not_work(alice: User) -> None:
    row = standing(alice, "scheduled")
    Connection.objects.filter(pk=row.connection_id).update(problem="reconnect")
    row = Publication.objects.with_all().get(pk=row.pk)
    with pytest.raises(NotPossible) as refused:
        reschedule(row, None, now=clock.now())
    assert refused.value.code == "reconnect_needed"
    reschedule(row, clock.now() + 2 * DAY, now=clock.now())
