"""What Retake keeps of a person beside Django's own user."""

from django.conf import settings
from django.db import models


class Profile(models.Model):
    """How one person wants to be told things. Whoever chose nothing has none."""

    user = models.OneToOneField(settings.AUTH_USER_MODEL, primary_key=True, on_delete=models.CASCADE, related_name="profile")
    time_zone = models.CharField(max_length=64, blank=True, help_text="A name such as Europe/Berlin; empty: none was chosen.")
    late_hours = models.PositiveSmallIntegerField(
        null=True, blank=True, help_text="How late a planned post may go out unasked; empty: as is set for all."
    )

    def __str__(self) -> str:
        return f"the profile of {self.user_id}"
