"""The counts in the rail of every page: what needs its reader, and what is new to them; in one cheap query."""

from dataclasses import dataclass
from typing import Any

from django.contrib.auth.models import User
from django.db.models import IntegerField, QuerySet, Subquery
from django.utils import timezone

from publisher.attention import awaiting
from publisher.models import Notice

MOST_COUNTED = 99
"""Beyond it the rail says "99+", and the database stops counting."""


@dataclass(frozen=True, kw_only=True)
class Counts:
    """How many publications `needs_you`, and how many notices are `unread`; 0 is not shown."""

    needs_you: int | str
    unread: int | str


class _CountOf(Subquery):
    """How many rows a query finds, itself part of another."""

    template = "(SELECT COUNT(*) FROM (%(subquery)s) AS counted)"
    output_field = IntegerField()


def counts_of(user: User) -> Counts:
    """Count both for `user`. The clock of this machine will do: time only matters to what is held for days."""
    asked = User.objects.filter(pk=user.pk).annotate(
        waiting=_CountOf(_first(awaiting(user, now=timezone.now()))), unread=_CountOf(_first(Notice.objects.visible_to(user).unread()))
    )
    waiting, unread = asked.values_list("waiting", "unread").get()
    return Counts(needs_you=_told(waiting), unread=_told(unread))


def _first(rows: "QuerySet[Any]") -> "QuerySet[Any]":
    return rows.order_by().values("pk")[: MOST_COUNTED + 1]


def _told(count: int) -> int | str:
    return count if count <= MOST_COUNTED else f"{MOST_COUNTED}+"
