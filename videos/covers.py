"""Chooses and makes covers: a frame of the video or a picture of one's own, and the film strip that frames are chosen from.

a wish is a row and its wake-up -> a worker fetches the file, has a confined reader show the frame, encodes and stores it ->
one commit: this one stands for the video, the one before is let go
"""

import hashlib
import logging
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import IntegrityError, transaction
from django.db.models import QuerySet
from django.utils import timezone
from django_q.tasks import async_task

from videos import probe
from videos.image import KEPT_PIXELS, Picture, jpeg_of
from videos.models import Asset, AssetState, Cover, CoverSource, Strip, Video
from videos.models.cover import MOST_TRIES
from videos.storage import SourceChanged, SourceMissing, StoreError, media, new_picture_key, read_whole, store_whole

logger = logging.getLogger(__name__)
FRAMES = 12
FRAME_PIXELS = 320
_BATCH = 50
_BACK_SECONDS = 0.5
"""How much earlier a second try looks, where the video has no picture at the very time: at its end, say."""

LOST = "The video’s file is no longer in Retake’s storage, or not the one that was uploaded."
NO_PICTURE = "The video shows no picture there. Choose another moment."
CRASHED = "Reading the video’s pictures broke off each time it was tried. You can bring a picture of your own."
BROKEN_OFF = "The picture did not come in whole. Bring it again."


# -- wishes ----------------------------------------------------------------------------------------------------------


def wish_for_strip(asset: Asset, *, now: datetime) -> Strip:
    """Have the film strip of `asset` made, unless that was wished for already; one that failed is tried again."""
    anew = {"failed_reason": "", "tries": 0, "woken_at": now}
    with transaction.atomic():
        strip, is_new = Strip.objects.get_or_create(asset=asset, defaults={"key": new_picture_key(), "created_at": now, "woken_at": now})
        if is_new or Strip.objects.filter(pk=strip.pk, made_at=None).exclude(failed_reason="").update(**anew):
            wake("strip", strip.pk)
    return strip


def choose_frame(video: Video, asset: Asset, *, at_ms: int, now: datetime) -> Cover:
    """Have the frame at `at_ms` made the video's picture; it is once it was made."""
    with transaction.atomic():
        cover = _begun(video, CoverSource.FRAME, now=now, asset=asset, at_ms=at_ms)
        wake("cover", cover.pk)
    return cover


def choose_picture(video: Video, picture: Picture, *, now: datetime) -> Cover:
    """Make a picture of somebody's own stand for `video`. Raises `StoreError`."""
    cover = _begun(video, CoverSource.IMAGE, now=now)
    store_whole(cover.key, picture.jpeg)
    _finish(cover, picture, now=now)
    cover.refresh_from_db()
    return cover


def use_automatic(video: Video, *, now: datetime) -> bool:
    """Use the picture that Retake took by itself again; False where that is what stands already."""
    return Cover.objects.standing().filter(video=video).update(replaced_at=now, woken_at=None) > 0


def set_focus(cover: Cover, *, x: int, y: int, now: datetime) -> Cover:
    """Say what crops are to keep in sight, in per cent, of the picture that stands. It is a new cover: what is on its way with the
    one before is cropped as it was. Raises `StoreError`."""
    if cover.focus == (x, y):
        return cover
    jpeg = read_whole(cover.key)
    facts = {"asset": cover.asset, "at_ms": cover.at_ms, "focus_x": x, "focus_y": y}
    moved = _begun(cover.video, CoverSource(cover.source), now=now, **facts)
    store_whole(moved.key, jpeg)
    _finish(moved, Picture(jpeg=jpeg, width=cover.width, height=cover.height), now=now)
    moved.refresh_from_db()
    return moved


def _begun(video: Video, source: CoverSource, *, now: datetime, **facts: Any) -> Cover:
    """A wish in place of any other that is not made yet; what stands for the video stays until this one is there."""
    with transaction.atomic():
        Video.objects.select_for_update().get(pk=video.pk)  # of two at once the later wins
        Cover.objects.standing().filter(video=video, made_at=None).update(replaced_at=now, woken_at=None)
        return Cover.objects.create(video=video, source=source, key=new_picture_key(), created_at=now, woken_at=now, **facts)


# -- making ----------------------------------------------------------------------------------------------------------


def wake(what: str, pk: int) -> None:
    """Enqueue the making of a strip or a cover, in the caller's transaction where the queue is the database."""

    def send() -> None:
        async_task(f"videos.covers.make_{what}", pk, cluster=settings.Q_CLUSTER["name"])

    if settings.REDIS_URL:
        transaction.on_commit(send, robust=True)  # a lost message costs minutes: `wake_lost` finds the row
    else:
        send()


def make_strip(pk: int) -> None:
    """Make film strip `pk`, if it is still to be made. Safe to call again, at any time and from anywhere."""
    strip = Strip.objects.open().select_related("asset").filter(pk=pk).first()
    if strip is None or not _insist(Strip.objects, strip):
        return
    with _told(Strip.objects, strip), _file_of(strip.asset) as path:
        shown = [(at_ms, _shown(path, strip.asset, at_ms, most_pixels=FRAME_PIXELS)) for at_ms in moments(strip.asset.duration or 0)]
        pictures = [(at_ms, picture) for at_ms, picture in shown if picture]
        if not pictures:
            raise NothingShown
        content, frames = bytearray(), []
        for at_ms, picture in pictures:
            frames.append([at_ms, len(content), len(picture.jpeg)])
            content += picture.jpeg
        store_whole(strip.key, bytes(content))
        size = {"width": pictures[0][1].width, "height": pictures[0][1].height}
        Strip.objects.open().filter(pk=pk).update(frames=frames, made_at=timezone.now(), woken_at=None, **size)


def make_cover(pk: int) -> None:
    """Make cover `pk`, if it is still to be made and wished for. Safe to call again, at any time and from anywhere."""
    cover = Cover.objects.open().select_related("asset").filter(pk=pk).first()
    if cover is None or not _insist(Cover.objects, cover):
        return
    if cover.asset is None or cover.at_ms is None:
        Cover.objects.fail(pk, BROKEN_OFF)
        return
    with _told(Cover.objects, cover), _file_of(cover.asset) as path:
        picture = _shown(path, cover.asset, cover.at_ms, most_pixels=KEPT_PIXELS)
        if picture is None:
            raise NothingShown
        store_whole(cover.key, picture.jpeg)
        _finish(cover, picture, now=timezone.now())


class NothingShown(Exception):
    """The video has no picture there."""


def moments(duration: float, count: int = FRAMES) -> list[int]:
    """When the frames of a strip are taken, in milliseconds: the middle of as many equal parts."""
    return [round(duration * 1000 * (2 * each + 1) / (2 * count)) for each in range(count)]


def _insist(rows: Any, row: Strip | Cover) -> bool:
    """Begin a try; what broke its worker each time is given up."""
    if row.tries >= MOST_TRIES:
        rows.fail(row.pk, BROKEN_OFF if isinstance(row, Cover) and row.source == CoverSource.IMAGE else CRASHED)
        return False
    return bool(rows.begin(row.pk, tries=row.tries, now=timezone.now()))


@contextmanager
def _told(rows: Any, row: Strip | Cover) -> Iterator[None]:
    """Keep why it cannot be had; where that is not the file's fault, the round tries again."""
    try:
        yield
    except (SourceMissing, SourceChanged):
        rows.fail(row.pk, LOST)
    except NothingShown:
        rows.fail(row.pk, NO_PICTURE)
    except (StoreError, OSError):
        logger.exception("%s %s cannot be made now; it is tried again.", type(row).__name__, row.pk)
        rows.uncount(row.pk)


@contextmanager
def _file_of(asset: Asset) -> Iterator[Path]:
    if asset.state != AssetState.READY:
        raise SourceMissing("The file is gone.")
    with media().as_file(asset.key, etag=asset.etag, beat=lambda: None) as path:
        yield path


def _shown(path: Path, asset: Asset, at_ms: int, *, most_pixels: int) -> Picture | None:
    seconds, size = at_ms / 1000, {"width": asset.width or 1, "height": asset.height or 1}
    for moment in (seconds, max(0.0, seconds - _BACK_SECONDS)):
        image = probe.frame(path, moment, **size, most_pixels=most_pixels)
        if image is not None:
            return Picture(jpeg=jpeg_of(image), width=image.width, height=image.height)
    return None


def _finish(cover: Cover, picture: Picture, *, now: datetime) -> bool:
    """Let it stand for its video from now on, in one commit; False where nobody wishes for it any more."""
    made = {"made_at": now, "woken_at": None, "width": picture.width, "height": picture.height}
    try:
        with transaction.atomic():
            Cover.objects.chosen().filter(video=cover.video_id).exclude(pk=cover.pk).update(replaced_at=now)
            told = {**made, "sha256": hashlib.sha256(picture.jpeg).hexdigest()}
            if Cover.objects.open().filter(pk=cover.pk).update(**told) != 1:
                raise _NoLongerWished
    except (_NoLongerWished, IntegrityError):
        return False
    return True


class _NoLongerWished(Exception):
    """Something else was chosen meanwhile."""


# -- what was lost, and what nobody needs ------------------------------------------------------------------------------


def wake_lost(now: datetime) -> int:
    """Wake the makings whose wake-up, or whose worker, was lost; says how many."""
    woken = 0
    for what, rows in (("strip", Strip.objects), ("cover", Cover.objects)):
        for pk in list(rows.lost(now).order_by("pk").values_list("pk", flat=True)[:_BATCH]):
            with transaction.atomic():
                if rows.lost(now).filter(pk=pk).update(woken_at=now):
                    wake(what, pk)
                    woken += 1
    return woken


def clear(now: datetime, *, needed: QuerySet[Any]) -> int:
    """Remove covers that were replaced, file and row, but for those whose keys are `needed`; says how many."""
    cleared = 0
    for cover in Cover.objects.replaced(now).exclude(pk__in=needed).order_by("pk")[:_BATCH]:
        try:
            media().delete(cover.key)
        except StoreError:
            logger.warning("The file of cover %s cannot be removed now; that is tried again.", cover.pk, exc_info=True)
            break
        cover.delete()
        cleared += 1
    return cleared


def keys(video: Video | None = None) -> list[str]:
    """The places in the store of all covers and strips: of one video, or of all."""
    covers, strips = Cover.objects.all(), Strip.objects.all()
    if video is not None:
        covers, strips = covers.filter(video=video), strips.filter(asset__video=video)
    return [*covers.values_list("key", flat=True), *strips.values_list("key", flat=True)]
