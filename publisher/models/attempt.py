"""Attempts: the history of a publication, which nothing rewrites."""

from datetime import timedelta

from django.db import models
from django.db.models import Q

from publisher.models.publication import Publication
from publisher.states import Cause
from retries.models import SweepRun


class AttemptKind(models.TextChoices):
    PUBLISH = "publish", "Sent"
    LOOK = "look", "Looked"


class AttemptOutcome(models.TextChoices):
    """How one claimed run ended."""

    PUBLISHED = "published", "Published"
    WORKING = "working", "Accepted, the platform is at work"
    LATER = "later", "Goes on later"
    FAILED = "failed", "Failed"
    HELD = "held", "Put on hold"
    UNKNOWN = "unknown", "Answer lost"
    NOT_THERE = "not_there", "Nothing was posted"
    UNCLEAR = "unclear", "Not clear yet"
    CRASHED = "crashed", "The worker stopped"
    CANCELLED = "cancelled", "Cancelled"


class Attempt(models.Model):
    """One claimed run at a publication: append-only, the history."""

    publication = models.ForeignKey(Publication, on_delete=models.CASCADE, related_name="attempts")
    number = models.PositiveIntegerField()
    kind = models.CharField(max_length=10, choices=AttemptKind.choices)
    cause = models.CharField(max_length=10, choices=Cause.choices)
    sweep = models.ForeignKey(
        SweepRun, null=True, blank=True, on_delete=models.SET_NULL, related_name="attempts", help_text="Which sweep's try it is."
    )
    is_rescue = models.BooleanField(default=False)
    started_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)
    bytes_before = models.BigIntegerField(default=0)
    bytes_after = models.BigIntegerField(default=0)
    handovers = models.PositiveSmallIntegerField(default=0)
    worker = models.CharField(max_length=120, blank=True)
    outcome = models.CharField(max_length=10, choices=AttemptOutcome.choices, blank=True)
    error_kind = models.CharField(max_length=20, blank=True)
    error_code = models.CharField(max_length=60, blank=True)
    error_message = models.TextField(blank=True)
    error_detail = models.TextField(blank=True)
    request_id = models.CharField(max_length=200, blank=True)
    http_status = models.PositiveSmallIntegerField(null=True, blank=True)

    class Meta:
        ordering = ("id",)
        # On the outcome first, and not partial: SQLite cannot prove a bound condition, and of failures there are few.
        indexes = (models.Index(fields=["outcome", "ended_at"], name="attempt_ended"),)
        constraints = (
            models.UniqueConstraint(name="one_open_attempt_per_publication", fields=["publication"], condition=Q(ended_at=None)),
            models.UniqueConstraint(name="attempts_are_numbered", fields=["publication", "number"]),
        )

    def __str__(self) -> str:
        return f"attempt {self.number} at {self.publication_id}"

    @property
    def duration(self) -> timedelta | None:
        return self.ended_at - self.started_at if self.ended_at else None
