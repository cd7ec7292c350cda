"""`manage.py worker`: everything that works in the background, kept running."""

import os
import sys
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from publisher import cluster, ticker
from publisher.rounds import glance, note_death, run_round
from publisher.stopping import stop_on_signals
from publisher.supervisor import Program, Supervisor

QUEUES = ("short", "transfers", "isolated", "fitting")
ROUND = "round"
# The trees kill themselves at the end of their grace; we wait a little longer for that.
_EXTRA_GRACE_SECONDS = 5


class Command(BaseCommand):
    help = (
        "Runs the queues (short, transfers, isolated, fitting) and the round, each as a tree of its own that is started again when "
        "anything in it dies. SIGTERM or Ctrl-C stops cleanly; a second Ctrl-C kills."
    )
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--queues", default=",".join(QUEUES), help="the queues to serve, parted by commas (default: all)")
        parser.add_argument("--no-round", action="store_true", help="leave the round to other workers")
        parser.add_argument("--only", choices=[*QUEUES, ROUND], help="run this one part in this very process, unsupervised")

    def handle(self, *args: Any, queues: str, no_round: bool, only: str | None, **options: Any) -> None:
        if only:
            sys.exit(_run_part(only))
        self.check()
        parts = [*_known(queues), *([] if no_round else [ROUND])]
        grace = settings.STOP_GRACE_SECONDS + _EXTRA_GRACE_SECONDS
        sys.exit(Supervisor([_program(part) for part in parts], grace=grace).run())


def _known(queues: str) -> list[str]:
    wanted = [name.strip() for name in queues.split(",") if name.strip()]
    unknown = [name for name in wanted if name not in QUEUES]
    if unknown or not wanted:
        raise CommandError(f"--queues takes some of {', '.join(QUEUES)}, parted by commas; not {queues!r}.")
    return wanted


def _program(part: str) -> Program:
    # django-q2 takes its queue from the environment, once, when it is imported: so each queue gets a process of its own.
    environment = {name: value for name, value in os.environ.items() if name != "Q_CLUSTER_NAME"}
    if part in QUEUES:
        environment["Q_CLUSTER_NAME"] = part
    argv = [sys.executable, str(settings.BASE_DIR / "manage.py"), "worker", "--only", part]
    return Program(name=f"worker {part}", argv=argv, environment=environment)


def _run_part(part: str) -> int:
    if part == ROUND:
        stop_on_signals()
        return ticker.tick(run_round, glance=glance)
    return cluster.run(on_death=note_death)
