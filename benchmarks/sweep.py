"""The sweep and the numbers with 1,000,000 publications stored, beside 10,000, and beside loading all that failed."""

import argparse
import os
import subprocess
import sys
import time
from datetime import datetime, timedelta

from django.core.management import call_command
from django.db import connection as database
from django.db import transaction

from benchmarks import ready  # noqa: F401  # first: models need it
from benchmarks.databases import fresh, here
from benchmarks.measured import Table, best_of, plan_of
from benchmarks.stored import DUE, Stored
from platforms import clock
from publisher import rounds, stats, sweep
from publisher.models import Publication
from publisher.models.publications import PublicationQuerySet
from publisher.states import State
from publisher.stats.expressions import ENDED_AT, ended_within
from retries.models import SweepRun

LATE = timedelta(minutes=5)
FEW, MANY = 10_000, 1_000_000
FAILED = [State.FAILED, State.PERMANENTLY_FAILED]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--stored", type=int, default=MANY, help="how many publications are many")
    parser.add_argument("--on", choices=["sqlite", "postgresql"], help="only on this database")
    parser.add_argument("--here", action="store_true", help="measure in the database that DATABASE_URL names, which is empty")
    given = parser.parse_args()
    if given.here:
        measure(many=given.stored)
        return
    for name in [given.on] if given.on else here():
        with fresh(name) as url:
            again = [sys.executable, "-m", "benchmarks.sweep", "--here", "--stored", str(given.stored)]
            subprocess.run(again, env={**os.environ, "DATABASE_URL": url}, check=True)


def measure(*, many: int) -> None:
    """Measure with few stored, then with many, the same 1,000 due; and print how the database finds them."""
    call_command("migrate", verbosity=0)
    stored = Stored(clock.now())
    stored.make_due()
    table = Table(f"{database.vendor}, {DUE:,} due", columns=[f"{FEW:,} stored", f"{many:,} stored"])
    for count in (FEW, many):
        began = time.perf_counter()
        stored.grow(count)
        if database.vendor == "postgresql":
            # As autovacuum does within minutes. SQLite keeps no such figures unless asked, and Retake never asks.
            database.cursor().execute("VACUUM ANALYZE")
        print(f"{database.vendor}: {count:,} stored after {time.perf_counter() - began:.0f} s", file=sys.stderr, flush=True)
        sweeps(table)
        figures(table, stored)
    table.compare("load all that failed, and filter", "find what is due", said="loading all costs, times finding what is due")
    table.compare("sweep by loading all that failed", "sweep", said="a sweep that loads all costs, times ours")
    print(table)
    plans()


# -- the sweep -------------------------------------------------------------------------------------------------------


def sweeps(table: Table) -> None:
    """Measure finding what is due and the whole sweep, each beside loading all that failed; and one that finds nothing to retry."""
    now = clock.now()
    table.add("find what is due", best_of(5, lambda: due(now)))
    table.add("load all that failed, and filter", best_of(5, lambda: due_by_filtering(now)))
    table.add("sweep", best_of(5, sweep_all, before=make_due_again))
    table.add("sweep by loading all that failed", best_of(5, sweep_by_loading_all, before=make_due_again))
    Publication.objects.filter(marker__startswith="due").update(state=State.WAITING, due_at=now)
    table.add("sweep with none failed, 1,000 waiting", best_of(5, sweep_all))
    make_due_again()


def due(now: datetime) -> list[Publication]:
    return list(Publication.objects.to_retry(now).in_order().only("due_at", "retry_count"))


def due_by_filtering(now: datetime) -> list[Publication]:
    return [row for row in Publication.objects.filter(state__in=FAILED) if row.due_at and row.due_at <= now]


def sweep_all() -> None:
    sweep.sweep_by_hand(clock.now(), by=None)


def sweep_by_loading_all() -> None:
    """The same moves in the same batches, but for how they are found."""
    now = clock.now()
    run = SweepRun.objects.begin(slot=None, trigger=SweepRun.Trigger.BY_HAND, now=now)
    keys = [row.pk for row in due_by_filtering(now)]
    for first in range(0, len(keys), sweep.BATCH):
        batch = keys[first : first + sweep.BATCH]
        with transaction.atomic():
            retried = Publication.objects.filter(pk__in=batch).to_retry(now).start_retry(run, now=now)
            SweepRun.objects.add(run, found=len(batch), retried=retried, marked=0, now=now)
    SweepRun.objects.end(run, now=clock.now())


def make_due_again() -> None:
    now = clock.now()
    Publication.objects.filter(marker__startswith="due").update(state=State.FAILED, due_at=now - LATE)


# -- the numbers -----------------------------------------------------------------------------------------------------


def figures(table: Table, stored: Stored) -> None:
    """Measure all numbers of one owner, and of all for staff."""
    for whose, scope in (("one owner", Publication.objects.visible_to(stored.owner)), ("all", Publication.objects.all())):
        for name in stats.LAST:
            table.add(f"numbers of {whose}, {name}", best_of(3, lambda scope=scope, name=name: numbers(scope, name)))


def numbers(scope: PublicationQuerySet, name: str) -> stats.Numbers:
    now = clock.now()
    return stats.numbers(scope, period=stats.last(name, now=now), now=now)


def plans() -> None:
    now = clock.now()
    print(plan_of("a batch of the sweep", Publication.objects.to_retry(now).in_order()[: sweep.BATCH]))
    print(plan_of("load all that failed", Publication.objects.filter(state__in=FAILED)))
    day = Publication.objects.annotate(ended_at=ENDED_AT).filter(ended_within(stats.last("24h", now=now)))
    print(plan_of("what the numbers of 24 hours are counted from", day.values_list("pk")))
    print(plan_of("wake what is due", Publication.objects.due(now).unwoken(now).in_order()[: rounds.BATCH]))


if __name__ == "__main__":
    main()
