"""The Django app `platforms`."""

from django.apps import AppConfig


class PlatformsConfig(AppConfig):
    name = "platforms"

    def ready(self) -> None:
        # Checks register themselves when imported, and may not be before the settings and the apps are there.
        from platforms import checks  # noqa: F401, PLC0415
