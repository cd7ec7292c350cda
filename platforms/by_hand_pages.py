"""Noting an account that its owner posts to by hand."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from platforms import by_hand_accounts, errors, registry
from platforms.by_hand import ByHand
from platforms.contract import Platform
from platforms.visitors import UsersRequest, logged_in


class AccountForm(forms.Form):
    """Which account it is: nobody can be asked, so that its owner says it."""

    name = forms.CharField(max_length=100, error_messages={"required": "Give it a name."}, help_text="As you want to see it here.")
    address = forms.URLField(
        max_length=200,
        assume_scheme="https",
        error_messages={"required": "Paste its address.", "invalid": "This is no address. Copy it from the address bar."},
    )

    def __init__(self, platform: Platform, by_hand: ByHand, *args: Any) -> None:
        super().__init__(*args)
        self._platform, self._by_hand = platform, by_hand
        noun = platform.guide.account
        self.fields["name"].label, self.fields["address"].label = f"Name of the {noun}", f"Address of the {noun}"
        self.fields["address"].help_text = f"As in the address bar of your browser: {by_hand.address}"

    def clean_address(self) -> str:
        address: str = self.cleaned_data["address"].strip()
        if not self._by_hand.account_in(address):
            raise forms.ValidationError(f"This is no address of an account on {self._platform.name}. It looks like {self._by_hand.address}")
        return address


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@logged_in
def by_hand(request: UsersRequest, slug: str) -> HttpResponse:
    """Ask which account it is, and note it."""
    platform = registry.adapter(slug) if slug in registry.slugs() else None
    if platform is None or platform.by_hand is None:
        raise Http404
    form = AccountForm(platform, platform.by_hand, request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            row = by_hand_accounts.note(request.user, slug, **form.cleaned_data)
        except errors.Refused as refusal:
            form.add_error("address", f"{refusal.message} {refusal.fix}")
        else:
            messages.success(request, f"{row} is added. What you publish to it waits for you, ready to paste.")
            return redirect(f"{reverse('connections')}#connection-{row.pk}")
    shown = {"platform": platform, "form": form, "by_hand": platform.by_hand}
    return render(request, "platforms/by_hand.html", shown, status=422 if form.is_bound else 200)
