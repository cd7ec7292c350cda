"""Try one follow-up again: what remained to be done after a publication, alone; the post itself is neither sent nor touched."""

from datetime import datetime

from django.db import transaction

from platforms import clock
from publisher import followups
from publisher.models import FollowUp, Publication
from publisher.services.refusal import ON_ITS_WAY, NotPossible
from publisher.services.retrying import insist_on_no_hold
from publisher.states import State
from publisher.wakeups import wake_follow_ups

NOTHING_TOLD = {"warning": "", "error_code": "", "error_message": "", "error_fix": ""}


def retry_follow_up(follow_up: FollowUp) -> str:
    """Try `follow_up` again now, with all its tries ahead; gives a sentence on what happens.

    Pressed twice it is done once. Raises `NotPossible` where there is no post to do it for, or the account cannot be used.
    """
    now = clock.now()
    insist_on_post(follow_up.publication, now=now)
    failing = FollowUp.objects.failing().unclaimed(now).filter(pk=follow_up.pk)
    with transaction.atomic():
        if not failing.update(due_at=now, tries=0, **NOTHING_TOLD):
            return ON_ITS_WAY
        wake_follow_ups([follow_up])
    if follow_up.warning:
        followups.take_back(follow_up.publication, follow_up.warning)
    return f"Trying again now: {follow_up.get_kind_display()}. The post itself stays as it is."


def insist_on_post(publication: Publication, *, now: datetime) -> None:
    """Raise `NotPossible` unless there is a post that something can be done for, through an account that works."""
    if publication.state != State.PUBLISHED or not publication.remote_id:
        raise NotPossible("not_published", "There is no post to do this for.")
    insist_on_no_hold(publication, now=now)
