"""Publications with a known past: what was tried, for whose wish, and how it ended."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from platforms.models import Connection
from publisher.models import Publication
from tests.factories import AssetFactory, AttemptFactory, PublicationFactory

NOW = datetime(2026, 3, 10, 12, 0, tzinfo=UTC)
MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)


@dataclass(frozen=True, kw_only=True)
class Run:
    """One attempt: whose wish it was, how it ended, and what was in the way."""

    cause: str
    outcome: str
    kind: str = ""
    code: str = ""
    look: bool = False


def first(outcome: str, *error: str) -> Run:
    return _run("first", outcome, *error)


def retry(outcome: str, *error: str) -> Run:
    return _run("automatic", outcome, *error)


def by_hand(outcome: str, *error: str) -> Run:
    return _run("by_hand", outcome, *error)


def _run(cause: str, outcome: str, kind: str = "", code: str = "") -> Run:
    return Run(cause=cause, outcome=outcome, kind=kind, code=code or kind, look=outcome in ("not_there", "unclear"))


BUSY = ("transient", "server_error")
FULL = ("quota", "quota_exceeded")
LOST = ("unknown", "answer_lost")


def published(
    connection: Connection, *runs: Run, ago: timedelta = HOUR, took: timedelta = 2 * MINUTE, now: datetime = NOW, **changes: Any
) -> Publication:
    """It was published `ago`, `took` after it was made."""
    ended = now - ago
    made = {"state": "published", "due_at": None, "remote_id": f"there-{Publication.objects.count()}"}
    return _told(connection, runs or (first("published"),), ended, {**made, "created_at": ended - took, "completed_at": ended, **changes})


def given_up(
    connection: Connection, *runs: Run, ago: timedelta = HOUR, reason: str = "exhausted", now: datetime = NOW, **changes: Any
) -> Publication:
    ended = now - ago
    made = {"state": "permanently_failed", "due_at": None, "failure_reason": reason, "failed_at": ended}
    return _told(connection, runs, ended, {**made, "created_at": ended - HOUR, "permanently_failed_at": ended, **changes})


def under_way(connection: Connection, *runs: Run, ago: timedelta = HOUR, now: datetime = NOW, **changes: Any) -> Publication:
    """It failed `ago` and waits for its slot, unless `changes` say otherwise."""
    made = {"state": "failed", "due_at": now + HOUR, "created_at": now - ago - HOUR, "failed_at": now - ago}
    return _told(connection, runs, now - ago, {**made, **changes})


def _told(connection: Connection, runs: Sequence[Run], ended: datetime, changes: dict[str, Any]) -> Publication:
    asset = AssetFactory(video__owner=connection.user)
    row = PublicationFactory(connection=connection, asset=asset, **{"cause": runs[-1].cause if runs else "first", **changes})
    for number, run in enumerate(runs, start=1):
        AttemptFactory(
            publication=row,
            number=number,
            kind="look" if run.look else "publish",
            cause=run.cause,
            outcome=run.outcome,
            error_kind=run.kind,
            error_code=run.code,
            error_message=f"What {run.code} means." if run.code else "",
            started_at=ended - MINUTE,
            ended_at=ended,
        )
    return row


def a_month(connection: Connection, *, now: datetime = NOW) -> None:
    """A month in which most went well: some by a retry, some by hand, some not at all."""
    for day in range(30):
        at = {"ago": day * DAY + 5 * HOUR, "now": now}
        for number in range(day % 4 + 1):
            published(connection, took=(number * 3 + 1) * MINUTE, **at)
        if day % 3 == 0:
            published(connection, first("failed", *BUSY), retry("published"), took=2 * HOUR, **at)
        if day % 5 == 0:
            published(connection, first("failed", *BUSY), retry("failed", *BUSY), retry("published"), took=5 * HOUR, **at)
            given_up(connection, first("failed", "refused", "title_invalid"), reason="refused", **at)
        if day % 9 == 0:
            published(connection, first("held", *FULL), first("failed", *BUSY), by_hand("published"), took=9 * HOUR, **at)
            given_up(connection, first("failed", *BUSY), *[retry("failed", *BUSY)] * 5, **at)
    under_way(connection, first("failed", *LOST), now=now, due_at=now - 3 * MINUTE)
    under_way(connection, first("failed", "bug", "a_code_that_is_as_long_as_a_code_may_be_and_has_no_end_x"), now=now)
