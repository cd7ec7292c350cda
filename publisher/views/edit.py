"""Edit: one form with a publication's own words and options. What failed is tried at once, what is planned goes out at its time."""

from typing import cast

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.contrib.auth.models import User
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from platforms import clock
from publisher import draft
from publisher.edit import Edit
from publisher.interventions import By, carry_out
from publisher.models import Deed, Door, Publication
from publisher.services import ON_ITS_WAY, NotPossible, WouldBeRefused
from publisher.services.editing import insist_on_editable
from publisher.views.fitting import FIT, fit_asked_for

OVERTAKEN = "It was begun meanwhile, and is on its way with the words as they were. Your changes were not used."


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def edit(request: HttpRequest, pk: int) -> HttpResponse:
    """Show the form with what was refused, or try again with other words and go to the video's page."""
    row = get_object_or_404(Publication.objects.with_all().visible_to(request.user), pk=pk)
    refusal = _refusal(row)
    if refusal is not None and refusal.code in ("may_exist", "not_editable"):
        return render(request, "publisher/edit.html", {"row": row, "refusal": refusal})
    given = request.POST if request.method == "POST" else draft.recalled(request)
    wish = Edit.of_publication(row, given)
    if FIT in request.POST and (answer := fit_asked_for(request, wish)):
        return answer
    if given is not None and (request.method != "POST" or FIT in request.POST):
        wish.foresee()
    elif request.method == "POST" and refusal is None:
        answer = _try(request, wish)
        if answer:
            return answer
    if row.connection.is_usable:
        wish.read_offers()
    else:
        wish.options.offer(None)
    return render(request, "publisher/edit.html", {"row": row, "refusal": refusal, "wish": wish})


def _refusal(row: Publication) -> NotPossible | None:
    """Why it cannot be edited now, or not be tried with other words."""
    try:
        insist_on_editable(row, now=clock.now())
    except NotPossible as refusal:
        return refusal
    return None


def _try(request: HttpRequest, wish: Edit) -> HttpResponse | None:
    """Do it; None where the form has to be shown again, with what is wrong in it."""
    if not wish.is_valid():
        wish.foresee()
        return None
    by = By(user=cast(User, request.user), door=Door.PAGE)
    sent = {"words": wish.words.words(), "options": wish.options.cleaned_data, "discard_copy": wish.discard is not None}
    try:
        said = carry_out(Deed.EDIT, wish.row, by=by, **sent)
    except WouldBeRefused:
        wish.refuse()
        return None
    except NotPossible as refusal:
        wish.options.add_error(None, str(refusal))
        return None
    if said == ON_ITS_WAY:
        messages.warning(request, f"{wish.row.title}: {OVERTAKEN}")
    else:
        messages.success(request, f"{wish.row.title}: {said}")
        draft.forget(request)
    return HttpResponseRedirect(f"{reverse('video', args=[wish.row.video_id])}#publication-{wish.row.pk}")
