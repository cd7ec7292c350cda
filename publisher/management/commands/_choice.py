"""Which publications a command is about: named by id, or all that failed and fit."""

import re
from argparse import ArgumentParser
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

from django.core.management.base import CommandError
from django.db.models import QuerySet
from django.utils.dateparse import parse_date, parse_datetime

from platforms import registry
from publisher.models import Publication
from publisher.states import State

EXIT_REFUSED, EXIT_USAGE, EXIT_RUNNING = 1, 2, 3
EXIT_CODES = "Exit codes: 0 done; 1 something was refused, or an id that was named is not there; 2 the command was given wrongly."
FAILED = (State.FAILED, State.PERMANENTLY_FAILED)

_UNITS = {"m": "minutes", "h": "hours", "d": "days", "w": "weeks"}
_FILTERS = ("platform", "code", "owner", "since", "limit")


# What a database can hold as a key; SQLite breaks off on anything larger, and no publication has it.
LARGEST_ID = 2**63 - 1


def wrong(message: str) -> CommandError:
    """The error of a command that was given wrongly."""
    return CommandError(message, returncode=EXIT_USAGE)


def add_filters(parser: ArgumentParser) -> None:
    """The words that narrow down what failed."""
    parser.add_argument("--platform", choices=registry.slugs(), help="only those for this platform")
    parser.add_argument("--code", metavar="CODE", help="only those that failed with this error code, such as server_error")
    parser.add_argument("--owner", metavar="USERNAME", help="only those of this person")
    parser.add_argument("--since", metavar="WHEN", help="only those that first failed since then: 30m, 2h, 3d, or 2026-05-04T10:00 (UTC)")
    parser.add_argument("--limit", type=int, metavar="N", help="at most so many, the oldest first")


def add_choice(parser: ArgumentParser) -> None:
    """Ids, or everything that failed and fits."""
    parser.add_argument("ids", nargs="*", type=int, metavar="ID", help="the publications, by their ids")
    parser.add_argument("--failed", action="store_true", help="all that are failed or permanently failed, instead of ids")
    add_filters(parser)


def add_output(parser: ArgumentParser, *, dry_run: bool = True) -> None:
    """How it tells what it did."""
    if dry_run:
        parser.add_argument("--dry-run", action="store_true", help="say what would be done, and change nothing")
    parser.add_argument("--json", action="store_true", help="one JSON document on standard output, for scripts")


def chosen(options: Mapping[str, Any], *, now: datetime) -> "QuerySet[Publication]":
    """The publications that the command line names; raises `CommandError` where it names them wrongly."""
    ids, narrowed = options["ids"], [name for name in _FILTERS if options[name] is not None]
    if bool(ids) == options["failed"]:
        raise wrong("Name the publications by their ids, or say --failed for all that failed; one of the two.")
    if ids and narrowed:
        raise wrong(f"--{narrowed[0]} narrows down --failed; ids are taken as they are.")
    rows = Publication.objects.filter(pk__in=[pk for pk in ids if abs(pk) <= LARGEST_ID]) if ids else failed(options, now=now)
    return rows.select_related("connection", "video__owner", "asset")


def failed(options: Mapping[str, Any], *, now: datetime) -> "QuerySet[Publication]":
    """All that failed and fit, the oldest first."""
    rows = Publication.objects.filter(state__in=FAILED).order_by("pk")
    if options["platform"]:
        rows = rows.filter(connection__provider=options["platform"])
    if options["code"]:
        rows = rows.filter(error_code=options["code"])
    if options["owner"]:
        rows = rows.filter(video__owner__username=options["owner"])
    if options["since"]:
        rows = rows.filter(failed_at__gte=since(options["since"], now=now))
    return rows


def since(text: str, *, now: datetime) -> datetime:
    """Read "2h", "3d" or an ISO time (UTC where it names no zone); raises `CommandError`."""
    if span := re.fullmatch(r"(\d{1,4})([mhdw])", text):
        return now - timedelta(**{_UNITS[span[2]]: int(span[1])})
    at = moment(text, option="--since", forms="30m, 2h, 3d, 1w, or ")
    if at > now:
        raise wrong(f"--since {text} has not come yet.")
    return at


def moment(text: str, *, option: str, forms: str = "") -> datetime:
    """Read an ISO time, UTC where it names no zone; raises `CommandError`, which names the other `forms` that are taken too."""
    try:
        day = parse_date(text)
        at = datetime(day.year, day.month, day.day) if day else parse_datetime(text)  # noqa: DTZ001 - given its zone below
    except ValueError:
        at = None
    if at is None:
        raise wrong(f"{option} takes {forms}a time such as 2026-05-04T10:00 or 2026-05-04T10:00+02:00; not {text!r}.")
    return at if at.tzinfo else at.replace(tzinfo=UTC)
