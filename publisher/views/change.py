"""Change: one form with what can be changed of a post that is there. It is told to the platform soon after, and sent to it never again."""

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
from publisher.models import Publication
from publisher.revising.form import RevisionForm
from publisher.services import NotPossible, WouldBeRefused, revise, revise_again
from publisher.services.revising import insist_on_revisable
from publisher.views.verbs import verb


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def change(request: HttpRequest, pk: int) -> HttpResponse:
    """Show the form, or wish for the change and go to the video's page."""
    row = get_object_or_404(Publication.objects.with_all().visible_to(request.user), pk=pk)
    try:
        insist_on_revisable(row)
    except NotPossible as refusal:
        return render(request, "publisher/change.html", {"row": row, "refusal": refusal})
    form = RevisionForm.of(row, request.POST if request.method == "POST" else None, now=clock.now())
    if request.method == "POST" and (said := _wish(form, by=cast(User, request.user))):
        messages.success(request, f"{row.title}: {said}")
        return HttpResponseRedirect(f"{reverse('video', args=[row.video_id])}#publication-{row.pk}")
    return render(request, "publisher/change.html", {"row": row, "wish": form})


def _wish(form: RevisionForm, *, by: User) -> str:
    """What came of it; "" where the form has to be shown again, with what is wrong in it."""
    if not form.is_valid():
        return ""
    try:
        return revise(form.row, **form.wished(), by=by)
    except WouldBeRefused as refused:
        form.refuse(refused.problems)
    except NotPossible as refusal:
        form.options.add_error(None, str(refusal))
    return ""


@verb
def again(request: HttpRequest, publication: Publication) -> str:
    """Tell the platform once more what could not be made, or waits."""
    return revise_again(publication, by=cast(User, request.user))
