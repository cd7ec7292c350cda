"""The note on a video's twins: alone, for the upload page to fetch; and the wish that no more be said of them."""

from http import HTTPStatus

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from publisher.twins.find import keep_all, twins_of
from videos.models import AssetState, Video

COMING = {AssetState.RECEIVING, AssetState.PROBING}


@never_cache
@require_safe
@login_required
def note(request: HttpRequest, pk: int) -> HttpResponse:
    """Give the note; 204 where there is nothing to say, 202 while it is not known yet what the file is."""
    video = get_object_or_404(Video.objects.visible_to(request.user).with_assets(), pk=pk)
    twins = twins_of(video)
    if twins is None:
        is_coming = video.asset is not None and video.asset.state in COMING
        return HttpResponse(status=HTTPStatus.ACCEPTED if is_coming else HTTPStatus.NO_CONTENT)
    return render(request, "publisher/_twins.html", {"video": video, "twins": twins})


@require_POST
@login_required
def keep(request: HttpRequest, pk: int) -> HttpResponse:
    """Keep all of them, and say no more of it."""
    video = get_object_or_404(Video.objects.visible_to(request.user).with_assets(), pk=pk)
    keep_all(video)
    messages.success(request, "Both are kept, and Retake says no more of it. Before the same file goes to an account again, you are asked.")
    return redirect("publish" if "publish" in request.POST else "video", pk=pk)
