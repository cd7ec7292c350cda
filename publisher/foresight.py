"""What a deed will come to, said before it is done: a pure rule over the facts of a publication."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from publisher.facts import Facts
from publisher.models import Deed
from publisher.states import ENDED, LOOKS, FailureReason, HoldReason, State


class Comes(StrEnum):
    """What becomes of the wish: it is done, it is not needed, or it is refused."""

    DONE = "done"
    LEFT = "left"
    REFUSED = "refused"


@dataclass(frozen=True, kw_only=True)
class Foreseen:
    """What a deed will come to; `code` is stable, `says` is the end of a sentence on how many there are."""

    comes: Comes
    code: str
    says: str


def foresee(deed: Deed, facts: Facts) -> Foreseen:
    """Say what `deed` will come to; pure. A word that it is there (a link) is for one at a time, and not foreseen here."""
    return _FORESIGHT[deed](facts)


# -- each deed -------------------------------------------------------------------------------------------------------


def _done(code: str, says: str) -> Foreseen:
    return Foreseen(comes=Comes.DONE, code=code, says=says)


def _left(code: str, says: str) -> Foreseen:
    return Foreseen(comes=Comes.LEFT, code=code, says=says)


def _refused(code: str, says: str) -> Foreseen:
    return Foreseen(comes=Comes.REFUSED, code=code, says=says)


_ON_ITS_WAY = _left("on_its_way", "on its way already")
_MAY_EXIST = _refused("may_exist", "may be on the platform: whether it is there comes first")
_BY_HAND = _refused("posted_by_hand", "posted by its owner, by hand: Retake sends nothing of it")
_LOOKED_FOR = _done("looks", "looked for on the platform; nothing is sent before that is clear")


def _retry(facts: Facts) -> Foreseen:
    if facts.state in (State.WAITING, State.PUBLISHING):
        return _ON_ITS_WAY
    if facts.state in LOOKS:
        return _left("is_looked_at", "being looked for right now") if facts.is_looked_at else _LOOKED_FOR
    if facts.state not in (State.FAILED, State.ON_HOLD, State.PERMANENTLY_FAILED):
        return _refused("nothing_to_retry", "published, cancelled or removed: there is nothing to retry")
    if facts.hold_reason == HoldReason.CRASHED or facts.is_held_by_staff:
        return _refused("held_by_staff", "held by staff: resume it instead")
    return _unless_bound(facts) or _unless_the_file_goes(facts) or _unless_a_copy_is_there(facts) or _again(facts)


def _unless_the_file_goes(facts: Facts) -> Foreseen | None:
    if facts.can_exist:
        return None
    if facts.is_leaving:
        return _refused("being_deleted", "of a video that is being deleted, or whose file is")
    return None if facts.has_file else _refused("no_file", "without a file: its owner deleted it, and keeps words and posts alone")


def _unless_a_copy_is_there(facts: Facts) -> Foreseen | None:
    if facts.has_copy and not facts.can_exist:
        return _refused("copy_is_there", "rejected there with a failed copy: its owner's Retry deletes that first")
    return None


def _unless_bound(facts: Facts) -> Foreseen | None:
    if facts.is_by_hand:
        return _BY_HAND
    if not facts.is_usable:
        return _refused("reconnect_needed", "waiting for its owner to reconnect the account")
    if facts.is_bound:
        return _refused("held", "held with its account or platform: lift that hold instead")
    return None


def _again(facts: Facts) -> Foreseen:
    if facts.can_exist:
        return _LOOKED_FOR
    return _unless_outdone(facts) or _done("sends", "sent again now")


def _unless_outdone(facts: Facts) -> Foreseen | None:
    return _refused("already_live", "replaced by a newer publication of the same video") if facts.is_outdone else None


def _reset(facts: Facts) -> Foreseen:
    if facts.state in (State.PUBLISHED, State.CANCELLED, State.REMOVED):
        return _left("nothing_to_reset", "published, cancelled or removed: there is nothing to count")
    if facts.state != State.PERMANENTLY_FAILED or facts.failure_reason == FailureReason.REFUSED:
        anew = _done("counts_anew", "counted from the start again; nothing else changes")
        return anew if facts.is_counted else _left("nothing_used", "not retried yet: there is nothing to reset")
    return (
        _unless_the_file_goes(facts)
        or _unless_outdone(facts)
        or _done("tries_anew", "tried again at the next sweep, with all retries ahead")
    )


def _mark(facts: Facts) -> Foreseen:
    if facts.can_exist and facts.state not in ENDED:
        return _MAY_EXIST
    if facts.state == State.PERMANENTLY_FAILED:
        return _left("is_marked", "permanently failed already")
    if facts.is_by_hand and facts.state == State.ON_HOLD:
        return _BY_HAND
    if facts.state not in (State.WAITING, State.FAILED, State.ON_HOLD):
        return _refused("not_markable", "being sent, or ended: only what waits, failed or is on hold can be given up")
    return _done("marks", "marked permanently failed: no more automatic tries")


def _confirm(facts: Facts) -> Foreseen:
    if facts.is_by_hand and facts.state == State.ON_HOLD and facts.hold_reason == HoldReason.BY_HAND and not facts.is_held_by_staff:
        return _refused("not_posted_yet", "not posted by its owner yet: confirm it at the publication, with its link")
    if not facts.can_exist or facts.state not in (State.UNCONFIRMED, State.PROCESSING, State.ON_HOLD):
        return _refused("nothing_to_confirm", "not in doubt: there is nothing to confirm")
    if facts.state == State.PROCESSING:
        return _left("at_work", "accepted by the platform, which is still at work on it")
    if not facts.is_settled:
        return _refused("too_early", "sent so lately that it may still appear: look again later")
    return _done("absent", "noted as not there, and may be sent again")


def _hold(facts: Facts) -> Foreseen:
    if facts.can_exist and facts.state not in ENDED:
        return _MAY_EXIST
    if facts.hold_reason == HoldReason.BY_HAND:
        return _left("is_held", "held by hand already")
    if facts.state not in (State.WAITING, State.FAILED, State.ON_HOLD):
        return _refused("not_holdable", "being sent, or ended: only what waits, failed or is on hold can be held")
    return _done("holds", "held until it is resumed")


def _resume(facts: Facts) -> Foreseen:
    if facts.state in (State.WAITING, State.PUBLISHING):
        return _ON_ITS_WAY
    if facts.state != State.ON_HOLD:
        return _refused("nothing_to_resume", "not on hold: there is nothing to resume")
    return _unless_bound(facts) or (_LOOKED_FOR if facts.can_exist else _done("goes_on", "let go on: now, or at the time its owner chose"))


def _cancel(facts: Facts) -> Foreseen:
    if facts.can_exist or facts.state in (State.PUBLISHED, State.REMOVED):
        return _refused("too_late", "on the platform, or may be: it is too late to cancel")
    if facts.state == State.CANCELLED:
        return _left("is_cancelled", "cancelled already")
    if facts.state == State.PUBLISHING:
        return _done("stops", "stopped within seconds; nothing is published")
    return _done("cancels", "cancelled; nothing is published")


def _edit(facts: Facts) -> Foreseen:
    return _refused("one_at_a_time", "edited by its owner, one at a time")


def _reschedule(facts: Facts) -> Foreseen:
    return _refused("one_at_a_time", "given another time by its owner, one at a time")


def _remove(facts: Facts) -> Foreseen:
    if facts.state == State.REMOVED:
        return _left("is_removed", "deleted there already")
    if facts.has_copy and facts.state in (State.PUBLISHED, State.PERMANENTLY_FAILED):
        return _done("deletes", "deleted on their platforms; where there is no such call, their owners are asked to")
    return _refused("nothing_to_remove", "not known to be on the platform: there is nothing to delete")


_FORESIGHT: Mapping[Deed, Callable[[Facts], Foreseen]] = {
    Deed.RETRY: _retry,
    Deed.EDIT: _edit,
    Deed.RESET: _reset,
    Deed.MARK: _mark,
    Deed.CONFIRM: _confirm,
    Deed.HOLD: _hold,
    Deed.RESUME: _resume,
    Deed.CANCEL: _cancel,
    Deed.RESCHEDULE: _reschedule,
    Deed.REMOVE: _remove,
}
