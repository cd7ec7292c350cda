"""Deleting an account: closed at once, then carried out step by step by the queue and the round, whatever dies on the way.

settling --> revoking --> erasing --> leaving --> nothing is left

Each step looks at the rows and does what is left of it, so that to begin it anew is to go on with it.
"""

import logging
from collections.abc import Callable, Mapping
from datetime import datetime, timedelta

from axes.models import AccessAttempt
from django.contrib.auth.models import User
from django.db import transaction
from django.db.models import F, ProtectedError

from platforms import clock, connections
from platforms.models import Connection
from publisher import services
from publisher.accounts.holdings import follow_ups_of, probes_of, publications_of, waited_for
from publisher.models import AccountDeletion, BrowserSession, DeletionStep, ResetRequest
from publisher.services import NotPossible
from publisher.states import ENDED
from publisher.wakeups import SHORT, enqueue
from videos.erasing import erase
from videos.models import Video
from videos.storage import StoreError

log = logging.getLogger(__name__)

CLAIM_FOR = timedelta(minutes=10)
"""Longer than any one file takes to go; each one that went renews it."""
AGAIN_IN = timedelta(seconds=15)
AFTER_TROUBLE = timedelta(minutes=5)

# -- closing -----------------------------------------------------------------------------------------------------------


def close(user: User, *, now: datetime) -> AccountDeletion:
    """Close the account in one commit with the wish to delete it. From then on nobody is logged in, or can log in."""
    with transaction.atomic():
        User.objects.filter(pk=user.pk).update(is_active=False)
        BrowserSession.objects.filter(user_id=user.pk).delete()
        deletion, _ = AccountDeletion.objects.get_or_create(user=user, defaults={"requested_at": now, "due_at": now})
        enqueue("publisher.tasks.delete_account", deletion.pk, queue=SHORT)
    call_off(user)
    return deletion


def call_off(user: User) -> None:
    """Cancel what can be cancelled. What may exist already goes on, and is waited for."""
    for row in publications_of(user).exclude(state__in=ENDED).select_related("connection", "video", "asset"):
        try:
            services.cancel(row)
        except NotPossible:
            log.info("Publication %s of a closed account is waited for: it may be on the platform", row.pk)


def carry_forward(now: datetime) -> None:
    """The round's share: before it starts anything, call off what a look set free, and wake what is due."""
    for deletion in AccountDeletion.objects.settling().select_related("user"):
        call_off(deletion.user)
    for pk in AccountDeletion.objects.due(now).values_list("pk", flat=True):
        enqueue("publisher.tasks.delete_account", pk, queue=SHORT)


# -- the steps ---------------------------------------------------------------------------------------------------------


def go_on(pk: int) -> None:
    """Take deletion `pk` as far as it goes, if it is due; a second call finds it claimed."""
    now = clock.now()
    if not AccountDeletion.objects.due(now).filter(pk=pk).update(due_at=now + CLAIM_FOR):
        return
    while (deletion := AccountDeletion.objects.select_related("user").filter(pk=pk).first()) is not None:
        step = DeletionStep(deletion.step)
        try:
            is_done = _STEPS[step](deletion)
        except (StoreError, ProtectedError) as trouble:
            _note(deletion, trouble)
            return
        if not is_done:
            AccountDeletion.objects.filter(pk=pk).update(due_at=clock.now() + AGAIN_IN)
            return
        if step in _NEXT:
            AccountDeletion.objects.move(deletion, _NEXT[step])


def _settle(deletion: AccountDeletion) -> bool:
    """Wait until nothing is sent, looked for, looked into or still to be done to a post."""
    user, now = deletion.user, clock.now()
    call_off(user)
    return not (waited_for(user).exists() or follow_ups_of(user).exists() or probes_of(user, since=deletion.requested_at, now=now).exists())


def _revoke(deletion: AccountDeletion) -> bool:
    """Give each leave back. A platform that cannot be told stops nothing: the tokens are gone from here all the same."""
    for connection in Connection.objects.filter(user=deletion.user).connected():
        connections.disconnect(connection, by=deletion.user)
        _go_on_holding(deletion)
    return True


def _erase(deletion: AccountDeletion) -> bool:
    """Erase what was published with each video, then its files, then the video."""
    for video in Video.objects.filter(owner=deletion.user).order_by("pk"):
        video.publications.all().delete()
        erase(video)
        _go_on_holding(deletion)
    return True


def _leave(deletion: AccountDeletion) -> bool:
    """Erase the rest, this wish included, in one commit. What else belongs to the user goes with them."""
    user = deletion.user
    _erase(deletion)  # what a request brought that was let in just before the account was closed
    with transaction.atomic():
        publications_of(user).delete()
        Connection.objects.filter(user=user).delete()
        ResetRequest.objects.filter(email__iexact=user.email).delete()
        AccessAttempt.objects.filter(username=user.username).delete()
        number = user.pk
        user.delete()
    log.info("Account %s is deleted, and all that it held", number)
    return True


_STEPS: Mapping[DeletionStep, Callable[[AccountDeletion], bool]] = {
    DeletionStep.SETTLING: _settle,
    DeletionStep.REVOKING: _revoke,
    DeletionStep.ERASING: _erase,
    DeletionStep.LEAVING: _leave,
}
_NEXT = {
    DeletionStep.SETTLING: DeletionStep.REVOKING,
    DeletionStep.REVOKING: DeletionStep.ERASING,
    DeletionStep.ERASING: DeletionStep.LEAVING,
}


def _go_on_holding(deletion: AccountDeletion) -> None:
    AccountDeletion.objects.filter(pk=deletion.pk).update(due_at=clock.now() + CLAIM_FOR)


def _note(deletion: AccountDeletion, trouble: Exception) -> None:
    told = str(trouble) if isinstance(trouble, StoreError) else "Something else still refers to what is to be erased."
    log.warning("Account %s cannot be erased yet (%s)", deletion.user_id, type(trouble).__name__)
    AccountDeletion.objects.filter(pk=deletion.pk).update(due_at=clock.now() + AFTER_TROUBLE, trouble=told, tries=F("tries") + 1)
