"""The report of a publication for whoever helps its owner: all that is known of it as plain text, and nothing secret."""

from collections.abc import Iterable, Iterator
from datetime import UTC, datetime

from publisher.models import Attempt, Intervention, Publication


def report(row: Publication, attempts: Iterable[Attempt], interventions: Iterable[Intervention]) -> str:
    """Write it: facts, then attempts and deeds in their order; times in UTC, so that two people read the same.

    Progress, tokens and leases are left out: an upload's address lets whoever has it send to it.
    """
    happened = sorted([*map(_attempt, attempts), *map(_deed, interventions)])
    return "\n".join([*_facts(row), *(["", "What happened:"] if happened else []), *(line for _, line in happened)])


def _facts(row: Publication) -> Iterator[str]:
    connection = row.connection
    facts = {
        "Publication": f"{row.pk}, marker {row.marker}",
        "Title": row.title,
        "Platform": f"{connection.platform.name}, account {connection} ({connection.account_id})",
        "State": _state(row),
        "Asked for": _at(row.created_at),
        "Due": _at(row.due_at),
        "First failed": _at(row.failed_at),
        "Given up": _at(row.permanently_failed_at),
        "Retries used": str(row.retry_count),
        "Code": row.error_code,
        "Cause": row.error_message,
        "Its own words": row.error_detail,
        "Request": row.error_request_id,
        "May exist since": _at(row.deciding_since),
        "Post": " ".join(filter(None, (row.remote_id, row.remote_url))),
        "File": f"{row.file_size} bytes, SHA-256 {row.file_sha256[:16]}, {row.bytes_sent} sent",
    }
    return (f"{name}: {fact}" for name, fact in facts.items() if fact)


def _state(row: Publication) -> str:
    why = ", ".join(filter(None, (row.hold_reason, row.failure_reason)))
    return f"{row.state} ({why})" if why else row.state


def _at(moment: datetime | None) -> str:
    return f"{moment.astimezone(UTC):%Y-%m-%d %H:%M:%S} UTC" if moment else ""


def _attempt(attempt: Attempt) -> tuple[datetime, str]:
    lasted = f"{(attempt.ended_at - attempt.started_at).total_seconds():.1f} s" if attempt.ended_at else "not ended"
    facts = [
        f"attempt {attempt.number}, {attempt.kind}, {attempt.cause}{', rescue' if attempt.is_rescue else ''}",
        f"{lasted}, {attempt.bytes_after - attempt.bytes_before} bytes",
        attempt.outcome,
        attempt.error_code,
        f"HTTP {attempt.http_status}" if attempt.http_status else "",
        f"request {attempt.request_id}" if attempt.request_id else "",
        attempt.error_detail or attempt.error_message,
    ]
    return attempt.started_at, f"{_at(attempt.started_at)}: {'; '.join(filter(None, facts))}"


def _deed(deed: Intervention) -> tuple[datetime, str]:
    who = "staff" if deed.by_staff else "its owner"
    why = f" ({deed.reason})" if deed.reason else ""
    return deed.at, f"{_at(deed.at)}: {deed.deed} by {who}, by the {deed.get_door_display()}{why}; it was {deed.state_before}"
