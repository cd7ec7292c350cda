"""What its owner planned and nothing sent at its time: late within reason, one after another, and else its owner is asked."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pytest_django.fixtures import Settings

from platforms import clock
from platforms.models import Connection
from publisher.claims import claim
from publisher.models import Notice, NoticeKind, Profile, Publication
from publisher.planned import overdue
from publisher.planned.overdue import Ask, Send, decide
from publisher.rounds import release_holds
from publisher.services import retry
from tests.factories import ConnectionFactory, PublicationFactory

MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)
NOON = datetime(2026, 3, 29, 12, 0, tzinfo=UTC)
APART = 10 * MINUTE

Planned = Callable[..., Publication]


@pytest.fixture
def channel(db: None) -> Connection:
    return ConnectionFactory()


@pytest.fixture
def planned(channel: Connection) -> Planned:
    def make(at: datetime, **columns: object) -> Publication:
        given = {"connection": channel, "owner": channel.user, "scheduled_at": at, "due_at": at, **columns}
        return PublicationFactory(**given)

    return make


def nobody_stops() -> bool:
    return False


# -- the rule -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("planned_before", "decided"),
    [
        pytest.param([HOUR], [Send(at=NOON)], id="one goes out at once"),
        pytest.param([3 * HOUR, HOUR], [Send(at=NOON), Send(at=NOON + APART)], id="two one after the other"),
        pytest.param([6 * HOUR], [Send(at=NOON)], id="as late as is allowed"),
        pytest.param([6 * HOUR + MINUTE], [Ask()], id="too late"),
        pytest.param([3 * DAY, HOUR], [Ask(), Send(at=NOON)], id="what is asked about keeps nobody waiting"),
        pytest.param([6 * HOUR, 6 * HOUR], [Send(at=NOON), Ask()], id="too late once its turn came"),
    ],
)
def test_the_rule(planned_before: list[timedelta], decided: list[Send | Ask]) -> None:
    times = [NOON - before for before in planned_before]
    assert decide(times, allowed=6 * HOUR, apart=APART, free_from=NOON, now=NOON) == decided


@given(st.lists(st.integers(min_value=15, max_value=4320), max_size=60), st.integers(0, 72), st.integers(-60, 600))
def test_never_a_burst_and_never_later_than_allowed(late_by: list[int], hours: int, free_in: int) -> None:
    times = sorted(NOON - minutes * MINUTE for minutes in late_by)
    decided = decide(times, allowed=hours * HOUR, apart=APART, free_from=NOON + free_in * MINUTE, now=NOON)
    sent = [(at, each.at) for at, each in zip(times, decided, strict=True) if isinstance(each, Send)]
    assert all(goes - at <= hours * HOUR for at, goes in sent)
    assert all(after - before >= APART for (_, before), (_, after) in pairwise(sent))
    assert all(goes >= max(NOON, NOON + free_in * MINUTE) for _, goes in sent)


# -- after downtime -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("down", [HOUR, 8 * HOUR, 3 * DAY], ids=["an hour", "eight hours", "three days"])
def test_after_downtime_the_recent_go_out_one_by_one_and_the_old_are_asked_about(down: timedelta, planned: Planned) -> None:
    now = clock.now()
    times = [now - down + step * 20 * MINUTE for step in range(int(down / (20 * MINUTE)))]
    rows = [planned(at) for at in times]
    begun: list[datetime] = []
    for _ in range(600):
        _pass(now, begun)
        now += MINUTE
    asked = set(Publication.objects.filter(state="on_hold", hold_reason="overdue").values_list("pk", flat=True))
    assert len(begun) + len(asked) == len(rows)
    assert all(after - before >= APART for before, after in pairwise(begun))
    assert Notice.objects.filter(kind=NoticeKind.OVERDUE).count() == len(asked)
    assert bool(asked) == (down > 6 * HOUR)
    assert len(begun) >= min(len(rows), 18)


def _pass(now: datetime, begun: list[datetime]) -> None:
    """One minute: the round sorts out, and whatever is due is taken by a worker at once, however it was woken."""
    overdue.keep(now)
    for row in Publication.objects.due(now).order_by("due_at", "id"):
        if overdue.is_late(row, now=now):  # more than one batch: a worker would see to these first
            continue
        taken = Publication.objects.filter(pk=row.pk, state="waiting", due_at__lte=now)
        taken.update(state="publishing", due_at=None, started_at=now, lease_token="t", leased_until=now + HOUR)
        begun.append(now)


def test_a_message_from_before_the_downtime_jumps_no_queue(planned: Planned) -> None:
    """A worker that is started may find wake-ups of all of them, before any round ran."""
    now = clock.now()
    rows = [planned(now - HOUR + step * MINUTE) for step in range(4)]
    taken = [row for row in rows if claim(row.pk, stopping=nobody_stops)]
    assert taken == rows[:1]
    waits = Publication.objects.filter(state="waiting").order_by("due_at")
    ahead = [row.due_at - now for row in waits if row.due_at]
    assert [round(each / MINUTE) for each in ahead] == [10, 20, 30]


def test_what_is_too_late_is_not_even_sent_by_a_worker_that_was_woken(planned: Planned) -> None:
    row = planned(clock.now() - 7 * HOUR)
    assert claim(row.pk, stopping=nobody_stops) is None
    row.refresh_from_db()
    assert (row.state, row.hold_reason, row.due_at) == ("on_hold", "overdue", None)


def test_a_little_late_is_on_time(planned: Planned) -> None:
    row = planned(clock.now() - 14 * MINUTE)
    assert claim(row.pk, stopping=nobody_stops)


def test_another_account_waits_for_nobody(planned: Planned) -> None:
    now = clock.now()
    planned(now - HOUR)
    elsewhere = ConnectionFactory()
    other = planned(now - HOUR, connection=elsewhere, owner=elsewhere.user)
    overdue.keep(now)
    other.refresh_from_db()
    assert other.due_at == now


def test_the_round_that_comes_twice_changes_nothing_more(planned: Planned) -> None:
    now = clock.now()
    rows = [planned(now - HOUR), planned(now - HOUR), planned(now - DAY)]
    overdue.keep(now)
    stands = list(Publication.objects.order_by("pk").values())
    overdue.keep(now + MINUTE)
    assert list(Publication.objects.order_by("pk").values()) == stands
    assert len(rows) == len(stands)


# -- whose wish ---------------------------------------------------------------------------------------------------------


def test_its_owner_chooses_how_late(planned: Planned, channel: Connection) -> None:
    Profile.objects.create(user=channel.user, late_hours=0)
    now = clock.now()
    row = planned(now - HOUR)
    overdue.keep(now)
    row.refresh_from_db()
    assert row.hold_reason == "overdue"


def test_the_setting_stands_for_those_who_chose_nothing(planned: Planned, settings: Settings) -> None:
    settings.LATE_POST_HOURS = 48
    now = clock.now()
    row = planned(now - DAY)
    overdue.keep(now)
    row.refresh_from_db()
    assert row.due_at == now


def test_publish_now_sends_what_was_asked_about(planned: Planned) -> None:
    row = planned(clock.now() - DAY)
    overdue.keep(clock.now())
    row.refresh_from_db()
    retry(Publication.objects.with_all().get(pk=row.pk))
    assert claim(row.pk, stopping=nobody_stops)


@pytest.mark.parametrize(
    "columns",
    [
        pytest.param({"cause": "by_hand"}, id="asked for by hand"),
        pytest.param({"cause": "automatic"}, id="an automatic retry"),
        pytest.param({"started_at": NOON}, id="begun before"),
        pytest.param({"scheduled_at": None}, id="not planned"),
    ],
)
def test_only_what_was_planned_and_never_begun_is_late(planned: Planned, columns: dict[str, object]) -> None:
    now = clock.now()
    row = planned(now - DAY, **columns)
    overdue.keep(now)
    row.refresh_from_db()
    assert (row.state, row.due_at) == ("waiting", now - DAY)


# -- holds --------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("reason", "columns", "comes_to"),
    [
        pytest.param("reconnect", {"held_token_version": 0}, ("on_hold", "overdue"), id="a reconnection days later asks"),
        pytest.param("quota", {"due_at": NOON}, ("waiting", ""), id="a hold with a time keeps what its page said"),
    ],
)
def test_a_hold_that_ends_long_past_its_time(planned: Planned, reason: str, columns: dict[str, object], comes_to: tuple[str, str]) -> None:
    now = clock.now()
    given = {"due_at": None, "state": "on_hold", "hold_reason": reason, "held_at": now - DAY, **columns}
    row = planned(now - DAY, **given)
    release_holds(now)
    row.refresh_from_db()
    assert (row.state, row.hold_reason) == comes_to
