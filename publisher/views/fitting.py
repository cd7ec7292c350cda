"""The button "Make it fit", on whichever form it stands: the form is kept as it was filled in, and the file's page comes next."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse

from publisher import draft, services
from publisher.services import NotPossible
from publisher.wish import Wish, filled

FIT = "fit"
"""The name of the button; its value is the connection's key."""


def fit_asked_for(request: HttpRequest, wish: Wish) -> HttpResponse | None:
    """Have the file made; None where it cannot be, which is said."""
    try:
        fit = services.make_fit(wish.video, wish.connection, options=filled(wish.options).cleaned_data)
    except NotPossible as refusal:
        messages.warning(request, str(refusal))
        return None
    draft.keep(request, fit)
    return HttpResponseRedirect(reverse("fit", args=[fit.pk]))
