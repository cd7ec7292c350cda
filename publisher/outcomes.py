"""What a settlement is, and how a run can end beyond what an adapter says."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from platforms.contract import LookOutcome, PublishOutcome
from platforms.errors import Scope
from publisher.models import AttemptOutcome
from publisher.states import HoldReason, State
from retries.failure import Failure


@dataclass(frozen=True, kw_only=True)
class HandedOver:
    """Another task goes on from the last checkpoint: same attempt, nothing counted."""


@dataclass(frozen=True, kw_only=True)
class Again:
    """Nothing was tried: another worker refreshes the token just now."""

    wait: timedelta


@dataclass(frozen=True, kw_only=True)
class Stopped:
    """The owner cancelled while nothing could exist."""


@dataclass(frozen=True, kw_only=True)
class BoundElsewhere:
    """The post that was found belongs to another publication already: a person has to look."""


Outcome = PublishOutcome | LookOutcome | Failure | HandedOver | Again | Stopped | BoundElsewhere


@dataclass(frozen=True, kw_only=True)
class Patience:
    """What an adapter says of its platform's lags."""

    empty_reads: int
    processing_limit: timedelta
    asks_when_overdue: bool = False


PATIENT = Patience(empty_reads=0, processing_limit=timedelta.max)


@dataclass(frozen=True, kw_only=True)
class HoldPlaced:
    """A hold that binds more than this publication."""

    scope: Scope
    reason: HoldReason
    until: datetime | None


@dataclass(frozen=True, kw_only=True)
class Settlement:
    """Where the publication goes, what is written with it, and how the attempt ended (None: it stays open)."""

    to: State
    outcome: AttemptOutcome | None
    changes: dict[str, Any] = field(default_factory=dict)
    failure: Failure | None = None
    hold: HoldPlaced | None = None
