"""Holds: orders to wait, for one connection or for a whole platform."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from platforms import clock
from platforms.models import Connection, Hold
from tests.factories import ConnectionFactory

pytestmark = pytest.mark.django_db

HOUR = timedelta(hours=1)


@pytest.fixture
def connection(alice):
    return ConnectionFactory(user=alice)


@pytest.fixture
def now():
    return clock.now()


def place(connection, *, now, until=None, reason="quota", whole_app=False, **said):
    return Hold.objects.place(
        reason,
        platform=connection.provider,
        realm=connection.realm,
        connection=None if whole_app else connection,
        until=until,
        now=now,
        **said,
    )


def test_a_hold_binds_its_own_connection_until_it_is_over(connection, bob, now):
    other = ConnectionFactory(user=bob)
    hold = place(connection, now=now, until=now + HOUR)
    assert list(Hold.objects.binding(connection, now=now)) == [hold]
    assert not Hold.objects.binding(other, now=now).exists()
    assert not Hold.objects.binding(connection, now=now + HOUR).exists()
    assert list(Connection.objects.unheld(now)) == [other]


def test_a_hold_of_the_whole_app_binds_everyone_of_that_platform_and_realm(connection, bob, now):
    elsewhere = ConnectionFactory(user=bob, realm="https://elsewhere.example")
    place(connection, now=now, until=now + HOUR, whole_app=True)
    assert Hold.objects.binding(connection, now=now).exists()
    assert not Hold.objects.binding(elsewhere, now=now).exists()
    assert list(Connection.objects.unheld(now)) == [elsewhere]


def test_the_longest_hold_comes_first(connection, now):
    place(connection, now=now, until=now + 3 * HOUR)
    forever = place(connection, now=now, reason="misconfigured", whole_app=True)
    place(connection, now=now, until=now + HOUR, reason="rate_limit")
    assert Hold.objects.binding(connection, now=now).first() == forever


@pytest.mark.parametrize("whole_app", [True, False])
@pytest.mark.parametrize(
    ("first", "second", "stands"),
    [(1, 3, 3), (3, 1, 3), (None, 1, None), (1, None, None), (1, 1, 1)],
)
def test_placing_it_again_extends_and_never_shortens(connection, now, whole_app, first, second, stands):
    place(connection, now=now, until=first and now + first * HOUR, whole_app=whole_app, message="first")
    place(connection, now=now, until=second and now + second * HOUR, whole_app=whole_app, message="second")
    hold = Hold.objects.get()
    assert hold.until == (stands and now + stands * HOUR)
    assert (hold.message, hold.placed_at) == ("second", now)


def test_one_that_was_over_begins_anew(connection, now):
    place(connection, now=now - 5 * HOUR, until=now - HOUR)
    hold = place(connection, now=now, until=now + HOUR)
    assert (hold.placed_at, hold.until, Hold.objects.count()) == (now, now + HOUR, 1)


def test_a_lifted_hold_binds_nobody_and_the_next_one_is_another(connection, sam, now):
    hold = place(connection, now=now)
    assert Hold.objects.lift(hold, by=sam, now=now)
    assert not Hold.objects.lift(hold, by=sam, now=now)
    assert not Hold.objects.binding(connection, now=now).exists()
    assert place(connection, now=now) != hold
    hold.refresh_from_db()
    assert (hold.lifted_by, hold.lifted_at) == (sam, now)


@pytest.mark.parametrize("whole_app", [True, False])
def test_the_database_keeps_one_open_hold_for_each_reason(connection, now, whole_app):
    hold = place(connection, now=now, whole_app=whole_app)
    hold.pk = None
    with pytest.raises(IntegrityError), transaction.atomic():
        hold.save(force_insert=True)


def test_a_hold_placed_by_another_at_the_same_moment_is_extended(connection, now, monkeypatch):
    """Between looking for an open hold and making one, somebody else made it."""
    extend = type(Hold.objects.all())._extend
    missed = []

    def extend_but_miss_the_first(self, key, **facts):
        if not missed:
            missed.append(True)
            place(connection, now=now, until=now + HOUR)
            return False
        return extend(self, key, **facts)

    monkeypatch.setattr(type(Hold.objects.all()), "_extend", extend_but_miss_the_first)
    place(connection, now=now, until=now + 2 * HOUR)
    assert Hold.objects.get().until == now + 2 * HOUR
