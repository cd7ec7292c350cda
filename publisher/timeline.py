"""The timeline of a publication: each attempt, and what people did to it, as its owner understands it, newest first."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from publisher.models import Attempt, AttemptKind, AttemptOutcome, Deed, Door, Intervention
from publisher.phrases import span
from publisher.states import HoldReason, State
from publisher.tones import Tone

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
    sweep: datetime | None
    """The slot of the sweep whose try it is."""


@dataclass(frozen=True, kw_only=True)
class Done:
    """What a person did: `what` is a sentence without its stop, `why` in their own words, `said` what came of it."""

    intervention: Intervention
    what: str
    why: str
    said: str
    tone: Tone = Tone.ENDED


def timeline(attempts: Iterable[Attempt], interventions: Iterable[Intervention] = ()) -> list[Entry | Done]:
    """Put attempts, and what people did, into words; the newest first."""
    # A retry by hand and the attempt that it starts may bear one time: the wish came first.
    told: list[tuple[tuple[datetime, int, int], Entry | Done]] = [
        *(((attempt.started_at, 1, attempt.number), _entry(attempt)) for attempt in attempts),
        *(((each.at, 0, each.pk), _done(each)) for each in interventions),
    ]
    return [each for _, each in sorted(told, key=lambda pair: pair[0], reverse=True)]


def tone_of(attempt: Attempt) -> Tone:
    """What its outcome is to a reader; under way while it has none."""
    return _TONES[AttemptOutcome(attempt.outcome)] if attempt.outcome else Tone.PROGRESS


def _entry(attempt: Attempt) -> Entry:
    duration = attempt.duration
    return Entry(
        attempt=attempt,
        tone=tone_of(attempt),
        wish=_wish(attempt),
        outcome=attempt.get_outcome_display() if attempt.outcome else "Goes on now",
        lasted=_lasted(duration.total_seconds(), span(duration)) if duration is not None else "",
        moved=max(0, attempt.bytes_after - attempt.bytes_before),
        sweep=(attempt.sweep.slot or attempt.sweep.started_at) if attempt.sweep else None,
    )


def _wish(attempt: Attempt) -> str:
    if attempt.kind == AttemptKind.LOOK:
        return "A look on the platform"
    rescued = ", taken over from a worker that stopped" if attempt.is_rescue else ""
    return f"{attempt.get_cause_display()}{rescued}"


def _lasted(seconds: float, words: str) -> str:
    return words if seconds >= 1 else "less than 1 s"


def _done(intervention: Intervention) -> Done:
    who = "The people who run Retake" if intervention.by_staff else "You"
    through = ", by a program of yours" if intervention.door == Door.API and not intervention.by_staff else ""
    what = _DONE[Deed(intervention.deed)]
    if intervention.deed == Deed.CANCEL and intervention.state_before == State.PERMANENTLY_FAILED:
        what = "dismissed it"
    if intervention.deed == Deed.CONFIRM and intervention.before.get("hold_reason") == HoldReason.BY_HAND:
        what = "gave the address of the post"
    return Done(intervention=intervention, what=f"{who} {what}{through}", why=intervention.reason, said=intervention.said)


_DONE: Mapping[Deed, str] = {
    Deed.RETRY: "asked for a retry",
    Deed.EDIT: "edited it and asked for a retry",
    Deed.RESET: "let its retries be counted from the start",
    Deed.MARK: "ended its automatic retries",
    Deed.CONFIRM: "said whether it is there",
    Deed.HOLD: "held it",
    Deed.RESUME: "let it go on",
    Deed.CANCEL: "cancelled it",
    Deed.RESCHEDULE: "gave it another time",
    Deed.REMOVE: "asked for the post to be deleted",
}
