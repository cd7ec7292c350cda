"""The numbers as plain values, under names that API, command and pages share."""

from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta
from typing import Any

from publisher.stats.values import Ended, Numbers, Speed, Standing

Figure = int | float | str | None


def plain(numbers: Numbers) -> dict[str, Any]:
    """Give the numbers as JSON takes them: rates from 0 to 1, spans in seconds, moments in ISO 8601, null where there is none."""
    period = numbers.period
    return {
        "period": {"name": period.name, "since": _moment(period.since), "until": _moment(period.until), "step": period.step.value},
        "ended": _ended(numbers.ended),
        "speed": _speed(numbers.speed),
        "platforms": {each.platform: {**_ended(each.ended), **_speed(each.speed)} for each in numbers.platforms},
        "buckets": {each.start.isoformat(): _ended(each.ended) for each in numbers.buckets},
        "retries": {
            **{str(each.number): {"tried": each.tried, "published": each.published, "rate": _rate(each.rate)} for each in numbers.retries},
            "beyond": numbers.retries_beyond,
        },
        "kinds": numbers.kinds,
        "failures": _failures(numbers),
        "standing": _standing(numbers.standing),
    }


def flat(figures: Mapping[str, Any], path: str = "") -> dict[str, Figure]:
    """Give each figure under its whole name: `{"retries": {"1": {"tried": 3}}}` as `{"retries.1.tried": 3}`."""
    return dict(_flat(figures, path))


def _flat(figures: Mapping[str, Any], path: str) -> Iterator[tuple[str, Figure]]:
    for name, value in figures.items():
        if isinstance(value, Mapping):
            yield from _flat(value, f"{path}{name}.")
        else:
            yield f"{path}{name}", value


def _ended(ended: Ended) -> dict[str, Figure]:
    return {
        "ended": ended.ended,
        "published": ended.published,
        "first_try": ended.first_try,
        "by_retry": ended.by_retry,
        "by_hand": ended.by_hand,
        "given_up": ended.given_up,
        "exhausted": ended.exhausted,
        "refused": ended.refused,
        "marked": ended.marked,
        "on_time": ended.on_time,
        "first_try_rate": _rate(ended.first_try_rate),
        "eventual_rate": _rate(ended.eventual_rate),
        "on_time_rate": _rate(ended.on_time_rate),
    }


def _speed(speed: Speed) -> dict[str, Figure]:
    return {"median_seconds": _seconds(speed.median), "p95_seconds": _seconds(speed.p95)}


def _failures(numbers: Numbers) -> dict[str, dict[str, dict[str, Figure]]]:
    told: dict[str, dict[str, dict[str, Figure]]] = {kind: {} for kind in numbers.kinds}
    for each in numbers.failures:
        told[each.kind][each.code] = {"count": each.count, "publications": each.publications, "example": each.example}
    return told


def _standing(standing: Standing) -> dict[str, Any]:
    return {
        "states": {state.value: count for state, count in standing.states.items()},
        "overdue": standing.overdue,
        "oldest_overdue": _moment(standing.oldest_overdue),
        "queued": standing.queued,
        "oldest_queued": _moment(standing.oldest_queued),
        "queue_age_seconds": _seconds(standing.queue_age),
    }


def _rate(rate: float | None) -> float | None:
    return None if rate is None else round(rate, 4)


def _seconds(span: timedelta | None) -> float | None:
    return None if span is None else round(span.total_seconds(), 3)


def _moment(moment: datetime | None) -> str | None:
    return None if moment is None else moment.isoformat()
