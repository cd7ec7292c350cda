"""How publications are found and moved: the adjectives of their QuerySet. Every move is one conditional UPDATE."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any, Self

from django.contrib.auth.models import AbstractBaseUser, AnonymousUser
from django.db import models
from django.db.models import F, Q

from platforms.models import Connection, Hold
from publisher.states import CLOSED, LOOKS, Cause, FailureReason, HoldReason, State, may_move
from retries.models import SweepRun

if TYPE_CHECKING:
    from publisher.models.publication import Publication

LEASE = timedelta(seconds=60)
WAKE_AGAIN = timedelta(minutes=2)
ASK_ABOUT_HOLDS_AFTER = timedelta(hours=72)
EARLY, SHORTLY = timedelta(hours=24), timedelta(hours=1)
"""How long before its time what is planned is looked at: once in time to mend anything, and once at last."""
PAST_ITS_TIME = timedelta(minutes=15)
"""How long after its time what its owner planned still goes out as if nothing had been."""
FREE: Mapping[str, Any] = {"lease_token": None, "leased_until": None, "worker": ""}
"""What every move that lets go of a publication writes."""


_LEFT_BEHIND: Mapping[str, Any] = {
    "hold_reason": "",
    "held_at": None,
    "held_by": None,
    "is_held_by_staff": False,
    "hold_note": "",
    "woken_at": None,
}
"""What every move leaves behind, unless it says otherwise."""


class IllegalMove(AssertionError):
    """A move that the table of states does not know: a mistake in our code."""


class PublicationQuerySet(models.QuerySet["Publication"]):
    def visible_to(self, user: AbstractBaseUser | AnonymousUser) -> Self:
        return self.filter(video__owner_id=user.pk)

    def with_all(self) -> Self:
        """With what an engine or a page needs of it, in one query."""
        return self.select_related("connection", "video", "asset")

    def live(self) -> Self:
        return self.exclude(state__in=CLOSED)

    def due(self, now: datetime) -> Self:
        """To be claimed: waiting, or to be looked at, with its time come and nobody on it."""
        return self.filter(due_at__lte=now, leased_until=None, state__in=[State.WAITING, *LOOKS])

    def unwoken(self, now: datetime) -> Self:
        return self.filter(Q(woken_at=None) | Q(woken_at__lte=now - WAKE_AGAIN))

    def first_tries(self) -> Self:
        """Planned by their owners, and never begun."""
        waits = self.filter(state=State.WAITING, cause=Cause.FIRST, started_at=None, lease_token=None)
        return waits.filter(scheduled_at__isnull=False)

    def late(self, now: datetime) -> Self:
        """Planned, and their time passed a while ago with nothing there to send them."""
        return self.first_tries().filter(due_at__lte=now - PAST_ITS_TIME)

    def to_foresee(self, now: datetime) -> Self:
        """Planned, with their time so near that they are looked at now, once for either of the two moments."""
        near = self.first_tries().filter(due_at__gt=now, due_at__lte=now + EARLY)
        long_ago = Q(foreseen_at=None) | Q(foreseen_at__lt=F("due_at") - EARLY)
        return near.filter(long_ago | Q(due_at__lte=now + SHORTLY, foreseen_at__lt=F("due_at") - SHORTLY))

    def stalled(self, now: datetime) -> Self:
        """Leased, and the lease is over; or further ahead than any lease can be, after a clock was set back."""
        return self.filter(Q(leased_until__lte=now) | Q(leased_until__gt=now + 2 * LEASE), leased_until__isnull=False)

    def leased(self) -> Self:
        return self.filter(leased_until__isnull=False)

    def being_sent_to(self, connection: Connection) -> Self:
        return self.filter(connection=connection, state=State.PUBLISHING)

    def to_retry(self, now: datetime) -> Self:
        """Failed, and its slot has come."""
        return self.filter(state=State.FAILED, due_at__lte=now)

    def later_than(self, place: tuple[datetime, int]) -> Self:
        """Those after `place`, which is a time due and a key, in order."""
        due_at, pk = place
        return self.filter(Q(due_at__gt=due_at) | Q(due_at=due_at, pk__gt=pk))

    def on_hold(self) -> Self:
        return self.filter(state=State.ON_HOLD, held_at__isnull=False)

    def held_long(self, now: datetime) -> Self:
        """On hold for so long that their owners are asked."""
        return self.on_hold().filter(held_at__lte=now - ASK_ABOUT_HOLDS_AFTER)

    def asked(self) -> Self:
        """Those of which a person is asked whether the post is there."""
        return self.filter(state=State.UNCONFIRMED, due_at=None)

    def holds_over(self, now: datetime) -> Self:
        """On hold for something that ends by the clock, and ended."""
        return self.on_hold().filter(due_at__lte=now)

    def holds_lifted(self, now: datetime) -> Self:
        """On hold with their account or platform, which is no longer held."""
        return self.on_hold().filter(hold_reason__in=Hold.Reason.values, connection__in=Connection.objects.unheld(now))

    def reconnected(self) -> Self:
        """On hold for a new token, and there is one: newer than the one that was refused, of a healthy connection."""
        waits = self.on_hold().filter(hold_reason=HoldReason.RECONNECT)
        return waits.filter(connection__token_version__gt=F("held_token_version"), connection__in=Connection.objects.usable())

    def in_order(self) -> Self:
        return self.order_by("due_at", "id")

    def move(
        self, publication: "Publication", to: State, *, token: str | None = None, named: Mapping[str, Any] | None = None, **changes: Any
    ) -> bool:
        """Move by compare-and-swap on the state (and the lease token, while leased); False: someone was faster.

        `named` are further columns that have to stand as given for the move to happen.
        """
        if not may_move(State(publication.state), to):
            raise IllegalMove(f"{publication.state} -> {to}")
        where: dict[str, Any] = {"state": publication.state, "lease_token": token, **(named or {})}
        return self.filter(pk=publication.pk, **where).update(state=to, **{**_LEFT_BEHIND, **changes}) == 1

    def start_retry(self, run: SweepRun, *, now: datetime) -> int:
        """Send on those of these that failed, to be tried again automatically by this sweep; gives how many went."""
        started: dict[str, Any] = {"cause": Cause.AUTOMATIC, "last_retried_at": now, "sweep": run, "due_at": now}
        return self._move_all(State.FAILED, State.WAITING, started)

    def give_up(self, *, now: datetime) -> int:
        """Close those of these that failed, as having no retries left; gives how many were closed."""
        closed: dict[str, Any] = {"failure_reason": FailureReason.EXHAUSTED, "permanently_failed_at": now, "due_at": None}
        return self._move_all(State.FAILED, State.PERMANENTLY_FAILED, closed)

    def _move_all(self, source: State, to: State, changes: Mapping[str, Any]) -> int:
        if not may_move(source, to):
            raise IllegalMove(f"{source} -> {to}")
        return self.filter(state=source, lease_token=None).update(state=to, **{**_LEFT_BEHIND, **changes})
