"""Carrying a removal out: settling --> posts --> erasing --> finished.

Each step looks at the rows and does what is left of it, so that to begin it anew is to go on with it.
"""

import logging
from collections.abc import Callable, Mapping
from datetime import datetime, timedelta

from django.db.models import Exists, Min, OuterRef, ProtectedError, Sum
from django.utils import timezone

from platforms import clock
from publisher.models import Extent, FollowUp, Publication, Removal, RemovalStep, StepState
from publisher.removing import posts
from publisher.services.ending import cancel
from publisher.services.refusal import NotPossible
from publisher.services.removing import note_those_that_stay
from publisher.states import ENDED
from videos.erasing import erase
from videos.models import Asset, Fit, Video
from videos.storage import StoreError
from videos.tasks import clear_abandoned

log = logging.getLogger(__name__)

CLAIM_FOR = timedelta(minutes=5)
"""Longer than one post or one file takes to go; each one that went renews it."""
AGAIN_IN = timedelta(seconds=15)
AFTER_TROUBLE = timedelta(minutes=5)


def go_on(pk: int) -> None:
    """Take removal `pk` as far as it goes, if it is due; a second call finds it claimed."""
    now = clock.now()
    if not Removal.objects.open().due(now).filter(pk=pk).update(due_at=now + CLAIM_FOR):
        return
    removal = Removal.objects.select_related("video").get(pk=pk)
    waits_for = _settle(removal) if removal.extent != Extent.POST else ""
    if waits_for:
        _wait(removal, until=clock.now() + AGAIN_IN, waits_for=waits_for)
        return
    for step in removal.steps.due(now).select_related("publication", "connection"):
        posts.take(step)
        Removal.objects.filter(pk=pk).update(due_at=clock.now() + CLAIM_FOR)
    if removal.steps.open().exists():
        _wait(removal, until=removal.steps.open().aggregate(next=Min("due_at"))["next"], waits_for="")
        return
    try:
        is_done = _ERASERS[Extent(removal.extent)](removal)
    except (StoreError, ProtectedError) as trouble:
        log.warning("Removal %s cannot be finished yet (%s)", pk, type(trouble).__name__)
        _wait(removal, until=clock.now() + AFTER_TROUBLE, waits_for="The storage does not let the file go just now.")
        return
    if is_done:
        Removal.objects.filter(pk=pk).open().update(finished_at=clock.now(), due_at=None, waits_for="")
    else:
        _wait(removal, until=clock.now() + AGAIN_IN, waits_for="The file goes as soon as nothing needs it any more.")


def _wait(removal: Removal, *, until: datetime | None, waits_for: str) -> None:
    Removal.objects.filter(pk=removal.pk, finished_at=None).update(due_at=until, waits_for=waits_for)


# -- settling --------------------------------------------------------------------------------------------------------


def _settle(removal: Removal) -> str:
    """Cancel what can be cancelled, where that was chosen. Gives what is still waited for, in words."""
    if removal.video is None:
        return ""
    for row in removal.video.publications.exclude(state__in=ENDED).select_related("connection", "video", "asset"):
        if removal.cancels:
            try:
                cancel(row)
            except NotPossible:
                log.info("Publication %s is waited for: it may be on the platform", row.pk)
    left = removal.video.publications.exclude(state__in=ENDED).select_related("connection").order_by("pk").first()
    if left is not None:
        where = f"{left.connection.platform.name}, {left.connection}"
        return (
            f"You are asked whether the post is there: {where}. Answer on the video’s page."
            if left.is_asked
            else f"It is on its way: {where}."
        )
    goes = removal.steps.exclude(state=StepState.KEPT).filter(publication=OuterRef("publication"))
    remains = FollowUp.objects.filter(publication__video=removal.video, due_at__isnull=False).filter(~Exists(goes))
    return "What remains of a post is still sent: its picture, or captions." if remains.exists() else ""


# -- erasing ---------------------------------------------------------------------------------------------------------


def _erase_video(removal: Removal) -> bool:
    """Out of the library: the publications that have ended, the files, then the rows. What came meanwhile keeps it from that."""
    video = removal.video
    if video is None:
        return True
    if video.publications.exclude(state__in=ENDED).exists():
        return False
    _note_freed(removal, video)
    note_those_that_stay(removal, video)
    video.publications.filter(state__in=ENDED).delete()
    if video.publications.exists():
        return False
    erase(video)
    return True


def _erase_file(removal: Removal) -> bool:
    """The stored bytes alone. Whoever wishes to publish it from now on is told that there is no file."""
    video = removal.video
    if video is None:
        return True
    _note_freed(removal, video)
    now = clock.now()
    Fit.objects.filter(video=video).drop(now)
    unended = Publication.objects.filter(video=OuterRef("video")).exclude(state__in=ENDED)
    files = Asset.objects.filter(video=video).filter(~Exists(unended))
    files.let_go(reason=_reason(removal), now=now)
    clear_abandoned(now)
    return not video.assets.exclude(key="").exists()


def _reason(removal: Removal) -> str:
    on = f"{timezone.localtime(removal.ordered_at):%-d %B %Y}"
    whose = (
        f"The stored file was deleted by {removal.by_name} on {on}." if removal.by_name else f"The stored file was let go on {on}, as set."
    )
    return f"{whose} The words, the posts and their history stay; without a file nothing more can be published from here."


def _note_freed(removal: Removal, video: Video) -> None:
    if not removal.freed_bytes:
        freed = video.assets.exclude(key="").aggregate(size=Sum("size"))["size"] or 0
        Removal.objects.filter(pk=removal.pk).update(freed_bytes=freed)


_ERASERS: Mapping[Extent, Callable[[Removal], bool]] = {
    Extent.POST: lambda removal: True,
    Extent.FILE: _erase_file,
    Extent.LIBRARY: _erase_video,
}


def release_reconnected(now: datetime) -> None:
    """Let those go on that waited for a reconnection which was made."""
    for step in RemovalStep.objects.reconnected()[:200]:
        if RemovalStep.objects.move(step, StepState.WAITING, due_at=now):
            Removal.objects.open().filter(pk=step.removal_id).update(due_at=now)
