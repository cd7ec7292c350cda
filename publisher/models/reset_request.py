"""Wishes for a new password: made alike for addresses that are known and for those that are not."""

from datetime import datetime
from typing import Self

from django.db import models
from django.db.models import Q


class ResetRequestQuerySet(models.QuerySet["ResetRequest"]):
    def due(self, now: datetime) -> Self:
        return self.filter(due_at__lte=now)

    def since(self, moment: datetime) -> Self:
        return self.filter(asked_at__gt=moment)


class ResetRequest(models.Model):
    """Somebody wants a link for a new password sent to `email`. The link itself is made when it is sent, and kept nowhere."""

    email = models.EmailField()
    from_address = models.GenericIPAddressField(null=True)
    asked_at = models.DateTimeField()
    due_at = models.DateTimeField(null=True, help_text="When to send the mail, or to send it again; empty once it left.")
    tries = models.PositiveSmallIntegerField(default=0)

    objects = ResetRequestQuerySet.as_manager()

    class Meta:
        indexes = (
            models.Index(fields=["due_at"], condition=Q(due_at__isnull=False), name="reset_request_due"),
            models.Index(fields=["asked_at"], name="reset_request_asked"),
        )

    def __str__(self) -> str:
        return f"reset request {self.pk}"
