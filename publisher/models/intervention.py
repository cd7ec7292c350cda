"""Interventions: what a person did to a publication, with who, why, and what it was before; nothing rewrites them."""

from django.conf import settings
from django.db import models

from publisher.models.publication import Publication
from publisher.states import State


class Deed(models.TextChoices):
    """What people do."""

    RETRY = "retry", "Retry"
    EDIT = "edit", "Edit and retry"
    RESET = "reset", "Reset of the retry count"
    MARK = "mark", "Marked permanently failed"
    CONFIRM = "confirm", "Word on whether it is there"
    HOLD = "hold", "Hold"
    RESUME = "resume", "Resume"
    CANCEL = "cancel", "Cancel"
    RESCHEDULE = "reschedule", "Another time"
    REMOVE = "remove", "Delete"


class Door(models.TextChoices):
    """Where they came in."""

    PAGE = "page", "page"
    ADMIN = "admin", "admin"
    API = "api", "API"
    COMMAND = "command", "command"


class Intervention(models.Model):
    """One deed of one person, kept in the commit that did it."""

    publication = models.ForeignKey(Publication, on_delete=models.CASCADE, related_name="interventions")
    deed = models.CharField(max_length=10, choices=Deed.choices)
    door = models.CharField(max_length=10, choices=Door.choices)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    by_name = models.CharField(max_length=150, blank=True, help_text="Kept when the account is gone; empty for a command.")
    by_staff = models.BooleanField(default=False, help_text="Not its owner, but one of the people who run Retake.")
    reason = models.TextField(blank=True)
    at = models.DateTimeField()
    state_before = models.CharField(max_length=20, choices=State.choices)
    before = models.JSONField(default=dict, help_text="What the row held before: counts, times and codes; no secrets.")
    said = models.TextField(blank=True, help_text="What came of it, as it was told.")

    class Meta:
        ordering = ("id",)

    def __str__(self) -> str:
        return f"{self.get_deed_display()} of {self.publication_id} by {self.by_name or 'a command'}"
