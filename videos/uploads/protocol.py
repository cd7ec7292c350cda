"""The protocol of an upload by parts, as the page's script speaks it: JSON in, JSON out, the bytes of a part bare.

A refusal is `{code, reason}`. With `again` nothing is lost and the same request may come again; with `next` the file is
here already, at that address; with neither the upload ends.
"""

import base64
import binascii
import json
import re
import threading
from collections.abc import Callable
from functools import wraps
from http import HTTPStatus
from typing import Any, cast

from django import forms
from django.contrib.auth.models import User
from django.core.exceptions import RequestDataTooBig
from django.http import HttpRequest, HttpResponse, JsonResponse, UnreadablePostError
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from videos.containers import HEAD_BYTES
from videos.forms import PlainField
from videos.models import Upload
from videos.uploads import resumable
from videos.uploads.admission import UploadRefused, given_up
from videos.uploads.waits import NotNow
from videos.words import MOST_TITLE

MOST_WRITERS = 16
"""How many parts a web process takes at once: each holds a thread for as long as its line needs, and pages need threads too."""
MOST_NUMBERS = 100
_NUMBER = re.compile(r"[0-9]{1,5}")
_SHA256 = re.compile(r"[0-9a-f]{64}")
_writers = threading.BoundedSemaphore(MOST_WRITERS)
Answer = Callable[..., HttpResponse]


def plainly(view: Answer) -> Answer:
    """Answer those who are logged in, and every refusal as JSON, for the page's script to show."""

    @never_cache
    @wraps(view)
    def answered(request: HttpRequest, *args: Any, **more: Any) -> HttpResponse:
        try:
            if not request.user.is_authenticated:
                raise NotNow("logged_out")
            return view(request, *args, **more)
        except UploadRefused as refused:
            return JsonResponse({"code": refused.code, "reason": refused.reason}, status=refused.status)
        except resumable.HereAlready as here:
            reason = "This file is here already: it arrived less than a day ago."
            place = reverse("video", args=[here.video.pk])
            return JsonResponse({"code": "here_already", "reason": reason, "next": place}, status=HTTPStatus.CONFLICT)
        except NotNow as later:
            said = {"code": later.code, "reason": later.reason, "again": True, "missing": later.missing}
            return JsonResponse(said, status=later.status)

    return answered


class Bytes(forms.Field):
    """A few bytes of the file, in base64; none may be given."""

    def to_python(self, value: Any) -> bytes:
        try:
            return base64.b64decode(value or "", validate=True)[:HEAD_BYTES]
        except (binascii.Error, ValueError, TypeError) as wrong:
            raise forms.ValidationError("This is no base64.") from wrong


class AnnouncedForm(forms.Form):
    """What the script says of a file before it sends it."""

    name = PlainField(required=False, max_length=100_000)
    size = forms.IntegerField(min_value=0, max_value=2**53)
    modified = forms.IntegerField(min_value=-(2**53), max_value=2**53)
    head = Bytes(required=False)
    tail = Bytes(required=False)
    anew = forms.BooleanField(required=False, help_text="Upload it though it arrived lately.")
    after = forms.IntegerField(required=False, min_value=1, max_value=2**53, help_text="The upload that this page was busy with.")


class CompletedForm(forms.Form):
    """What the script says of a file once all of it is sent."""

    title = PlainField(required=False, max_length=100 * MOST_TITLE)
    sha256 = forms.JSONField(required=False)

    def clean_sha256(self) -> dict[str, str]:
        """SHA-256 by the number of the part; hexadecimal, as texts."""
        claims = self.cleaned_data["sha256"] or {}
        if not isinstance(claims, dict) or not all(_NUMBER.fullmatch(number) and _is_sha256(each) for number, each in claims.items()):
            raise forms.ValidationError("These are no claims.")
        return claims


@require_POST
@plainly
def begin(request: HttpRequest) -> HttpResponse:
    """Open an upload, or the one that was begun with the same file: how it is cut, and which parts are there."""
    said = _read(request, AnnouncedForm)
    after, anew = said.pop("after"), said.pop("anew")
    if len(said["head"]) != min(HEAD_BYTES, said["size"]):
        raise _strange()
    known = _own(request, after) if after else None
    opened = resumable.begin(cast("User", request.user), resumable.Announced(**said), after=known, anew=anew)
    upload, plan = opened.upload, opened.upload.plan
    told = {
        "id": upload.pk,
        "title": upload.asset.video.title,
        "size": plan.size,
        "part_size": plan.part_size,
        "count": plan.count,
        "have": opened.had,
        "addresses": reverse("upload_addresses", args=[upload.pk]),
        "complete": reverse("upload_complete", args=[upload.pk]),
        "cancel": reverse("upload_cancel", args=[upload.pk]),
    }
    return JsonResponse(told)


@require_POST
@plainly
def addresses(request: HttpRequest, pk: int) -> HttpResponse:
    """Say where to PUT the parts asked for."""
    upload, said = _own(request, pk), _json(request)
    numbers, sent = said.get("parts"), said.get("sent", 0)
    if not isinstance(numbers, list) or len(numbers) > MOST_NUMBERS or not all(type(each) is int for each in [*numbers, sent]):
        raise _strange()
    return JsonResponse({"addresses": resumable.addresses(upload, numbers, sent=sent)})


@require_http_methods(["PUT"])
@plainly
def part(request: HttpRequest, pk: int, number: int) -> HttpResponse:
    """Take the bytes of one part to Retake's own disk; a bucket takes them itself."""
    upload = _own(request, pk)
    length = request.META.get("CONTENT_LENGTH") or ""
    if not length.isdecimal():
        raise _strange()
    if not _writers.acquire(blocking=False):
        raise NotNow("crowded")
    try:
        said = {"ticket": request.GET.get("ticket", ""), "sha256": request.headers.get("X-Part-SHA256", "").lower()}
        resumable.take_part(upload, number, _readable(request), length=int(length), **said)
    finally:
        _writers.release()
    return HttpResponse(status=HTTPStatus.NO_CONTENT)


@require_POST
@plainly
def complete(request: HttpRequest, pk: int) -> HttpResponse:
    """Make the file whole; gives the address of its page."""
    upload, said = _own(request, pk), _read(request, CompletedForm)
    video = resumable.complete(upload, title=said["title"], claims=said["sha256"])
    return JsonResponse({"next": reverse("video", args=[video.pk])})


@require_POST
@plainly
def cancel(request: HttpRequest, pk: int) -> HttpResponse:
    """Forget the upload; one that became whole meanwhile is a video, and stays."""
    upload = _own(request, pk)
    try:
        resumable.drop(upload)
    except NotNow as late:
        raise resumable.HereAlready(upload.asset.video) from late
    return HttpResponse(status=HTTPStatus.NO_CONTENT)


def _is_sha256(claim: object) -> bool:
    return isinstance(claim, str) and _SHA256.fullmatch(claim) is not None


def _strange() -> UploadRefused:
    reason = "The page and Retake do not understand each other. Load the page again."
    return UploadRefused("not_understood", reason, status=HTTPStatus.BAD_REQUEST)


def _own(request: HttpRequest, pk: int) -> Upload:
    """Somebody else's upload is as good as none, and one that is no more was dropped."""
    found = Upload.objects.visible_to(request.user).with_video().filter(pk=pk).first()
    if found is None:
        raise given_up(status=HTTPStatus.NOT_FOUND)
    return found


def _json(request: HttpRequest) -> dict[str, Any]:
    try:
        said = json.loads(request.body)
    except (ValueError, RequestDataTooBig, UnreadablePostError, RecursionError) as wrong:
        raise _strange() from wrong
    if not isinstance(said, dict):
        raise _strange()
    return said


def _read(request: HttpRequest, form: type[forms.Form]) -> dict[str, Any]:
    read = form(_json(request))
    if not read.is_valid():
        raise _strange()
    return read.cleaned_data


def _readable(request: HttpRequest) -> Callable[[int], bytes]:
    """The body, which ends where the connection breaks off."""

    def read(most: int) -> bytes:
        try:
            return request.read(most)
        except UnreadablePostError:
            return b""

    return read
