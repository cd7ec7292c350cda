"""A video: the words, and whose it is."""

from typing import TYPE_CHECKING, Self

from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser
from django.contrib.auth.models import AnonymousUser
from django.db import models

from videos.models.asset import Asset
from videos.models.states import AssetKind, AssetState, FitState

if TYPE_CHECKING:
    from videos.models.fit import Fit


class VideoQuerySet(models.QuerySet["Video"]):
    """Videos, and which of them somebody may see."""

    def visible_to(self, user: AbstractBaseUser | AnonymousUser) -> Self:
        """Only one's own; staff see the rest in the admin."""
        return self.filter(owner_id=user.pk) if user.is_authenticated else self.none()

    def with_assets(self) -> Self:
        """With the files, in one more query however many rows there are."""
        return self.prefetch_related("assets")

    def with_fits(self) -> Self:
        """With the files that were made of the originals, in two more."""
        return self.prefetch_related("fits__asset")

    def twins_of(self, video: "Video") -> Self:
        """Other videos of the same owner whose original is the very same file; none before it is known what the file is."""
        asset = video.asset
        if asset is None or asset.state != AssetState.READY:
            return self.none()
        same = Asset.objects.same_originals(asset.sha256).filter(video__owner=video.owner_id).exclude(pk=asset.pk)
        return self.filter(pk__in=same.values("video"))


class Video(models.Model):
    """A file of ours and its words."""

    owner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="videos")
    title = models.CharField(max_length=200)
    description = models.TextField(blank=True)
    tags = models.JSONField(default=list, blank=True)
    keeps_file = models.BooleanField(default=False, help_text="Its owner wants the file kept, whatever ORIGINAL_RETENTION_DAYS says.")
    created_at = models.DateTimeField(auto_now_add=True)
    updated_at = models.DateTimeField(auto_now=True)
    has_twin_on_purpose = models.BooleanField(default=False, help_text="Its owner knows of others with the same file, and wants them all.")

    objects = VideoQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["owner", "-id"], name="video_of_owner")]

    def __str__(self) -> str:
        return self.title

    @property
    def current_fits(self) -> "list[Fit]":
        """Files that were made of the original and that somebody may want, the newest first."""
        return sorted((fit for fit in self.fits.all() if fit.state != FitState.CANCELLED), key=lambda fit: -fit.pk)

    @property
    def asset(self) -> Asset | None:
        """The original that is published; answered from the prefetch of `with_assets` where there is one."""
        return next((asset for asset in self.assets.all() if asset.kind == AssetKind.ORIGINAL), None)

    @property
    def ready(self) -> bool:
        """Whether the original was found to be a video, so that it can be published."""
        asset = self.asset
        return asset is not None and asset.state == AssetState.READY
