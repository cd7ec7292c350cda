"""Follow-ups: what remains to be done once a post exists."""

from datetime import datetime
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


class FollowUpQuerySet(models.QuerySet["FollowUp"]):
    def due(self, now: datetime) -> Self:
        return self.filter(due_at__lte=now)


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

    objects = FollowUpQuerySet.as_manager()

    class Meta:
        constraints = (models.UniqueConstraint(name="one_follow_up_of_a_kind", fields=["publication", "kind"]),)
        indexes = (models.Index(fields=["due_at", "id"], condition=Q(due_at__isnull=False), name="follow_up_due"),)

    def __str__(self) -> str:
        return f"{self.kind} of {self.publication_id}"
