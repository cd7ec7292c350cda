"""What every page knows: where the stand-in platforms are, while they are on."""

from django.conf import settings
from django.http import HttpRequest


def every_page(request: HttpRequest) -> dict[str, str]:
    """Give `sandbox_url`: the address of the stand-in platforms, or "" when the real ones are published to."""
    return {"sandbox_url": settings.SANDBOX_URL if settings.SANDBOX else ""}
