"""`manage.py sweep`: stops and starts automatic retries, and says how they stand."""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from platforms import clock
from publisher.management.commands._choice import add_output
from publisher.management.commands._telling import clock_time, lines, stamp, write_json
from publisher.models import Publication
from publisher.states import State
from publisher.sweep import start_sweeps
from retries.ladder import ladder
from retries.models import Pause, SweepRun, SweepSwitch


class Command(BaseCommand):
    help = (
        "Stop or start automatic retries, or say how they stand. Stopping holds until somebody starts them again, whatever is "
        "restarted; nothing is lost meanwhile, and retries by hand work. Stopping what is stopped changes nothing, and so does "
        "starting what runs. Exit codes: 0 done; 2 the command was given wrongly."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("wish", choices=["start", "stop", "status"], help="what to do; status only looks")
        parser.add_argument("--reason", default="", help="with stop: why; every page shows it")
        add_output(parser, dry_run=False)

    def handle(self, *args: Any, wish: str, reason: str, json: bool, **options: Any) -> None:
        now = clock.now()
        changed = _WISHES[wish](reason, now)
        switch = SweepSwitch.objects.read()
        if json:
            write_json(self.stdout, {"changed": changed, **_facts(switch.pause, now)})
            return
        already = "" if changed or wish == "status" else " already"
        self.stdout.write(_standing(switch.pause, already))
        if wish == "status":
            lines(self.stdout, _lines(_facts(switch.pause, now), now))


def _stop(reason: str, now: datetime) -> bool:
    return SweepSwitch.objects.stop(by=None, why=reason.strip(), now=now)


def _start(reason: str, now: datetime) -> bool:
    return start_sweeps(now)


def _look(reason: str, now: datetime) -> bool:
    return False


_WISHES: Mapping[str, Callable[[str, datetime], bool]] = {"stop": _stop, "start": _start, "status": _look}


def _standing(pause: Pause | None, already: str) -> str:
    if pause is None:
        return f"Automatic retries run{already}."
    by = f", by {pause.by}" if pause.by else ""
    why = f" {pause.why}" if pause.why else ""
    return f"Automatic retries are stopped{already}, since {clock_time(pause.since)}{by}.{why}"


def _facts(pause: Pause | None, now: datetime) -> dict[str, Any]:
    """How the sweep stands, for scripts."""
    totals = SweepRun.objects.all().totals()
    running = SweepRun.objects.running(now).first()
    return {
        "stopped": pause is not None,
        "stopped_since": stamp(pause.since) if pause else None,
        "stopped_by": pause.by or None if pause else None,
        "reason": pause.why or None if pause else None,
        "next_slot": None if pause else stamp(ladder().next_slot(now)),
        "running_since": stamp(running.started_at) if running else None,
        "failed": Publication.objects.filter(state=State.FAILED).count(),
        "failed_and_due": Publication.objects.to_retry(now).count(),
        "run_count": totals.run_count,
        "success_count": totals.success_count,
        "error_count": totals.error_count,
        "last_run": stamp(totals.last_run),
        "last_duration_seconds": totals.last_duration.total_seconds() if totals.last_duration else None,
    }


def _lines(facts: dict[str, Any], now: datetime) -> list[str]:
    return [
        f"Next sweep        {clock_time(ladder().next_slot(now)) if facts['next_slot'] else 'none while stopped'}",
        f"Running now       {'since ' + facts['running_since'] if facts['running_since'] else 'no'}",
        f"Last sweep        {facts['last_run'] or 'none yet'}",
        f"Sweeps so far     {facts['run_count']}, of which {facts['error_count']} ended in an error",
        f"Failed            {facts['failed']}, of which {facts['failed_and_due']} are due",
    ]
