"""The defaults of one connection: seen, changed and forgotten."""

from typing import cast

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.contrib.auth.models import User
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from platforms.models import Connection
from publisher.defaults import defaults_of, forget, keep
from publisher.models import WordDefaults
from publisher.offers import offered
from publisher.patterns.forms import AccountDefaultsForm


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def defaults(request: HttpRequest, pk: int) -> HttpResponse:
    """Show the options that the publish form of a connection starts with; keep others, or forget them."""
    connection = get_object_or_404(Connection.objects.visible_to(request.user).connected(), pk=pk)
    platform = connection.platform
    sent = request.method == "POST"
    if sent and "forget" in request.POST:
        forget(connection)
        WordDefaults.objects.filter(connection=connection).delete()
        messages.success(request, f"Forgotten. The publish form for {connection} starts as it does for a new account.")
        return HttpResponseRedirect(reverse("connections"))
    form = connection.options_form(request.POST if sent else None, initial=defaults_of(connection))
    form.without_what_is_asked_anew()
    kept = WordDefaults.objects.filter(connection=connection).first()
    words = AccountDefaultsForm(request.POST if sent else None, owner=cast(User, request.user), kept=kept, prefix="words")
    if sent and all([form.is_valid(), words.is_valid()]):
        keep(connection, form.cleaned_data)
        words.save(connection)
        messages.success(request, f"Kept. The publish form for {connection} starts with these from now on.")
        return HttpResponseRedirect(reverse("connections"))
    shown = {"connection": connection, "platform": platform, "has_own": bool(connection.defaults) or kept is not None}
    if connection.is_usable:
        form.offer(offered(connection))
    else:
        form.offer(None)
    return render(request, "publisher/defaults.html", {**shown, "form": form, "words": words})
