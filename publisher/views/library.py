"""The library, and its rows alone for the browser to refresh."""

from typing import cast

from django.contrib.auth.decorators import login_required
from django.contrib.auth.models import User
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from platforms import clock
from publisher.library import Shelf, shelf
from publisher.live import part
from videos import usage


@never_cache
@require_safe
@login_required
def library(request: HttpRequest) -> HttpResponse:
    """Show one's videos and how their publications stand."""
    shown = _shelf(request)
    stored = usage.usage(cast(User, request.user)).size_bytes
    return render(request, "publisher/library.html", {"shelf": shown, "pause": shown.pause, "stored": stored})


@never_cache
@require_safe
@login_required
def rows(request: HttpRequest) -> HttpResponse:
    """Give the rows of the same page as they are now."""
    shown = _shelf(request)
    return part(request, "publisher/_rows.html", {"shelf": shown}, again=shown.again_in)


def _shelf(request: HttpRequest) -> Shelf:
    before = request.GET.get("before", "")
    # Beyond 18 digits no database of ours has a key, and SQLite refuses the number.
    known = before.isascii() and before.isdecimal() and len(before) <= 18
    return shelf(request.user, before=int(before) if known else None, now=clock.now())
