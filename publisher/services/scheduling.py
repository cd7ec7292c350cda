"""Reschedule: another time for what waits for the time that its owner chose."""

from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone

from publisher.models import Publication
from publisher.services.refusal import NotPossible
from publisher.services.retrying import insist_on_open_way
from publisher.states import LOOKS, HoldReason, State
from publisher.wakeups import wake

MOST_AHEAD = timedelta(days=366)
"""A year: further ahead no account, leave or file can be trusted to last."""


def reschedule(publication: Publication, at: datetime | None, *, now: datetime) -> str:
    """Let it go out at `at`, or at once (None), instead of when it was to; gives a sentence on what happens.

    What is posted by hand is planned for another time. Raises `NotPossible` for a time that passed or is too far ahead, and
    where it no longer waits for its time.
    """
    _insist_on_waiting(publication, now=now)
    if at is None:
        insist_on_open_way(publication, now=now)
    else:
        _insist_on_good_time(publication, at, now=now)
    with transaction.atomic():
        if not _move(publication, at or now):
            publication.refresh_from_db()
            _insist_on_waiting(publication, now=now)
            raise NotPossible("changed", "It changed just now. Look again.")
        if at is None:
            publication.refresh_from_db()
            wake(publication, now=now)
    return "It goes out now." if at is None else f"Moved to {said_at(at)}."


def _move(publication: Publication, at: datetime) -> bool:
    """One conditional UPDATE: a worker that began it, or another page that moved it, was faster."""
    found: dict[str, Any] = {name: getattr(publication, name) for name in ("scheduled_at", "due_at", "hold_reason")}
    named = {**found, "deciding_since": None, "started_at": None}
    if publication.is_by_hand:
        still = Publication.objects.filter(pk=publication.pk, state=publication.state, **named)
        return still.update(scheduled_at=at) == 1
    return Publication.objects.move(publication, State.WAITING, named=named, scheduled_at=at, due_at=at)


def can_be_moved(row: Publication, *, now: datetime) -> bool:
    """Whether it waits for the time that its owner chose, or for another one, and nothing of it was begun."""
    if row.scheduled_at is None or row.started_at is not None or row.may_exist or row.lease_token is not None:
        return False
    if row.state == State.WAITING:
        return row.due_at is not None and row.due_at > now
    if row.is_by_hand:
        return bool(row.is_to_be_posted)
    return row.state == State.ON_HOLD and row.hold_reason == HoldReason.OVERDUE


def _insist_on_waiting(row: Publication, *, now: datetime) -> None:
    if can_be_moved(row, now=now):
        return
    match State(row.state):
        case State.PUBLISHED:
            raise NotPossible("too_late", "It is too late to move it: it is published.")
        case State.PUBLISHING:
            raise NotPossible("too_late", "It is too late to move it: it is being sent.")
        case state if row.may_exist or state in LOOKS:
            raise NotPossible("may_exist", "It is too late to move it: it may be on the platform already.")
        case State.WAITING if row.scheduled_at is None or row.started_at is not None or row.due_at is None or row.due_at <= now:
            raise NotPossible("too_late", "It is too late to move it: it goes out right now.")
        case _:
            raise NotPossible("not_planned", f"It waits for no time that could be moved: it is {row.get_state_display().lower()}.")


def _insist_on_good_time(row: Publication, at: datetime, *, now: datetime) -> None:
    if at <= now:
        raise NotPossible("passed", f"{said_at(at)} has passed. Choose a time that is to come, or publish it now.")
    if at > now + MOST_AHEAD:
        raise NotPossible("too_far", "This is more than a year ahead. Choose a nearer time.")
    platform = row.connection.platform
    public_at = platform.public_at(row.options)
    if public_at is not None and at >= public_at:
        raise NotPossible(
            "public_before", f"{platform.name} is to make it public at {said_at(public_at)}, so it has to be sent before that."
        )


def said_at(moment: datetime) -> str:
    """A time for a sentence, in the time zone of whoever reads it."""
    here = timezone.localtime(moment)
    return f"{here:%a} {here.day} {here:%b %Y, %H:%M %Z}"
