"""Accounts on their way out: what is left to do before nothing of them is left."""

from datetime import datetime
from typing import Self

from django.conf import settings
from django.db import models


class DeletionStep(models.TextChoices):
    """What comes next. Each step is safe to repeat, so a crash costs nothing but the time until the next round."""

    SETTLING = "settling", "Cancelling, and waiting for what may be on its way"
    REVOKING = "revoking", "Giving leave back to the platforms"
    ERASING = "erasing", "Erasing videos and files"
    LEAVING = "leaving", "Erasing connections and the account"


class AccountDeletionQuerySet(models.QuerySet["AccountDeletion"]):
    def due(self, now: datetime) -> Self:
        return self.filter(due_at__lte=now)

    def settling(self) -> Self:
        """Those whose publications are still being called off."""
        return self.filter(step=DeletionStep.SETTLING)

    def move(self, deletion: "AccountDeletion", to: DeletionStep) -> bool:
        """Go on to the next step, unless somebody else did; False then."""
        return self.filter(pk=deletion.pk, step=deletion.step).update(step=to, trouble="", tries=0) == 1


class AccountDeletion(models.Model):
    """The wish of one person that their account be gone: closed at once, carried out step by step, and erased with the account."""

    user = models.OneToOneField(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="deletion")
    requested_at = models.DateTimeField()
    step = models.CharField(max_length=10, choices=DeletionStep, default=DeletionStep.SETTLING)
    due_at = models.DateTimeField(db_index=True, help_text="When to go on; while somebody is at it, when to take over.")
    tries = models.PositiveSmallIntegerField(default=0, help_text="Of this step, that met trouble.")
    trouble = models.TextField(blank=True, help_text="Why this step could not be done the last time.")

    objects = AccountDeletionQuerySet.as_manager()

    def __str__(self) -> str:
        return f"deletion of {self.user}"
