"""Accounts that one posts to by hand: each is one row, nobody else is in its way, and leave that comes later takes it over."""

from collections.abc import Callable

import pytest
from django.contrib.auth.models import User
from django.db import IntegrityError, transaction
from django.test import Client

from platforms import by_hand_accounts, clock, connections, errors, registry
from platforms.grants import Identity, Tokens
from platforms.models import Connection
from tests.factories import ConnectionFactory
from tests.platforms.connections.conftest import RoundTrip
from tests.platforms.connections.google import ATELIER, Google

pytestmark = [pytest.mark.django_db, pytest.mark.urls("tests.platforms.connections.urls")]
SITE = registry.adapter("rumble").account_url("").rstrip("/")
TOKENS = Tokens(access_token="a" * 40, scopes=("upload",))


def note(user: User, name: str = "Slow Rivers", *, at: str = "c/SlowRivers") -> Connection:
    return by_hand_accounts.note(user, "rumble", name=name, address=f"{SITE}/{at}")


def connect(user: User, uid: str = "zc4j3/77", name: str = "Slow Rivers", *, asked: str = "") -> Connection:
    identity = Identity(id=uid, name=name, details={"publisher_id": "zc4j3"})
    row, _ = connections.connect(user, "rumble", realm=registry.realm("rumble"), identity=identity, tokens=TOKENS, asked=asked)
    return row


def test_however_its_address_is_written_it_is_one_account(alice: User) -> None:
    first = note(alice)
    for written in ("c/SlowRivers/", "c/slowrivers", "c/SLOWRIVERS?page=2"):
        assert note(alice, at=written).pk == first.pk


def test_a_channel_and_a_user_of_one_name_are_two(alice: User) -> None:
    assert note(alice).pk != note(alice, at="user/SlowRivers").pk


def test_an_address_of_nothing_is_refused(alice: User) -> None:
    with pytest.raises(errors.Refused) as refused:
        note(alice, at="")
    assert refused.value.code == "no_account"


def test_leave_for_the_account_takes_its_row_over_with_all_that_was_posted_to_it(alice: User) -> None:
    by_hand = note(alice)
    row = connect(alice)
    assert (row.pk, row.uid, row.is_by_hand, row.is_usable) == (by_hand.pk, "zc4j3/77", False, True)
    assert row.extra_data["access_token"] == TOKENS.access_token
    assert Connection.objects.count() == 1


def test_it_is_known_by_its_address_too(alice: User) -> None:
    by_hand = note(alice, "My channel")
    assert connect(alice, name="slowrivers").pk == by_hand.pk


def test_whoever_asks_for_that_very_row_gets_it_whatever_it_is_called(alice: User) -> None:
    note(alice, "Another", at="c/Another")
    by_hand = note(alice)
    assert connect(alice, name="What the platform calls it", asked=str(by_hand.pk)).pk == by_hand.pk


def test_leave_for_another_account_leaves_it_be(alice: User) -> None:
    by_hand = note(alice)
    assert connect(alice, name="Quick Brooks").pk != by_hand.pk
    by_hand.refresh_from_db()
    assert by_hand.is_by_hand


def test_leave_of_somebody_else_leaves_it_be(alice: User, bob: User) -> None:
    by_hand = note(alice)
    assert connect(bob).user == bob
    assert connect(bob, asked=str(by_hand.pk)).user == bob
    by_hand.refresh_from_db()
    assert (by_hand.user, by_hand.is_by_hand) == (alice, True)


def test_an_account_that_has_a_row_keeps_it(alice: User) -> None:
    row = connect(alice)
    connections.disconnect(row, by=alice)
    by_hand = note(alice, "Elsewhere", at="c/Elsewhere")
    assert connect(alice, asked=str(by_hand.pk)).pk == row.pk


def test_what_retake_has_leave_for_is_not_posted_to_by_hand_besides(alice: User) -> None:
    row = connect(alice)
    with pytest.raises(errors.Refused, match="Slow Rivers is connected already") as refused:
        note(alice)
    assert refused.value.code == "connected_already"
    row.refresh_from_db()
    assert row.is_usable


def test_once_it_is_disconnected_it_may_be_and_is_the_same_row(alice: User) -> None:
    row = connect(alice)
    connections.disconnect(row, by=alice)
    assert note(alice).pk == row.pk
    row.refresh_from_db()
    assert (row.is_by_hand, row.is_usable, row.can_be_published_to) == (True, False, True)


def test_it_is_never_tested_renewed_or_asked_to_be_reconnected(alice: User) -> None:
    row = note(alice)
    assert row not in Connection.objects.untested(clock.now())
    assert row not in Connection.objects.usable()
    assert not row.needs_reconnect
    with pytest.raises(errors.Unauthorized):
        connections.access(row)
    row.refresh_from_db()
    assert row.problem == ""


def test_the_database_keeps_tokens_out_of_it(alice: User) -> None:
    row = note(alice)
    with pytest.raises(IntegrityError, match="nothing_by_hand_keeps_tokens"), transaction.atomic():
        Connection.objects.filter(pk=row.pk).update(sealed_tokens="sealed")


def test_a_consent_page_takes_it_over_too(
    google: Google, browser: Callable[[User | None], Client], round_trip: type[RoundTrip], alice: User
) -> None:
    details = {"account": "@ateliernord", "page": "https://www.youtube.com/@ateliernord"}
    own = {
        "user": alice,
        "uid": f"by-hand/{alice.pk}/@ateliernord",
        "name": "Mine",
        "is_by_hand": True,
        "extra_data": {},
        "details": details,
    }
    by_hand = ConnectionFactory(**own)
    round_trip(browser(alice)).back()
    row = Connection.objects.get()
    assert (row.pk, row.uid, row.is_by_hand, row.is_usable) == (by_hand.pk, ATELIER, False, True)


def test_a_consent_page_that_was_asked_for_it_takes_any_account_for_it(
    google: Google, browser: Callable[[User | None], Client], round_trip: type[RoundTrip], alice: User
) -> None:
    details = {"account": "@glaze", "page": "https://www.youtube.com/@glaze"}
    by_hand = ConnectionFactory(user=alice, uid=f"by-hand/{alice.pk}/@glaze", is_by_hand=True, extra_data={}, details=details)
    round_trip(browser(alice), connection=str(by_hand.pk)).back()
    assert Connection.objects.get().uid == ATELIER
