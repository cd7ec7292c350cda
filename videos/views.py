"""Pages and endpoints of the media: upload, details, poster, and the file itself for whoever holds a ticket."""

from collections.abc import Callable
from http import HTTPStatus
from typing import cast
from urllib.parse import unquote

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.contrib.auth.models import User
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, JsonResponse, UnreadablePostError
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods, require_POST, require_safe

from videos.containers import HEAD_BYTES
from videos.forms import DetailsForm, UploadForm
from videos.models import Video
from videos.multipart import refusal_of
from videos.serving import serve
from videos.storage import SourceMissing, read_whole
from videos.uploads import UploadRefused, announce, judge, receive

RAW = "application/octet-stream"
_BROKEN_OFF = UploadRefused("broken_off", "The connection broke off. Upload the file again.", status=HTTPStatus.BAD_REQUEST)
_NO_LENGTH = UploadRefused("length_required", "The upload does not say how long it is.", status=HTTPStatus.LENGTH_REQUIRED)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def upload(request: HttpRequest) -> HttpResponse:
    """The upload page; takes a bare body (the page's script) or a form (a browser without one)."""
    if request.method != "POST":
        return render(request, "videos/upload.html", {"form": UploadForm()})
    if request.content_type == RAW:
        return _plainly(_take_body, request)
    return _take_form(request)


@login_required
@require_POST
def upload_check(request: HttpRequest) -> HttpResponse:
    """Judge the first bytes of a file and its size, so that a refusal costs no upload. 204, or why not."""
    return _plainly(_check, request)


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
    """The picture that stands for one's own video."""
    video = get_object_or_404(Video.objects.visible_to(request.user), pk=pk)
    if video.asset is None or not video.asset.poster_key:
        raise Http404
    try:
        picture = read_whole(video.asset.poster_key)
    except SourceMissing as gone:
        raise Http404 from gone
    headers = {"Cache-Control": "private, max-age=86400", "X-Content-Type-Options": "nosniff", "Content-Disposition": "inline"}
    return HttpResponse(picture, content_type="image/jpeg", headers=headers)


@require_GET
def media(request: HttpRequest, ticket: str) -> HttpResponseBase:
    """A file of the disk store, for whoever holds an address from `public_url` that has not run out."""
    return serve(ticket, wanted=request.headers.get("Range", ""))


def _take_body(request: HttpRequest) -> JsonResponse:
    length = request.META.get("CONTENT_LENGTH") or ""
    if not length.isdecimal():
        raise _NO_LENGTH
    name, title = (unquote(request.headers.get(header, "")) for header in ("X-File-Name", "X-Title"))
    video = receive(request.read, owner=cast("User", request.user), name=name, title=title, size=int(length))
    return JsonResponse({"next": reverse("video", args=[video.pk])}, status=HTTPStatus.CREATED)


def _check(request: HttpRequest) -> HttpResponse:
    size = request.headers.get("X-File-Size", "")
    if not size.isdecimal():
        raise _NO_LENGTH
    announce(int(size))
    judge(request.read(HEAD_BYTES))
    return HttpResponse(status=HTTPStatus.NO_CONTENT)


def _plainly(take: Callable[[HttpRequest], HttpResponse], request: HttpRequest) -> HttpResponse:
    """Answer a refusal as JSON, for the page's script to show."""
    try:
        return take(request)
    except UploadRefused as refused:
        return JsonResponse({"code": refused.code, "reason": refused.reason}, status=refused.status)
    except UnreadablePostError:
        return JsonResponse({"code": _BROKEN_OFF.code, "reason": _BROKEN_OFF.reason}, status=_BROKEN_OFF.status)


def _take_form(request: HttpRequest) -> HttpResponse:
    form = UploadForm(request.POST, request.FILES)
    refused = refusal_of(request)
    if refused is None and form.is_valid():
        try:
            video = form.cleaned_data["file"].reception.finish(title=form.cleaned_data["title"])
        except UploadRefused as late:
            refused = late
        else:
            return redirect("video", pk=video.pk)
    if refused is not None:
        form.errors.pop("file", None)
        form.add_error("file", refused.reason)
    status = refused.status if refused else HTTPStatus.UNPROCESSABLE_ENTITY
    return render(request, "videos/upload.html", {"form": form}, status=status)
