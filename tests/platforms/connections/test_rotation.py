"""Tokens that rotate: each renewal ends the pair from before, so that its answer is the account's leave."""

from datetime import timedelta
from types import SimpleNamespace

import pytest
from django.db import OperationalError

from platforms import clock, connections, errors, renewal
from platforms.beat import watched
from platforms.errors import HandOver
from platforms.models import Connection
from platforms.tokens import Step, next_step
from tests.factories import ConnectionFactory
from tests.platforms.connections.google import said

pytestmark = [pytest.mark.django_db, pytest.mark.urls("tests.platforms.connections.urls")]

MINUTE = timedelta(minutes=1)
DAY = timedelta(days=1)
NOTHING = said(0)


def account(user, **columns):
    made = {"provider": "rotor", "uid": "atelier", "scopes": [], "token_expires_at": clock.now() - MINUTE, **columns}
    return ConnectionFactory(user=user, **made)


@pytest.fixture
def ended(rotor, alice):
    """Its access token is over, its leave is not."""
    return account(alice)


@pytest.fixture
def ending(rotor, alice):
    return account(alice, token_expires_at=clock.now() + 5 * MINUTE)


def stored(row):
    return Connection.objects.get(pk=row.pk)


# -- not broken off --------------------------------------------------------------------------------------------------


def test_a_worker_that_has_to_stop_in_the_middle_keeps_the_new_pair_first(rotor, ended):
    def stop():
        raise HandOver

    with pytest.raises(HandOver), watched(stop):
        connections.access(ended)
    row = stored(ended)
    assert rotor.knows(row.extra_data)
    assert (row.token_version, row.refreshing_until, row.problem) == (2, None, "")


def test_a_database_that_goes_away_before_the_new_pair_is_written_does_not_cost_it(rotor, ended, monkeypatch):
    real, left = renewal.swap_in, [1, 2, 3]

    def away(row):
        if left:
            raise OperationalError(f"away {left.pop()}")
        return real(row)

    monkeypatch.setattr(renewal, "swap_in", away)
    monkeypatch.setattr(
        "platforms.steady.connection", SimpleNamespace(in_atomic_block=False, close=list, close_if_unusable_or_obsolete=list)
    )
    assert connections.access(ended).account.access_token == "access-canary-1"
    assert rotor.knows(stored(ended).extra_data)


# -- no answer -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("answer", [NOTHING, said(500, "oops"), said(503), said(200, "garbled")])
def test_after_a_silence_that_changed_nothing_the_old_pair_is_tried_once_more(rotor, ended, answer):
    rotor.answers["/rotor/token"] = first(rotor, lambda asked: answer)
    assert connections.access(ended).account.access_token == "access-canary-1"
    assert [asked.form["refresh_token"] for asked in rotor.to("/token")] == ["refresh-before"] * 2
    assert rotor.knows(stored(ended).extra_data)


@pytest.mark.parametrize("answer", [NOTHING, said(502, "bad gateway")])
def test_an_answer_that_was_lost_after_the_platform_rotated_asks_for_a_reconnect_and_says_why(rotor, ended, answer):
    rotor.answers["/rotor/token"] = first(rotor, lambda asked: rotor.renewed(asked) and answer)
    with pytest.raises(errors.Unauthorized, match="answer was lost"):
        connections.access(ended)
    row = stored(ended)
    assert (row.problem, row.problem_code) == ("reconnect", "renewal_lost")
    assert len(rotor.to("/token")) == 2
    with pytest.raises(errors.Unauthorized):
        connections.access(ended)
    assert len(rotor.to("/token")) == 2, "nobody asks again"


def test_a_platform_that_is_down_disconnects_nobody_and_is_asked_again_later(rotor, ended):
    rotor.answers["/rotor/token"] = lambda asked: said(503)
    with pytest.raises(errors.Transient):
        connections.access(ended)
    assert (stored(ended).problem, len(rotor.to("/token"))) == ("", 2)
    rotor.answers["/rotor/token"] = rotor.renewed
    assert connections.access(ended).token_version == 2
    assert stored(ended).refreshing_until is None


def test_an_answer_that_was_lost_twice_is_still_known_to_whoever_asks_later(rotor, ended):
    rotor.answers["/rotor/token"] = lambda asked: rotor.renewed(asked) and NOTHING
    rotor.answers["/rotor/token"] = first(rotor, rotor.answers["/rotor/token"], then=lambda asked: said(503))
    with pytest.raises(errors.Transient):
        connections.access(ended)
    rotor.answers["/rotor/token"] = rotor.renewed
    with pytest.raises(errors.Unauthorized):
        connections.access(ended)
    assert stored(ended).problem_code == "renewal_lost"


def test_a_leave_that_simply_ended_is_not_said_to_be_lost(rotor, ended):
    rotor.good = ("", "")
    with pytest.raises(errors.Unauthorized):
        connections.access(ended)
    assert stored(ended).problem_code == "grant_ended"


def test_after_a_silence_the_pair_that_somebody_else_put_in_is_used(rotor, ended):
    def reconnected_meanwhile(asked):
        row = stored(ended)
        row.extra_data = {"access_token": "access-newer", "refresh_token": "refresh-newer"}
        row.token_version, row.token_expires_at, row.refreshing_until = 2, clock.now() + DAY, None
        row.save()
        return NOTHING

    rotor.answers["/rotor/token"] = reconnected_meanwhile
    assert connections.access(ended).account.access_token == "access-newer"
    assert len(rotor.to("/token")) == 1


def test_to_wait_is_asked_for_without_a_second_try(rotor, ended):
    rotor.answers["/rotor/token"] = lambda asked: said(429)
    with pytest.raises(errors.RateLimited):
        connections.access(ended)
    assert len(rotor.to("/token")) == 1


def first(rotor, answer, then=None):
    """Say this once, and then what is said otherwise."""
    left = [answer]
    return lambda asked: (left.pop() if left else then or rotor.renewed)(asked)


# -- ahead of the end ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("left", "refused", "renewing", "quiet", "step"),
    [
        pytest.param(60, False, None, True, Step.USE, id="good"),
        pytest.param(5, False, None, True, Step.REFRESH, id="ends soon, and nobody sends"),
        pytest.param(5, False, None, False, Step.USE, id="ends soon, and somebody sends"),
        pytest.param(-1, False, None, False, Step.REFRESH, id="ended, whoever sends"),
        pytest.param(60, True, None, False, Step.REFRESH, id="refused, whoever sends"),
        pytest.param(60, False, 2, True, Step.WAIT, id="about to die with a renewal that is under way"),
        pytest.param(60, False, -2, True, Step.USE, id="whoever renewed it died, and it was not refused"),
        pytest.param(60, True, 2, False, Step.WAIT, id="refused, and being renewed"),
    ],
)
def test_what_is_done_about_a_token_that_dies_with_its_renewal(left, refused, renewing, quiet, step):
    now = clock.now()
    row = Connection(token_version=3, token_expires_at=now + left * MINUTE, refreshing_until=renewing and now + renewing * MINUTE)
    grants = SimpleNamespace(rotates_refresh_tokens=True, refresh_ends_access=True)
    assert next_step(row, grants, refused_version=3 if refused else 2, quiet=lambda: quiet, now=now) is step


def test_whoever_does_not_know_of_transfers_renews_nothing_ahead_of_its_end(rotor, ending):
    assert connections.access(ending).account.access_token == "access-before"
    assert connections.access(ending, quiet=lambda: False).account.access_token == "access-before"
    assert not rotor.asked
    assert connections.access(ending, quiet=lambda: True).account.access_token == "access-canary-1"


def test_whether_it_is_quiet_is_asked_only_where_it_matters(rotor, alice):
    good = account(alice, token_expires_at=clock.now() + DAY, leave_began_at=clock.now(), leave_ends_at=clock.now() + 14 * DAY)

    def never():
        raise AssertionError("asked for nothing")

    assert connections.access(good, quiet=never).token_version == 1


# -- kept alive ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("began", "renewed"), [(6, False), (8, True)])
def test_a_leave_is_renewed_when_half_of_its_time_is_gone(rotor, alice, began, renewed):
    start = clock.now() - began * DAY
    row = account(alice, token_expires_at=clock.now() + DAY, leave_began_at=start, leave_ends_at=start + 14 * DAY)
    connections.verify(row, quiet=lambda: True)
    row = stored(row)
    assert row.token_version == (2 if renewed else 1)
    assert (row.leave_ends_at - clock.now() > 13 * DAY) is renewed


def test_it_is_not_renewed_under_a_running_transfer(rotor, alice):
    start = clock.now() - 8 * DAY
    row = account(alice, token_expires_at=clock.now() + DAY, leave_began_at=start, leave_ends_at=start + 14 * DAY)
    connections.verify(row, quiet=lambda: False)
    assert stored(row).token_version == 1
