"""An upload that can be gone on with: how the file is cut, and by what its owner's browser knows it again."""

from datetime import datetime, timedelta
from typing import Self

from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser
from django.contrib.auth.models import AnonymousUser
from django.db import models, transaction
from django.db.models import Q
from django.db.models.functions import Now

from videos.models.asset import Asset, AssetQuerySet
from videos.models.states import AssetState
from videos.parts import Plan

ANSWERED_FOR = timedelta(days=1)
"""How long a finished upload still answers a browser whose answer was lost."""


class UploadQuerySet(models.QuerySet["Upload"]):
    """Uploads by whose they are and whether they still take bytes."""

    def visible_to(self, user: AbstractBaseUser | AnonymousUser) -> Self:
        """Only one's own."""
        return self.filter(owner_id=user.pk) if user.is_authenticated else self.none()

    def open(self) -> Self:
        """Those whose file is not whole yet."""
        return self.filter(finished_at=None, asset__state=AssetState.RECEIVING)

    def arrived(self) -> Self:
        """Those whose file came in whole, and was not refused."""
        return self.filter(finished_at__isnull=False, asset__state__in=[AssetState.PROBING, AssetState.READY])

    def answered(self, now: datetime) -> Self:
        """Those finished so long ago that no browser still asks whether they are; the probe has used their claims."""
        settled = [AssetState.READY, AssetState.REFUSED]
        return self.filter(finished_at__lte=now - ANSWERED_FOR, asset__state__in=settled)

    def with_video(self) -> Self:
        """With the file and its words, in the same query."""
        return self.select_related("asset__video")

    def opened_as(self, pk: int, store_id: str, *, instead_of: str) -> bool:
        """Keep the store's name for the upload, unless somebody else opened it there, or ended it, meanwhile."""
        return self.filter(pk=pk, finished_at=None, store_id=instead_of).update(store_id=store_id) == 1


class Upload(models.Model):
    """A file on its way in by parts. It goes with its asset, or once the finished file was held against its claims."""

    asset = models.OneToOneField(Asset, on_delete=models.CASCADE, related_name="upload")
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    fingerprint = models.CharField(max_length=64, help_text="Tells whether a file that is picked again is this one.")
    part_size = models.PositiveIntegerField(help_text="Bytes of every part but the last.")
    store_id = models.CharField(max_length=1024, blank=True, help_text="The store's own name for the unfinished file; empty on disk.")
    claims = models.JSONField(
        default=dict, blank=True, help_text="SHA-256 of parts by number, as the browser sent them to a store that did not check."
    )
    started_at = models.DateTimeField(auto_now_add=True)
    finished_at = models.DateTimeField(null=True)

    objects = UploadQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(name="one_open_upload_per_file", fields=["owner", "fingerprint"], condition=Q(finished_at=None)),
        ]

    def __str__(self) -> str:
        return str(self.asset)

    @property
    def plan(self) -> Plan:
        """How the file is cut."""
        return Plan(size=self.asset.size, part_size=self.part_size)

    @property
    def kept_until(self) -> datetime | None:
        """When it is given up, unless it is gone on with."""
        heard = self.asset.waiting_since
        return heard and heard + timedelta(days=settings.UNFINISHED_UPLOAD_DAYS)


def give_up(assets: AssetQuerySet, pk: int, *, code: str, reason: str) -> bool:
    """Refuse an unfinished file, if it is still among `assets`, and end its upload with it: the same file may begin anew."""
    with transaction.atomic():
        # The row is locked before the conditions are looked at: where they join another table, PostgreSQL answers them as of before
        # it waited for a rival's commit.
        locked = Asset.objects.select_for_update().filter(pk=pk)
        if not locked or not assets.filter(pk=pk).exists() or not Asset.objects.refuse(pk, code=code, reason=reason):
            return False
        Upload.objects.filter(asset_id=pk, finished_at=None).update(finished_at=Now())
    return True
