"""A command that does one deed to each of the publications that it is given."""

import sys
from argparse import ArgumentParser
from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Any, ClassVar

from django.core.management.base import BaseCommand, CommandParser
from django.db.models import QuerySet

from platforms import clock
from publisher.bulk import Result, each
from publisher.facts import with_facts
from publisher.foresight import Comes
from publisher.interventions import By
from publisher.management.commands._choice import EXIT_CODES, EXIT_REFUSED, add_choice, add_output, chosen, wrong
from publisher.management.commands._telling import write_json
from publisher.models import Deed, Door, Publication

BATCH = 200
_WORDS = {Comes.DONE: "done", Comes.LEFT: "left as it is", Comes.REFUSED: "refused"}


class DeedCommand(BaseCommand):
    """`manage.py <verb> ID... | --failed`: what the subclasses share. Each row is a commit of its own, so a break loses nothing done."""

    deed: ClassVar[Deed]
    chooses_failed = True
    needs_reason = False

    def create_parser(self, prog_name: str, subcommand: str, **kwargs: Any) -> CommandParser:
        return super().create_parser(prog_name, subcommand, epilog=EXIT_CODES, **kwargs)

    def add_arguments(self, parser: ArgumentParser) -> None:
        if self.chooses_failed:
            add_choice(parser)
        else:
            parser.add_argument("ids", nargs="+", type=int, metavar="ID", help="the publications, by their ids")
        parser.add_argument("--reason", default="", required=self.needs_reason, help="why; kept with each publication")
        add_output(parser)

    def handle(self, *args: Any, **options: Any) -> None:
        if self.needs_reason and not options["reason"].strip():
            raise wrong("--reason has to say why.")
        now = clock.now()
        given = (
            options
            if self.chooses_failed
            else {**options, "failed": False, **dict.fromkeys(("platform", "code", "owner", "since", "limit"))}
        )
        by = By(user=None, door=Door.COMMAND, reason=options["reason"].strip())
        told = _Telling(self, options["json"])
        for row in each(self.deed, _in_batches(chosen(given, now=now), limit=given["limit"], now=now), by=by, dry_run=options["dry_run"]):
            told.add(row)
        told.end(missing=[pk for pk in dict.fromkeys(options["ids"]) if pk not in told.seen], dry_run=options["dry_run"])


def _in_batches(rows: "QuerySet[Publication]", *, limit: int | None, now: datetime) -> Iterator[Publication]:
    """Go through `rows` by key, a batch at a time: what is done to one batch does not shift the next."""
    if limit is not None and limit < 1:
        raise wrong("--limit takes a whole number from 1 on.")
    after, left = 0, limit
    while left is None or left > 0:
        batch: Sequence[Publication] = list(with_facts(rows.filter(pk__gt=after), now=now).order_by("pk")[: min(BATCH, left or BATCH)])
        yield from batch
        if not batch:
            return
        after = batch[-1].pk
        left = None if left is None else left - len(batch)


class _Telling:
    """Tells of each as it is done, or, for scripts, of all at the end."""

    def __init__(self, command: DeedCommand, as_json: bool) -> None:
        self.command, self.as_json = command, as_json
        self.seen: set[int] = set()
        self.counts: Counter[str] = Counter()
        self.rows: list[dict[str, Any]] = []

    def add(self, result: Result) -> None:
        row = result.publication
        self.seen.add(row.pk)
        self.counts[result.comes] += 1
        if self.as_json:
            self.rows.append({"id": row.pk, "title": row.title, "result": result.comes, "code": result.code, "says": result.says})
        else:
            self.command.stdout.write(f"{row.pk:>8}  {_WORDS[result.comes]}: {result.says.rstrip('.')}  {row.title}")

    def end(self, *, missing: list[int], dry_run: bool) -> None:
        counts = {**{comes.value: self.counts[comes] for comes in Comes}, "missing": len(missing)}
        if self.as_json:
            gone = [
                {"id": pk, "title": None, "result": "missing", "code": "not_found", "says": "There is none with this id."} for pk in missing
            ]
            document = {"deed": self.command.deed, "dry_run": dry_run, "counts": counts, "publications": [*self.rows, *gone]}
            write_json(self.command.stdout, document)
        else:
            for pk in missing:
                self.command.stderr.write(f"{pk:>8}  There is none with this id.")
            self.command.stderr.write(_summary(counts, dry_run=dry_run))
        if missing or self.counts[Comes.REFUSED]:
            sys.exit(EXIT_REFUSED)


def _summary(counts: dict[str, int], *, dry_run: bool) -> str:
    would = "Would be done" if dry_run else "Done"
    said = f"{would}: {counts['done']}. Refused: {counts['refused']}. Left as they are: {counts['left']}."
    return f"{said} Nothing was changed." if dry_run else said
