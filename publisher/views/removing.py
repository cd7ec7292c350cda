"""Deleting: what is asked before, how far an order has come, what people do with one step of it, and what was deleted."""

from typing import cast

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.contrib.auth.models import User
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from platforms import clock
from publisher import services
from publisher.interventions import By, carry_out
from publisher.models import Deed, Door, Extent, Publication, Removal, RemovalStep
from publisher.removing import retention
from publisher.removing.posts import is_removable
from publisher.removing.shown import asking, by_size, freeable_bytes, in_hand
from publisher.retry_many import keys_in
from publisher.services import NotPossible
from videos import usage
from videos.models import Video

CHOICES = {"library": Extent.LIBRARY, "platforms": Extent.LIBRARY, "file": Extent.FILE}
SAID = {
    Extent.LIBRARY: "Ordered: the video goes once each of its posts has a result.",
    Extent.FILE: "Ordered: the stored file is deleted within seconds. Words, posts and history stay.",
}
SHOWN = 100
VERBS = {"again": services.try_removing_again, "gone": services.confirm_removed, "leave": services.leave_there}


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def video(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask what of the video is to go, order it, and show how far that has come."""
    found = get_object_or_404(Video.objects.visible_to(request.user).with_assets(), pk=pk)
    chosen, problem = request.POST.get("extent", ""), ""
    if request.method == "POST":
        problem = _order(request, found, chosen)
        if not problem:
            messages.success(request, SAID[CHOICES[chosen]])
            return HttpResponseRedirect(reverse("delete_video", args=[pk]))
    shown = {
        "video": found,
        "removal": in_hand(found),
        "asking": asking(found),
        "chosen": chosen or "library",
        "ticked": keys_in(request.POST.getlist("post")),
        "problem": problem,
        "goes_at": retention.of_video(found),
        "now": clock.now(),
    }
    return render(request, "publisher/delete_video.html", shown, status=422 if problem else 200)


def _order(request: HttpRequest, found: Video, chosen: str) -> str:
    """Order it; gives what is wrong with the wish, if something is."""
    if chosen not in CHOICES:
        return "Choose what is to be deleted."
    ticked = keys_in(request.POST.getlist("post")) if chosen == "platforms" else set()
    posts = list(found.publications.filter(pk__in=ticked).select_related("connection"))
    if chosen == "platforms" and not posts:
        return "Tick at least one post, or choose the library alone."
    by = cast(User, request.user).get_username()
    try:
        services.remove_video(found, extent=CHOICES[chosen], by=by, posts=posts, cancels=request.POST.get("under_way") != "wait")
    except NotPossible as refusal:
        return str(refusal)
    return ""


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def post(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask before one post is deleted on its platform, and order that."""
    row = get_object_or_404(Publication.objects.with_all().visible_to(request.user), pk=pk)
    page = f"{reverse('video', args=[row.video_id])}#publication-{pk}"
    if request.method == "POST":
        try:
            said = carry_out(Deed.REMOVE, row, by=By(user=cast(User, request.user), door=Door.PAGE))
            messages.success(request, f"{row.title}: {said}")
        except NotPossible as refusal:
            messages.warning(request, f"{row.title}: {refusal}")
        return HttpResponseRedirect(page)
    return render(request, "publisher/delete_post.html", {"row": row, "page": page, "is_there": is_removable(row)})


@never_cache
@require_POST
@login_required
def step(request: HttpRequest, pk: int, verb: str) -> HttpResponse:
    """Try one post again, take its owner's word, or leave it there."""
    if verb not in VERBS:
        raise Http404
    found = get_object_or_404(RemovalStep.objects.select_related("removal").filter(removal__owner_id=request.user.pk), pk=pk)
    try:
        messages.success(request, f"{found}: {VERBS[verb](found)}")
    except NotPossible as refusal:
        messages.warning(request, f"{found}: {refusal}")
    removal = found.removal
    if removal.video_id is None:
        return HttpResponseRedirect(reverse("deleted"))
    return HttpResponseRedirect(reverse("video" if removal.extent == Extent.POST else "delete_video", args=[removal.video_id]))


@never_cache
@require_safe
@login_required
def deleted(request: HttpRequest) -> HttpResponse:
    """Show what is on its way out of the library, what was deleted from it, and what became of it at each platform."""
    theirs = Removal.objects.visible_to(request.user)
    removals = theirs.of_videos_gone().prefetch_related("steps__removal").order_by("-finished_at", "-id")[:SHOWN]
    leaving = theirs.open().filter(extent=Extent.LIBRARY, video__isnull=False)[:SHOWN]
    return render(request, "publisher/deleted.html", {"removals": removals, "leaving": leaving, "now": clock.now()})


@never_cache
@require_safe
@login_required
def storage(request: HttpRequest) -> HttpResponse:
    """Show what one's videos take of the storage, the largest first."""
    user = cast(User, request.user)
    shown = {"usage": usage.usage(user), "videos": by_size(user)[:SHOWN], "freeable_bytes": freeable_bytes(user), "now": clock.now()}
    return render(request, "publisher/storage.html", shown)


@never_cache
@require_POST
@login_required
def keep(request: HttpRequest, pk: int) -> HttpResponse:
    """Keep the stored file whatever the setting says, or leave it to the setting again."""
    found = get_object_or_404(Video.objects.visible_to(request.user), pk=pk)
    keeps = request.POST.get("keep") == "1"
    Video.objects.filter(pk=found.pk).update(keeps_file=keeps)
    messages.success(request, "The file is kept until you delete it." if keeps else "The file goes when the setting says so.")
    return HttpResponseRedirect(reverse("delete_video", args=[pk]))
