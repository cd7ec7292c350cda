"""Watching one's own video on its page, and taking the file home: addresses that are signed, run out, and are their owner's alone.

The page names one lasting address, which leads on to a ticketed one. So a page that stayed open past the ticket's time gets
a new one by asking the same address again, and what the page says does not change from one poll to the next.

The bytes of a bucket pass through here too, in windows. A presigned address of the bucket would spare that, but it opens for
whoever has it, while here every request is asked whose session it is; and the browser needs no second origin to trust.
"""

from datetime import timedelta
from http import HTTPStatus

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.http import content_disposition_header
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from videos import tickets
from videos.containers import Container
from videos.models import Asset, Fit, FitState, Video
from videos.serving import NEVER_RUN, Served, answer

TTL = timedelta(hours=1)
WINDOW_BYTES = 2 * 1024 * 1024
"""The most of one answer to a player, which asks for "the rest": about what the kernel takes off our hands at once, so that
a film that is paused, or watched over a slow line, does not hold a thread of the web server."""
PLAYABLE = frozenset(container.content_type for container in Container if container.content_type.startswith("video/"))
UNKNOWN = "application/octet-stream"
_SALT = "videos.watching"


@never_cache
@login_required
@require_safe
def watch(request: HttpRequest, pk: int) -> HttpResponse:
    """Lead on to the video, under an address that holds for an hour."""
    return _led_on(request, _asset(request, pk), to="watching", pk=pk)


@never_cache
@login_required
@require_safe
def watch_fit(request: HttpRequest, pk: int) -> HttpResponse:
    """Lead on to a fitted file, as to a video."""
    return _led_on(request, _fitted(request, pk), to="watching_fit", pk=pk)


@login_required
@require_safe
def watching(request: HttpRequest, pk: int, ticket: str) -> HttpResponseBase:
    """Hand out the video, or the range that is asked for. 410 once the ticket has run out."""
    return _handed_out(request, _asset(request, pk), ticket)


@login_required
@require_safe
def watching_fit(request: HttpRequest, pk: int, ticket: str) -> HttpResponseBase:
    """Hand out a fitted file, as a video."""
    return _handed_out(request, _fitted(request, pk), ticket)


def _led_on(request: HttpRequest, asset: Asset, *, to: str, pk: int) -> HttpResponse:
    ticket = tickets.ticket({"asset": asset.pk, "user": request.user.pk}, salt=_SALT, ttl=TTL)
    return HttpResponseRedirect(reverse(to, args=[pk, ticket]))


def _handed_out(request: HttpRequest, asset: Asset, ticket: str) -> HttpResponseBase:
    try:
        said = tickets.read(ticket, salt=_SALT)
    except tickets.Forged as forged:
        raise Http404 from forged
    except tickets.RunOut:
        return HttpResponse(status=HTTPStatus.GONE, headers=NEVER_RUN | {"Cache-Control": "no-store"})
    if said.get("asset") != asset.pk or said.get("user") != request.user.pk:
        raise Http404
    # A player keeps in its memory what it needs to go back. A browser's cache would keep the film on the disk of whoever lends
    # the machine, and Chromium's asks for everything once more where an answer is shorter than the rest.
    headers = {"Cache-Control": "private, no-store", "Content-Disposition": "inline"}
    return answer(request, _served(asset, content_type=_type_of(asset), headers=headers, open_bytes=WINDOW_BYTES))


@login_required
@require_safe
def download(request: HttpRequest, pk: int) -> HttpResponseBase:
    """Hand out the file as it came in, under its own name."""
    asset = _asset(request, pk)
    named = content_disposition_header(as_attachment=True, filename=asset.name) or "attachment"
    headers = {"Cache-Control": "private, no-store", "Content-Disposition": named}
    return answer(request, _served(asset, content_type=UNKNOWN, headers=headers))


def _asset(request: HttpRequest, pk: int) -> Asset:
    video = get_object_or_404(Video.objects.visible_to(request.user).with_assets(), pk=pk)
    if not video.ready or video.asset is None:
        raise Http404
    return video.asset


def _fitted(request: HttpRequest, pk: int) -> Asset:
    made = Fit.objects.select_related("asset").filter(state=FitState.DONE, video__in=Video.objects.visible_to(request.user))
    fit = get_object_or_404(made, pk=pk)
    if fit.asset is None:
        raise Http404
    return fit.asset


def _type_of(asset: Asset) -> str:
    """What the probe found it to be, if that is a kind of video; never what a page could be made of."""
    return asset.content_type if asset.content_type in PLAYABLE else UNKNOWN


def _served(asset: Asset, *, content_type: str, headers: dict[str, str], open_bytes: int | None = None) -> Served:
    return Served(
        key=asset.key,
        size=asset.size,
        etag=asset.etag,
        tag=asset.sha256,
        content_type=content_type,
        headers=headers,
        open_bytes=open_bytes,
    )
