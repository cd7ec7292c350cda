"""Pages and endpoints of the media: details, poster, and the file itself for whoever holds a ticket."""

import hashlib
from collections.abc import Callable
from http import HTTPStatus

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from videos import tickets
from videos.forms import DetailsForm
from videos.models import Cover, Fit, Strip, Video
from videos.serving import Served, answer, not_now
from videos.storage import SourceMissing, StoreError, read_whole
from videos.storage import media as store
from videos.storage.disk import TICKET_SALT

RAW = "application/octet-stream"


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def details(request: HttpRequest, pk: int) -> HttpResponse:
    """Title, description and tags of one's own video."""
    video = get_object_or_404(Video.objects.visible_to(request.user), pk=pk)
    form = DetailsForm(request.POST if request.method == "POST" else None, instance=video)
    if form.is_valid():
        form.save()
        messages.success(request, "The details are saved.")
        return redirect("video", pk=pk)
    status = HTTPStatus.UNPROCESSABLE_ENTITY if form.is_bound else HTTPStatus.OK
    return render(request, "videos/details.html", {"form": form, "video": video}, status=status)


@login_required
@require_safe
def poster(request: HttpRequest, pk: int) -> HttpResponse:
    """The picture that stands for one's own video: the one that was chosen, else the one that Retake took by itself."""
    video = get_object_or_404(Video.objects.visible_to(request.user), pk=pk)
    asset, cover = video.asset, Cover.objects.chosen().filter(video=video).first()
    key = cover.key if cover else asset.poster_key if asset else ""
    tag = f'"{hashlib.sha256(key.encode()).hexdigest()[:32]}"'
    kept = {"Cache-Control": "private, no-cache", "ETag": tag}  # it changes as soon as another is chosen
    if key and request.headers.get("If-None-Match") == tag:
        return HttpResponse(status=HTTPStatus.NOT_MODIFIED, headers=kept)
    return _picture(key, **kept)


@login_required
@require_safe
def fit_poster(request: HttpRequest, pk: int) -> HttpResponse:
    """The picture that stands for a fitted file of one's own video."""
    made = Fit.objects.select_related("asset").filter(video__in=Video.objects.visible_to(request.user))
    asset = get_object_or_404(made, pk=pk).asset
    return _picture(asset.poster_key if asset else "")


@login_required
@require_safe
def strip_frame(request: HttpRequest, pk: int, number: int) -> HttpResponse:
    """One frame of the film strip of one's own video."""
    video = get_object_or_404(Video.objects.visible_to(request.user), pk=pk)
    strip = get_object_or_404(Strip, asset=video.asset, made_at__isnull=False)
    if number >= len(strip.frames):
        raise Http404
    _, start, length = strip.frames[number]
    return _jpeg(lambda: b"".join(store().open_range(strip.key, start, length, etag=None)))


def _picture(key: str, **headers: str) -> HttpResponse:
    if not key:
        raise Http404
    return _jpeg(lambda: read_whole(key), **headers)


def _jpeg(read: Callable[[], bytes], **headers: str) -> HttpResponse:
    try:
        picture = read()
    except SourceMissing as gone:
        raise Http404 from gone
    except StoreError:
        return not_now()
    fixed = {"Cache-Control": "private, max-age=86400", "X-Content-Type-Options": "nosniff", "Content-Disposition": "inline"}
    return HttpResponse(picture, content_type="image/jpeg", headers=fixed | headers)


@require_safe
def media(request: HttpRequest, ticket: str) -> HttpResponseBase:
    """A file of the disk store, for whoever holds an address from `public_url` that has not run out; as a download."""
    try:
        return answer(request, _of_ticket(ticket))
    except StoreError:
        return not_now()


def _of_ticket(ticket: str) -> Served:
    try:
        key = str(tickets.read(ticket, salt=TICKET_SALT)["key"])
        size, etag = store().size(key), store().etag(key)
    except (tickets.Forged, tickets.RunOut, SourceMissing) as nothing:
        raise Http404 from nothing
    headers = {"Cache-Control": "private, no-store", "Content-Disposition": "attachment"}
    return Served(key=key, size=size, etag=etag, tag=etag.strip('"'), content_type=RAW, headers=headers)
