"""Covers: the picture that stands for a video where its owner chose one, and the film strip that it is chosen from.

Both are made of the file, outside of any request: a row is the wish, a worker makes it, the round wakes what was lost.
"""

from datetime import datetime, timedelta
from typing import Self, TypeVar

from django.db import models
from django.db.models import F, Q

from videos.models.asset import Asset
from videos.models.video import Video

MOST_TRIES = 4
PATIENCE = timedelta(minutes=8)
"""A try ends, one way or the other, within this; a wish that was begun or woken before has lost whoever was at it."""
KEPT_AFTER = timedelta(minutes=10)
"""For how long a picture that was replaced is kept in any case: somebody may just have pressed Publish with it."""
CENTRE = 50


class Making(models.Model):
    """What is made of a file: wished for, tried, and then there, or not to be had."""

    key = models.CharField(max_length=120, blank=True, help_text="The place of its file in the store.")
    width = models.PositiveIntegerField(default=0)
    height = models.PositiveIntegerField(default=0)
    created_at = models.DateTimeField()
    woken_at = models.DateTimeField(null=True, blank=True, help_text="When it was last begun or woken; empty once nothing is owed.")
    tries = models.PositiveSmallIntegerField(default=0)
    made_at = models.DateTimeField(null=True, blank=True)
    failed_reason = models.TextField(blank=True)

    class Meta:
        abstract = True

    @property
    def is_open(self) -> bool:
        """Whether it is still to be made."""
        return self.made_at is None and not self.failed_reason


Made = TypeVar("Made", bound=Making)


class MakingQuerySet(models.QuerySet[Made]):
    """Wishes by how far they are, and the moves between."""

    def open(self) -> Self:
        """Those that are still to be made."""
        return self.filter(made_at=None, failed_reason="")

    def lost(self, now: datetime) -> Self:
        """Those that were begun or woken so long ago that nobody can still be at them."""
        return self.open().filter(Q(woken_at=None) | Q(woken_at__lte=now - PATIENCE) | Q(woken_at__gt=now + PATIENCE))

    def begin(self, pk: int, *, tries: int, now: datetime) -> bool:
        """Count the try before it starts; False where somebody else began the same."""
        return self.open().filter(pk=pk, tries=tries).update(tries=F("tries") + 1, woken_at=now) == 1

    def uncount(self, pk: int) -> None:
        """The store did not answer: that says nothing about the file."""
        self.open().filter(pk=pk, tries__gt=0).update(tries=F("tries") - 1)

    def fail(self, pk: int, reason: str) -> bool:
        return self.open().filter(pk=pk).update(failed_reason=reason, woken_at=None) == 1


class StripQuerySet(MakingQuerySet["Strip"]):
    """Film strips."""


class Strip(Making):
    """Some frames of a file, one after another in one stored file. `frames` are triples: milliseconds, first byte, length."""

    asset = models.OneToOneField(Asset, on_delete=models.CASCADE, related_name="strip")
    frames = models.JSONField(default=list)

    objects = StripQuerySet.as_manager()

    def __str__(self) -> str:
        return f"Strip of {self.asset}"


class CoverSource(models.TextChoices):
    """Where a cover is from."""

    FRAME = "frame", "A frame of the video"
    IMAGE = "image", "A picture of your own"


class CoverQuerySet(MakingQuerySet["Cover"]):
    """Covers by whether they are used."""

    def open(self) -> Self:
        """Those that are still to be made, and still wished for."""
        return super().open().filter(replaced_at=None)

    def standing(self) -> Self:
        """All that nothing came after: chosen, still to be made, or not to be had."""
        return self.filter(replaced_at=None)

    def chosen(self) -> Self:
        """The ones that stand for their videos."""
        return self.filter(made_at__isnull=False, replaced_at=None)

    def replaced(self, now: datetime) -> Self:
        """Those that nobody chooses any more, and that nobody can just be choosing."""
        return self.filter(replaced_at__lte=now - KEPT_AFTER)


class Cover(Making):
    """One picture that stands, or stood, for a video; the chosen one is the one that was not replaced.

    Once made it never changes, so that a publication which was made with it sends what its owner saw.
    """

    video = models.ForeignKey(Video, on_delete=models.CASCADE, related_name="covers")
    asset = models.ForeignKey(
        Asset, null=True, blank=True, on_delete=models.CASCADE, related_name="+", help_text="The file that a frame is from."
    )
    source = models.CharField(max_length=8, choices=CoverSource)
    at_ms = models.PositiveIntegerField(null=True, blank=True, help_text="The frame's time in the original.")
    sha256 = models.CharField(max_length=64, blank=True)
    focus_x = models.PositiveSmallIntegerField(default=CENTRE, help_text="What crops keep in sight, per cent from the left.")
    focus_y = models.PositiveSmallIntegerField(default=CENTRE, help_text="What crops keep in sight, per cent from the top.")
    replaced_at = models.DateTimeField(null=True, blank=True)

    objects = CoverQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="one_chosen_cover_per_video", fields=["video"], condition=Q(made_at__isnull=False, replaced_at=None)
            ),
            models.UniqueConstraint(
                name="one_open_cover_per_video", fields=["video"], condition=Q(made_at=None, failed_reason="", replaced_at=None)
            ),
            models.CheckConstraint(name="a_made_cover_is_known", condition=Q(made_at=None) | ~Q(key="") & ~Q(sha256="") & Q(width__gt=0)),
            models.CheckConstraint(name="a_frame_has_its_time", condition=~Q(source="frame") | Q(at_ms__isnull=False, asset__isnull=False)),
            models.CheckConstraint(name="focus_is_inside", condition=Q(focus_x__lte=100, focus_y__lte=100)),
        ]
        indexes = [models.Index(name="cover_replaced", fields=["replaced_at"], condition=Q(replaced_at__isnull=False))]

    def __str__(self) -> str:
        return f"{self.get_source_display()} of {self.video}"

    @property
    def seconds(self) -> float | None:
        """When its frame is shown in the original."""
        return None if self.at_ms is None else self.at_ms / 1000

    @property
    def focus(self) -> tuple[int, int]:
        return self.focus_x, self.focus_y
