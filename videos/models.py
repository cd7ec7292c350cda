"""What we publish: a video with its words, and the files that belong to it."""

from datetime import datetime, timedelta
from typing import Any, Self

from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser
from django.contrib.auth.models import AnonymousUser
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now

SILENCE = timedelta(hours=1)
"""An upload of which no byte came for this long is abandoned; one that lives says so each ten seconds."""
PROBE_PATIENCE = timedelta(minutes=2)
"""A probe ends, one way or the other, well within this; an asset still unprobed then has lost its wake-up."""
MOST_PROBES = 5


class AssetState(models.TextChoices):
    """From its first byte to a verdict."""

    RECEIVING = "receiving", "Receiving"
    PROBING = "probing", "Checking"
    READY = "ready", "Ready"
    REFUSED = "refused", "Refused"


class AssetKind(models.TextChoices):
    """What a file is to its video."""

    ORIGINAL = "original", "Original"


class VideoQuerySet(models.QuerySet["Video"]):
    """Videos, and which of them somebody may see."""

    def visible_to(self, user: AbstractBaseUser | AnonymousUser) -> Self:
        """Only one's own; staff see the rest in the admin."""
        return self.filter(owner_id=user.pk) if user.is_authenticated else self.none()

    def with_assets(self) -> Self:
        """With the files, in one more query however many rows there are."""
        return self.prefetch_related("assets")


class Video(models.Model):
    """A file of ours and its words."""

    owner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="videos")
    title = models.CharField(max_length=200)
    description = models.TextField(blank=True)
    tags = models.JSONField(default=list, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)
    updated_at = models.DateTimeField(auto_now=True)

    objects = VideoQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["owner", "-id"], name="video_of_owner")]

    def __str__(self) -> str:
        return self.title

    @property
    def asset(self) -> "Asset | None":
        """The original that is published; answered from the prefetch of `with_assets` where there is one."""
        return next((asset for asset in self.assets.all() if asset.kind == AssetKind.ORIGINAL), None)

    @property
    def ready(self) -> bool:
        """Whether the original was found to be a video, so that it can be published."""
        asset = self.asset
        return asset is not None and asset.state == AssetState.READY


class AssetQuerySet(models.QuerySet["Asset"]):
    """Files by what they wait for, and the moves between their states."""

    def receiving(self) -> Self:
        return self.filter(state=AssetState.RECEIVING)

    def probing(self) -> Self:
        return self.filter(state=AssetState.PROBING)

    def unprobed(self, now: datetime) -> Self:
        """Those whose probe was woken so long ago that it must have been lost."""
        return self.probing().filter(waiting_since__lte=now - PROBE_PATIENCE)

    def abandoned(self, now: datetime) -> Self:
        """Those of which no byte came for an hour."""
        return self.receiving().filter(waiting_since__lte=now - SILENCE)

    def refused_with_file(self, now: datetime) -> Self:
        """Refused ones whose file is still in the store."""
        return self.filter(state=AssetState.REFUSED, waiting_since__lte=now)

    def heard(self, pk: int, *, received: int) -> bool:
        """Note that bytes come; False when the upload was given up meanwhile."""
        return self.receiving().filter(pk=pk).update(bytes_received=received, waiting_since=Now()) == 1

    def move_to_probing(self, pk: int, **facts: Any) -> bool:
        """The bytes are safe on disk: from now on a probe is owed."""
        return self.receiving().filter(pk=pk).update(state=AssetState.PROBING, waiting_since=Now(), **facts) == 1

    def begin_probe(self, pk: int) -> bool:
        """Count the probe before it starts, so that a file which kills its worker each time is found out."""
        return self.probing().filter(pk=pk).update(probes=F("probes") + 1, waiting_since=Now()) == 1

    def uncount_probe(self, pk: int) -> None:
        """The store did not answer: that says nothing about the file."""
        self.probing().filter(pk=pk, probes__gt=0).update(probes=F("probes") - 1)

    def move_to_ready(self, pk: int, **facts: Any) -> bool:
        return self.probing().filter(pk=pk).update(state=AssetState.READY, waiting_since=None, **facts) == 1

    def refuse(self, pk: int, *, code: str, reason: str) -> bool:
        """No video that we can publish; the row keeps why."""
        open_states = [AssetState.RECEIVING, AssetState.PROBING]
        reasons = {"refused_code": code, "refused_reason": reason}
        return self.filter(pk=pk, state__in=open_states).update(state=AssetState.REFUSED, waiting_since=Now(), **reasons) == 1

    def forget_file(self, pk: int) -> None:
        """The file of a refused one is deleted: nothing is owed any more."""
        self.filter(pk=pk, state=AssetState.REFUSED).update(key="", etag="", waiting_since=None)


class Asset(models.Model):
    """One file in the store: what came in, and what a look into it found."""

    video = models.ForeignKey(Video, on_delete=models.CASCADE, related_name="assets")
    kind = models.CharField(max_length=16, choices=AssetKind, default=AssetKind.ORIGINAL)
    state = models.CharField(max_length=16, choices=AssetState, default=AssetState.RECEIVING)
    refused_code = models.CharField(max_length=40, blank=True)
    refused_reason = models.TextField(blank=True)

    key = models.CharField(max_length=120, blank=True, help_text="Its place in the store, of our making. Empty once deleted.")
    poster_key = models.CharField(max_length=120, blank=True)
    name = models.CharField(max_length=255, help_text="The user's name for the file: only ever shown.")
    size = models.BigIntegerField(default=0, help_text="Bytes; zero while a form without JavaScript sends them, for it does not say.")
    bytes_received = models.BigIntegerField(default=0)
    etag = models.CharField(max_length=120, blank=True)
    sha256 = models.CharField(max_length=64, blank=True)

    content_type = models.CharField(max_length=100, blank=True)
    container = models.CharField(max_length=40, blank=True)
    duration = models.FloatField(null=True, help_text="Seconds.")
    width = models.PositiveIntegerField(null=True, help_text="Pixels as shown, rotation applied.")
    height = models.PositiveIntegerField(null=True, help_text="Pixels as shown, rotation applied.")
    video_codec = models.CharField(max_length=40, blank=True)
    audio_codec = models.CharField(max_length=40, blank=True)

    created_at = models.DateTimeField(auto_now_add=True)
    waiting_since = models.DateTimeField(
        null=True, help_text="Since when bytes, a probe or the removal of a refused file is waited for; empty when nothing is."
    )
    probes = models.PositiveSmallIntegerField(default=0, help_text="Probes begun, the interrupted ones too.")

    objects = AssetQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(name="one_original_per_video", fields=["video"], condition=Q(kind="original")),
            models.UniqueConstraint(name="one_asset_per_key", fields=["key"], condition=~Q(key="")),
            models.CheckConstraint(
                name="ready_asset_is_known",
                condition=~Q(state="ready")
                | Q(size__gt=0, duration__gt=0, width__gt=0, height__gt=0) & ~Q(key="") & ~Q(sha256="") & ~Q(etag=""),
            ),
            models.CheckConstraint(
                name="refused_asset_says_why",
                condition=~Q(state="refused") | ~Q(refused_code="") & ~Q(refused_reason=""),
            ),
        ]
        # On `IS NOT NULL`, for SQLite cannot see that `state = ?` implies a condition on the state.
        indexes = [models.Index(name="asset_waiting", fields=["waiting_since"], condition=Q(waiting_since__isnull=False))]

    def __str__(self) -> str:
        return self.name
