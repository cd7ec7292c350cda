"""The timeline of a publication: each attempt as a reader understands it, newest first."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from publisher.models import Attempt, AttemptKind, AttemptOutcome
from publisher.phrases import span
from publisher.wording import Tone

_TONES: Mapping[AttemptOutcome, Tone] = {
    AttemptOutcome.PUBLISHED: Tone.DONE,
    AttemptOutcome.WORKING: Tone.PROGRESS,
    AttemptOutcome.LATER: Tone.PROGRESS,
    AttemptOutcome.FAILED: Tone.FAILED,
    AttemptOutcome.HELD: Tone.WAITS,
    AttemptOutcome.UNKNOWN: Tone.UNKNOWN,
    AttemptOutcome.NOT_THERE: Tone.ENDED,
    AttemptOutcome.UNCLEAR: Tone.UNKNOWN,
    AttemptOutcome.CRASHED: Tone.FAILED,
    AttemptOutcome.CANCELLED: Tone.ENDED,
}


@dataclass(frozen=True, kw_only=True)
class Entry:
    """One attempt. `moved` is in bytes; `lasted` is empty while it goes on."""

    attempt: Attempt
    tone: Tone
    wish: str
    outcome: str
    lasted: str
    moved: int


def timeline(attempts: Iterable[Attempt]) -> list[Entry]:
    """Put attempts into words, the newest first."""
    return [_entry(attempt) for attempt in sorted(attempts, key=lambda attempt: -attempt.number)]


def _entry(attempt: Attempt) -> Entry:
    duration = attempt.duration
    return Entry(
        attempt=attempt,
        tone=_TONES[AttemptOutcome(attempt.outcome)] if attempt.outcome else Tone.PROGRESS,
        wish=_wish(attempt),
        outcome=attempt.get_outcome_display() if attempt.outcome else "Goes on now",
        lasted=_lasted(duration.total_seconds(), span(duration)) if duration is not None else "",
        moved=max(0, attempt.bytes_after - attempt.bytes_before),
    )


def _wish(attempt: Attempt) -> str:
    if attempt.kind == AttemptKind.LOOK:
        return "A look on the platform"
    rescued = ", taken over from a worker that stopped" if attempt.is_rescue else ""
    return f"{attempt.get_cause_display()}{rescued}"


def _lasted(seconds: float, words: str) -> str:
    return words if seconds >= 1 else "less than 1 s"
