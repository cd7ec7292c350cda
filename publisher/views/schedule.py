"""The schedule: what goes out when, as a month, a week or a list."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from platforms import clock
from publisher.calendar.entries import Reader
from publisher.calendar.shown import Place, View, shown
from publisher.wall_clock import named
from retries.models import SweepSwitch


@never_cache
@require_safe
@login_required
def schedule(request: HttpRequest) -> HttpResponse:
    """Show one's own, in the time zone of whoever reads."""
    zone, now = timezone.get_current_timezone(), clock.now()
    pause = SweepSwitch.objects.read().pause
    place = Place.of(request.GET.dict(), today=now.astimezone(zone).date())
    context = {
        "shown": shown(place, reader=Reader(user=request.user, zone=zone, now=now, pause=pause)),
        "place": place,
        "views": [(view, place.as_(view)) for view in View],
        "now": now,
        "zone": named(zone),
        "pause": pause,
    }
    return render(request, "publisher/schedule.html", context)
