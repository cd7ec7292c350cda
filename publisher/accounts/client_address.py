"""Where a request comes from."""

from ipaddress import ip_address

from django.conf import settings
from django.http import HttpRequest


def client_address(request: HttpRequest) -> str | None:
    """Give the address of the browser; None where it cannot be told.

    X-Forwarded-For is anybody's to write, so it counts only where a proxy of ours is known to add to it, and of it only
    the last entry: the one that this proxy wrote.
    """
    said = request.META.get("REMOTE_ADDR", "")
    if settings.TRUST_PROXY_HEADERS and (forwarded := request.headers.get("X-Forwarded-For", "")):
        said = forwarded.rpartition(",")[2]
    try:
        return str(ip_address(said.strip()))
    except ValueError:
        return None
