"""Revisions: what is to be otherwise of a post that is there, from the wish until it is so or cannot be."""

from datetime import datetime
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from platforms.models import Connection
from publisher.models.publication import Publication


class RevisionQuerySet(models.QuerySet["Revision"]):
    def open(self) -> Self:
        """Neither made nor given up."""
        return self.filter(done_at=None, given_up_at=None)

    def due(self, now: datetime) -> Self:
        """To be made now: its time has come, or the account it waited for is connected again; nobody is on it, its owner is here."""
        usable = Q(publication__connection__in=Connection.objects.usable())
        reconnected = usable & Q(due_at=None, publication__connection__token_version__gt=F("refused_version"))
        free = self.open().filter(Q(claimed_until=None) | Q(claimed_until__lte=now))
        return free.filter(Q(due_at__lte=now) | reconnected, publication__video__owner__is_active=True)


class Revision(models.Model):
    """One wish to change a post; a newer one takes the place of one that waits. Idempotent, and never an upload.

    `named` are the words and options that it changes; of those that it does not name it keeps what they were when it was made.
    """

    publication = models.ForeignKey(Publication, on_delete=models.CASCADE, related_name="revisions")
    title = models.CharField(max_length=300)
    description = models.TextField(blank=True)
    tags = models.JSONField(default=list)
    options = models.JSONField(default=dict)
    named = models.JSONField(default=list)
    wish = models.PositiveIntegerField(default=1, help_text="Rises with every newer wish that takes this one's place.")
    requested_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    requested_at = models.DateTimeField()

    due_at = models.DateTimeField(null=True, blank=True, help_text="Empty while open: it waits until the account is connected again.")
    claimed_until = models.DateTimeField(null=True, blank=True)
    began_at = models.DateTimeField(null=True, blank=True, help_text="From then on the post may be changed already.")
    tries = models.PositiveSmallIntegerField(default=0)
    waits = models.PositiveSmallIntegerField(default=0, help_text="Limits met one after another.")
    refused_version = models.PositiveIntegerField(default=0)
    done_at = models.DateTimeField(null=True, blank=True)
    given_up_at = models.DateTimeField(null=True, blank=True)
    warning = models.TextField(blank=True)
    error_kind = models.CharField(max_length=20, blank=True)
    error_code = models.CharField(max_length=60, blank=True)
    error_message = models.TextField(blank=True)
    error_fix = models.TextField(blank=True)

    objects = RevisionQuerySet.as_manager()

    class Meta:
        ordering = ("id",)
        constraints = (
            models.UniqueConstraint(
                name="one_open_revision_per_publication",
                fields=["publication"],
                condition=Q(done_at=None, given_up_at=None),
            ),
            models.CheckConstraint(name="a_revision_ends_once", condition=Q(done_at=None) | Q(given_up_at=None)),
            models.CheckConstraint(
                name="a_revision_that_ended_has_no_time",
                condition=Q(done_at=None, given_up_at=None) | Q(due_at=None, claimed_until=None),
            ),
        )
        indexes = (models.Index(fields=["due_at", "id"], condition=Q(done_at=None, given_up_at=None), name="revision_open"),)

    def __str__(self) -> str:
        return f"Change of {self.publication_id}"

    @property
    def is_open(self) -> bool:
        return self.done_at is None and self.given_up_at is None

    @property
    def may_have_changed_it(self) -> bool:
        """Whether the post may be as it says, though nobody knows: a try began, and none was refused since."""
        return self.done_at is None and self.began_at is not None and self.error_kind != "refused"
