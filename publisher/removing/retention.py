"""How long stored files are kept: when one goes by the setting, and ordering that."""

from datetime import datetime, timedelta

from django.conf import settings
from django.db import IntegrityError, transaction
from django.db.models import Exists, Max, OuterRef, Q, QuerySet

from publisher.models import Extent, Publication, Pulse, Removal
from publisher.states import ENDED, State
from videos.models import Asset, AssetKind, AssetState, Video

EACH = timedelta(hours=1)
"""How often the rows are gone through: it counts in days."""
_BATCH = 200


def goes_at(*, last_published_at: datetime | None, all_ended: bool, is_kept: bool, days: int) -> datetime | None:
    """When a stored file goes by itself; None: never. Pure."""
    if not days or is_kept or not all_ended or last_published_at is None:
        return None
    return last_published_at + timedelta(days=days)


def of_video(video: Video) -> datetime | None:
    """When the stored file of `video` goes by itself, as things stand."""
    told = video.publications.aggregate(last=Max("completed_at", filter=Q(state=State.PUBLISHED)))
    all_ended = not video.publications.exclude(state__in=ENDED).exists()
    return goes_at(last_published_at=told["last"], all_ended=all_ended, is_kept=video.keeps_file, days=settings.ORIGINAL_RETENTION_DAYS)


def due(now: datetime) -> QuerySet[Video]:
    """Videos whose files have been kept for long enough."""
    until = now - timedelta(days=settings.ORIGINAL_RETENTION_DAYS)
    rows = Publication.objects.filter(video=OuterRef("pk"))
    stored = Asset.objects.filter(video=OuterRef("pk"), kind=AssetKind.ORIGINAL, state=AssetState.READY, created_at__lte=until)
    return Video.objects.filter(
        Exists(stored),
        Exists(rows.filter(state=State.PUBLISHED)),
        ~Exists(rows.exclude(state__in=ENDED)),
        ~Exists(rows.filter(state=State.PUBLISHED, completed_at__gt=until)),
        ~Exists(Removal.objects.open().filter(video=OuterRef("pk"))),
        keeps_file=False,
    )


def keep_to_the_settings(now: datetime) -> None:
    """Once an hour, on whichever machine comes first: let files go that were kept for long enough, and forget old records."""
    if not Pulse.objects.claim_asking("retention", now=now, each=EACH):
        return
    Removal.objects.of_videos_gone().filter(finished_at__lte=now - timedelta(days=settings.DELETED_RECORD_DAYS)).delete()
    if settings.ORIGINAL_RETENTION_DAYS:
        let_files_go(now)


def let_files_go(now: datetime) -> None:
    """Order the removal of each such file: kept in the history like one that a person orders."""
    for video in due(now).order_by("pk")[:_BATCH]:
        wish = {"video": video, "owner_id": video.owner_id, "title": video.title, "extent": Extent.FILE, "cancels": False}
        try:
            with transaction.atomic():
                Removal.objects.create(**wish, ordered_at=now, due_at=now)
        except IntegrityError:
            continue  # somebody was faster
