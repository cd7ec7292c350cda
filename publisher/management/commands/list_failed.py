"""`manage.py list_failed`: lists what failed, and why."""

from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from platforms import clock
from publisher.management.commands._choice import add_filters, add_output, failed, wrong
from publisher.management.commands._telling import facts_of_failure, line_of_failure, lines, write_json
from publisher.states import State

AT_MOST = 50


class Command(BaseCommand):
    help = (
        "List publications that failed: those that wait for their next automatic retry, and those that are permanently failed. "
        "The oldest come first. Exit codes: 0, whether or not there are some; 2 the command was given wrongly."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--permanent", action="store_true", help="only those that are not tried again by themselves")
        add_filters(parser)
        add_output(parser, dry_run=False)

    def handle(self, *args: Any, **options: Any) -> None:
        limit = AT_MOST if options["limit"] is None else options["limit"]
        if limit < 1:
            raise wrong("--limit takes a whole number from 1 on.")
        rows = failed(options, now=clock.now()).select_related("connection", "video__owner")
        if options["permanent"]:
            rows = rows.filter(state=State.PERMANENTLY_FAILED)
        count, shown = rows.count(), list(rows[:limit])
        if options["json"]:
            write_json(self.stdout, {"count": count, "publications": [facts_of_failure(row) for row in shown]})
            return
        lines(self.stdout, map(line_of_failure, shown))
        self.stderr.write(f"{count} failed." if count <= limit else f"{count} failed, the oldest {limit} are listed; --limit shows more.")
