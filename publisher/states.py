"""The states of a publication and the legal moves between them; nothing else."""

from django.db.models import TextChoices


class State(TextChoices):
    WAITING = "waiting", "Waiting"
    PUBLISHING = "publishing", "Publishing"
    PROCESSING = "processing", "Processing"
    UNCONFIRMED = "unconfirmed", "Unconfirmed"
    FAILED = "failed", "Failed"
    ON_HOLD = "on_hold", "On hold"
    PERMANENTLY_FAILED = "permanently_failed", "Permanently failed"
    PUBLISHED = "published", "Published"
    CANCELLED = "cancelled", "Cancelled"
    REMOVED = "removed", "Removed"


class HoldReason(TextChoices):
    """What a publication on hold waits for; each has a time or a named releaser."""

    RATE_LIMIT = "rate_limit", "Too many requests"
    QUOTA = "quota", "Allowance used up"
    RECONNECT = "reconnect", "Needs reconnecting"
    MISCONFIGURED = "misconfigured", "Needs the people who run Retake"
    OUTAGE = "outage", "Platform outage"
    PAUSED = "paused", "Paused by staff"
    CRASHED = "crashed", "Stopped the worker"
    BY_HAND = "by_hand", "Waits to be published by hand"
    OVERDUE = "overdue", "Its time passed"


class FailureReason(TextChoices):
    """Why there are no more automatic tries."""

    EXHAUSTED = "exhausted", "Retries used up"
    REFUSED = "refused", "Refused by the platform"
    MARKED = "marked", "Marked by staff"


class Cause(TextChoices):
    """Whose wish a try is."""

    FIRST = "first", "First try"
    AUTOMATIC = "automatic", "Automatic retry"
    BY_HAND = "by_hand", "Retried by hand"


S = State
_LEAVING_A_LOOK = {
    S.PROCESSING,
    S.UNCONFIRMED,
    S.WAITING,
    S.FAILED,
    S.ON_HOLD,
    S.PERMANENTLY_FAILED,
    S.PUBLISHED,
}
MOVES: dict[State, frozenset[State]] = {
    S.WAITING: frozenset({S.WAITING, S.PUBLISHING, S.ON_HOLD, S.PERMANENTLY_FAILED, S.CANCELLED}),
    S.PUBLISHING: frozenset(_LEAVING_A_LOOK | {S.CANCELLED}),
    S.PROCESSING: frozenset(_LEAVING_A_LOOK),
    S.UNCONFIRMED: frozenset(_LEAVING_A_LOOK),
    S.FAILED: frozenset({S.WAITING, S.ON_HOLD, S.PERMANENTLY_FAILED, S.CANCELLED}),
    S.ON_HOLD: frozenset({S.WAITING, S.UNCONFIRMED, S.PROCESSING, S.FAILED, S.ON_HOLD, S.PERMANENTLY_FAILED, S.PUBLISHED, S.CANCELLED}),
    S.PERMANENTLY_FAILED: frozenset({S.WAITING, S.FAILED, S.CANCELLED}),
    S.PUBLISHED: frozenset({S.REMOVED}),
    S.CANCELLED: frozenset(),
    S.REMOVED: frozenset(),
}

CLOSED = frozenset({S.CANCELLED, S.REMOVED, S.PERMANENTLY_FAILED})
"""States in which a video may be published anew to the same connection: no post of it can come any more."""

ENDED = CLOSED | {S.PUBLISHED}
"""States that nothing but a person leaves."""

SENDS_OR_MAY_AGAIN = frozenset({S.WAITING, S.FAILED, S.PERMANENTLY_FAILED, S.CANCELLED})
"""States that are entered only when it is certain that no post exists."""

LOOKS = frozenset({S.PROCESSING, S.UNCONFIRMED})
"""States whose due rows are claimed to look."""


def may_move(source: State, target: State) -> bool:
    """Whether a publication may go from `source` to `target`."""
    return target in MOVES[source]
