"""`manage.py sweep_retries`: runs one retry sweep now, or says what one would take."""

import sys
from datetime import datetime
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from platforms import clock
from publisher.management.commands._choice import EXIT_REFUSED, EXIT_RUNNING, add_output, moment, wrong
from publisher.management.commands._telling import clock_time, facts_of_failure, line_of_failure, lines, stamp, write_json
from publisher.models import Publication
from publisher.sweep import SweepIsRunning, foreseen, sweep_by_hand
from retries.models import SweepRun, SweepSwitch

LISTED = 200
EPILOG = (
    "Exit codes: 0 done; 1 the sweep ended in an error of its own; 2 the command was given wrongly; "
    "3 another sweep is running, and nothing was done: wait until it has ended."
)


class Command(BaseCommand):
    help = (
        "Run one retry sweep now: it sends on what failed and whose slot has come, and nothing before its time. "
        "It runs even while automatic retries are stopped. With --dry-run it lists what a sweep would take, and changes nothing."
    )

    def create_parser(self, prog_name: str, subcommand: str, **kwargs: Any) -> CommandParser:
        return super().create_parser(prog_name, subcommand, epilog=EPILOG, **kwargs)

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--now", metavar="ISO", help="with --dry-run: as a sweep at that time would find it, such as 2026-05-04T10:00 (UTC)"
        )
        add_output(parser)

    def handle(self, *args: Any, dry_run: bool, now: str | None, json: bool, **options: Any) -> None:
        if now and not dry_run:
            raise wrong("--now needs --dry-run: a sweep that is carried out runs at the time that it is.")
        if dry_run:
            self._foretell(moment(now, option="--now") if now else clock.now(), as_json=json)
        else:
            self._sweep(as_json=json)

    def _foretell(self, at: datetime, *, as_json: bool) -> None:
        count = Publication.objects.to_retry(at).count()
        rows = foreseen(at, limit=LISTED)
        if as_json:
            write_json(
                self.stdout, {"dry_run": True, "at": stamp(at), "count": count, "publications": [facts_of_failure(row) for row in rows]}
            )
            return
        lines(self.stdout, map(line_of_failure, rows))
        listed = f", the first {LISTED} are listed" if count > LISTED else ""
        self.stderr.write(f"A sweep at {clock_time(at)} would take {count}{listed}. Nothing was changed.")

    def _sweep(self, *, as_json: bool) -> None:
        try:
            run = sweep_by_hand(clock.now(), by=None)
        except SweepIsRunning as running:
            self.stderr.write(str(running))
            if as_json:
                write_json(self.stdout, {"dry_run": False, "error": "sweep_is_running", "since": stamp(running.run.started_at)})
            sys.exit(EXIT_RUNNING)
        if as_json:
            write_json(self.stdout, {"dry_run": False, **facts_of_sweep(run)})
        else:
            self.stdout.write(f"Found {run.found}, sent on {run.retried}, {run.marked} had no retries left.")
            self._mention_the_pause()
        if run.error or run.ended_at is None:
            self.stderr.write(run.error or "It broke off; the worker's next round goes on with it.")
            sys.exit(EXIT_REFUSED)

    def _mention_the_pause(self) -> None:
        if SweepSwitch.objects.read().pause:
            self.stderr.write("Automatic retries are stopped all the same: no sweep runs by itself until `sweep start`.")


def facts_of_sweep(run: SweepRun) -> dict[str, Any]:
    """What scripts are told of a sweep."""
    return {
        "id": run.pk,
        "slot": stamp(run.slot),
        "trigger": run.trigger,
        "started_at": stamp(run.started_at),
        "ended_at": stamp(run.ended_at),
        "found": run.found,
        "retried": run.retried,
        "marked": run.marked,
        "error": run.error or None,
    }
