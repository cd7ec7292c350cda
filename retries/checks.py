"""Checks of the ladder: settings that are well each by itself, and make no sense together."""

from datetime import timedelta
from itertools import pairwise
from typing import Any

from croniter import croniter
from django.core.checks import CheckMessage, Error, register

from retries.backoff import gap
from retries.ladder import Ladder, ladder

LONGEST_LADDER = timedelta(days=90)
LONGEST_BETWEEN_SWEEPS = timedelta(days=1)


@register
def the_ladder_makes_sense(**_: Any) -> list[CheckMessage]:
    """Retries end within a time that somebody waits for, and sweeps come often enough for the first of them."""
    return nonsense(ladder())


def nonsense(rungs: Ladder) -> list[CheckMessage]:
    """Say what makes no sense together, each with what to set instead."""
    return [*_too_long(rungs), *_too_seldom(rungs)]


def _too_long(rungs: Ladder) -> list[CheckMessage]:
    whole = sum((gap(count, base=rungs.base) for count in range(rungs.retries)), timedelta())
    if whole <= LONGEST_LADDER:
        return []
    set_so = f"MAX_POST_RETRIES={rungs.retries} with POST_RETRY_INTERVAL_MINUTES={_minutes(rungs.base)}"
    hint = f"Set fewer retries or a shorter interval, so that all of them fit into {LONGEST_LADDER.days} days."
    return [Error(f"{set_so} would go on for {whole.days} days: each wait is twice the one before.", hint=hint, id="retries.E001")]


def _too_seldom(rungs: Ladder) -> list[CheckMessage]:
    apart = _apart(rungs)
    if apart > LONGEST_BETWEEN_SWEEPS:
        problem = f"RETRY_SWEEP_CRON={rungs.cron!r} leaves more than a day between two sweeps: what is due would wait for that long."
        return [Error(problem, hint="Sweep at least once a day; hourly (0 * * * *) fits most.", id="retries.E002")]
    if rungs.retries and apart > max(rungs.base, timedelta(hours=1)):
        sooner = f"POST_RETRY_INTERVAL_MINUTES={_minutes(rungs.base)} promises a retry sooner than that."
        problem = f"RETRY_SWEEP_CRON={rungs.cron!r} leaves {apart} between two sweeps, and {sooner}"
        return [Error(problem, hint="Sweep at least as often as the interval says, or set a longer interval.", id="retries.E003")]
    return []


def _apart(rungs: Ladder) -> timedelta:
    """The longest time between two sweeps, as the expression says, whatever the day: over a day where some days have none."""
    minutes, hours, *days = croniter(rungs.cron).expanded
    if any(allowed != ["*"] for allowed in days):
        return LONGEST_BETWEEN_SWEEPS + timedelta(days=1)
    times = [timedelta(hours=hour, minutes=minute) for hour in _numbers(hours, 24) for minute in _numbers(minutes, 60)]
    return max(after - before for before, after in pairwise([*times, times[0] + timedelta(days=1)]))


def _numbers(allowed: list[Any], count: int) -> list[int]:
    """The numbers that a field allows, in order; croniter writes all of `count` as a star."""
    return list(range(count)) if allowed == ["*"] else sorted(allowed)


def _minutes(length: timedelta) -> int:
    return int(length.total_seconds() // 60)
