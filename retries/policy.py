"""What follows a failure: the table of the kinds, read as a pure function."""

from dataclasses import dataclass
from datetime import datetime

from platforms.errors import Scope
from retries.backoff import rate_wait
from retries.failure import Failure, Kind
from retries.ladder import Ladder


@dataclass(frozen=True, kw_only=True)
class Standing:
    """Where a publication stands when a try of it fails."""

    retry_count: int
    automatic: bool
    may_exist: bool
    waits_before: int = 0


@dataclass(frozen=True, kw_only=True)
class Retry:
    """Failed; the sweep tries again at `at`."""

    at: datetime
    retry_count: int


@dataclass(frozen=True, kw_only=True)
class GiveUp:
    """No more automatic tries: `exhausted`, else refused."""

    exhausted: bool
    retry_count: int


@dataclass(frozen=True, kw_only=True)
class Wait:
    """Too fast, or an allowance is used up: go on at `until`. Binds all that `scope` names."""

    until: datetime
    scope: Scope
    is_quota: bool


@dataclass(frozen=True, kw_only=True)
class Reconnect:
    """The owner has to connect the account again."""


@dataclass(frozen=True, kw_only=True)
class Fix:
    """Whoever runs Retake has to mend its configuration; the platform is held until then."""


@dataclass(frozen=True, kw_only=True)
class Look:
    """The post may exist: from now on only looking is allowed."""


Decision = Retry | GiveUp | Wait | Reconnect | Fix | Look


def decide(failure: Failure, standing: Standing, *, ladder: Ladder, now: datetime) -> Decision:
    """Say what follows `failure`. While the post may exist nothing but a proof of absence leads to another try."""
    if standing.may_exist and not failure.nothing_exists and failure.kind is not Kind.REJECTED:
        return Look()
    return after_nothing(failure, standing, ladder=ladder, now=now)


def after_nothing(failure: Failure, standing: Standing, *, ladder: Ladder, now: datetime) -> Decision:
    """Say what follows `failure` when it is certain that no post exists."""
    match failure.kind:
        case Kind.RATE_LIMITED:
            return Wait(until=failure.until or now + rate_wait(standing.waits_before), scope=failure.scope, is_quota=False)
        case Kind.QUOTA:
            return Wait(until=failure.until or now + rate_wait(standing.waits_before), scope=failure.scope, is_quota=True)
        case Kind.UNAUTHORIZED:
            return Reconnect()
        case Kind.MISCONFIGURED:
            return Fix()
        case Kind.REFUSED | Kind.REJECTED:
            return GiveUp(exhausted=False, retry_count=standing.retry_count)
        case Kind.TRANSIENT | Kind.UNKNOWN | Kind.BUG:
            return _climb(failure, standing, ladder=ladder, now=now)


def after_absence(first_error: Failure | None, standing: Standing, *, ladder: Ladder, now: datetime) -> Decision:
    """Say what follows a proof of absence: the first error's own row if that was a hold, else a counted failure.

    A refused token is no hold any more: a look was let in since, so nobody is asked to reconnect, and nobody would.
    """
    holds = (Kind.RATE_LIMITED, Kind.QUOTA, Kind.MISCONFIGURED)
    if first_error is not None and first_error.kind in holds:
        return after_nothing(first_error, standing, ladder=ladder, now=now)
    return _climb(first_error, standing, ladder=ladder, now=now)


def _climb(failure: Failure | None, standing: Standing, *, ladder: Ladder, now: datetime) -> Decision:
    count = standing.retry_count + (1 if standing.automatic else 0)
    most = failure.max_failures if failure else None
    if count >= ladder.retries or (most is not None and count + 1 >= most):
        return GiveUp(exhausted=True, retry_count=count)
    return Retry(at=ladder.slot(count, now=now, not_before=failure.until if failure else None), retry_count=count)
