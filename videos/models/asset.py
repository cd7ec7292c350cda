"""A file of a video: on its way in, looked into, ready or refused; the moves between these are conditional UPDATEs."""

from datetime import datetime, timedelta
from typing import Any, Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now

from videos.models.states import AssetKind, AssetState

SILENCE = timedelta(hours=1)
"""A form's upload of which no byte came for this long is abandoned: it cannot be gone on with. One that lives says so each ten seconds."""
PROBE_PATIENCE = timedelta(minutes=2)
"""A probe ends, one way or the other, well within this; an asset still unprobed then has lost its wake-up."""
MOST_PROBES = 5
FILE_REMOVED = "file_removed"
"""The code of those that were good, and whose file was wanted no more."""


class AssetQuerySet(models.QuerySet["Asset"]):
    """Files by what they wait for, and the moves between their states."""

    def receiving(self) -> Self:
        return self.filter(state=AssetState.RECEIVING)

    def same_originals(self, sha256: str) -> Self:
        """Originals with this content, whosever they are: whoever asks says of whom."""
        return self.filter(sha256=sha256, kind=AssetKind.ORIGINAL, state=AssetState.READY)

    def probing(self) -> Self:
        return self.filter(state=AssetState.PROBING)

    def unprobed(self, now: datetime) -> Self:
        """Those whose probe was woken so long ago that it must have been lost."""
        return self.probing().filter(waiting_since__lte=now - PROBE_PATIENCE)

    def abandoned(self, now: datetime) -> Self:
        """Those of which no byte came for an hour; for days, where the upload can be gone on with."""
        kept = timedelta(days=settings.UNFINISHED_UPLOAD_DAYS)
        silent = Q(upload=None, waiting_since__lte=now - SILENCE) | Q(upload__isnull=False, waiting_since__lte=now - kept)
        # Said once more without the join, for the index to see.
        return self.receiving().filter(silent, waiting_since__lte=now - min(SILENCE, kept))

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

    def let_go(self, *, reason: str, now: datetime) -> int:
        """Ready ones whose file is wanted no more: refused from now on, so that the round clears the file; how many they were."""
        reasons = {"refused_code": FILE_REMOVED, "refused_reason": reason}
        return self.filter(state=AssetState.READY).update(state=AssetState.REFUSED, waiting_since=now, **reasons)

    def put_off_removal(self, pk: int, *, until: datetime) -> None:
        """The file of a refused one cannot be deleted now: it is tried again then."""
        self.filter(pk=pk, state=AssetState.REFUSED).update(waiting_since=until)

    def forget_file(self, pk: int) -> None:
        """The file of a refused one is deleted: nothing is owed any more."""
        self.filter(pk=pk, state=AssetState.REFUSED).update(key="", etag="", waiting_since=None)


class Asset(models.Model):
    """One file in the store: what came in, and what a look into it found."""

    video = models.ForeignKey("videos.Video", on_delete=models.CASCADE, related_name="assets")
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
    frame_rate = models.FloatField(null=True, help_text="Pictures a second, on average.")
    pixel_format = models.CharField(max_length=20, blank=True)
    is_progressive = models.BooleanField(null=True, help_text="Whether each picture is whole, and not every other line of one.")
    video_bit_rate = models.PositiveIntegerField(null=True, help_text="Bits a second.")
    audio_rate = models.PositiveIntegerField(null=True, help_text="Samples a second.")
    audio_channels = models.PositiveIntegerField(null=True)
    audio_bit_rate = models.PositiveIntegerField(null=True, help_text="Bits a second.")
    index_first = models.BooleanField(null=True, help_text="Whether the index of an MP4 or MOV stands before its pictures.")

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
        indexes = [
            models.Index(name="asset_waiting", fields=["waiting_since"], condition=Q(waiting_since__isnull=False)),
            models.Index(name="asset_by_content", fields=["sha256"]),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def is_let_go(self) -> bool:
        """Whether it was a good file, deleted since: nothing was wrong with it."""
        return self.state == AssetState.REFUSED and self.refused_code == FILE_REMOVED
