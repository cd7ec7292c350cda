"""What is said of a publication: its state, what caused it, what that means, and what happens next."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from publisher.actions import Surroundings
from publisher.models import Publication
from publisher.phrases import Moment, Phrase
from publisher.states import Cause, FailureReason, HoldReason, State


class Tone(StrEnum):
    """What a state is to its reader; the colour and the shape of its icon follow from it."""

    PROGRESS = "progress"
    DONE = "done"
    WAITS = "waits"
    NEEDS_YOU = "needs-you"
    FAILED = "failed"
    UNKNOWN = "unknown"
    ENDED = "ended"


@dataclass(frozen=True, kw_only=True)
class Words:
    """What is said of a state. `next` stands in its chip; `cause`, `effect` and `fix` are sentences, as is `then`."""

    tone: Tone
    word: str
    next: Phrase = ()
    cause: str = ""
    effect: str = ""
    fix: str = ""
    then: Phrase = ()


def words_of(row: Publication, around: Surroundings) -> Words:
    """Put the state of `row` into words; pure."""
    return _WORDS[State(row.state)](row, around)


# -- each state ------------------------------------------------------------------------------------------------------


def _waiting(row: Publication, around: Surroundings) -> Words:
    at = row.due_at or around.now
    if row.scheduled_at and row.scheduled_at > around.now:
        goes_out: Phrase = ("goes out ", Moment(at=at))
        return Words(tone=Tone.WAITS, word="Scheduled", next=goes_out, effect="Nothing is sent before.", then=("It ", *goes_out, "."))
    if row.bytes_sent:
        upload: Phrase = (f"{row.percent} %, continues ", Moment(at=at))
        effect = f"{around.platform} has {row.percent} % of it. The rest follows; what is there is not sent twice."
        return Words(tone=Tone.PROGRESS, word="Uploading", next=upload, effect=effect, then=("It continues ", Moment(at=at), "."))
    starts: Phrase = (f"{_try_of(row, around)} starts ", Moment(at=at))
    return Words(tone=Tone.PROGRESS, word="Waiting", next=starts, effect="Nothing was sent yet.", then=_sentence(starts))


def _try_of(row: Publication, around: Surroundings) -> str:
    match Cause(row.cause):
        case Cause.AUTOMATIC:
            return f"automatic retry {row.retry_count + 1} of {around.retries}"
        case Cause.BY_HAND:
            return "your retry"
        case Cause.FIRST:
            return "the upload"


def _publishing(row: Publication, around: Surroundings) -> Words:
    if row.cancel_requested_at and not row.may_exist:
        return Words(
            tone=Tone.ENDED,
            word="Stopping",
            next=("nothing will be published",),
            effect="It stops within seconds. Nothing will be published.",
        )
    if row.leased_until and row.leased_until <= around.now:
        silent = "The worker that was sending has fallen silent. Another one takes over within a minute; nothing is sent twice."
        return Words(tone=Tone.UNKNOWN, word="Uploading", next=(f"{row.percent} %, interrupted",), effect=silent)
    if row.discard_id:
        return Words(
            tone=Tone.PROGRESS,
            word="Uploading",
            next=("deletes the failed copy first",),
            effect=f"The failed copy on {around.platform} is deleted first, then the video is sent.",
        )
    if row.bytes_total and row.bytes_sent >= row.bytes_total:
        return Words(
            tone=Tone.PROGRESS,
            word="Uploading",
            next=(f"{around.platform} is answering",),
            effect=f"All of it is sent. {around.platform}'s answer is awaited.",
        )
    return Words(tone=Tone.PROGRESS, word="Uploading", next=(f"{row.percent} %",), effect=f"The video is on its way to {around.account}.")


def _processing(row: Publication, around: Surroundings) -> Words:
    effect = f"{around.platform} has all of it and is working on it. It counts as published once {around.platform} is done."
    again = _looks_again(row, around)
    return Words(
        tone=Tone.PROGRESS,
        word="Processing",
        next=again,
        cause=row.error_message,
        effect=effect,
        then=_sentence(again),
    )


def _unconfirmed(row: Publication, around: Surroundings) -> Words:
    cause = row.error_message or f"The last answer of {around.platform} was lost."
    if row.is_asked:
        effect = f"It may be on {around.platform}, and looking did not settle it. Nothing is sent again until you say whether it is there."
        fix = f"Look at your account on {around.platform}, then answer here."
        return Words(tone=Tone.NEEDS_YOU, word="Unconfirmed", next=("is it there? please look",), cause=cause, effect=effect, fix=fix)
    again = _looks_again(row, around)
    effect = f"It may be on {around.platform} already. Retake looks there first, so that nothing is posted twice."
    return Words(
        tone=Tone.UNKNOWN, word="Unconfirmed", next=(*again, ", nothing is posted twice"), cause=cause, effect=effect, then=_sentence(again)
    )


def _looks_again(row: Publication, around: Surroundings) -> Phrase:
    if row.lease_token is not None:
        return ("looking now",)
    return ("looking again ", Moment(at=row.due_at or around.now))


def _failed(row: Publication, around: Surroundings) -> Words:
    count = f"{row.retry_count + 1} of {around.retries}"
    moment = Moment(at=row.due_at or around.now)
    return Words(
        tone=Tone.FAILED,
        word="Failed",
        next=("retries ", moment, f" ({count})"),
        cause=row.error_message,
        effect="Nothing was published.",
        fix=row.error_fix,
        then=(f"Automatic retry {count} runs ", moment, "."),
    )


def _permanently_failed(row: Publication, around: Surroundings) -> Words:
    why = {
        FailureReason.EXHAUSTED: ("retries used up", "It was tried as often as is set, and is not tried again by itself."),
        FailureReason.REFUSED: (f"refused by {around.platform}", "The same would be refused again, so it is not tried by itself."),
        FailureReason.MARKED: ("marked by staff", "The people who run Retake ended its automatic retries."),
    }
    next_, then = why[FailureReason(row.failure_reason)] if row.failure_reason else ("", "It is not tried again by itself.")
    copy = f"A failed copy is on {around.platform}; nobody can watch it." if row.remote_id else "Nothing was published."
    return Words(
        tone=Tone.FAILED, word="Permanently failed", next=(next_,), cause=row.error_message, effect=copy, fix=row.error_fix, then=(then,)
    )


def _published(row: Publication, around: Surroundings) -> Words:
    when: Phrase = (Moment(at=row.completed_at, past=True),) if row.completed_at else ()
    next_: Phrase = ("with a warning",) if row.warning else when
    then: Phrase = ("Published ", *when, ".") if when else ()
    return Words(tone=Tone.DONE, word="Published", next=next_, effect=f"{around.platform} says that it is there.", then=then)


def _cancelled(row: Publication, around: Surroundings) -> Words:
    return Words(tone=Tone.ENDED, word="Cancelled", effect="It was cancelled. Nothing was published.")


def _removed(row: Publication, around: Surroundings) -> Words:
    return Words(tone=Tone.ENDED, word="Removed", effect=f"It was published, and then removed from {around.platform}.")


# -- what is on hold -------------------------------------------------------------------------------------------------


@dataclass(frozen=True, kw_only=True)
class _Hold:
    """The words of one hold reason; `{platform}` stands for the platform's name, `ends` for who or what ends it."""

    next: str
    cause: str
    ends: str
    word: str = "On hold"
    tone: Tone = Tone.WAITS


_HOLDS: Mapping[HoldReason, _Hold] = {
    HoldReason.RATE_LIMIT: _Hold(next="{platform} asks to slow down", cause="{platform} asks to slow down.", ends="It goes on by itself"),
    HoldReason.QUOTA: _Hold(
        next="{platform} allowance used up", cause="The allowance that {platform} gives is used up for now.", ends="It goes on by itself"
    ),
    HoldReason.RECONNECT: _Hold(
        word="Waiting for reconnect",
        next="{platform}",
        cause="{platform} no longer takes the leave that {account} gave to Retake.",
        ends="It goes on by itself once the account is connected again",
        tone=Tone.NEEDS_YOU,
    ),
    HoldReason.MISCONFIGURED: _Hold(
        next="the setup has to be mended",
        cause="{platform} does not accept how Retake is set up.",
        ends="The people who run Retake have to mend it; then it goes on by itself",
    ),
    HoldReason.OUTAGE: _Hold(
        next="{platform} is down", cause="{platform} answers with errors to everyone.", ends="It goes on by itself when that is over"
    ),
    HoldReason.PAUSED: _Hold(
        next="paused by staff", cause="The people who run Retake have paused {platform}.", ends="It goes on by itself when they resume it"
    ),
    HoldReason.CRASHED: _Hold(
        next="staff have to look",
        cause="Sending it stopped the worker again and again.",
        ends="The people who run Retake have to look at it",
        tone=Tone.FAILED,
    ),
    HoldReason.BY_HAND: _Hold(
        next="waits for you", cause="It waits to be published by hand.", ends="Nothing happens before you say so", tone=Tone.NEEDS_YOU
    ),
    HoldReason.OVERDUE: _Hold(
        next="its time has passed",
        cause="The time that was chosen passed before it could be sent.",
        ends="Nothing happens before you say so",
        tone=Tone.NEEDS_YOU,
    ),
}


def _on_hold(row: Publication, around: Surroundings) -> Words:
    hold = _HOLDS[HoldReason(row.hold_reason)]
    names = {"platform": around.platform, "account": around.account}
    resumes: Phrase = ("resumes ", Moment(at=row.due_at)) if row.due_at else ()
    ends: Phrase = (hold.ends, " ", Moment(at=row.due_at), ".") if row.due_at else (f"{hold.ends}.",)
    maybe = f"It may be on {around.platform} already; Retake looks there before anything is sent."
    return Words(
        tone=hold.tone,
        word=hold.word,
        next=(hold.next.format(**names), *_aside(resumes)),
        cause=row.error_message or hold.cause.format(**names),
        effect=maybe if row.may_exist else "Nothing was published, and no retry is used up.",
        fix=row.error_fix,
        then=ends,
    )


def _aside(phrase: Phrase) -> Phrase:
    return (" · ", *phrase) if phrase else ()


def _sentence(phrase: Phrase) -> Phrase:
    """Make a sentence of a phrase that starts in small letters."""
    first, *rest = phrase
    return (first[:1].upper() + first[1:] if isinstance(first, str) else first, *rest, ".")


_WORDS: Mapping[State, Callable[[Publication, Surroundings], Words]] = {
    State.WAITING: _waiting,
    State.PUBLISHING: _publishing,
    State.PROCESSING: _processing,
    State.UNCONFIRMED: _unconfirmed,
    State.FAILED: _failed,
    State.ON_HOLD: _on_hold,
    State.PERMANENTLY_FAILED: _permanently_failed,
    State.PUBLISHED: _published,
    State.CANCELLED: _cancelled,
    State.REMOVED: _removed,
}
