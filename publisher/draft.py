"""A form that is left for a while, for a file to be made to fit: kept with the session, and shown again as it was filled in."""

from typing import cast

from django.http import HttpRequest, QueryDict
from django.urls import reverse

from videos.models import Fit

DRAFT = "draft"
"""In an address: the key of the fit for which the form was left."""


def keep(request: HttpRequest, fit: Fit) -> None:
    """Keep what was sent to this page, and which page it is."""
    request.session[_name(fit.pk)] = {"page": request.path, "sent": request.POST.urlencode()}


def recalled(request: HttpRequest) -> QueryDict | None:
    """What was kept of this page under the draft that its address names; None where there is nothing."""
    kept = request.session.get(_name(request.GET.get(DRAFT, "")))
    if not kept or kept["page"] != request.path:
        return None
    return QueryDict(cast(str, kept["sent"]))


def way_back(request: HttpRequest, fit: Fit) -> str:
    """The address of the form, as it was left; the publish form of the video where none is kept."""
    kept = request.session.get(_name(fit.pk))
    return f"{kept['page']}?{DRAFT}={fit.pk}" if kept else reverse("publish", args=[fit.video_id])


def hand_on(request: HttpRequest, fit: Fit, *, to: Fit) -> None:
    """Let what was kept for `fit` stand for the one that takes its place too."""
    if kept := request.session.get(_name(fit.pk)):
        request.session[_name(to.pk)] = kept


def forget(request: HttpRequest) -> None:
    """Forget what was kept of this page: it was sent."""
    for name, kept in list(request.session.items()):
        if name.startswith(f"{DRAFT}-") and kept["page"] == request.path:
            del request.session[name]


def _name(pk: object) -> str:
    return f"{DRAFT}-{pk}"
