"""The Django app `retries`."""

from django.apps import AppConfig


class RetriesConfig(AppConfig):
    name = "retries"

    def ready(self) -> None:
        # Checks register themselves when imported, and may not be before the settings and the apps are there.
        from retries import checks  # noqa: F401, PLC0415
