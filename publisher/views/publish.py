"""The publish form: where to, how, and what the platform would refuse, said before anything is sent."""

from collections.abc import Sequence
from typing import cast

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.contrib.auth.models import User
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from platforms import registry
from platforms.models import Connection
from publisher import defaults, services
from publisher.services import NotPossible, WouldBeRefused
from publisher.wish import Wish
from publisher.wishes import Wishes, in_words
from videos.models import Video


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def publish(request: HttpRequest, pk: int) -> HttpResponse:
    """Show the form with what would be refused, or make the publication and go to its page."""
    video = get_object_or_404(Video.objects.visible_to(request.user).with_assets(), pk=pk)
    usable = list(Connection.objects.visible_to(request.user).connected().order_by("provider", "name", "pk"))
    if video.ready and _is_for_several(request, usable):
        return _several(request, video, usable)
    connection = _chosen(request, usable)
    wish = Wish.of(video, connection, request.POST if request.method == "POST" else None) if connection and video.ready else None
    if wish and request.method == "POST":
        answer = _publish(request, wish)
        if answer:
            return answer
    elif wish and wish.can_be_asked_for:
        wish.foresee()
    if wish and wish.can_be_asked_for:
        wish.read_offers()
    shown = {"video": video, "connections": usable, "wish": wish, "platforms": registry.platforms()}
    return render(request, "publisher/publish.html", shown)


def _is_for_several(request: HttpRequest, usable: Sequence[Connection]) -> bool:
    """Whether the form of several accounts is asked for, or is the one to begin with."""
    if request.method == "POST":
        return "several" in request.POST
    return len(usable) > 1 and "connection" not in request.GET


def _several(request: HttpRequest, video: Video, usable: Sequence[Connection]) -> HttpResponse:
    """Show one form for all accounts, or make a publication for each that is ticked and go to their page."""
    wishes = Wishes.of(video, usable, request.POST if request.method == "POST" else None)
    if request.method == "POST":
        if wishes.can_be_made():
            _make_each(request, wishes)
            return HttpResponseRedirect(reverse("video", args=[video.pk]))
    else:
        wishes.foresee()
    wishes.read_offers()
    return render(request, "publisher/publish.html", {"video": video, "connections": usable, "wishes": wishes})


def _make_each(request: HttpRequest, wishes: Wishes) -> None:
    """Each by itself: one that has become impossible meanwhile leaves the others be, and is said."""
    asked, by = [], cast(User, request.user)
    for wish in wishes.chosen:
        options = wish.options.cleaned_data
        try:
            services.publish(wish.video, wish.connection, options=options, by=by, again=wish.again is not None, words=wish.words.words())
        except (NotPossible, WouldBeRefused) as refusal:
            messages.warning(request, f"{wish}: {refusal}")
            continue
        if wish.keep.cleaned_data["keep"]:
            defaults.keep(wish.connection, options)
        asked.append(str(wish))
    if asked:
        messages.success(request, f"Publishing to {in_words(asked)} was asked for. How each stands is told here.")


def _chosen(request: HttpRequest, usable: Sequence[Connection]) -> Connection | None:
    """The connection that was asked for; where there is only one, that one. Raises Http404 for one that is not theirs."""
    asked = request.POST.get("connection") or request.GET.get("connection")
    if not asked:
        return usable[0] if len(usable) == 1 else None
    chosen = next((each for each in usable if str(each.pk) == asked), None)
    if chosen is None:
        raise Http404
    return chosen


def _publish(request: HttpRequest, wish: Wish) -> HttpResponse | None:
    """Make the publication; None where the form has to be shown again, with what is wrong in it."""
    page = HttpResponseRedirect(reverse("video", args=[wish.video.pk]))
    if wish.is_on_its_way:
        messages.info(request, f"It is on its way to {wish.connection} already.")
        return page
    if not wish.is_valid():
        wish.foresee()
        return None
    options, by = wish.options.cleaned_data, cast(User, request.user)
    try:
        services.publish(wish.video, wish.connection, options=options, by=by, again=wish.again is not None, words=wish.words.words())
    except WouldBeRefused:
        wish.refuse()
        return None
    except NotPossible as refusal:
        if refusal.code != "already_live":
            wish.options.add_error(None, str(refusal))
            return None
        messages.info(request, str(refusal))
        return page
    messages.success(request, f"Publishing to {wish.connection} on {wish.platform.name} was asked for. How it stands is told here.")
    if wish.keep.cleaned_data["keep"]:
        defaults.keep(wish.connection, options)
    return page
