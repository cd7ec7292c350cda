"""The page of a video's picture: what stands, a film strip and an upload to choose another from, and what each platform makes of it."""

from collections.abc import Callable
from functools import wraps
from http import HTTPStatus
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from platforms import clock, registry
from publisher import services
from publisher.covers import pictures
from publisher.covers.forms import FocusForm, FrameForm, ImageForm
from publisher.covers.shown import focus_of, shown_of
from publisher.error_pages import page_of_the_form
from publisher.live import part
from publisher.models import FollowUp, Publication
from publisher.services import NotPossible
from publisher.snapshot import file_of
from publisher.views.verbs import verb
from videos import covers
from videos.models import Asset, AssetState, Video
from videos.serving import NEVER_RUN, not_now
from videos.storage import SourceMissing, StoreError, read_whole

_NO_STORE = "Retake’s storage did not answer. Nothing has changed; try again in a minute."


@never_cache
@require_safe
@login_required
def page(request: HttpRequest, pk: int) -> HttpResponse:
    """Show what stands, and what can be chosen."""
    return _page(request, _own(request, pk))


@never_cache
@require_safe
@login_required
def cover_part(request: HttpRequest, pk: int) -> HttpResponse:
    """Give the part of the page that changes, as it is now."""
    shown = shown_of(_own(request, pk), now=clock.now())
    return part(request, "publisher/_cover.html", {"shown": shown, "video": shown.video}, again=shown.again)


@require_safe
@login_required
def preview(request: HttpRequest, pk: int, slug: str) -> HttpResponse:
    """The very picture that a platform gets, or makes: cut and sized as it is when it is sent."""
    video = _own(request, pk)
    if slug not in registry.ENTRIES or video.asset is None:
        raise Http404
    asset, cover = video.asset, pictures.chosen_for(video)
    rule = registry.adapter(slug).cover(file_of(asset, name=asset.name))
    key = cover.key if cover else asset.poster_key
    if rule is None or not key:
        raise Http404
    try:
        whole = read_whole(key)
    except SourceMissing as gone:
        raise Http404 from gone
    except StoreError:
        return not_now()
    cut = pictures.cut(whole, rule, focus=focus_of(cover, rule))
    return HttpResponse(cut, content_type="image/jpeg", headers=NEVER_RUN | {"Cache-Control": "private, max-age=86400"})


def _page(request: HttpRequest, video: Video, *, status: int = HTTPStatus.OK, **forms: Any) -> HttpResponse:
    lasts = (video.asset.duration or 0.0) if video.asset else 0.0
    given = {"frame_form": FrameForm(lasts=lasts), "image_form": ImageForm(), **forms}
    return render(request, "publisher/cover.html", {"shown": shown_of(video, now=clock.now()), "video": video, **given}, status=status)


def _own(request: HttpRequest, pk: int) -> Video:
    return get_object_or_404(Video.objects.visible_to(request.user).with_assets(), pk=pk)


# -- choosing --------------------------------------------------------------------------------------------------------

Asked = Callable[[HttpRequest, Video, Asset], HttpResponse | str]


def _choice(ask: Asked) -> Callable[[HttpRequest, int], HttpResponse]:
    """Make a view of what `ask` does to the picture of one's own video; the sentence that it gives is shown on the page next."""

    @never_cache
    @require_POST
    @wraps(ask)
    def view(request: HttpRequest, pk: int) -> HttpResponse:
        place = reverse("cover", args=[pk])
        if not request.user.is_authenticated:
            return redirect_to_login(place)
        video = _own(request, pk)
        if video.asset is None or video.asset.state != AssetState.READY:
            messages.warning(request, "The video’s file is not ready. A picture can be chosen once it was looked into.")
            return HttpResponseRedirect(place)
        try:
            said = ask(request, video, video.asset)
        except StoreError:
            messages.warning(request, _NO_STORE)
            return HttpResponseRedirect(place)
        if isinstance(said, HttpResponse):
            return said
        messages.success(request, said)
        return HttpResponseRedirect(place)

    return view


@never_cache
@require_POST
def strip(request: HttpRequest, pk: int) -> HttpResponse:
    """Have the film strip made. Asked for by the page itself once it is open, by a button where there is no JavaScript."""
    place = reverse("cover", args=[pk])
    if not request.user.is_authenticated:
        return redirect_to_login(place)
    asset = _own(request, pk).asset
    if asset is not None and asset.state == AssetState.READY:
        covers.wish_for_strip(asset, now=clock.now())
    return HttpResponse(status=HTTPStatus.NO_CONTENT) if "HX-Request" in request.headers else HttpResponseRedirect(place)


@_choice
def frame(request: HttpRequest, video: Video, asset: Asset) -> HttpResponse | str:
    """Choose the frame at a moment of the video."""
    form = FrameForm(request.POST, lasts=asset.duration or 0.0)
    if not form.is_valid():
        return _page(request, video, frame_form=form, status=HTTPStatus.UNPROCESSABLE_ENTITY)
    covers.choose_frame(video, asset, at_ms=form.cleaned_data["at"], now=clock.now())
    return "That frame is fetched from the video now. It is the video’s picture as soon as it is there."


@_choice
def image(request: HttpRequest, video: Video, asset: Asset) -> HttpResponse | str:
    """Take a picture of one's own."""
    form = ImageForm(request.POST, request.FILES)
    if not form.is_valid():
        return _page(request, video, image_form=form, status=HTTPStatus.UNPROCESSABLE_ENTITY)
    covers.choose_picture(video, form.cleaned_data["image"], now=clock.now())
    return "Your picture stands for the video from now on. What is on its way already keeps the one that it began with."


@_choice
def focus(request: HttpRequest, video: Video, asset: Asset) -> HttpResponse | str:
    """Say what crops are to keep in sight."""
    form, cover = FocusForm(request.POST), pictures.chosen_for(video)
    if not form.is_valid() or cover is None:
        return _page(request, video, status=HTTPStatus.UNPROCESSABLE_ENTITY)
    x, y = form.cleaned_data["focus"]
    covers.set_focus(cover, x=x, y=y, now=clock.now())
    return "Every cut keeps that in sight from now on, as far as its shape lets it."


@_choice
def automatic(request: HttpRequest, video: Video, asset: Asset) -> HttpResponse | str:
    """Use the picture that Retake took by itself again."""
    covers.use_automatic(video, now=clock.now())
    return "The picture that Retake took by itself stands for the video again."


# -- posts that are there --------------------------------------------------------------------------------------------


@verb
def send(request: HttpRequest, publication: Publication) -> str:
    """Send the picture that stands by now to a post that is there."""
    return services.send_picture(publication)


@never_cache
@require_POST
def retry_follow_up(request: HttpRequest, pk: int) -> HttpResponse:
    """Try one follow-up again, alone."""
    if not request.user.is_authenticated:
        return redirect_to_login(page_of_the_form(request, otherwise=reverse("library")))
    rows = FollowUp.objects.filter(publication__in=Publication.objects.visible_to(request.user))
    follow_up = get_object_or_404(rows.select_related("publication__connection", "publication__video"), pk=pk)
    publication = follow_up.publication
    page_of_it = f"{reverse('video', args=[publication.video_id])}#publication-{publication.pk}"
    try:
        messages.success(request, f"{publication.title}: {services.retry_follow_up(follow_up)}")
    except NotPossible as refusal:
        messages.warning(request, f"{publication.title}: {refusal}")
    return HttpResponseRedirect(page_of_the_form(request, otherwise=page_of_it))
