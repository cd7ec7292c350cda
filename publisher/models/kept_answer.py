"""Kept answers: what a request with an `Idempotency-Key` was answered, so that the same request gets the same answer again."""

from datetime import datetime, timedelta
from typing import Self

from django.conf import settings
from django.db import models

KEPT_FOR = timedelta(hours=24)


class KeptAnswerQuerySet(models.QuerySet["KeptAnswer"]):
    def over(self, now: datetime) -> Self:
        """Those that were kept for as long as is promised."""
        return self.filter(asked_at__lte=now - KEPT_FOR)

    def claimed(self, claim: "KeptAnswer") -> Self:
        """The row, while it is still this claim's: not answered, and not taken over."""
        return self.filter(pk=claim.pk, status=None, asked_at=claim.asked_at)


class KeptAnswer(models.Model):
    """What a request with an `Idempotency-Key` was answered: the same request gets the same answer, and does nothing again."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    key = models.CharField(max_length=200)
    request_digest = models.CharField(max_length=64, help_text="Of method, address and body: another request may not use the key.")
    status = models.PositiveSmallIntegerField(null=True, help_text="Empty while the first request is still being answered.")
    body = models.TextField(blank=True)
    asked_at = models.DateTimeField(db_index=True)

    objects = KeptAnswerQuerySet.as_manager()

    class Meta:
        constraints = (models.UniqueConstraint(name="one_answer_per_key", fields=["user", "key"]),)

    def __str__(self) -> str:
        return f"answer to {self.key}"
