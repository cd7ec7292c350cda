"""The names that the queue knows: probing, and finding again what was lost on the way."""

import logging
import time
from collections.abc import Callable, Iterable
from dataclasses import asdict
from datetime import datetime, timedelta
from pathlib import Path

from django.conf import settings
from django.db import transaction
from django.db.models.functions import Now
from django_q.tasks import async_task

from videos import probe as probing
from videos.containers import Refusal
from videos.digest import digest
from videos.models import MOST_PROBES, Asset, Upload, give_up
from videos.storage import SourceChanged, SourceMissing, StoreError, media, poster_key, store_whole

logger = logging.getLogger(__name__)
_BEAT_SECONDS = 10
_BATCH = 200
_REMOVAL_AGAIN = timedelta(minutes=10)
_ABANDONED = Refusal(code="abandoned", reason="The upload broke off and was not gone on with. Upload the file again.")
_LOST = Refusal(code="source_missing", reason="The file is no longer in Retake's storage. Upload it again.")
_DAMAGED = Refusal(code="damaged", reason="The file did not arrive as it was sent. Upload it again.")
_REPLACED = Refusal(code="source_changed", reason="The file in Retake's storage is not the one that was uploaded. Upload it again.")


def wake_probe(asset_id: int) -> None:
    """Enqueue a probe, in the caller's transaction where the queue is the database, else after its commit."""

    def send() -> None:
        # Named always: a message that names no queue goes to the one that its sender itself serves.
        async_task("videos.tasks.probe", asset_id, cluster=settings.Q_CLUSTER["name"])

    if settings.REDIS_URL:
        transaction.on_commit(send, robust=True)  # a lost message costs minutes: `wake_unprobed` finds the row
    else:
        send()


def probe(asset_id: int) -> None:
    """Find out what an uploaded file is, and keep the answer: ready with its facts, or refused with the reason. Safe to repeat."""
    if not Asset.objects.begin_probe(asset_id):
        return
    asset = Asset.objects.get(pk=asset_id)
    if asset.probes > MOST_PROBES:
        _refuse(asset, probing.CRASHED)
        return
    try:
        verdict = _look_into(asset)
    except probing.ProbeBroken:
        logger.warning("Probing asset %s was interrupted (%s of %s).", asset.pk, asset.probes, MOST_PROBES, exc_info=True)
        wake_probe(asset.pk)
    except (probing.ProbeNotStarted, StoreError):
        logger.exception("Asset %s cannot be probed now; it is tried again.", asset.pk)
        Asset.objects.uncount_probe(asset.pk)
    else:
        if isinstance(verdict, Refusal):
            _refuse(asset, verdict)


def wake_unprobed(now: datetime) -> int:
    """Wake the probes whose wake-up, or whose worker, was lost; says how many."""
    found = list(Asset.objects.unprobed(now).order_by("pk").values_list("pk", flat=True)[:_BATCH])
    for asset_id in found:
        with transaction.atomic():
            if Asset.objects.unprobed(now).filter(pk=asset_id).update(waiting_since=Now()):
                wake_probe(asset_id)
    return len(found)


def clear_abandoned(now: datetime) -> int:
    """Remove uploads that nobody went on with, and files of refused ones that a crash left; says how many."""
    abandoned = [
        asset
        for asset in Asset.objects.abandoned(now).order_by("pk")[:_BATCH]
        # Refused before its file is deleted: from here on the upload cannot finish, however late its next byte comes.
        if give_up(Asset.objects.abandoned(now), asset.pk, code=_ABANDONED.code, reason=_ABANDONED.reason)
    ]
    left = Asset.objects.refused_with_file(now).order_by("pk")[:_BATCH]
    cleared = [*abandoned, *left]
    Upload.objects.answered(now).delete()
    _delete_files(cleared, now=now)
    return len(cleared)


def _look_into(asset: Asset) -> Refusal | None:
    """Probe the file and move the asset to ready; or say why not."""
    try:
        with media().as_file(asset.key, etag=asset.etag, beat=_beat(asset.pk)) as path:
            sha256 = asset.sha256 or _read_through(asset, path)
            if not sha256:
                return _DAMAGED
            facts = probing.probe(path)
            if isinstance(facts, Refusal):
                return facts
            picture = probing.poster(path, facts)
    except SourceMissing:
        return _LOST
    except SourceChanged:
        return _REPLACED
    place = poster_key(asset.key) if picture else ""
    if picture:
        store_whole(place, picture)
    Asset.objects.move_to_ready(asset.pk, poster_key=place, sha256=sha256, **asdict(facts))
    return None


def _read_through(asset: Asset, path: Path) -> str:
    """Hash a file that came in parts; empty where a part is not what its sender says it sent."""
    claims, plan = asset.upload.claims, asset.upload.plan
    found = digest(path, plan, parts=bool(claims), beat=_beat(asset.pk))
    return found.whole if found.agrees_with(claims) else ""


def _refuse(asset: Asset, refusal: Refusal) -> None:
    """Keep the row and the reason, not the file."""
    if Asset.objects.refuse(asset.pk, code=refusal.code, reason=refusal.reason):
        _delete_file(asset)


def _delete_files(assets: Iterable[Asset], *, now: datetime) -> None:
    """Delete them up to the first that the store does not let go: the round has more to do than to wait for each."""
    for asset in assets:
        try:
            _delete_file(asset)
        except StoreError:
            logger.warning("The file of asset %s cannot be removed now; that is tried again.", asset.pk, exc_info=True)
            Asset.objects.put_off_removal(asset.pk, until=now + _REMOVAL_AGAIN)
            return


def _delete_file(asset: Asset) -> None:
    """The file first, its key after: a crash between the two is found again."""
    media().delete(asset.key)
    Asset.objects.forget_file(asset.pk)


def _beat(asset_id: int) -> Callable[[], None]:
    """Say now and then that the probe lives, while its file is fetched from afar."""
    beaten = time.monotonic()

    def beat() -> None:
        nonlocal beaten
        if time.monotonic() - beaten > _BEAT_SECONDS:
            beaten = time.monotonic()
            Asset.objects.probing().filter(pk=asset_id).update(waiting_since=Now())

    return beat
