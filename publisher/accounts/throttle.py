"""Log-ins are throttled: after too many wrong passwords a name and a place have to wait together, whether or not the name is known."""

from datetime import datetime
from typing import Any

from axes.backends import AxesBackend
from axes.models import AccessAttempt
from axes.utils import reset
from django.conf import settings
from django.contrib.auth.models import AbstractBaseUser
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from publisher.accounts.client_address import client_address


class Throttle(AxesBackend):  # type: ignore[misc]
    """Stands before the backend that looks at passwords, and refuses whoever has to wait.

    It takes a name and a password and nothing else: connecting an account at a platform passes it by.
    """

    def authenticate(self, request: HttpRequest | None, username: str | None = None, password: str | None = None) -> None:
        super().authenticate(request, username=username, password=password)


def locked_out(request: HttpRequest, _original: Any, credentials: dict[str, Any] | None) -> HttpResponse:
    """Say when to try again, in the same words for every name."""
    now = timezone.now()
    again_at = _again_at(request, (credentials or {}).get("username") or request.POST.get("username", ""), now=now)
    minutes = max(1, -(-int((again_at - now).total_seconds()) // 60))
    response = render(request, "registration/locked_out.html", {"again_at": again_at, "now": now}, status=429)
    response["Retry-After"] = str(minutes * 60)
    return response


def _again_at(request: HttpRequest, username: str, *, now: datetime) -> datetime:
    attempts = AccessAttempt.objects.filter(username=username, ip_address=client_address(request))
    last = attempts.order_by("-attempt_time").values_list("attempt_time", flat=True).first()
    again_at: datetime = (last or now) + settings.AXES_COOLOFF_TIME
    return again_at


def forget_failures(user: AbstractBaseUser) -> None:
    """Let whoever proved themselves another way try at once."""
    reset(username=user.get_username())
