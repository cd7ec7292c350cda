"""Ahead: what is planned is looked at a day and an hour before its time, so that its owner can still mend what would go wrong."""

from dataclasses import asdict
from datetime import datetime
from typing import Any

from django.db import transaction

from platforms import clock, findings
from platforms.contract import Problem, Words
from platforms.models import Connection
from publisher import notices
from publisher.models import NoticeKind, Publication
from publisher.models.publications import SHORTLY
from publisher.preflight import preflight
from publisher.wakeups import SHORT, enqueue, room_in
from videos.storage import SourceMissing, StoreError, media

BATCH = 50


def keep(now: datetime) -> None:
    """The round's share: have those looked at whose time comes near. A message that is lost is sent again."""
    room = min(BATCH, max(0, room_in(SHORT)))
    for pk in Publication.objects.to_foresee(now).in_order().values_list("pk", flat=True)[:room]:
        enqueue("publisher.tasks.look_ahead", pk, queue=SHORT)


def look(pk: int) -> None:
    """Look at publication `pk` ahead of its time, and tell its owner what would be refused. Sends nothing.

    The look comes first, and what it found and that it was made are one commit: whoever dies before is followed by another.
    """
    now = clock.now()
    row = Publication.objects.with_all().to_foresee(now).filter(pk=pk).first()
    if row is None:
        return
    _test(row.connection, now=now)
    row.connection.refresh_from_db()
    found = [*foreseen(row), *_of_the_store(row)]
    with transaction.atomic():
        as_found = Publication.objects.first_tries().filter(pk=pk, foreseen_at=row.foreseen_at, due_at=row.due_at)
        if as_found.update(foreseen_at=now, foreseen=[asdict(problem) for problem in found]) and found:
            notices.tell(row, NoticeKind.AHEAD, now=now)


def _test(connection: Connection, *, now: datetime) -> None:
    """Ask the platform whether the account still takes anything; an account with several planned posts is asked once an hour."""
    asks = connection.is_usable and not connection.is_by_hand
    if asks and Connection.objects.claim_test(connection, now=now, unless_since=now - SHORTLY):
        findings.record(connection, quiet=lambda: not Publication.objects.being_sent_to(connection).exists())


def foreseen(row: Publication) -> list[Problem]:
    """Say what would be refused at its time, as its account and its snapshot stand now; without network."""
    connection = row.connection
    if not connection.is_usable:
        why = connection.problem_message or f"{connection} is not connected."
        return [Problem(code="reconnect_needed", message=why, fix="Connect the account again.", field="connection")]
    words = Words(title=row.title, description=row.description, tags=tuple(row.tags))
    found = preflight(row.video, connection, options=row.options, words=words, at=row.due_at, file=row.asset)
    return [problem for problem in found if problem.blocking]


def _of_the_store(row: Publication) -> list[Problem]:
    """Whether its file still is what was taken; a store that does not answer now says nothing of that."""
    try:
        is_same = media().etag(row.file_key) == row.file_etag
    except SourceMissing:
        missing = "The video file is no longer in Retake's storage."
        return [Problem(code="source_missing", message=missing, fix="Upload the video again.", field="file")]
    except StoreError:
        return []
    replaced = "The video file was replaced after Publish was pressed."
    return [] if is_same else [Problem(code="source_changed", message=replaced, fix="Cancel it, and publish it again.", field="file")]


def told(row: Publication) -> list[Problem]:
    """What to say on its page: as it stands now, with what the last look into the store found. Nothing once it was begun."""
    if not row.is_planned:
        return []
    kept: list[dict[str, Any]] = row.foreseen
    return [*foreseen(row), *(Problem(**problem) for problem in kept if problem["code"].startswith("source_"))]
