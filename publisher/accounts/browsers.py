"""Where one is logged in: the browsers in words, and the page that ends what should not go on."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.contrib import messages
from django.contrib.auth import logout
from django.contrib.auth.decorators import login_required
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from platforms import clock
from publisher.models import BrowserSession

# In this order: each browser also names those it descends from.
_BROWSERS = (
    ("Edg", "Edge"),
    ("OPR/", "Opera"),
    ("SamsungBrowser", "Samsung Internet"),
    ("Firefox", "Firefox"),
    ("FxiOS", "Firefox"),
    ("CriOS", "Chrome"),
    ("Chrome", "Chrome"),
    ("Safari", "Safari"),
    ("curl", "curl"),
)
_SYSTEMS = (
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Android", "Android"),
    ("Windows", "Windows"),
    ("Mac OS X", "Mac"),
    ("CrOS", "ChromeOS"),
    ("Linux", "Linux"),
)


@dataclass(frozen=True, kw_only=True)
class Browser:
    """One row of the page."""

    number: UUID
    name: str
    address: str
    first_seen: datetime
    last_seen: datetime
    is_this: bool


def in_words(agent: str) -> str:
    """Say which browser on which system an agent names: "Firefox on Linux"."""
    browser = next((name for mark, name in _BROWSERS if mark in agent), "")
    system = next((name for mark, name in _SYSTEMS if mark in agent), "")
    return " on ".join(part for part in (browser, system) if part) or "A browser that does not say its name"


@never_cache
@require_safe
@login_required
def browsers(request: HttpRequest) -> HttpResponse:
    """Show where one is logged in, this browser first, then the one that was seen last."""
    now = clock.now()
    rows = BrowserSession.objects.visible_to(request.user).filter(expire_date__gt=timezone.now())
    shown = sorted((_shown(row, request) for row in rows), key=lambda each: (each.is_this, each.last_seen), reverse=True)
    return render(request, "accounts/browsers.html", {"browsers": shown, "now": now})


@never_cache
@require_POST
def end(request: HttpRequest, number: UUID) -> HttpResponse:
    """Log one of them out; this one too, if it is the one that was asked for."""
    if not request.user.is_authenticated:
        return redirect_to_login(reverse("browsers"))
    row = get_object_or_404(BrowserSession.objects.visible_to(request.user), number=number)
    if row.session_key == request.session.session_key:
        logout(request)
        messages.success(request, "You are logged out.")
        return redirect("login")
    row.delete()
    messages.success(request, f"{in_words(row.agent)} is logged out.")
    return redirect("browsers")


@never_cache
@require_POST
def end_others(request: HttpRequest) -> HttpResponse:
    """Log out everywhere but here."""
    if not request.user.is_authenticated:
        return redirect_to_login(reverse("browsers"))
    count = log_out_elsewhere(request)
    told = f"{count} other browser{'s are' if count != 1 else ' is'} logged out." if count else "You are logged in nowhere else."
    messages.success(request, told)
    return redirect("browsers")


def log_out_elsewhere(request: HttpRequest) -> int:
    """End every session of this person but the one of `request`; gives how many."""
    others = BrowserSession.objects.visible_to(request.user).but(request.session.session_key)
    return others.delete()[0]


def _shown(row: BrowserSession, request: HttpRequest) -> Browser:
    return Browser(
        number=row.number,
        name=in_words(row.agent),
        address=row.address or "",
        first_seen=row.first_seen,
        last_seen=row.last_seen,
        is_this=row.session_key == request.session.session_key,
    )
