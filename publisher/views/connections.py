"""The connections page: the accounts that one publishes to, how they stand, and what waits for them."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from platforms import clock
from publisher.health import cards


@never_cache
@require_safe
@login_required
def connections(request: HttpRequest) -> HttpResponse:
    """Show one card per platform, with the accounts that are connected to it."""
    now = clock.now()
    return render(request, "publisher/connections.html", {"cards": cards(request.user, now=now), "now": now})
