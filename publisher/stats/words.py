"""The numbers in words: shares, lengths of time, and what each kind of failure is called."""

from collections.abc import Mapping

from publisher.states import State
from publisher.stats.plain import Figure
from publisher.tones import Tone
from retries.failure import Kind

NONE = "–"
"""What stands where there is nothing to tell."""

LAST_IN_WORDS: Mapping[str, str] = {"24h": "24 hours", "7d": "7 days", "30d": "30 days", "all": "All time"}

KINDS: Mapping[str, str] = {
    Kind.TRANSIENT: "Passing trouble at the platform",
    Kind.RATE_LIMITED: "Too many requests",
    Kind.QUOTA: "Allowance used up",
    Kind.UNAUTHORIZED: "Account needs reconnecting",
    Kind.REFUSED: "Refused by the platform",
    Kind.REJECTED: "Not accepted after the upload",
    Kind.MISCONFIGURED: "Needs the people who run Retake",
    Kind.UNKNOWN: "Answer lost, nothing was posted",
    Kind.BUG: "Mistake of Retake itself",
}

TONES: Mapping[State, Tone] = {
    State.WAITING: Tone.WAITS,
    State.PUBLISHING: Tone.PROGRESS,
    State.PROCESSING: Tone.PROGRESS,
    State.UNCONFIRMED: Tone.UNKNOWN,
    State.FAILED: Tone.FAILED,
    State.ON_HOLD: Tone.WAITS,
    State.PERMANENTLY_FAILED: Tone.FAILED,
    State.PUBLISHED: Tone.DONE,
    State.CANCELLED: Tone.ENDED,
    State.REMOVED: Tone.ENDED,
}


def told(name: str, value: Figure) -> str:
    """Say a figure as its name asks for: a rate as a percentage, seconds as a length of time, all else as it is."""
    if value is None:
        return NONE
    if isinstance(value, str):
        return value
    if name.endswith("rate"):
        return percent(value)
    return lasting(value) if name.endswith("seconds") else f"{value:,}"


def percent(rate: float) -> str:
    """Say a share in whole percent; 100 % and 0 % only where it is all or none."""
    whole = round(rate * 100)
    if whole == 100 and rate < 1:
        return f"{min(rate * 100, 99.9):.1f} %"
    if whole == 0 and rate > 0:
        return f"{max(rate * 100, 0.1):.1f} %"
    return f"{whole} %"


def lasting(seconds: float) -> str:
    """Say a length of time in its two largest units: "45 s", "2 min 5 s", "1 h 50 min", "1 day 7 h"."""
    whole = max(0, round(seconds))
    for unit, size, smaller, smaller_size in (("day", 86400, "h", 3600), ("h", 3600, "min", 60), ("min", 60, "s", 1)):
        if whole >= size:
            count, rest = whole // size, whole % size // smaller_size
            plural = "s" if unit == "day" and count != 1 else ""
            return f"{count:,} {unit}{plural}" + (f" {rest} {smaller}" if rest else "")
    return f"{whole} s"


def counted(number: int, noun: str) -> str:
    """Say how many: "1 publication", "2,300 publications"."""
    return f"{number:,} {noun}{'' if number == 1 else 's'}"
