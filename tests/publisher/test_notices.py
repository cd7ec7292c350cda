"""Notices: each end state of a publication and each problem of a connection is told once."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import User

from platforms import clock
from publisher import notices, rounds, services
from publisher.models import Notice, NoticeKind, Publication
from publisher.notices import kind_of
from publisher.states import HoldReason, State
from tests.factories import ConnectionFactory, PublicationFactory
from tests.publisher.stages import STAGES

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("state", [state for state in State if state not in (State.PUBLISHED, State.PERMANENTLY_FAILED)])
def test_what_goes_on_by_itself_is_no_notice(state: State) -> None:
    assert kind_of(state, due_at=clock.now(), hold_reason=HoldReason.QUOTA if state == State.ON_HOLD else "") is None


def test_an_end_is_told_to_its_owner_alone(alice: User, bob: User) -> None:
    row = PublicationFactory(owner=alice)
    notices.tell(row, NoticeKind.PUBLISHED, now=clock.now())
    assert Notice.objects.visible_to(alice).count() == 1
    assert not Notice.objects.visible_to(bob).exists()


def test_coming_to_the_same_end_again_makes_the_same_notice_new(alice: User) -> None:
    row, now = PublicationFactory(owner=alice), clock.now()
    for later in (0, 1, 2):
        services_mark(row)
        Notice.objects.update(read_at=now)
        notices.tell(row, NoticeKind.PERMANENTLY_FAILED, now=now + timedelta(hours=later))
    told = Notice.objects.get()
    assert (told.kind, told.read_at, told.happened_at) == ("permanently_failed", None, now + timedelta(hours=2))


def services_mark(row: Publication) -> None:
    Publication.objects.filter(pk=row.pk).update(**STAGES["failed"](clock.now()), failure_reason="", permanently_failed_at=None)
    services.mark_permanent(Publication.objects.with_all().get(pk=row.pk))


def test_a_broken_connection_is_one_notice_however_much_waits_for_it(alice: User) -> None:
    broken = ConnectionFactory(user=alice, problem="reconnect", problem_since=clock.now())
    for _ in range(3):
        PublicationFactory(owner=alice, connection=broken, **STAGES["on hold: reconnect"](clock.now()))
    rounds.run_round()
    rounds.run_round()
    told = Notice.objects.get()
    assert (told.kind, told.connection, told.user) == ("reconnect", broken, alice)


def test_a_connection_that_breaks_again_is_told_again(alice: User) -> None:
    broken = ConnectionFactory(user=alice, problem="reconnect", problem_since=clock.now() - timedelta(days=2))
    rounds.run_round()
    broken.problem_since = clock.now()
    broken.save()
    rounds.run_round()
    assert Notice.objects.filter(connection=broken).count() == 2


def test_what_has_been_on_hold_for_three_days_is_asked_about_once(alice: User) -> None:
    now = clock.now()
    held = {hours: {**STAGES["on hold: crashed"](now), "held_at": now - timedelta(hours=hours)} for hours in (73, 71)}
    long, short = (PublicationFactory(owner=alice, **facts) for facts in held.values())
    rounds.run_round()
    rounds.run_round()
    assert list(Notice.objects.values_list("kind", "publication")) == [("held_long", long.pk)]
    assert short.notices.count() == 0
