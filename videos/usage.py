"""How much of the store is used: in all, and by whom and by which video; counted by the database, from what rows say."""

from dataclasses import dataclass

from django.contrib.auth.base_user import AbstractBaseUser
from django.db.models import Count, QuerySet, Sum

from videos.models import Asset, AssetKind, Video


@dataclass(frozen=True, kw_only=True)
class Usage:
    """Files and bytes; `fitted_bytes` of them were made from originals."""

    files: int
    size_bytes: int
    fitted_bytes: int


def stored() -> QuerySet[Asset]:
    """The files that are in the store, as far as rows say."""
    return Asset.objects.exclude(key="")


def usage(owner: AbstractBaseUser | None = None) -> Usage:
    """Count what `owner` has in the store (None: everybody), in one query."""
    files = stored().filter(video__owner_id=owner.pk) if owner else stored()
    rows = {row["kind"]: row for row in files.order_by().values("kind").annotate(files=Count("pk"), size=Sum("size"))}
    fitted = sum(row["size"] for kind, row in rows.items() if kind == AssetKind.FITTED)
    return Usage(
        files=sum(row["files"] for row in rows.values()), size_bytes=sum(row["size"] for row in rows.values()), fitted_bytes=fitted
    )


def by_owner() -> list[tuple[str, int, int]]:
    """Name, files and bytes of each owner, the largest first."""
    rows = stored().order_by().values("video__owner__username").annotate(files=Count("pk"), size=Sum("size")).order_by("-size")
    return [(row["video__owner__username"], row["files"], row["size"]) for row in rows]


def largest_videos(owner: AbstractBaseUser) -> QuerySet[Video]:
    """Videos of `owner` that have files, as `stored_bytes` and `stored_files`, the largest first."""
    counted = Video.objects.filter(owner_id=owner.pk, assets__key__gt="")
    return counted.annotate(stored_bytes=Sum("assets__size"), stored_files=Count("assets")).order_by("-stored_bytes", "-pk")
