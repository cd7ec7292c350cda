"""How far a publication has been sent, how fast, and how long that still takes: from its row and its open attempt, and no guess."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from publisher.models import LEASE, Attempt, Publication
from publisher.states import State

LONG_ENOUGH = timedelta(seconds=3)
"""An average over less than this says nothing about the line."""
SILENCE = timedelta(seconds=30)
"""Whoever sends reports at least each ten seconds; after three that are missing, what is shown may be old."""


@dataclass(frozen=True, kw_only=True)
class Transfer:
    """Bytes that the platform has of all; `bytes_per_second` and `left` are None where they are not known honestly."""

    sent: int
    total: int
    bytes_per_second: float | None = None
    left: timedelta | None = None

    @property
    def percent(self) -> int:
        return min(100, self.sent * 100 // self.total) if self.total else 0

    @property
    def is_whole(self) -> bool:
        return self.sent >= self.total


def transfer_of(row: Publication, *, attempt: Attempt | None, now: datetime) -> Transfer | None:
    """Tell how the sending of `row` stands, `attempt` being the one that is open; None where nothing can be sent any more."""
    if not row.bytes_total or not _is_shown(row, now=now):
        return None
    if row.state == State.PROCESSING:
        return Transfer(sent=row.bytes_total, total=row.bytes_total)
    speed = _speed(row, attempt, now=now)
    left = timedelta(seconds=(row.bytes_total - row.bytes_sent) / speed) if speed else None
    return Transfer(sent=row.bytes_sent, total=row.bytes_total, bytes_per_second=speed, left=left)


def heard_at(row: Publication) -> datetime | None:
    """When the worker that has it last reported; None where none has it."""
    return row.leased_until - LEASE if row.leased_until else None


def is_silent(row: Publication, *, now: datetime) -> bool:
    """Whether the worker that has it should have reported by now, and did not."""
    heard = heard_at(row)
    return heard is not None and now - heard >= SILENCE


def _is_shown(row: Publication, *, now: datetime) -> bool:
    match State(row.state):
        case State.WAITING:
            return not (row.is_planned and row.due_at is not None and row.due_at > now)
        case State.PUBLISHING | State.PROCESSING:
            return True
        case State.FAILED | State.ON_HOLD:
            return row.bytes_sent > 0
    return False


def _speed(row: Publication, attempt: Attempt | None, *, now: datetime) -> float | None:
    """The average of this attempt, up to when its worker was last heard."""
    heard = heard_at(row)
    if row.state != State.PUBLISHING or attempt is None or heard is None or is_silent(row, now=now):
        return None
    lasted, moved = min(heard, now) - attempt.started_at, row.bytes_sent - attempt.bytes_before
    if lasted < LONG_ENOUGH or moved <= 0 or row.bytes_sent >= row.bytes_total:
        return None
    return moved / lasted.total_seconds()
