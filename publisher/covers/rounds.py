"""What the round does for covers: makings whose worker is gone are woken, pictures that nobody needs are cleared."""

from datetime import datetime
from typing import Any

from django.db.models import Q, QuerySet

from platforms.contract import FollowUpKind
from publisher.models import FollowUp, Publication
from publisher.states import State
from videos import covers

_NEVER_SENT_AGAIN = [State.CANCELLED, State.REMOVED]


def keep_going(now: datetime) -> None:
    """Safe to run many times, on every worker machine."""
    covers.wake_lost(now)
    covers.clear(now, needed=needed())


def needed() -> QuerySet[Publication, Any]:
    """The covers that something may still be sent with: by a try, or by a follow-up that is not done."""
    undone = FollowUp.objects.filter(kind=FollowUpKind.THUMBNAIL, done_at=None)
    may_be_sent = ~Q(state=State.PUBLISHED) | Q(pk__in=undone.values("publication"))
    rows = Publication.objects.filter(may_be_sent, cover__isnull=False).exclude(state__in=_NEVER_SENT_AGAIN)
    return rows.values("cover")
