"""What the buttons of a publication ask for: one address each, POST only, and back to the page of the button."""

from collections.abc import Callable
from functools import wraps
from typing import cast

from django.contrib import messages
from django.contrib.auth.models import User
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from publisher import services
from publisher.error_pages import page_of_the_form
from publisher.forms import ThereForm
from publisher.interventions import By, carry_out
from publisher.models import Deed, Door, Publication
from publisher.retry_many import keys_in, retry_all
from publisher.services import Found, NotPossible
from publisher.together import FAILED
from publisher.views import wrong_link
from videos.models import Video

Asked = Callable[[HttpRequest, Publication], str]


class WrongLink(NotPossible):
    """What was pasted is no link to the post. It is said beside the field, and what was pasted stays in it."""

    def __init__(self, code: str, message: str, *, typed: str) -> None:
        super().__init__(code, message)
        self.typed = typed


def verb(ask: Asked) -> Callable[[HttpRequest, int], HttpResponse]:
    """Make a view of what `ask` does to one's own publication; the sentence it gives, or its refusal, is shown next."""

    @never_cache
    @require_POST
    @wraps(ask)
    def view(request: HttpRequest, pk: int) -> HttpResponse:
        if not request.user.is_authenticated:
            # Not back to this address: what follows a log-in is a GET.
            return redirect_to_login(page_of_the_form(request, otherwise=reverse("library")))
        publication = get_object_or_404(Publication.objects.with_all().visible_to(request.user), pk=pk)
        page = f"{reverse('video', args=[publication.video_id])}#publication-{pk}"
        try:
            messages.success(request, f"{publication.title}: {ask(request, publication)}")
        except WrongLink as wrong:
            wrong_link.keep(request, publication, wrong.typed, says=str(wrong))
            # To the field itself: a browser puts the focus where the address leads.
            return HttpResponseRedirect(f"{reverse('video', args=[publication.video_id])}#link-{pk}")
        except NotPossible as refusal:
            messages.warning(request, f"{publication.title}: {refusal}")
        return HttpResponseRedirect(page_of_the_form(request, otherwise=page))

    return view


@verb
def retry(request: HttpRequest, publication: Publication) -> str:
    """Try again now, or look again; with `discard_copy` the failed copy there is deleted first."""
    return carry_out(Deed.RETRY, publication, by=_by(request), discard_copy="discard_copy" in request.POST)


@never_cache
@require_POST
def retry_failed(request: HttpRequest, pk: int) -> HttpResponse:
    """Try again those publications of a video that are named, as far as they failed; all others are left alone."""
    page = reverse("video", args=[pk])
    if not request.user.is_authenticated:
        return redirect_to_login(page_of_the_form(request, otherwise=page))
    video = get_object_or_404(Video.objects.visible_to(request.user), pk=pk)
    named = video.publications.filter(pk__in=keys_in(request.POST.getlist("row")), state__in=FAILED)
    summary = retry_all(request.user, list(named.values_list("pk", flat=True)), by=_by(request))
    said = summary if summary.queued or summary.refusals else "Nothing of it has failed any more."
    (messages.warning if summary.refusals else messages.success)(request, f"{video.title}: {said}")
    return HttpResponseRedirect(page_of_the_form(request, otherwise=page))


@verb
def cancel(request: HttpRequest, publication: Publication) -> str:
    """Stop it while nothing can exist."""
    return carry_out(Deed.CANCEL, publication, by=_by(request))


@verb
def confirm(request: HttpRequest, publication: Publication) -> str:
    """Take the owner's word on whether the post is there."""
    if request.POST.get("answer") == "absent":
        return carry_out(Deed.CONFIRM, publication, by=_by(request), found=None)
    try:
        return carry_out(Deed.CONFIRM, publication, by=_by(request), found=_found(publication, ThereForm(request.POST)))
    except NotPossible as refusal:
        if refusal.code not in _OF_THE_LINK or not (publication.is_asked or publication.is_to_be_posted):
            raise
        raise WrongLink(refusal.code, str(refusal), typed=request.POST.get("link", "")) from refusal


@verb
def send_captions(request: HttpRequest, publication: Publication) -> str:
    """Send the captions that the video has by now to a post that is there."""
    return services.send_captions(publication)


_OF_THE_LINK = ("no_link", "other_link", "belongs_to_another")


def _by(request: HttpRequest) -> By:
    return By(user=cast(User, request.user), door=Door.PAGE)


def _found(publication: Publication, form: ThereForm) -> Found:
    if not form.is_valid():
        raise NotPossible("no_link", " ".join(str(error) for error in form.errors.get("link", [])))
    platform, link = publication.connection.platform, form.cleaned_data["link"]
    remote_id = platform.remote_id_in(link)
    if not remote_id:
        raise NotPossible("other_link", f"This is no link to a post on {platform.name}. Copy it from the address bar there.")
    return Found(remote_id=remote_id, url=link)
