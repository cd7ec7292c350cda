"""Follow-ups: what remains to be done once a post exists."""

from datetime import datetime, timedelta
from typing import Self

from django.db import models
from django.db.models import Q

from platforms.contract import FollowUpKind
from publisher.models.publication import Publication

IN_WORDS = {
    FollowUpKind.THUMBNAIL: "its picture",
    FollowUpKind.PERMALINK: "its lasting address",
    FollowUpKind.PRIVACY: "a check of who can see it",
    FollowUpKind.PLAYLISTS: "its playlists",
    FollowUpKind.CAPTIONS: "the captions",
}
CLAIM_FOR = timedelta(minutes=10)
"""How far ahead a claim puts what is due: whoever claimed it is done with it, one way or the other, well before."""


class FollowUpQuerySet(models.QuerySet["FollowUp"]):
    def due(self, now: datetime) -> Self:
        return self.filter(due_at__lte=now)

    def unclaimed(self, now: datetime) -> Self:
        """Those that surely nobody is at: stopped, or waiting for a time further ahead than any claim."""
        return self.filter(Q(due_at=None) | Q(due_at__gt=now + CLAIM_FOR))

    def failing(self) -> Self:
        """Not done, after a try at least."""
        return self.filter(done_at=None, tries__gt=0)


class FollowUp(models.Model):
    """What remains once it is published: idempotent, keyed on the remote id, never able to fail the publication."""

    publication = models.ForeignKey(Publication, on_delete=models.CASCADE, related_name="follow_ups")
    kind = models.CharField(max_length=12, choices=[(kind.value, IN_WORDS[kind]) for kind in FollowUpKind])
    due_at = models.DateTimeField(null=True, blank=True)
    tries = models.PositiveSmallIntegerField(default=0)
    done_at = models.DateTimeField(null=True, blank=True)
    warning = models.TextField(blank=True)
    error_code = models.CharField(max_length=60, blank=True)
    error_message = models.TextField(blank=True)
    error_fix = models.TextField(blank=True, help_text="What mends it.")

    objects = FollowUpQuerySet.as_manager()

    class Meta:
        constraints = (models.UniqueConstraint(name="one_follow_up_of_a_kind", fields=["publication", "kind"]),)
        indexes = (models.Index(fields=["due_at", "id"], condition=Q(due_at__isnull=False), name="follow_up_due"),)

    def __str__(self) -> str:
        return f"{self.kind} of {self.publication_id}"

    @property
    def has_stopped(self) -> bool:
        """Whether it came to nothing, and nothing but a person brings it forward."""
        return self.done_at is None and self.due_at is None
