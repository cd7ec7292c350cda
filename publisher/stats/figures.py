"""The numbers of a period, worked out by the database: a handful of aggregates, however many rows are stored."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, tzinfo
from functools import reduce
from operator import or_
from typing import Any

from django.db.models import Case, Count, F, IntegerField, Max, Min, Q, When, Window
from django.db.models.functions import RowNumber

from publisher.models import AttemptOutcome, Publication
from publisher.models.publications import PublicationQuerySet
from publisher.states import LOOKS, Cause, State
from publisher.stats.expressions import (
    COUNTED,
    ENDED_AT,
    ENDED_IN_VAIN,
    MADE,
    MADE_BY_RETAKE,
    TOOK,
    ended_within,
    number_of_step,
    published_within,
    within,
)
from publisher.stats.period import Period
from publisher.stats.values import Bucket, Ended, FailuresOfCode, Numbers, OfPlatform, RetryYield, Speed, Standing
from retries.ladder import ladder

IN_VAIN = (AttemptOutcome.FAILED, AttemptOutcome.HELD, AttemptOutcome.NOT_THERE)
"""How an attempt ends that failed, or that made its publication wait."""


def numbers(scope: PublicationQuerySet, *, period: Period, now: datetime, zone: tzinfo = UTC) -> Numbers:
    """Give the figures of the publications in `scope`: one's own (`visible_to`), one platform's, or all.

    `zone` only says where the hours and days of the buckets begin; every other figure is the same in all zones.
    """
    starts = period.starts(oldest=_oldest(scope) or now, zone=zone)
    cells = _cells(scope, period, starts)
    speeds = _speeds(scope, period, cells)
    failures = _failures(scope, period)
    retries, beyond = _retries(scope, period, most=ladder().retries)
    return Numbers(
        period=period,
        ended=_sum(cells),
        speed=speeds.get("", Speed()),
        platforms=_platforms(cells, speeds),
        buckets=tuple(Bucket(start=start, ended=_sum(cell for cell in cells if cell.step == at)) for at, start in enumerate(starts)),
        retries=retries,
        retries_beyond=beyond,
        failures=failures,
        standing=_standing(scope, now),
    )


def _oldest(scope: PublicationQuerySet) -> datetime | None:
    return scope.order_by("id").values_list("created_at", flat=True).first()


# -- how they ended --------------------------------------------------------------------------------------------------


@dataclass(frozen=True, kw_only=True)
class Cell:
    """What ended of one platform within one step."""

    platform: str
    step: int
    ended: Ended
    timed: int
    """How many of the published say something about speed: all but those that their owners posted by hand."""


def _cells(scope: PublicationQuerySet, period: Period, starts: Sequence[datetime]) -> list[Cell]:
    found = (
        scope.annotate(ended_at=ENDED_AT)
        .filter(ended_within(period))
        .order_by()
        .annotate(took=TOOK, platform=F("connection__provider"), step=number_of_step(starts))
        .values("platform", "step")
        .annotate(timed=Count("pk", filter=MADE_BY_RETAKE), **{name: Count("pk", filter=counted) for name, counted in COUNTED.items()})
    )
    return [_cell(dict(row)) for row in found]


def _cell(counted: dict[str, Any]) -> Cell:
    own = {name: counted.pop(name) for name in ("platform", "step", "timed")}
    return Cell(**own, ended=Ended(**counted))


def _sum(cells: Iterable[Cell]) -> Ended:
    return sum((cell.ended for cell in cells), Ended())


def _platforms(cells: Sequence[Cell], speeds: dict[str, Speed]) -> tuple[OfPlatform, ...]:
    ended = {slug: _sum(cell for cell in cells if cell.platform == slug) for slug in {cell.platform for cell in cells}}
    busiest = sorted(ended, key=lambda slug: (-ended[slug].ended, slug))
    return tuple(OfPlatform(platform=slug, ended=ended[slug], speed=speeds.get(slug, Speed())) for slug in busiest)


# -- how long it took ------------------------------------------------------------------------------------------------


def _speeds(scope: PublicationQuerySet, period: Period, cells: Sequence[Cell]) -> dict[str, Speed]:
    """Give the speed of each platform, and under "" that of all, by the nearest rank: no row but those leaves the database."""
    among: Counter[str] = Counter()
    for cell in cells:
        among[cell.platform] += cell.timed
    ranked = (
        scope.filter(is_by_hand=False)
        .annotate(ended_at=ENDED_AT)
        .filter(published_within(period))
        .order_by()
        .annotate(took=TOOK, platform=F("connection__provider"), rank=Window(RowNumber(), order_by="took"))
        .annotate(rank_there=Window(RowNumber(), partition_by="platform", order_by="took") if len(among) > 1 else F("rank"))
    )
    wanted = Q(rank__in=_ranks(sum(among.values())))
    if len(among) > 1:
        wanted = reduce(or_, (Q(platform=slug, rank_there__in=_ranks(count)) for slug, count in among.items()), wanted)
    found = list(ranked.filter(wanted).values_list("took", "platform", "rank", "rank_there"))
    of_all = {rank: took for took, _, rank, _ in found}
    speeds = {slug: _speed({there: took for took, of, _, there in found if of == slug}, count) for slug, count in among.items()}
    return {"": _speed(of_all, sum(among.values())), **speeds}


def _ranks(count: int) -> tuple[int, int]:
    """Give the places, counted from one, of the values that half and that 95 of 100 do not exceed."""
    return (count + 1) // 2, (count * 95 + 99) // 100


def _speed(taken: Mapping[int, int], count: int) -> Speed:
    median, p95 = (taken.get(rank) for rank in _ranks(count))
    return Speed(
        median=None if median is None else timedelta(milliseconds=median), p95=None if p95 is None else timedelta(milliseconds=p95)
    )


# -- what retries are good for ---------------------------------------------------------------------------------------


def _retries(scope: PublicationQuerySet, period: Period, *, most: int) -> tuple[tuple[RetryYield, ...], int]:
    """Give the yield of the retries 1 to `most`, and how many were made beyond.

    A publication's automatic retries are those that ended in vain, and one more where its last automatic attempt did not.
    Whatever was retried has a cause that says so, and few have.
    """
    automatic = Q(attempts__cause=Cause.AUTOMATIC)
    # Keys first, attempts filtered only where they are counted: else SQLite starts from all rows that there are.
    ended = scope.annotate(ended_at=ENDED_AT).filter(ended_within(period), cause__in=[Cause.AUTOMATIC, Cause.BY_HAND])
    of_each = (
        Publication.objects.filter(pk__in=ended.order_by().values("pk"))
        .values("pk", "state", "cause")
        .annotate(
            in_vain=Count("attempts", filter=automatic & ENDED_IN_VAIN),
            last=Max("attempts__number", filter=automatic, default=0),
            last_in_vain=Max("attempts__number", filter=automatic & ENDED_IN_VAIN, default=0),
        )
        .annotate(tries=F("in_vain") + Case(When(last__gt=F("last_in_vain"), then=1), default=0, output_field=IntegerField()))
    )
    by_retry = Q(state__in=MADE, cause=Cause.AUTOMATIC)
    counts: dict[str, Any] = {}
    for number in range(1, most + 1):
        counts[f"tried_{number}"] = Count("pk", filter=Q(tries__gte=number))
        counts[f"published_{number}"] = Count("pk", filter=Q(tries=number) & by_retry)
    counted = of_each.aggregate(**counts, beyond=Count("pk", filter=Q(tries__gt=most)))
    yields = (RetryYield(number=n, tried=counted[f"tried_{n}"], published=counted[f"published_{n}"]) for n in range(1, most + 1))
    return tuple(yields), counted["beyond"]


# -- what went wrong -------------------------------------------------------------------------------------------------


def _failures(scope: PublicationQuerySet, period: Period) -> tuple[FailuresOfCode, ...]:
    found = (
        scope.filter(within("attempts__ended_at", period) & Q(attempts__outcome__in=IN_VAIN), attempts__error_code__gt="")
        .order_by()
        .annotate(kind=F("attempts__error_kind"), code=F("attempts__error_code"))
        .values("kind", "code")
        .annotate(count=Count("attempts"), publications=Count("pk", distinct=True), example=Max("attempts__error_message"))
    )
    return tuple(FailuresOfCode(**row) for row in sorted(found, key=lambda row: (-row["count"], row["kind"], row["code"])))


# -- how things stand ------------------------------------------------------------------------------------------------


def _standing(scope: PublicationQuerySet, now: datetime) -> Standing:
    counted = dict(scope.order_by().values_list("state").annotate(Count("pk")))
    takeable = Q(state__in=[State.WAITING, *LOOKS])
    late = scope.filter(due_at__lte=now, leased_until=None).aggregate(
        overdue=Count("pk"),
        oldest_overdue=Min("due_at"),
        queued=Count("pk", filter=takeable),
        oldest_queued=Min("due_at", filter=takeable),
    )
    return Standing(states={state: counted.get(state, 0) for state in State}, now=now, **late)
