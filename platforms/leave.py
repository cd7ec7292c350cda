"""How long a connection's leave lasts, and why it ended: what the platform said of it, and what its trial explains."""

from datetime import datetime, timedelta

from platforms import errors
from platforms.grants import Grants
from platforms.guide import Trial
from platforms.models import Connection

SOON = timedelta(days=3)
"""How long ahead of its end a leave that ends by itself is warned of."""

AROUND = timedelta(hours=1)
"""How exactly the platform's word of the end is taken."""


def ends_soon(row: Connection, *, now: datetime) -> bool:
    return row.leave_ends_at is not None and row.leave_ends_at - now <= SOON


def has_ended(row: Connection, *, now: datetime) -> bool:
    """Whether the time that the leave was given for is over; an access token may outlive it by up to an hour."""
    return row.leave_ends_at is not None and row.leave_ends_at <= now


def wants_renewal(row: Connection, grants: Grants, *, now: datetime) -> bool:
    """Whether the tokens are to be renewed for the sake of the leave: half of its time is gone, and a renewal gives it anew."""
    began = row.leave_began_at or row.connected_at
    if row.leave_ends_at is None or began is None or not grants.rotates_refresh_tokens:
        return False
    return now - began >= (row.leave_ends_at - began) / 2


def why_it_ends(row: Connection) -> str:
    """One sentence for a leave that ends by itself: a trial's, or that it was given for a limited time."""
    trial = trial_of(row)
    return trial.ends if trial else "This leave was given for a limited time. Reconnect before it ends."


def why_it_ended(row: Connection, refusal: errors.Unauthorized, *, now: datetime) -> errors.Unauthorized:
    """Explain a leave that ended, where its length does: a trial that ran out is no riddle, and no error of the owner's."""
    # One that ended sooner than was said was taken back: its trial does not explain it.
    trial = trial_of(row) if has_ended(row, now=now + AROUND) else _likely_trial(row, now)
    if trial is None or refusal.code != "grant_ended":
        return refusal
    return errors.Unauthorized("trial_ended", trial.ended, fix=trial.fix, detail=refusal.detail, http_status=refusal.http_status)


def trial_of(row: Connection) -> Trial | None:
    """The platform's trial, where this leave is known to be one of it."""
    trial = row.platform.guide.trial
    if trial is None or row.leave_ends_at is None or row.connected_at is None:
        return None
    return trial if trial.gave(row.leave_ends_at - row.connected_at) else None


def _likely_trial(row: Connection, now: datetime) -> Trial | None:
    trial = row.platform.guide.trial
    if trial is None or row.leave_ends_at is not None or row.connected_at is None:
        return None
    return trial if trial.explains(now - row.connected_at) else None
