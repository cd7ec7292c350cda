"""The page of a fitted file: how far it is, then a look at it beside the original, before it is used."""

from collections.abc import Callable
from datetime import datetime
from functools import wraps
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from platforms import clock
from publisher import draft, services
from publisher.fitting.shown import RefitForm, again_in, shown_of
from publisher.live import part
from publisher.services import NotPossible
from videos.models import Fit, Video


@never_cache
@require_safe
@login_required
def page(request: HttpRequest, pk: int) -> HttpResponse:
    """Show how far it is, or what came of it."""
    return render(request, "publisher/fit.html", _facts(request, _own(request, pk), now=clock.now()))


@never_cache
@require_safe
@login_required
def fit_part(request: HttpRequest, pk: int) -> HttpResponse:
    """Give the part of the page that changes, as it is now."""
    fit = _own(request, pk)
    return part(request, "publisher/_fit.html", _facts(request, fit, now=clock.now()), again=again_in(fit))


def _facts(request: HttpRequest, fit: Fit, *, now: datetime) -> dict[str, Any]:
    return {"fit": fit, "shown": shown_of(fit, now=now), "form": RefitForm.of(fit), "back": draft.way_back(request, fit), "now": now}


def _own(request: HttpRequest, pk: int) -> Fit:
    rows = Fit.objects.select_related("video", "source", "asset")
    return get_object_or_404(rows.filter(video__in=Video.objects.visible_to(request.user)), pk=pk)


Asked = Callable[[HttpRequest, Fit], str]


def _verb(ask: Asked) -> Callable[[HttpRequest, int], HttpResponse]:
    """Make a view of what `ask` does to a fitted file of one's own; it gives the address that follows. A refusal is shown on its page."""

    @never_cache
    @require_POST
    @wraps(ask)
    def view(request: HttpRequest, pk: int) -> HttpResponse:
        place = reverse("fit", args=[pk])
        if not request.user.is_authenticated:
            return redirect_to_login(place)
        try:
            place = ask(request, _own(request, pk))
        except NotPossible as refusal:
            messages.warning(request, str(refusal))
        return HttpResponseRedirect(place)

    return view


@_verb
def cancel(request: HttpRequest, fit: Fit) -> str:
    """Stop making it, and go back to the form."""
    services.cancel_fit(fit)
    messages.success(request, "Stopped. Nothing was kept of it; the original is as it was.")
    return draft.way_back(request, fit)


@_verb
def again(request: HttpRequest, fit: Fit) -> str:
    """Make another in its place: another part of the video, or another shape."""
    form = RefitForm(request.POST)
    if not form.is_valid():
        raise NotPossible("not_a_time", "Write where it is to begin as minutes and seconds: 1:30.")
    made = services.make_again(fit, start=form.cleaned_data["start"], shape=form.shape_chosen())
    draft.hand_on(request, fit, to=made)
    return reverse("fit", args=[made.pk])


@_verb
def use(request: HttpRequest, fit: Fit) -> str:
    """Use it in place of the original, and go back to the form."""
    services.use_fit(fit)
    messages.success(request, "The fitted file is what is sent there from now on. The original stays as it is.")
    return draft.way_back(request, fit)


@_verb
def original(request: HttpRequest, fit: Fit) -> str:
    """Use the original again, and go back to the form."""
    services.use_original(fit)
    messages.success(request, "The original is what is sent there again.")
    return draft.way_back(request, fit)
