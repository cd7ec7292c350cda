"""The connections page: the accounts that one publishes to, how they stand and what waits for them; and leaving one."""

from typing import cast

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.contrib.auth.models import User
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from platforms import clock
from platforms import connections as leaving
from platforms.models import Connection
from publisher.cards import cards
from publisher.models import Publication
from publisher.states import ENDED


@never_cache
@require_safe
@login_required
def connections(request: HttpRequest) -> HttpResponse:
    """Show one card per platform, with the accounts that are connected to it."""
    now = clock.now()
    return render(request, "publisher/connections.html", {"cards": cards(request.user, now=now), "now": now})


@never_cache
@require_http_methods(["GET", "POST"])
@login_required
def disconnect(request: HttpRequest, pk: int) -> HttpResponse:
    """Say what disconnecting does, and to how much; then do it."""
    connection = get_object_or_404(Connection.objects.visible_to(request.user), pk=pk)
    if request.method == "POST":
        leaving.disconnect(connection, by=cast(User, request.user))
        erased = "" if connection.is_by_hand else ", and its tokens are erased"
        messages.success(request, f"{connection} is disconnected{erased}.")
        return redirect("connections")
    unfinished = Publication.objects.filter(connection=connection).exclude(state__in=ENDED).select_related("video").order_by("id")
    shown = {
        "connection": connection,
        "platform": connection.platform,
        "others": Connection.objects.visible_to(request.user).connected().filter(provider=connection.provider).exclude(pk=pk),
        "unfinished": list(unfinished),
    }
    return render(request, "publisher/disconnect.html", shown)
