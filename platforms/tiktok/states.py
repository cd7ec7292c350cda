"""What is known of an upload that was begun: what to do next depends on nothing else."""

from dataclasses import dataclass
from datetime import datetime

from platforms import errors
from platforms.pace import Turns
from platforms.tiktok.plan import Plan
from platforms.tiktok.progress import Saved
from platforms.tiktok.refusals import failure_of
from platforms.tiktok.task import Status, Task


@dataclass(frozen=True, kw_only=True)
class Held:
    """It holds so many bytes, and its address takes more."""

    offset: int


@dataclass(frozen=True, kw_only=True)
class Over:
    """It lacks bytes, and its address takes none any more."""


@dataclass(frozen=True, kw_only=True)
class Taken:
    """It has every byte: a post comes of it, or a draft."""

    task: Task


@dataclass(frozen=True, kw_only=True)
class Failed:
    """TikTok gave up on the whole of it: no post comes of it."""

    error: errors.PlatformError


@dataclass(frozen=True, kw_only=True)
class Unknown:
    """TikTok knows no such task, or does not say what it has of it: that proves nothing."""


State = Held | Over | Taken | Failed | Unknown


def state_of(task: Task | None, saved: Saved, plan: Plan, turns: Turns, *, now: datetime) -> State:
    """Read what TikTok says of the task that is saved."""
    match task:
        case None:
            return Unknown()
        case Task(status=Status.FAILED, fail_reason=reason):
            return Failed(error=failure_of(reason, turns))
        case Task(status=Status.COMPLETE | Status.IN_INBOX):
            return Taken(task=task)
        case Task(uploaded=uploaded) if saved.taken or plan.has_all(uploaded or 0):
            return Taken(task=task)
        case Task(uploaded=None) if saved.final:
            return Unknown()
        case Task(uploaded=uploaded) if saved.takes_bytes(now):
            return Held(offset=uploaded or 0)
    return Over()
