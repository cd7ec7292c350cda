"""The upload page: what is on its way, what broke off and can be gone on with, and a form for browsers without JavaScript."""

from http import HTTPStatus
from typing import cast

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.contrib.auth.models import User
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from videos.forms import UploadForm
from videos.models import Upload
from videos.uploads import resumable
from videos.uploads.admission import UploadRefused
from videos.uploads.multipart import refusal_of
from videos.uploads.waits import NotNow


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def upload(request: HttpRequest) -> HttpResponse:
    """Show the page, or take the file of its form."""
    if request.method != "POST":
        return _page(request, UploadForm())
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
    return _page(request, form, status=refused.status if refused else HTTPStatus.UNPROCESSABLE_ENTITY)


@login_required
@require_POST
def drop(request: HttpRequest, pk: int) -> HttpResponse:
    """Forget an unfinished upload of one's own."""
    found = get_object_or_404(Upload.objects.visible_to(request.user).with_video(), pk=pk)
    try:
        resumable.drop(found)
    except NotNow as late:
        messages.info(request, f"{found.asset.name}: {late.reason}")
    else:
        messages.success(request, f"The upload of {found.asset.name} is dropped, and nothing was kept of it.")
    return redirect("upload")


def _page(request: HttpRequest, form: UploadForm, *, status: int = HTTPStatus.OK) -> HttpResponse:
    unfinished = resumable.unfinished(cast("User", request.user))
    # The script reads the proof from its cookie, each time: logging in from another tab changes it.
    shown = {"form": form, "unfinished": unfinished, "csrf_cookie": settings.CSRF_COOKIE_NAME}
    return render(request, "videos/upload.html", shown, status=status)
