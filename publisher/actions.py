"""What a reader can do about a publication, and what each of it will do: said beforehand."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from publisher.models import Publication
from publisher.states import LOOKS, FailureReason, HoldReason, State
from retries.models import Pause


class Verb(StrEnum):
    """What can be asked for on a page."""

    RETRY = "retry"
    DISCARD = "discard"
    LOOK = "look"
    CANCEL = "cancel"
    RECONNECT = "reconnect"
    THERE = "there"
    ABSENT = "absent"
    DISMISS = "dismiss"
    EDIT = "edit"
    PUBLISH = "publish"
    OPEN = "open"
    ACCOUNT = "account"


@dataclass(frozen=True, kw_only=True)
class Action:
    """One button: `label` is what it does, `says` what will come of it."""

    verb: Verb
    label: str
    says: str = ""


@dataclass(frozen=True, kw_only=True)
class Surroundings:
    """What the words for a publication depend on beside its row: names, the platform's settle time, the ladder's length."""

    platform: str
    account: str
    settle: timedelta
    retries: int
    now: datetime
    next_slot: datetime
    """When the next retry sweep is."""
    pause: Pause | None
    """Automatic retries are stopped, if they are."""
    left: timedelta | None = None
    """How long sending it still takes, where that is known."""
    account_url: str = ""
    """Where its owner sees all that is on the account."""
    public_at: datetime | None = None
    """When the platform is to make it public by itself, where that was asked for."""


def actions(row: Publication, around: Surroundings) -> tuple[Action, ...]:
    """Give what its owner can do now, the most useful first; nothing that would be refused at once."""
    match State(row.state):
        case State.FAILED | State.PERMANENTLY_FAILED:
            return _after_failure(row, around)
        case State.ON_HOLD:
            return _on_hold(row, around)
        case State.PROCESSING | State.UNCONFIRMED:
            return _looking(row, around)
        case State.WAITING | State.PUBLISHING:
            stop = () if row.may_exist or row.cancel_requested_at else (_cancel("Cancel"),)
            return (_EDIT_PLANNED, *stop) if row.is_planned else stop
        case State.PUBLISHED:
            return (
                *_open(row, around),
                _publish(f"Publish to {around.platform} again", "Makes a second post. You are asked once more before."),
            )
        case State.CANCELLED | State.REMOVED:
            return (_publish(f"Publish to {around.platform}", "Starts anew, with the words as they are now."),)


def _after_failure(row: Publication, around: Surroundings) -> tuple[Action, ...]:
    again = _try_again(row, around)
    edit = (_edit(around),) if again.verb != Verb.RECONNECT else ()
    if row.state == State.FAILED:
        return again, *edit, _cancel("Stop trying")
    if row.failure_reason != FailureReason.REFUSED:
        return again, *edit, _DISMISS
    return *edit, again, _DISMISS


def _try_again(row: Publication, around: Surroundings) -> Action:
    if not row.connection.is_usable:
        return _reconnect(row, around)
    if row.remote_id:
        return Action(
            verb=Verb.DISCARD,
            label="Delete the failed copy and try again",
            says=f"Deletes what {around.platform} rejected there, which cannot be undone, then sends the video from the start.",
        )
    return Action(verb=Verb.RETRY, label=f"Retry {around.platform} now", says=_what_a_retry_does(row, around))


def _what_a_retry_does(row: Publication, around: Surroundings) -> str:
    if row.failure_reason == FailureReason.REFUSED:
        return "Sends the same words and file again. That helps if the reason is gone, at your account for instance."
    if row.bytes_sent and row.progress_sealed:
        return f"Goes on where it stopped, at {row.percent} %, if {around.platform} still has that part; else from the start."
    return "Sends the video from the start. Nothing of it was published, so nothing is posted twice."


def _on_hold(row: Publication, around: Surroundings) -> tuple[Action, ...]:
    stop = () if row.may_exist else (_cancel("Cancel"),)
    match HoldReason(row.hold_reason):
        case HoldReason.RECONNECT:
            return _reconnect(row, around), *stop
        case HoldReason.BY_HAND if row.is_held_by_staff:
            return stop
        case HoldReason.BY_HAND if row.is_to_be_posted:
            return _POSTED, _cancel("I will not post it")
        case HoldReason.BY_HAND | HoldReason.OVERDUE if row.connection.is_usable:
            go = Action(verb=Verb.RETRY, label=f"Publish to {around.platform} now", says=_what_a_retry_does(row, around))
            return (go, *stop) if row.may_exist else (go, _edit(around), *stop)
        case _:
            return stop


def _looking(row: Publication, around: Surroundings) -> tuple[Action, ...]:
    can_look = row.state in LOOKS and row.lease_token is None and (row.due_at is None or row.due_at > around.now)
    look = Action(verb=Verb.LOOK, label=f"Look on {around.platform} now", says="Only looks. Nothing is sent, whatever it finds.")
    looks = (look,) if can_look and row.connection.is_usable else ()
    mend = () if row.connection.is_usable else (_reconnect(row, around),)
    return (*_answers(row, around), *mend, *_open(row, around), *looks)


def _answers(row: Publication, around: Surroundings) -> tuple[Action, ...]:
    if not row.is_asked or row.deciding_since is None:
        return ()
    account = (Action(verb=Verb.ACCOUNT, label=f"Look at {around.account} on {around.platform}"),) if around.account_url else ()
    there = Action(verb=Verb.THERE, label="It is there", says="Retake takes your word, and never sends it again.")
    if around.now < row.deciding_since + around.settle:
        return *account, there
    absent = Action(
        verb=Verb.ABSENT, label="It is not there", says="Retake may then send it again. If it is there after all, there will be two."
    )
    return *account, there, absent


def _edit(around: Surroundings) -> Action:
    says = f"Changes title, words or options of this post alone, and sends it to {around.platform} with them at once."
    return Action(verb=Verb.EDIT, label="Edit and retry", says=says)


_EDIT_PLANNED = Action(verb=Verb.EDIT, label="Edit", says="Changes title, words or options of this post alone. It goes out at its time.")
_POSTED = Action(verb=Verb.THERE, label="It is posted", says="It then counts as published, at this address.")
_DISMISS = Action(
    verb=Verb.DISMISS,
    label="Dismiss",
    says="Nothing more is tried, and it leaves Attention. You can still publish the video anew.",
)


def _cancel(label: str) -> Action:
    return Action(verb=Verb.CANCEL, label=label, says="Nothing is published then.")


def _reconnect(row: Publication, around: Surroundings) -> Action:
    verb = "Reconnect" if row.connection.is_connected else "Connect"
    return Action(verb=Verb.RECONNECT, label=f"{verb} {around.platform}", says="What waits for it then goes on by itself.")


def _open(row: Publication, around: Surroundings) -> tuple[Action, ...]:
    return (Action(verb=Verb.OPEN, label=f"Open on {around.platform}"),) if row.remote_url else ()


def _publish(label: str, says: str) -> Action:
    return Action(verb=Verb.PUBLISH, label=label, says=says)
