"""Another time for one publication: a page with its form, which the calendar sends too, and the way back."""

from datetime import datetime
from typing import cast

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.contrib.auth.models import User
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from platforms import clock
from publisher.calendar import moved
from publisher.calendar.shown import Place
from publisher.interventions import By, carry_out
from publisher.models import Deed, Door, Publication
from publisher.services import NotPossible
from publisher.services.scheduling import can_be_moved
from publisher.wall_clock import WallClockField, named


class TimeForm(forms.Form):
    """When it goes out."""

    at = WallClockField(label="Goes out at", error_messages={"required": "Give a day and a time of day."})


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def reschedule(request: HttpRequest, pk: int) -> HttpResponse:
    """Show the form, or move it and go back to where one came from: the calendar, or the page of its video."""
    row, now = get_object_or_404(Publication.objects.with_all().visible_to(request.user), pk=pk), clock.now()
    given = request.POST if request.method == "POST" else request.GET
    place = _place(request, given.dict(), now=now)
    form = TimeForm(request.POST if request.method == "POST" else None, initial={"at": row.scheduled_at})
    if request.method == "POST" and (answer := _move(request, row, form, place)):
        return answer
    shown = {"row": row, "form": form, "place": place, "zone": named(timezone.get_current_timezone()), "now": now}
    return render(request, "publisher/time.html", {**shown, "can_move": can_be_moved(row, now=now)})


def _move(request: HttpRequest, row: Publication, form: TimeForm, place: Place | None) -> HttpResponse | None:
    """Do it; None where the form has to be shown again, with what is wrong in it."""
    at_once, was = "now" in request.POST, row.scheduled_at
    if not at_once and not form.is_valid():
        return _back(request, row, place, " ".join(str(error) for error in form.errors.get("at", ())))
    at: datetime | None = None if at_once else form.cleaned_data["at"]
    try:
        said = carry_out(Deed.RESCHEDULE, row, by=By(user=cast(User, request.user), door=Door.PAGE), at=at)
    except NotPossible as refusal:
        if not at_once:
            form.add_error("at", str(refusal))
        else:
            messages.warning(request, f"{row.title}: {refusal}")
        return _back(request, row, place, str(refusal) if not at_once else "")
    if at is None or "undo" in request.POST:
        messages.success(request, f"{row.title}: {said}")
    else:
        moved.keep(request, row, was=was, place=place, says=said)
    return _to(row, place.showing(timezone.localtime(at).date()) if place and at else place)


def _back(request: HttpRequest, row: Publication, place: Place | None, why: str) -> HttpResponse | None:
    """From the calendar back to it, where the entry stands as before, with what kept it from being moved."""
    if "dropped" not in request.POST:
        return None
    if why:
        messages.warning(request, f"{row.title} was not moved. {why}")
    return _to(row, place)


def _to(row: Publication, place: Place | None) -> HttpResponse:
    if place is not None:
        return HttpResponseRedirect(f"{place.address}#entry-{row.pk}")
    return HttpResponseRedirect(f"{reverse('video', args=[row.video_id])}#publication-{row.pk}")


def _place(request: HttpRequest, given: dict[str, str], *, now: datetime) -> Place | None:
    return Place.of(given, today=timezone.localtime(now).date()) if given.get("view") else None
