"""What a file is to its video, and how far it has come."""

from django.db import models


class AssetState(models.TextChoices):
    """From its first byte to a verdict."""

    RECEIVING = "receiving", "Receiving"
    PROBING = "probing", "Checking"
    READY = "ready", "Ready"
    REFUSED = "refused", "Refused"


class AssetKind(models.TextChoices):
    """What a file is to its video."""

    ORIGINAL = "original", "Original"
    FITTED = "fitted", "Fitted"


class FitState(models.TextChoices):
    """From the wish for a fitted file to the file, or to why there is none."""

    WAITING = "waiting", "Waiting"
    RUNNING = "running", "Being made"
    DONE = "done", "Ready to look at"
    FAILED = "failed", "Failed"
    CANCELLED = "cancelled", "Cancelled"
