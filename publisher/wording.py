"""What is said of a publication: its state, what caused it, what that means, and what happens next."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from publisher.actions import Surroundings
from publisher.held_words import HeldWords, held_words
from publisher.models import Publication
from publisher.phrases import Moment, Phrase, left
from publisher.states import Cause, FailureReason, HoldReason, State
from publisher.tones import Tone
from publisher.transfer import heard_at, is_silent
from retries.models import Pause

_LATE = timedelta(minutes=2)
"""Twice what the round takes to find something: after that a promise of "any moment" or "within a minute" is no longer true."""


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
    if row.is_planned and at > around.now:
        # Its time passed, and others of the account that are late go before it.
        late: Phrase = ("late, goes out ", Moment(at=at))
        effect = "Nothing could send it at its time. What is late goes out one after another, and not all at once."
        return Words(tone=Tone.WAITS, word="Scheduled", next=late, effect=effect, then=("It goes out ", Moment(at=at), "."))
    if row.bytes_sent and row.bytes_sent >= row.bytes_total:
        looks: Phrase = ("looking again ", Moment(at=at))
        effect = f"{around.platform} is preparing the video. It is posted once that is done, and not before."
        then = _overdue(at, around) or ("Retake looks again ", Moment(at=at), ".")
        return Words(tone=Tone.PROGRESS, word="Preparing", next=looks, effect=effect, then=then)
    if row.bytes_sent:
        upload: Phrase = (f"{row.percent} %, continues ", Moment(at=at))
        effect = f"{around.platform} has {row.percent} % of it. The rest follows; what is there is not sent twice."
        then = _overdue(at, around) or ("It continues ", Moment(at=at), ".")
        return Words(tone=Tone.PROGRESS, word="Uploading", next=upload, effect=effect, then=then)
    starts: Phrase = (f"{_try_of(row, around)} starts ", Moment(at=at))
    then = _overdue(at, around) or _sentence(starts)
    return Words(tone=Tone.PROGRESS, word="Waiting", next=starts, effect="Nothing was sent yet.", then=then)


def _overdue(at: datetime, around: Surroundings) -> Phrase:
    if around.now - at < _LATE:
        return ()
    return ("It was due ", Moment(at=at, past=True), ", and starts as soon as a worker is free.")


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
        return _interrupted(row, around)
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
    effect = f"The video is on its way to {around.account}."
    if is_silent(row, now=around.now):
        old: Phrase = (f"{row.percent} %, last heard ", Moment(at=heard_at(row) or around.now, past=True))
        return Words(tone=Tone.PROGRESS, word="Uploading", next=old, effect=effect, then=_last_heard(row))
    still = f" · {left(around.left)}" if around.left is not None else ""
    return Words(tone=Tone.PROGRESS, word="Uploading", next=(f"{row.percent} %{still}",), effect=effect)


def _interrupted(row: Publication, around: Surroundings) -> Words:
    """Its lease is over: the next round gives it to another worker, if there is one."""
    effect = "The worker that was sending has fallen silent. Another one takes over within a minute; nothing is sent twice."
    if row.leased_until and around.now - row.leased_until >= _LATE:
        effect = (
            "The worker that was sending has fallen silent, and none has taken over yet. It goes on once one does; nothing is sent twice."
        )
    return Words(tone=Tone.UNKNOWN, word="Uploading", next=(f"{row.percent} %, interrupted",), effect=effect, then=_last_heard(row))


def _last_heard(row: Publication) -> Phrase:
    heard = heard_at(row)
    return ("Last heard from the worker ", Moment(at=heard, past=True), ".") if heard else ()


def _processing(row: Publication, around: Surroundings) -> Words:
    if row.waits_for:
        return Words(tone=Tone.NEEDS_YOU, word="Waits for you there", effect=row.waits_for, then=_sentence(_looks_again(row, around)))
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
        asked: Phrase = ("is it there? please look",)
        clear = _clear_from(row, around)
        return Words(tone=Tone.NEEDS_YOU, word="Unconfirmed", next=asked, cause=cause, effect=effect, fix=fix, then=clear)
    again = _looks_again(row, around)
    effect = f"It may be on {around.platform} already. Retake looks there first, so that nothing is posted twice."
    return Words(
        tone=Tone.UNKNOWN, word="Unconfirmed", next=(*again, ", nothing is posted twice"), cause=cause, effect=effect, then=_sentence(again)
    )


def _clear_from(row: Publication, around: Surroundings) -> Phrase:
    """From when on its absence means something, while that is still to come."""
    clear = (row.deciding_since or around.now) + around.settle
    return ("It may still appear: that it is not there can be said ", Moment(at=clear), ".") if around.now < clear else ()


def _looks_again(row: Publication, around: Surroundings) -> Phrase:
    if row.lease_token is not None:
        return ("looking now",)
    return ("looking again ", Moment(at=row.due_at or around.now))


def _failed(row: Publication, around: Surroundings) -> Words:
    count = f"{row.retry_count + 1} of {around.retries}"
    next_: Phrase = ("retries ", retries_at(row, around), f" ({count})")
    then: Phrase = (f"Automatic retry {count} runs ", retries_at(row, around), ".")
    if row.retry_count >= around.retries:
        # Fewer are set now than when it failed: the sweep gives up on it.
        next_, then = ("no automatic retry left",), ("No automatic retry is left. Retry works all the same.",)
    elif around.pause:
        next_, then = paused(around.pause), (*_sentence(paused(around.pause)), " Retry works all the same.")
    return Words(
        tone=Tone.FAILED, word="Failed", next=next_, cause=row.error_message, effect="Nothing was published.", fix=row.error_fix, then=then
    )


def retries_at(row: Publication, around: Surroundings) -> Moment:
    """When its automatic retry runs: at its slot, or at the next one, if that passed without a sweep."""
    at = row.due_at or around.now
    return Moment(at=at if around.now - at < _LATE else around.next_slot)


def paused(pause: Pause) -> Phrase:
    """Say that automatic retries are stopped, since when, and by whom."""
    by = f", by {pause.by}" if pause.by else ""
    return ("automatic retries were paused ", Moment(at=pause.since, past=True), by)


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
    if around.public_at and around.public_at > around.now and not row.warning:
        then = (*then, f" It is private until {around.platform} makes it public ", Moment(at=around.public_at), ".")
    effect = "It was posted by hand, and its address is kept here." if row.is_by_hand else f"{around.platform} says that it is there."
    return Words(tone=Tone.DONE, word="Published", next=next_, effect=effect, then=then)


def _cancelled(row: Publication, around: Surroundings) -> Words:
    return Words(tone=Tone.ENDED, word="Cancelled", effect="It was cancelled. Nothing was published.")


def _removed(row: Publication, around: Surroundings) -> Words:
    return Words(tone=Tone.ENDED, word="Removed", effect=f"It was published, and then removed from {around.platform}.")


def _on_hold(row: Publication, around: Surroundings) -> Words:
    hold = held_words(HoldReason(row.hold_reason), by_staff=row.is_held_by_staff, is_to_be_posted=row.is_to_be_posted)
    names = {"platform": around.platform, "account": around.account}
    if row.is_to_be_posted:
        return _to_be_posted(row, hold, names, around)
    resumes: Phrase = ("resumes ", Moment(at=row.due_at)) if row.due_at else ()
    ends: Phrase = (hold.ends, " ", Moment(at=row.due_at), ".") if row.due_at else (f"{hold.ends}.",)
    maybe = f"It may be on {around.platform} already; Retake looks there before anything is sent."
    return Words(
        tone=hold.tone,
        word=hold.word,
        next=(hold.next.format(**names), *_aside(resumes)),
        cause=_cause_of_hold(row) or hold.cause.format(**names),
        effect=maybe if row.may_exist else "Nothing was published, and no retry is used up.",
        fix=row.error_fix,
        then=ends,
    )


def _to_be_posted(row: Publication, hold: HeldWords, names: Mapping[str, str], around: Surroundings) -> Words:
    """Its owner posts it: at once, or at the time that was chosen."""
    planned: Phrase = ("planned ", Moment(at=row.scheduled_at)) if row.scheduled_at and row.scheduled_at > around.now else (hold.next,)
    cause, effect = hold.cause.format(**names), "Nothing is published before you do."
    return Words(tone=hold.tone, word=hold.word, next=planned, cause=cause, effect=effect, then=(f"{hold.ends}.",))


def _cause_of_hold(row: Publication) -> str:
    """What went wrong, or what whoever holds it wrote."""
    if row.hold_reason != HoldReason.BY_HAND:
        return row.error_message
    return f"The people who run Retake hold it: {row.hold_note}" if row.hold_note and row.is_held_by_staff else row.hold_note


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
