"""Notices: what somebody should know without looking for it, each once."""

from datetime import datetime
from typing import Self

from django.conf import settings
from django.contrib.auth.models import AbstractBaseUser, AnonymousUser
from django.db import models
from django.db.models import Q

from platforms.models import Connection
from publisher.models.publication import Publication


class NoticeKind(models.TextChoices):
    """What it tells. All but the last are of one publication; that one is of a connection, whatever waits for it."""

    PUBLISHED = "published", "Published"
    PERMANENTLY_FAILED = "permanently_failed", "Permanently failed"
    ASKED = "asked", "Is it there?"
    CRASHED = "crashed", "Stopped the worker again and again"
    HELD_LONG = "held_long", "On hold for three days"
    OVERDUE = "overdue", "Its time passed"
    AHEAD = "ahead", "Would be refused at its time"
    TIME_TO_POST = "time_to_post", "It is time to post it"
    RECONNECT = "reconnect", "An account has to be reconnected"


class NoticeQuerySet(models.QuerySet["Notice"]):
    def visible_to(self, user: AbstractBaseUser | AnonymousUser) -> Self:
        return self.filter(user_id=user.pk)

    def unread(self) -> Self:
        return self.filter(read_at=None)

    def newest_first(self) -> Self:
        return self.order_by("-happened_at", "-id")

    def older_than(self, place: tuple[datetime, int]) -> Self:
        """Those after `place` in that order, which is a time and a key."""
        happened_at, pk = place
        return self.filter(Q(happened_at__lt=happened_at) | Q(happened_at=happened_at, pk__lt=pk))

    def mark_read(self, *, now: datetime) -> int:
        """Note that their reader has seen them; gives how many were new."""
        return self.unread().filter(happened_at__lte=now).update(read_at=now)


class Notice(models.Model):
    """One thing that happened: one per publication and end state, and one per connection problem."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="notices")
    kind = models.CharField(max_length=20, choices=NoticeKind.choices)
    publication = models.ForeignKey(Publication, null=True, blank=True, on_delete=models.CASCADE, related_name="notices")
    connection = models.ForeignKey(Connection, null=True, blank=True, on_delete=models.CASCADE, related_name="notices")
    happened_at = models.DateTimeField()
    read_at = models.DateTimeField(null=True, blank=True)

    objects = NoticeQuerySet.as_manager()

    class Meta:
        indexes = (
            models.Index(fields=["user", "-happened_at", "-id"], name="notice_newest"),
            models.Index(fields=["user"], condition=Q(read_at=None), name="notice_unread"),
        )
        constraints = (
            models.CheckConstraint(
                name="a_notice_is_of_one_thing",
                condition=Q(publication__isnull=False, connection=None) | Q(publication=None, connection__isnull=False),
            ),
            models.UniqueConstraint(
                name="one_notice_per_publication_and_kind", fields=["publication", "kind"], condition=Q(publication__isnull=False)
            ),
            # A problem is known by when it began.
            models.UniqueConstraint(
                name="one_notice_per_connection_problem",
                fields=["connection", "kind", "happened_at"],
                condition=Q(connection__isnull=False),
            ),
        )

    def __str__(self) -> str:
        return f"{self.get_kind_display()} for {self.user_id}"
