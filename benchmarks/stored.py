"""A million publications with their attempts, made by the database itself: copies of one row, told apart by arithmetic."""

from collections.abc import Mapping
from datetime import datetime, timedelta

from django.contrib.auth.models import User
from django.db import connection as database
from django.db import models

from platforms.models import Connection
from publisher.models import Attempt, Publication
from publisher.snapshot import frozen
from publisher.states import State
from videos.models import Asset, AssetState, Video

OWNERS = 200
VIDEOS_OF_EACH = 10
DAYS = 365
"""Over how long the stored ones ended."""
DUE = 1_000
"""Publications whose retry is due, whatever is stored beside them."""
MOST_TRIES = 6
CHUNK = 100_000

LOT = "(i * 7919 % 1000)"
OF_A_THOUSAND = {"by_first_retry": 30, "by_second_retry": 40, "given_up": 60, "failed": 70, "scheduled": 75}
"""Up to which lot publications stand so; the rest was published by the first try."""


class Stored:
    """What is stored, and by whom."""

    def __init__(self, now: datetime) -> None:
        self.now, self.count = now, 0
        owners = User.objects.bulk_create(User(username=f"owner{n}", password="!") for n in range(OWNERS))
        self.owner = owners[0]
        self.accounts = [Connection.objects.create(**_account(owner, n, now)) for n, owner in enumerate(owners)]
        words = {"title": "Low tide at the old harbour", "description": "A walk along the quay. " * 10}
        self.videos = Video.objects.bulk_create(Video(owner=owner, **words) for owner in owners for _ in range(VIDEOS_OF_EACH))
        self.assets = Asset.objects.bulk_create(Asset(video=video, **_file(n)) for n, video in enumerate(self.videos))
        frozen_words = frozen(self.videos[0], self.assets[0])
        self.template = Publication.objects.create(
            **frozen_words, connection=self.accounts[0], state=State.CANCELLED, created_at=now, completed_at=now
        )
        self.attempt = Attempt.objects.create(
            publication=self.template, number=0, kind="publish", cause="first", started_at=now, ended_at=now, outcome="cancelled"
        )

    def grow(self, count: int) -> None:
        """Store publications until there are `count`, without those that are due."""
        for first in range(self.count, count, CHUNK):
            last = min(first + CHUNK, count) - 1
            _copy(Publication, self.template.pk, self._publications(), among=_series(first, last))
            self._add_attempts(first, last)
        self.count = count

    def make_due(self) -> None:
        """Store those whose retry is due."""
        time = self._null()
        failed = {"state": "'failed'", "cause": "'first'", "failure_reason": "''", "remote_id": "NULL", "retry_count": "0"}
        due = {"marker": "'due' || i", "edition": "30000", "due_at": self._ago("60 + i % 3000"), "completed_at": time}
        _copy(
            Publication,
            self.template.pk,
            {**self._publications(), **failed, **due, "permanently_failed_at": time},
            among=_series(0, DUE - 1),
        )

    def _publications(self) -> dict[str, str]:
        """The columns that differ from one to another, as SQL of `i`."""
        owner, age, null = f"i % {OWNERS}", f"60 + i * 613 % {DAYS * 86400}", self._null()
        video = f"({owner}) * {VIDEOS_OF_EACH} + i / {OWNERS} % {VIDEOS_OF_EACH}"
        ended = self._ago(age)
        made, retried = (
            {"state": "'published'", "remote_id": "'v' || i", "completed_at": ended},
            {"cause": "'automatic'", "failed_at": ended},
        )
        error = {"error_kind": "'transient'", "error_code": "'server_error'", "remote_id": "NULL"}
        gone = {"state": "'permanently_failed'", "failure_reason": "'exhausted'", "retry_count": "5", "permanently_failed_at": ended}
        standing: dict[str, Mapping[str, str]] = {
            "by_first_retry": {**made, **retried},
            "by_second_retry": {**made, **retried},
            "given_up": {**error, **retried, **gone, "completed_at": ended},
            "failed": {**error, "state": "'failed'", "failed_at": ended, "due_at": self._ago("-60 - i % 36000")},
            "scheduled": {"state": "'waiting'", "remote_id": "NULL", "due_at": self._ago("-60 - i % 864000")},
            "": made,
        }
        same = {
            "marker": "'b' || i",
            "video_id": f"{self.videos[0].pk} + {video}",
            "asset_id": f"{self.assets[0].pk} + {video}",
            "connection_id": f"{self.accounts[0].pk} + {owner}",
            "edition": f"i / {OWNERS * VIDEOS_OF_EACH} + 1",
            "created_at": self._ago(f"{age} + 20 + {LOT} * {LOT} / 100"),
        }
        times = {"due_at", "failed_at", "completed_at", "permanently_failed_at"}
        columns = sorted({column for each in standing.values() for column in each})
        return same | {column: _by_lot(column, standing, other=null if column in times else None) for column in columns}

    def _add_attempts(self, first: int, last: int) -> None:
        """One for each try: the first, and the retries that the lot tells of."""
        edges = OF_A_THOUSAND
        tries = f"(CASE WHEN {LOT} < {edges['by_first_retry']} THEN 2 WHEN {LOT} < {edges['by_second_retry']} THEN 3 "
        tries += f"WHEN {LOT} < {edges['given_up']} THEN {MOST_TRIES} ELSE 1 END)"
        row = (
            "(SELECT p.*, CAST(substr(p.marker, 2) AS bigint) AS i FROM publisher_publication p WHERE p.id > {0} AND p.marker LIKE 'b%') p"
        )
        newest = Publication.objects.filter(marker=f"b{first}").values_list("pk", flat=True).get() - 1
        for number in range(1, MOST_TRIES + 1):
            made = f"(p.state = 'published' AND {tries} = {number})"
            changes = {
                "publication_id": "p.id",
                "number": str(number),
                "cause": "'first'" if number == 1 else "'automatic'",
                "started_at": "p.created_at",
                "ended_at": "COALESCE(p.completed_at, p.created_at)",
                "outcome": f"CASE WHEN {made} THEN 'published' ELSE 'failed' END",
                "error_kind": f"CASE WHEN {made} THEN '' ELSE 'transient' END",
                "error_code": f"CASE WHEN {made} THEN '' ELSE 'server_error' END",
            }
            among = f"{row.format(newest)}"
            _copy(Attempt, self.attempt.pk, changes, among=("", among), where=f"p.state <> 'waiting' AND {tries} >= {number}")

    def _ago(self, seconds: str) -> str:
        if database.vendor == "sqlite":
            return f"strftime('%Y-%m-%d %H:%M:%S', '{self.now:%Y-%m-%d %H:%M:%S}', (-({seconds})) || ' seconds')"
        return f"(timestamptz '{self.now.isoformat()}' - ({seconds}) * interval '1 second')"

    def _null(self) -> str:
        return "NULL" if database.vendor == "sqlite" else "NULL::timestamptz"


def _by_lot(column: str, standing: Mapping[str, Mapping[str, str]], *, other: str | None) -> str:
    """Give the value of one column, as its lot has it; else as the copied row has it, or `other`."""
    rest = other or f"t.{column}"
    cases = " ".join(f"WHEN {LOT} < {edge} THEN {standing[name].get(column, rest)}" for name, edge in OF_A_THOUSAND.items())
    return f"CASE {cases} ELSE {standing[''].get(column, rest)} END"


def _series(first: int, last: int) -> tuple[str, str]:
    """Give a table `n` of whole numbers `i`, as what goes before a SELECT and what stands in it."""
    if database.vendor == "postgresql":
        return "", f"generate_series({first}::bigint, {last}::bigint) n(i)"
    return f"WITH RECURSIVE n(i) AS (SELECT {first} UNION ALL SELECT i + 1 FROM n WHERE i < {last})", "n"


def _copy(model: type[models.Model], template: int, changes: Mapping[str, str], *, among: tuple[str, str], where: str = "TRUE") -> None:
    """Insert the row `template` once for each row of `among`, with the changes."""
    columns, table, (before, rows) = [f.column for f in model._meta.concrete_fields if not f.primary_key], model._meta.db_table, among
    told = ", ".join(changes.get(column, f"t.{column}") for column in columns)
    insert = f"INSERT INTO {table} ({', '.join(columns)}) {before} SELECT {told} FROM {rows}, {table} t WHERE t.id = {template} AND {where}"
    database.cursor().execute(insert)


def _account(owner: User, number: int, now: datetime) -> dict[str, object]:
    return {
        "user": owner,
        "provider": "youtube",
        "uid": f"UC{number:022d}",
        "realm": "http://127.0.0.1:9",
        "name": f"Channel {number}",
        "token_version": 1,
        "connected_at": now,
        "token_expires_at": now + timedelta(days=1),
    }


def _file(number: int) -> dict[str, object]:
    return {"state": AssetState.READY, "key": f"k{number}", "name": "a.mp4", "size": 5_000_000, "etag": f"e{number}", "sha256": "0" * 64}
