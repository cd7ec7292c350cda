"""The notices page, and noting that they were read."""

from datetime import datetime

from django.contrib.auth.decorators import login_required
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.dateparse import parse_datetime
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from platforms import clock
from publisher.inbox import PAGE, inbox
from publisher.models import Notice
from publisher.rail import counts_of
from publisher.retry_many import keys_in


@never_cache
@require_safe
@login_required
def page(request: HttpRequest) -> HttpResponse:
    """Show what happened, newest first. To look changes nothing: the page sends what was seen by a form."""
    shown = inbox(request.user, before=request.GET.get("before", ""), now=clock.now())
    return render(request, "publisher/notices.html", {"inbox": shown})


@never_cache
@require_POST
def read(request: HttpRequest) -> HttpResponse:
    """Note that those that were seen, or `all`, were read; what happened after the page was made stays new."""
    if not request.user.is_authenticated:
        # Not back to this address: what follows a log-in is a GET.
        return redirect_to_login(reverse("notices"))
    notices = Notice.objects.visible_to(request.user)
    if "all" not in request.POST:
        notices = notices.filter(pk__in=keys_in(request.POST.getlist("notice"))[:PAGE])
    notices.mark_read(now=_as_of(request.POST.get("as_of", "")))
    if request.headers.get("HX-Request"):
        shown = {"place": "notices", "means": "new", "refreshed": True, "count": counts_of(request.user).unread}
        return render(request, "_rail_count.html", shown)
    return redirect("notices")


def _as_of(said: str) -> datetime:
    """When the page was made; now, where it does not say so, or says what is still to come."""
    now = clock.now()
    try:
        made = parse_datetime(said)
    except ValueError:
        return now
    return min(made, now) if made is not None and made.tzinfo is not None else now
