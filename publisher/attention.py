"""Attention: everything of somebody's that failed, waits for them, or is asked about; grouped by cause, newest first."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.contrib.auth.models import AbstractBaseUser, AnonymousUser
from django.db.models import Count, Exists, F, Max, OuterRef, Q, QuerySet, Window
from django.db.models.functions import RowNumber

from publisher.causes import KEY, Cause, Said, said_of, with_causes
from publisher.live import soonest
from publisher.models import Publication
from publisher.models.publications import ASK_ABOUT_HOLDS_AFTER
from publisher.presentation import Presented, present
from publisher.states import HoldReason, State
from retries.models import Pause, SweepSwitch

GROUPS = 20
EACH = 5
"""How many of a group are shown among the others; its own page shows `PAGE` of them."""
PAGE = 50


def concerning(user: AbstractBaseUser | AnonymousUser, *, now: datetime) -> QuerySet[Publication]:
    """What Attention shows of `user`'s."""
    return _mine(user, Q(state=State.FAILED) | Q(state=State.ON_HOLD, hold_reason=HoldReason.CRASHED) | _awaits(now))


def awaiting(user: AbstractBaseUser | AnonymousUser, *, now: datetime) -> QuerySet[Publication]:
    """What nobody but `user` can bring forward: all of it but what is tried again by itself, or is with staff."""
    return _mine(user, _awaits(now))


def _mine(user: AbstractBaseUser | AnonymousUser, which: Q) -> QuerySet[Publication]:
    # By the connections, which are as much one's own as the videos are, and by the states that `which` is about: the index
    # `publication_of_connection` begins with these two. By `visible_to` all publications of all one's videos would be read.
    states = [State.FAILED, State.PERMANENTLY_FAILED, State.ON_HOLD, State.UNCONFIRMED, State.PROCESSING]
    return Publication.objects.filter(Q(connection__user=user.pk, state__in=states), which)


def _awaits(now: datetime) -> Q:
    newer = Publication.objects.filter(video=OuterRef("video"), connection=OuterRef("connection"), pk__gt=OuterRef("pk"))
    return (
        (Q(state=State.PERMANENTLY_FAILED) & ~Exists(newer))
        | Q(state=State.UNCONFIRMED, due_at=None)
        | (Q(state=State.PROCESSING) & ~Q(waits_for=""))
        | Q(state=State.ON_HOLD, hold_reason=HoldReason.RECONNECT)
        | Q(state=State.ON_HOLD, hold_reason__in=[HoldReason.BY_HAND, HoldReason.OVERDUE], is_held_by_staff=False)
        | Q(state=State.ON_HOLD, held_at__lte=now - ASK_ABOUT_HOLDS_AFTER)
    )


# -- the page --------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, kw_only=True)
class Group:
    """The publications of one cause: how many there are, and the newest of them."""

    cause: Cause
    said: Said
    count: int
    newest: int
    rows: list[Presented]

    @property
    def first(self) -> Presented:
        return self.rows[0]

    @property
    def more(self) -> int:
        return self.count - len(self.rows)


@dataclass(frozen=True, kw_only=True)
class Attention:
    """One page of groups; `older` is where the next page starts, None on the last. On the page of one cause, that is `only`."""

    groups: list[Group]
    older: int | None
    before: int | None
    only: Cause | None
    now: datetime
    pause: Pause | None

    @property
    def can_retry(self) -> bool:
        """Whether trying again is what can be done about any of it."""
        return any(group.cause.can_be_retried for group in self.groups)

    @property
    def again_in(self) -> int | None:
        return soonest(row.again_in for group in self.groups for row in group.rows)


def attention(user: AbstractBaseUser | AnonymousUser, *, before: int | None, only: Cause | None, now: datetime) -> Attention:
    """Give the groups whose newest is older than publication `before` (None: the newest), or those rows of `only`; in three queries."""
    rows = with_causes(concerning(user, now=now))
    pause = SweepSwitch.objects.read().pause
    shown = _of_one_cause(rows.filter(**only.where), before) if only else _of_each_cause(rows)
    told = _told(shown, now=now, pause=pause)
    groups, older = _groups(rows.filter(**only.where) if only else rows, told, before=None if only else before, pause=pause)
    if only and groups:
        older = _older_rows(groups[0], before)
        groups = [_shortened(groups[0])]
    return Attention(groups=groups, older=older, before=before, only=only, now=now, pause=pause)


def _of_each_cause(rows: QuerySet[Any]) -> QuerySet[Any]:
    """The first few of each, found by their keys alone before whole rows are read."""
    place = Window(RowNumber(), partition_by=[F(name) for name in KEY], order_by=F("pk").desc())
    first = rows.annotate(place=place).filter(place__lte=EACH).values("pk")
    return with_causes(Publication.objects.with_all().filter(pk__in=first)).order_by("-pk")


def _of_one_cause(rows: QuerySet[Any], before: int | None) -> QuerySet[Any]:
    older = rows.filter(pk__lt=before) if before else rows
    return older.select_related("connection", "video", "asset").order_by("-pk")[: PAGE + 1]


def _told(rows: QuerySet[Any], *, now: datetime, pause: Pause | None) -> Mapping[Cause, list[Presented]]:
    told: dict[Cause, list[Presented]] = defaultdict(list)
    for row in rows:
        told[Cause.of(row)].append(present(row, now=now, pause=pause))
    return told


def _groups(
    rows: QuerySet[Any], told: Mapping[Cause, list[Presented]], *, before: int | None, pause: Pause | None
) -> tuple[list[Group], int | None]:
    counted = rows.order_by().values(*KEY).annotate(count=Count("pk"), newest=Max("pk")).order_by("-newest")
    found = list(counted.filter(newest__lt=before)[: GROUPS + 1] if before else counted[: GROUPS + 1])
    made = [_group(values, told, is_paused=pause is not None) for values in found[:GROUPS]]
    older = found[GROUPS - 1]["newest"] if len(found) > GROUPS else None
    # Between the two queries one may have gone on.
    return [group for group in made if group is not None], older


def _group(values: Mapping[str, Any], told: Mapping[Cause, list[Presented]], *, is_paused: bool) -> Group | None:
    cause = Cause.read(values)
    rows = told.get(cause)
    if not rows:
        return None
    first = rows[0]
    said = said_of(cause, first.words, platform=first.platform.name, account=str(first.publication.connection), is_paused=is_paused)
    return Group(cause=cause, said=said, count=max(values["count"], len(rows)), newest=values["newest"], rows=rows)


def _older_rows(group: Group, before: int | None) -> int | None:
    return group.rows[PAGE - 1].publication.pk if len(group.rows) > PAGE else None


def _shortened(group: Group) -> Group:
    return Group(cause=group.cause, said=group.said, count=group.count, newest=group.newest, rows=group.rows[:PAGE])
