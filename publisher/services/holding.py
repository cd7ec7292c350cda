"""Hold and resume: keep one publication from going on, and let it go on."""

from django.contrib.auth.models import User
from django.db import transaction

from platforms import clock
from publisher.models import AttemptOutcome, Publication
from publisher.records import close_attempt
from publisher.services.refusal import ON_ITS_WAY, NotPossible
from publisher.services.retrying import insist_on_no_hold, try_again
from publisher.states import ENDED, HoldReason, State


def hold(publication: Publication, *, by: User | None, why: str) -> str:
    """Keep it from being sent until it is resumed. Raises `NotPossible` while it is being sent, or may exist.

    `by` is its owner or one of the staff (None: a command), `why` what its owner reads as the reason. What staff hold,
    staff alone resume.
    """
    now = clock.now()
    if publication.may_exist and publication.state not in ENDED:
        raise NotPossible("may_exist", "It may be on the platform: it is only looked at now, and nothing is sent.")
    if publication.state not in (State.WAITING, State.FAILED, State.ON_HOLD):
        raise NotPossible("not_holdable", f"It cannot be held: it is {publication.get_state_display().lower()}.")
    if publication.hold_reason == HoldReason.BY_HAND:
        return "It is held already."
    with transaction.atomic():
        held = Publication.objects.move(
            publication,
            State.ON_HOLD,
            named={"deciding_since": None},
            hold_reason=HoldReason.BY_HAND,
            held_at=now,
            held_by=by,
            is_held_by_staff=by is None or by.pk != publication.connection.user_id,
            hold_note=why,
            due_at=None,
            lane=None,
        )
        if held:
            close_attempt(publication, outcome=AttemptOutcome.HELD, now=now)
    if not held:
        raise NotPossible("changed", "It changed just now. Look again.")
    return "Held. It goes on once it is resumed."


def resume(publication: Publication) -> str:
    """Let it go on now, or at the time its owner chose. Raises `NotPossible` where its account or platform still is held."""
    now = clock.now()
    if publication.state in (State.WAITING, State.PUBLISHING):
        return ON_ITS_WAY
    if publication.state != State.ON_HOLD:
        raise NotPossible("nothing_to_resume", f"There is nothing to resume: it is {publication.get_state_display().lower()}.")
    insist_on_no_hold(publication, now=now)
    later = publication.scheduled_at if publication.scheduled_at and publication.scheduled_at > now else None
    return try_again(publication, now, at=later)
