"""What the queries of the numbers are made of: expressions that SQLite and PostgreSQL work out alike, by themselves."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import BigIntegerField, Case, Func, IntegerField, Q, Value, When
from django.db.models.functions import Coalesce
from django.db.models.sql.compiler import SQLCompiler

from publisher.models import AttemptOutcome
from publisher.states import Cause, FailureReason, State
from publisher.stats.period import Period
from publisher.stats.values import ON_TIME_WITHIN
from retries.failure import Kind

Sql = tuple[str, tuple[str | int, ...]]

MADE = (State.PUBLISHED, State.REMOVED)
"""States of what was published."""

WISHED_AT = Coalesce("scheduled_at", "created_at")

GIVEN_UP = Q(state=State.PERMANENTLY_FAILED) | Q(state=State.CANCELLED, failure_reason__gt="")
"""Says that it was given up: its owner may have dismissed it since. What was cancelled otherwise has no reason of failure."""

ENDED_AT = Coalesce("permanently_failed_at", "completed_at")
"""When it ended: whoever tries again what was given up clears the first of them."""

# An attempt that ended its try in vain. Where a look found nothing, a limit that came before it only holds the try up.
ENDED_IN_VAIN = Q(attempts__outcome=AttemptOutcome.FAILED) | (
    Q(attempts__outcome=AttemptOutcome.NOT_THERE) & ~Q(attempts__error_kind__in=[Kind.RATE_LIMITED, Kind.QUOTA, Kind.MISCONFIGURED])
)


class MillisecondsBetween(Func):
    """From the second moment to the first. Django's own subtraction calls Python for each row of SQLite, ten times as slow."""

    output_field = BigIntegerField()

    def as_sqlite(self, compiler: SQLCompiler, connection: BaseDatabaseWrapper, **context: Any) -> Sql:
        whole = "CAST(ROUND((julianday(%(expressions)s)) * 86400000.0) AS INTEGER)"
        return self.as_sql(compiler, connection, template=whole, arg_joiner=") - julianday(", **context)

    def as_postgresql(self, compiler: SQLCompiler, connection: BaseDatabaseWrapper, **context: Any) -> Sql:
        whole = "CAST(ROUND(EXTRACT(EPOCH FROM (%(expressions)s)) * 1000) AS BIGINT)"
        return self.as_sql(compiler, connection, template=whole, arg_joiner=" - ", **context)


TOOK = MillisecondsBetween("completed_at", WISHED_AT)


def within(column: str, period: Period) -> Q:
    """Say that the time in `column` lies in the period."""
    until = Q(**{f"{column}__lte": period.until})
    return until if period.since is None else Q(**{f"{column}__gt": period.since}) & until


def published_within(period: Period) -> Q:
    """Say that it was published within the period; asked of `ended_at`."""
    return Q(state__in=MADE) & within("ended_at", period)


def ended_within(period: Period) -> Q:
    """Say that it was published or given up within the period; asked of `ended_at`."""
    return (Q(state__in=MADE) | GIVEN_UP) & within("ended_at", period)


def number_of_step(starts: Sequence[datetime]) -> Case | Value:
    """Give the place in `starts` of the step in which a publication ended.

    Compared with ready moments, not truncated: the same on both databases, in every time zone, and without a call of Python
    for each row.
    """
    if len(starts) == 1:
        return Value(0)
    whens = [When(Q(ended_at__lt=following), then=Value(number)) for number, following in enumerate(starts[1:])]
    return Case(*whens, default=Value(len(starts) - 1), output_field=IntegerField())


ON_TIME = Q(took__lte=int(ON_TIME_WITHIN.total_seconds() * 1000))


def _made(**named: Any) -> Q:
    return Q(state__in=MADE, **named)


def _given_up(reason: FailureReason) -> Q:
    return GIVEN_UP & Q(failure_reason=reason)


MADE_BY_RETAKE = _made(is_by_hand=False)
"""Says that it was published, and not by its owner's hand."""

COUNTED: Mapping[str, Q] = {
    "first_try": _made(cause=Cause.FIRST),
    "by_retry": _made(cause=Cause.AUTOMATIC),
    "by_hand": _made(cause=Cause.BY_HAND),
    "exhausted": _given_up(FailureReason.EXHAUSTED),
    "refused": _given_up(FailureReason.REFUSED),
    "marked": _given_up(FailureReason.MARKED),
    "on_time": _made() & (ON_TIME | Q(is_by_hand=True)),
}
"""What is counted of `Ended`, by its field."""
