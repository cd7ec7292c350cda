"""Telling of publications: what one read of the clock and the switch needs, for one row or a page of them."""

from collections.abc import Sequence
from typing import Any

from platforms import clock
from publisher.api.auth import Caller
from publisher.api.problems import NotThere
from publisher.api.schemas import MOST_ATTEMPTS, AttemptOut, OwnPostOut, PublicationOut, PublicationRead, Publications, RevisionOut
from publisher.api.scope import publications_for
from publisher.models import Publication
from retries.models import SweepSwitch


def publication_for(caller: Caller, pk: int) -> Publication:
    """Find one that this caller may see. Raises `ApiProblem`: what is somebody else's is not there."""
    row = publications_for(caller).filter(pk=pk).first()
    if row is None:
        raise NotThere
    return row


def told(rows: Sequence[Publication]) -> list[PublicationOut]:
    """Tell of these, as they stand now."""
    now, pause = clock.now(), SweepSwitch.objects.read().pause
    return [PublicationOut.of(row, now=now, pause=pause) for row in rows]


def told_page(rows: Sequence[Publication], next_cursor: str | None) -> Publications:
    return Publications(items=told(rows), next_cursor=next_cursor)


def told_whole(row: Publication) -> PublicationRead:
    """Tell all of one, with its history."""
    attempts = [AttemptOut.of(each) for each in row.attempts.order_by("-number")[:MOST_ATTEMPTS]]
    last = row.revisions.last()
    said: dict[str, Any] = {
        "description": row.description,
        "tags": row.tags,
        "options": row.options,
        "own_post": OwnPostOut.of(row),
        "revision": RevisionOut.model_validate(last) if last else None,
        "attempts": attempts,
    }
    return PublicationRead.of(row, now=clock.now(), pause=SweepSwitch.objects.read().pause, **said)
