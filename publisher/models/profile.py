"""What Retake keeps of a person beside Django's own user."""

from django.conf import settings
from django.db import models


class Profile(models.Model):
    """How one person wants to be told things. Whoever chose nothing has none."""

    user = models.OneToOneField(settings.AUTH_USER_MODEL, primary_key=True, on_delete=models.CASCADE, related_name="profile")
    time_zone = models.CharField(max_length=64, help_text="A name such as Europe/Berlin.")

    def __str__(self) -> str:
        return f"the profile of {self.user_id}"
