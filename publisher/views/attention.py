"""The attention page, its list alone for the browser to refresh, and one retry of many."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from platforms import clock
from publisher.attention import Attention, attention
from publisher.causes import Cause
from publisher.interventions import By
from publisher.live import part
from publisher.models import Door
from publisher.retry_many import MOST, keys_in, plan_of, retry_all


@never_cache
@require_safe
@login_required
def page(request: HttpRequest) -> HttpResponse:
    """Show what failed, waits for its owner, or is asked about."""
    shown = _attention(request)
    return render(request, "publisher/attention.html", {"attention": shown, "pause": shown.pause})


@never_cache
@require_safe
@login_required
def causes(request: HttpRequest) -> HttpResponse:
    """Give the list of the same page as it is now, and how many need their owner, for the rail."""
    shown = _attention(request)
    return part(request, "publisher/_attention.html", {"attention": shown, "refreshed": True}, again=shown.again_in)


def _attention(request: HttpRequest) -> Attention:
    before = next(iter(keys_in([request.GET.get("before", "")])), None)
    only = Cause.from_slug(request.GET.get("cause", ""))
    return attention(request.user, before=before, only=only, now=clock.now())


@never_cache
@require_POST
def retry_many(request: HttpRequest) -> HttpResponse:
    """Show what a retry of each of the chosen will do and what it will refuse; with `confirmed`, do it and sum up."""
    if not request.user.is_authenticated:
        # Not back to this address: what follows a log-in is a GET.
        return redirect_to_login(reverse("attention"))
    if "confirmed" in request.POST:
        by = By(user=request.user, door=Door.PAGE)
        summary = retry_all(request.user, keys_in(request.POST.getlist("row")), by=by)
        (messages.warning if summary.refusals else messages.success)(request, str(summary))
        return redirect("attention")
    plan = plan_of(request.user, request.POST, now=clock.now())
    if not plan.chosen:
        messages.info(request, "Nothing was chosen. Tick what is to be retried, then press Retry.")
        return redirect("attention")
    return render(request, "publisher/retry_many.html", {"plan": plan, "most": MOST})
