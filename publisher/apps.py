"""The Django app `publisher`."""

from django.apps import AppConfig


class PublisherConfig(AppConfig):
    name = "publisher"

    def ready(self) -> None:
        """Register the checks."""
        from publisher.removing import checks  # noqa: F401, PLC0415
