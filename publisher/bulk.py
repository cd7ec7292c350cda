"""One deed to many publications: what it will come to, and doing it batch by batch, each row once however often it is asked."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.contrib.auth.models import User
from django.db.models import Exists, OuterRef, QuerySet

from publisher.facts import counted, facts_of, sharing, with_facts
from publisher.foresight import Comes, Foreseen, foresee
from publisher.interventions import By, carry_out
from publisher.models import Deed, Door, Intervention, Publication
from publisher.services import NotPossible

BATCH = 100
"""How many are done in one request: a few seconds, on the slowest of databases."""


@dataclass(frozen=True, kw_only=True)
class Result:
    """What came of one publication."""

    publication: Publication
    comes: Comes
    code: str
    says: str


def forecast(deed: Deed, rows: "QuerySet[Publication]", *, now: datetime) -> Mapping[Foreseen, int]:
    """Count by kind what `deed` would come to, what is done first; changes nothing."""
    kinds: Counter[Foreseen] = Counter()
    for facts, count in counted(rows, now=now).items():
        kinds[foresee(deed, facts)] += count
    order = list(Comes)
    return dict(sorted(kinds.items(), key=lambda kind: (order.index(kind[0].comes), -kind[1], kind[0].code)))


def possible(deed: Deed, rows: "QuerySet[Publication]", *, now: datetime) -> "QuerySet[Publication]":
    """Those of `rows` that `deed` would do something to."""
    doable = [facts for facts in counted(rows, now=now) if foresee(deed, facts).comes is Comes.DONE]
    return with_facts(rows, now=now).filter(sharing(doable))


def untouched(deed: Deed, rows: "QuerySet[Publication]", *, by: User, since: datetime) -> "QuerySet[Publication]":
    """Without those that this person did `deed` to in the admin since then."""
    return rows.filter(~Exists(done_since(deed, by=by, since=since).filter(publication=OuterRef("pk"))))


def done_since(deed: Deed, *, by: User, since: datetime) -> "QuerySet[Intervention]":
    """What this person did in the admin since then."""
    return Intervention.objects.filter(deed=deed, door=Door.ADMIN, by=by, at__gte=since)


def each(deed: Deed, rows: Iterable[Publication], *, by: By, dry_run: bool = False, **wish: Any) -> Iterator[Result]:
    """Do it to each of some rows of `with_facts`, where it is not foreseen to be refused or without need; say what came of each."""
    for row in rows:
        foreseen = foresee(deed, facts_of(row))
        if dry_run or foreseen.comes is not Comes.DONE:
            yield Result(publication=row, comes=foreseen.comes, code=foreseen.code, says=foreseen.says)
        else:
            yield done(deed, row, by=by, code=foreseen.code, **wish)


def done(deed: Deed, row: Publication, *, by: By, code: str, **wish: Any) -> Result:
    """Do it to one, whatever was foreseen."""
    try:
        said = carry_out(deed, row, by=by, **wish)
    except NotPossible as refusal:
        return Result(publication=row, comes=Comes.REFUSED, code=refusal.code, says=str(refusal))
    return Result(publication=row, comes=Comes.DONE, code=code, says=said)
