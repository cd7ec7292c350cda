"""What an account holds: what is counted before it is deleted, and what is still waited for."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.contrib.auth.models import User
from django.db.models import Count, F, Q, QuerySet, Sum

from platforms.models import Connection
from publisher.models import FollowUp, Publication
from publisher.states import ENDED, LOOKS, State
from videos.models import Asset, AssetState, Video

PROBE_PATIENCE = timedelta(minutes=15)
"""How long the look into a file is waited for: it ends well within this, or not at all."""

_DECIDING = Q(deciding_since__isnull=False)
_ASKED = Q(due_at=None, leased_until=None)
"""Nobody looks any more by themselves: a person would be asked, and there will be none."""
_MAY_EXIST = Q(state__in=[*LOOKS, State.ON_HOLD]) & _DECIDING


def publications_of(user: User) -> QuerySet[Publication]:
    return Publication.objects.filter(Q(video__owner=user) | Q(connection__user=user))


def waited_for(user: User) -> QuerySet[Publication]:
    """Those that send just now, and those of which looks will still tell whether they are there."""
    return publications_of(user).filter(Q(state=State.PUBLISHING) | _MAY_EXIST & ~_ASKED)


def follow_ups_of(user: User) -> QuerySet[FollowUp]:
    """What remains to be done to posts of theirs, and needs the connections for it."""
    return FollowUp.objects.filter(publication__in=publications_of(user), due_at__isnull=False)


def probes_of(user: User, *, since: datetime, now: datetime) -> QuerySet[Asset]:
    """Files that are looked into just now; none any more once that was waited for long enough."""
    probing = Asset.objects.filter(video__owner=user, state=AssetState.PROBING)
    return probing if now < since + PROBE_PATIENCE else probing.none()


@dataclass(frozen=True, kw_only=True)
class Holdings:
    """An account in numbers. Publications by what a deletion does to them."""

    videos: int
    files: int
    size_bytes: int
    connections: tuple[str, ...]
    stay: int
    cancelled: int
    awaited: int
    unknown: int


def holdings(user: User) -> Holdings:
    """Count it, in four queries."""
    files = Asset.objects.filter(video__owner=user).exclude(key="")
    counted = files.aggregate(files=Count("pk"), size=Sum(F("size")))
    by_fate = publications_of(user).aggregate(
        stay=Count("pk", filter=Q(state=State.PUBLISHED)),
        cancelled=Count("pk", filter=Q(deciding_since=None) & ~Q(state__in=ENDED)),
        awaited=Count("pk", filter=Q(state=State.PUBLISHING) & _DECIDING | _MAY_EXIST & ~_ASKED),
        unknown=Count("pk", filter=_MAY_EXIST & _ASKED),
    )
    connected = Connection.objects.filter(user=user, connected_at__isnull=False, disconnected_at=None).order_by("name", "pk")
    return Holdings(
        videos=Video.objects.filter(owner=user).count(),
        files=counted["files"],
        size_bytes=counted["size"] or 0,
        connections=tuple(str(each) for each in connected),
        **by_fate,
    )
