"""The few facts of a publication that decide what a deed to it comes to, read and counted in the database."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, fields
from datetime import datetime
from functools import reduce
from operator import or_
from typing import Any, cast

from django.db.models import BooleanField, Case, Count, Exists, ExpressionWrapper, OuterRef, Q, QuerySet, Value, When

from platforms import registry
from platforms.models import Connection
from publisher.models import Publication, Removal
from publisher.states import CLOSED
from videos.models import AssetState


@dataclass(frozen=True, kw_only=True)
class Facts:
    """All that the outcome of a deed depends on: publications that share these meet the same."""

    state: str
    hold_reason: str
    failure_reason: str
    is_held_by_staff: bool
    can_exist: bool
    """A post of it may exist: a deciding request left."""
    is_settled: bool
    """So long ago that its absence means something."""
    is_looked_at: bool
    has_copy: bool
    is_counted: bool
    """Some of its retries are used."""
    is_usable: bool
    """Its connection works."""
    is_by_hand: bool
    """Its owner posts it."""
    is_bound: bool
    """Its account or platform is held."""
    has_file: bool
    is_leaving: bool
    """Its video, or the file, is being deleted."""
    is_outdone: bool
    """Another publication has taken its place."""


NAMES = tuple(field.name for field in fields(Facts))


def with_facts(rows: "QuerySet[Publication]", *, now: datetime) -> "QuerySet[Publication]":
    """Annotate each row with its facts as of `now`."""
    better = Publication.objects.filter(video=OuterRef("video"), connection=OuterRef("connection"), edition=OuterRef("edition"))
    outdone = Exists(better.exclude(pk=OuterRef("pk")).live())
    return rows.annotate(
        can_exist=_whether(Q(deciding_since__isnull=False)),
        is_settled=_whether(_settled(now)),
        is_looked_at=_whether(Q(lease_token__isnull=False)),
        has_copy=_whether(Q(remote_id__isnull=False)),
        is_counted=_whether(Q(retry_count__gt=0)),
        is_usable=_whether(Q(connection__in=Connection.objects.usable().values("pk"))),
        is_bound=_whether(~Q(connection__in=Connection.objects.unheld(now).values("pk"))),
        has_file=_whether(~Q(asset__state=AssetState.REFUSED)),
        is_leaving=Exists(Removal.objects.open().of_whole_videos().filter(video=OuterRef("video"))),
        is_outdone=Case(When(state__in=CLOSED, then=outdone), default=Value(False), output_field=BooleanField()),
    )


def facts_of(row: Publication) -> Facts:
    """Read the facts of a row that was fetched by `with_facts`."""
    return Facts(**{name: getattr(row, name) for name in NAMES})


def counted(rows: "QuerySet[Publication]", *, now: datetime) -> Mapping[Facts, int]:
    """Count the rows that share their facts: one query, whatever their number."""
    groups = with_facts(rows, now=now).order_by().values(*NAMES).annotate(count=Count("pk"))
    counts: Counter[Facts] = Counter()
    for group in cast("QuerySet[Publication, dict[str, Any]]", groups):
        counts[Facts(**{name: _plain(group[name]) for name in NAMES})] += group["count"]
    return counts


def sharing(facts: Iterable[Facts]) -> Q:
    """Those rows of `with_facts` that have some of these facts."""
    return reduce(or_, (Q(**asdict(each)) for each in facts), Q(pk__in=[]))


def _plain(value: Any) -> Any:
    return bool(value) if isinstance(value, int) else value


def _whether(condition: Q) -> "ExpressionWrapper[Any]":
    return ExpressionWrapper(condition, output_field=BooleanField())


def _settled(now: datetime) -> Q:
    each = (Q(connection__provider=slug, deciding_since__lte=now - registry.adapter(slug).settle) for slug in registry.slugs())
    return Q(deciding_since__isnull=False) & reduce(or_, each)
