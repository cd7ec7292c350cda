"""The Django app `videos`."""

from django.apps import AppConfig


class VideosConfig(AppConfig):
    name = "videos"

    def ready(self) -> None:
        # Checks register themselves when imported, and may not be before the settings and the apps are there.
        from videos import checks  # noqa: F401, PLC0415
