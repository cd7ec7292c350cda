"""Patterns: seen, made, changed and deleted, each with a preview that is right before it is kept."""

from http import HTTPStatus
from typing import Any, cast

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.contrib.auth.models import User
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from platforms import clock
from publisher.models import Pattern, WordDefaults
from publisher.patterns.forms import PatternForm
from publisher.patterns.preview import samples
from publisher.patterns.render import PLACES
from videos.models import Video

PREVIEW = "preview"
"""The button that shows what comes of it, and keeps nothing."""
MOST_OFFERED = 50
"""Videos to look at it with, the newest."""


@never_cache
@require_safe
@login_required
def patterns(request: HttpRequest) -> HttpResponse:
    """Show them all."""
    mine = Pattern.objects.visible_to(request.user)
    return render(request, "publisher/patterns.html", {"patterns": mine, "default": _default(request)})


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def new(request: HttpRequest) -> HttpResponse:
    """Make one."""
    return _form(request, None)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def pattern(request: HttpRequest, pk: int) -> HttpResponse:
    """Change one."""
    return _form(request, get_object_or_404(Pattern.objects.visible_to(request.user), pk=pk))


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def delete(request: HttpRequest, pk: int) -> HttpResponse:
    """Say what goes with it, then delete it."""
    found = get_object_or_404(Pattern.objects.visible_to(request.user), pk=pk)
    if request.method == "POST":
        found.delete()
        messages.success(request, f"The pattern “{found}” is deleted. Words that were made with it stay as they are.")
        return redirect("patterns")
    used = WordDefaults.objects.filter(owner=found.owner_id, pattern=found).select_related("connection")
    return render(request, "publisher/pattern_delete.html", {"pattern": found, "used": used})


@require_POST
@login_required
def default(request: HttpRequest, pk: int) -> HttpResponse:
    """Let every publish form start with this one; or, where it does already, with none."""
    found = get_object_or_404(Pattern.objects.visible_to(request.user), pk=pk)
    chosen = None if _default(request) == found.pk else found
    WordDefaults.objects.update_or_create(owner=found.owner, connection=None, defaults={"pattern": chosen})
    messages.success(request, f"Publish forms start with {f'“{found}”' if chosen else 'no pattern'} from now on.")
    return redirect("patterns")


def _default(request: HttpRequest) -> int | None:
    rows = WordDefaults.objects.filter(owner_id=cast(User, request.user).pk, connection=None)
    return rows.values_list("pattern", flat=True).first()


def _form(request: HttpRequest, found: Pattern | None) -> HttpResponse:
    owner = cast(User, request.user)
    sent = request.POST if request.method == "POST" else None
    form = PatternForm(sent, owner=owner, pattern=found)
    is_fine = form.is_valid() if sent is not None else True
    if sent is not None and PREVIEW not in sent and is_fine:
        kept = form.save()
        messages.success(request, f"The pattern “{kept}” is kept. Choose it on a publish form, or let every form start with it.")
        return redirect("patterns")
    is_refused = sent is not None and PREVIEW not in sent
    shown = {"form": form, "pattern": found, "places": PLACES, **_preview(form, owner, asked=(sent or request.GET).get("video", ""))}
    return render(request, "publisher/pattern.html", shown, status=HTTPStatus.UNPROCESSABLE_ENTITY if is_refused else HTTPStatus.OK)


def _preview(form: PatternForm, owner: User, *, asked: str) -> dict[str, Any]:
    """What it comes to with the video that was chosen, at first with the newest."""
    videos = list(Video.objects.visible_to(owner).with_assets().order_by("-pk")[:MOST_OFFERED])
    video = next((each for each in videos if str(each.pk) == asked), videos[0] if videos else None)
    found = samples(form.pattern_as_typed(), owner, video, now=clock.now())
    return {"videos": videos, "video": video, "samples": found}
