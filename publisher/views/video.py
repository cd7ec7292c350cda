"""A video's page: the file, and one panel for each of its publications; both also alone, for the browser to refresh."""

from datetime import datetime
from typing import Any, cast

from django.contrib.auth.decorators import login_required
from django.db.models import Prefetch
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from platforms import clock
from publisher.arrival import arrival_of
from publisher.forms import ThereForm
from publisher.live import again_in, file_again_in, part, soonest
from publisher.models import Attempt, Publication
from publisher.panel import panel_of
from publisher.presentation import current, present
from publisher.together import together
from publisher.twins.find import twins_of
from publisher.views import wrong_link
from retries.models import SweepSwitch
from videos.models import Video

TOLD = Publication.objects.select_related("connection").prefetch_related(
    Prefetch("attempts", Attempt.objects.select_related("sweep")), "interventions", "follow_ups", "revisions", "removal_steps__removal"
)


@never_cache
@require_safe
@login_required
def video(request: HttpRequest, pk: int) -> HttpResponse:
    """Show a video, what became of it where, and what its owner can do."""
    videos = Video.objects.visible_to(request.user).with_assets().with_fits().prefetch_related("captions", Prefetch("publications", TOLD))
    found = get_object_or_404(videos, pk=pk)
    now = clock.now()
    pause = SweepSwitch.objects.read().pause
    publications = cast("list[Publication]", list(found.publications.all()))
    foremost = current(publications)
    shown = {
        "video": found,
        **_file_of(found, now=now),
        "together": together(foremost),
        "together_again": soonest(again_in(row, now=now) for row in foremost),
        "panels": [panel_of(row, now=now, pause=pause) for row in foremost],
        "earlier": [present(row, now=now, pause=pause) for row in publications if row not in foremost],
        "there_form": ThereForm(),
        "wrong_link": wrong_link.taken(request, publications),
        "pause": pause,
    }
    return render(request, "publisher/video.html", shown)


@never_cache
@require_safe
@login_required
def file(request: HttpRequest, pk: int) -> HttpResponse:
    """Give what is known of the video's file, as it is now."""
    found = get_object_or_404(Video.objects.visible_to(request.user).with_assets(), pk=pk)
    shown = _file_of(found, now=clock.now())
    return part(request, "publisher/_file.html", {"video": found, **shown}, again=shown["again"])


@never_cache
@require_safe
@login_required
def together_part(request: HttpRequest, pk: int) -> HttpResponse:
    """Give how the video stands on all its accounts together, as it is now."""
    found = get_object_or_404(Video.objects.visible_to(request.user), pk=pk)
    rows, now = current(found.publications.select_related("connection")), clock.now()
    again = soonest(again_in(row, now=now) for row in rows)
    return part(request, "publisher/_together.html", {"video": found, "together": together(rows), "again": again}, again=again)


def _file_of(video: Video, *, now: datetime) -> dict[str, Any]:
    asset = video.asset
    return {"arrival": arrival_of(asset, now=now), "again": file_again_in(asset, now=now), "now": now, "twins": twins_of(video)}


@never_cache
@require_safe
@login_required
def panel(request: HttpRequest, pk: int) -> HttpResponse:
    """Give the panel of one publication, as it is now."""
    row = get_object_or_404(TOLD.visible_to(request.user), pk=pk)
    now = clock.now()
    shown = panel_of(row, now=now, pause=SweepSwitch.objects.read().pause)
    return part(request, "publisher/_panel.html", {"panel": shown, "there_form": ThereForm(), "now": now}, again=shown.presented.again_in)
