"""Confirm: a person's word on whether the post is there, where looking could not settle it."""

from dataclasses import dataclass
from datetime import datetime

from django.db import IntegrityError, transaction
from django.utils import timezone

from platforms import clock
from platforms.contract import NotThere, Published
from publisher.models import Publication
from publisher.outcomes import PATIENT, Settlement
from publisher.records import record
from publisher.services.refusal import NotPossible
from publisher.settle import settlement
from publisher.states import State
from retries.ladder import ladder


@dataclass(frozen=True, kw_only=True)
class Found:
    """A person's word that the post is there."""

    remote_id: str
    url: str


def confirm(publication: Publication, found: Found | None) -> str:
    """Take a person's word on whether it is on the platform; `found` None says that it is not. Ends any look's lease.

    Raises `NotPossible` when nothing is asked, and for "it is not" before the platform's settle time has passed.
    """
    now = clock.now()
    if publication.is_to_be_posted:
        return _posted_by_hand(publication, found, now=now)
    if publication.deciding_since is None or publication.state not in (State.UNCONFIRMED, State.PROCESSING, State.ON_HOLD):
        raise NotPossible("nothing_to_confirm", "There is nothing to confirm.")
    settle = publication.connection.platform.settle
    if found is None and now < publication.deciding_since + settle:
        clear = timezone.localtime(publication.deciding_since + settle)
        raise NotPossible("too_early", f"It may still appear. Look again after {clear:%H:%M %Z}.")
    outcome = Published(remote_id=found.remote_id, url=found.url) if found else NotThere(progress=publication.progress)
    _settle(publication, outcome, now=now)
    return "Published, by your word." if found else "Noted: it is not there."


def _posted_by_hand(publication: Publication, found: Found | None, *, now: datetime) -> str:
    """Its owner posted it, and says where. That it is not there needs no word: it waits, or is cancelled."""
    if found is None:
        raise NotPossible("not_posted_yet", "It waits until you have posted it. Cancel it if you will not.")
    _settle(publication, Published(remote_id=found.remote_id, url=found.url), now=now)
    return "Published, by your hand."


def _settle(publication: Publication, outcome: Published | NotThere, *, now: datetime) -> None:
    """Raises `NotPossible` where the post is another's, or the publication changed meanwhile."""
    settled = settlement(publication, outcome, looking=True, ladder=ladder(), patience=PATIENT, now=now)
    try:
        taken = _settled_by_hand(publication, settled, now=now)
    except IntegrityError as other:
        raise NotPossible("belongs_to_another", _of_another(publication, settled)) from other
    if not taken:
        raise NotPossible("changed", "It changed just now. Look again.")


def _of_another(publication: Publication, settled: Settlement) -> str:
    """Name whose it is, where that is one's own."""
    same = {"connection__provider": publication.connection.provider, "remote_id": settled.changes.get("remote_id")}
    other = Publication.objects.filter(connection__user=publication.connection.user_id, **same).exclude(pk=publication.pk).first()
    return f"That post belongs to “{other.title}” already." if other else "That post belongs to another publication here."


def _settled_by_hand(publication: Publication, settled: Settlement, *, now: datetime) -> bool:
    named = {"deciding_since": publication.deciding_since}
    with transaction.atomic():
        moved = Publication.objects.move(publication, settled.to, token=publication.lease_token, named=named, **settled.changes)
        if moved:
            record(publication, settled, now=now)
    return moved
