"""How commands tell of publications: a line each for people, one JSON document for scripts."""

import json
from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Any

from django.core.management.base import OutputWrapper

from publisher.models import Publication


def stamp(at: datetime | None) -> str | None:
    """A time as scripts read it: ISO 8601, UTC, to the second."""
    return at.astimezone(UTC).isoformat(timespec="seconds").replace("+00:00", "Z") if at else None


def clock_time(at: datetime | None) -> str:
    """A time as people read it."""
    return f"{at.astimezone(UTC):%Y-%m-%d %H:%M} UTC" if at else "-"


def write_json(out: OutputWrapper, document: Any) -> None:
    """Write one document, and nothing else."""
    out.write(json.dumps(document, indent=2, ensure_ascii=False))


def facts_of_failure(row: Publication) -> dict[str, Any]:
    """What scripts are told of a publication that failed."""
    return {
        "id": row.pk,
        "title": row.title,
        "state": row.state,
        "permanently_failed": row.permanently_failed,
        "failure_reason": row.failure_reason or None,
        "error_code": row.error_code or None,
        "error_message": row.error_message or None,
        "retry_count": row.retry_count,
        "failed_at": stamp(row.failed_at),
        "due_at": stamp(row.due_at),
        "platform": row.connection.provider,
        "connection": row.connection_id,
        "owner": row.video.owner.get_username(),
    }


def line_of_failure(row: Publication) -> str:
    """What people are told of it, in one line."""
    next_ = f"retries {clock_time(row.due_at)}" if row.due_at else row.get_failure_reason_display().lower() or "no more automatic tries"
    where = f"{row.connection.provider}, {row.connection}, of {row.video.owner.get_username()}"
    return f"{row.pk:>8}  {row.error_code or '-'}  retry count {row.retry_count}, {next_}  {row.title} ({where})"


def lines(out: OutputWrapper, told: Iterable[str]) -> None:
    """Write a line each."""
    for line in told:
        out.write(line)
