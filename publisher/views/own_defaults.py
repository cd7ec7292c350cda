"""A person's own defaults: what every publish form starts with, whichever account it is for."""

from http import HTTPStatus
from typing import cast

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.contrib.auth.models import User
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.text import get_text_list
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from platforms import registry
from publisher.models import WordDefaults
from publisher.patterns.forms import PersonDefaultsForm


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def own_defaults(request: HttpRequest) -> HttpResponse:
    """Show them, and keep others."""
    owner = cast(User, request.user)
    kept = WordDefaults.objects.filter(owner=owner, connection=None).first()
    form = PersonDefaultsForm(request.POST if request.method == "POST" else None, owner=owner, kept=kept)
    if form.is_valid():
        form.save()
        messages.success(request, "Kept. Every publish form starts with these from now on; what an account has of its own goes before.")
        return redirect("own_defaults")
    all_platforms = registry.platforms()
    shown = {
        "form": form,
        "know_it": get_text_list([each.name for each in all_platforms if each.options_form.neutral], "and"),
        "do_not": get_text_list([each.name for each in all_platforms if not each.options_form.neutral], "and"),
    }
    return render(request, "accounts/defaults.html", shown, status=HTTPStatus.UNPROCESSABLE_ENTITY if form.is_bound else HTTPStatus.OK)
