"""What follows a try to delete a post: pure, an error in, what becomes of the step out."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from platforms.errors import Misconfigured, PlatformError, QuotaExceeded, RateLimited, Refused, Unauthorized, Unsupported
from publisher.models import StepState

WAITS = (timedelta(minutes=5), timedelta(hours=1), timedelta(hours=4), timedelta(hours=24))
UNTIMED_LIMIT = timedelta(minutes=15)


@dataclass(frozen=True, kw_only=True)
class Next:
    """Where the step goes on: at `due_at`, or with a person where that is None. `counted` uses up one of the tries."""

    state: StepState
    due_at: datetime | None = None
    counted: bool = False


def after(error: PlatformError, *, tries: int, now: datetime) -> Next:
    """Decide what follows `error`, after `tries` that failed before."""
    match error:
        case Unsupported() | Refused():
            return Next(state=StepState.ASKED)
        case Unauthorized():
            return Next(state=StepState.RECONNECT)
        case QuotaExceeded():
            return Next(state=StepState.WAITING, due_at=error.resets_at(now))
        case RateLimited():
            return Next(state=StepState.WAITING, due_at=now + (error.retry_after or UNTIMED_LIMIT))
        case Misconfigured():
            return Next(state=StepState.WAITING, due_at=now + WAITS[1])
    if tries >= len(WAITS):
        return Next(state=StepState.ASKED, counted=True)
    return Next(state=StepState.WAITING, due_at=now + WAITS[tries], counted=True)
