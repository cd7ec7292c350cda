"""Removals: one order to remove a post, a stored file or a whole video, and what became of it at each platform."""

from datetime import datetime
from typing import Self

from django.conf import settings
from django.contrib.auth.models import AbstractBaseUser, AnonymousUser
from django.db import models
from django.db.models import F, Q

from platforms.models import Connection
from publisher.models.publication import Publication
from videos.models import Video


class Extent(models.TextChoices):
    """How much is to go."""

    POST = "post", "A post"
    FILE = "file", "The stored file"
    LIBRARY = "library", "The video"


class StepState(models.TextChoices):
    """How far one post's removal has come. Nothing but a person leaves the last two."""

    WAITING = "waiting", "Will be deleted"
    RECONNECT = "reconnect", "Needs reconnecting"
    ASKED = "asked", "Waits for you"
    DONE = "done", "Deleted"
    KEPT = "kept", "Stays there"


OPEN_STEPS = (StepState.WAITING, StepState.RECONNECT, StepState.ASKED)


class RemovalQuerySet(models.QuerySet["Removal"]):
    def visible_to(self, user: AbstractBaseUser | AnonymousUser) -> Self:
        return self.filter(owner_id=user.pk)

    def open(self) -> Self:
        return self.filter(finished_at=None)

    def of_whole_videos(self) -> Self:
        """Those of a video or its file, and not of a post alone."""
        return self.exclude(extent=Extent.POST)

    def due(self, now: datetime) -> Self:
        return self.filter(due_at__lte=now)

    def of_videos_gone(self) -> Self:
        """The records of videos that are out of the library."""
        return self.filter(extent=Extent.LIBRARY, finished_at__isnull=False)


class Removal(models.Model):
    """One order to remove. It outlives the video that it was for, as the record of what became of it."""

    owner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="removals")
    video = models.ForeignKey(Video, null=True, on_delete=models.SET_NULL, related_name="removals")
    extent = models.CharField(max_length=10, choices=Extent.choices)
    title = models.CharField(max_length=300)
    cancels = models.BooleanField(default=True, help_text="What is on its way is cancelled where it can be; else it is waited for.")
    by_name = models.CharField(max_length=150, blank=True, help_text="Who ordered it; empty where a retention setting did.")
    ordered_at = models.DateTimeField()
    due_at = models.DateTimeField(
        null=True, help_text="When to go on; while somebody is at it, when to take over; null: a person is asked."
    )
    waits_for = models.TextField(blank=True, help_text="What it waits for, in words.")
    freed_bytes = models.BigIntegerField(default=0)
    finished_at = models.DateTimeField(null=True)

    objects = RemovalQuerySet.as_manager()

    class Meta:
        ordering = ("-id",)
        indexes = (
            models.Index(fields=["due_at", "id"], condition=Q(due_at__isnull=False), name="removal_due"),
            models.Index(fields=["owner", "-finished_at"], name="removal_of_owner"),
        )
        constraints = (
            models.UniqueConstraint(
                name="one_open_removal_per_video",
                fields=["video"],
                condition=Q(finished_at=None, extent__in=["file", "library"]),
            ),
        )

    def __str__(self) -> str:
        return f"{self.get_extent_display()}: {self.title}"


class RemovalStepQuerySet(models.QuerySet["RemovalStep"]):
    def open(self) -> Self:
        return self.filter(state__in=OPEN_STEPS)

    def due(self, now: datetime) -> Self:
        return self.filter(state=StepState.WAITING, due_at__lte=now)

    def reconnected(self) -> Self:
        """Those that wait for a new token, and there is one."""
        healthy = Connection.objects.usable()
        return self.filter(state=StepState.RECONNECT, connection__token_version__gt=F("held_token_version"), connection__in=healthy)

    def move(self, step: "RemovalStep", to: StepState, **changes: object) -> bool:
        """Move by compare-and-swap on the state; False: somebody was faster."""
        return self.filter(pk=step.pk, state=step.state).update(state=to, **changes) == 1


class RemovalStep(models.Model):
    """What becomes of one post: a copy of where it was, so that it can be told when the publication is gone."""

    removal = models.ForeignKey(Removal, on_delete=models.CASCADE, related_name="steps")
    publication = models.ForeignKey(Publication, null=True, on_delete=models.SET_NULL, related_name="removal_steps")
    connection = models.ForeignKey(Connection, null=True, on_delete=models.SET_NULL, related_name="+")
    platform = models.CharField(max_length=40)
    account = models.CharField(max_length=200)
    account_id = models.CharField(max_length=255, help_text="The account that it was published with: no other is asked.")
    realm = models.CharField(max_length=300, blank=True)
    remote_id = models.CharField(max_length=200)
    url = models.URLField(max_length=500, blank=True)
    state = models.CharField(max_length=10, choices=StepState.choices, default=StepState.WAITING)
    due_at = models.DateTimeField(null=True)
    tries = models.PositiveSmallIntegerField(default=0, help_text="That failed. Waits for limits and reconnections do not count.")
    held_token_version = models.PositiveIntegerField(default=0)
    error_code = models.CharField(max_length=60, blank=True)
    error_message = models.TextField(blank=True)
    error_fix = models.TextField(blank=True)
    by_word = models.BooleanField(default=False, help_text="A person says that they deleted it there.")
    ended_at = models.DateTimeField(null=True)

    objects = RemovalStepQuerySet.as_manager()

    class Meta:
        ordering = ("id",)
        constraints = (
            models.UniqueConstraint(
                name="one_open_removal_per_post", fields=["publication"], condition=Q(state__in=["waiting", "reconnect", "asked"])
            ),
        )

    def __str__(self) -> str:
        return f"{self.platform} · {self.account}"
