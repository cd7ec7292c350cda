"""The tokens by which programs act as somebody: made and shown once, listed by their start, and revoked."""

from datetime import datetime, timedelta

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from platforms import clock
from publisher.accounts.letters import token_made, try_to_tell
from publisher.accounts.passwords import PasswordForm
from publisher.accounts.people import PersonsRequest
from publisher.models import ApiToken
from videos.forms import PlainField

MOST = 20
"""Of one person's at a time: more than that is a program that makes them."""
_ALWAYS = "always"
_LASTS = (("30", "30 days"), ("90", "90 days"), ("365", "A year"), (_ALWAYS, "Until I revoke it"))


class TokenForm(PasswordForm):
    """What a token is for, what it may do and for how long; and the password, for it acts as its owner."""

    name = PlainField(
        max_length=80, help_text="What will use it, so that you know it again.", error_messages={"required": "Give it a name."}
    )
    lasts = forms.ChoiceField(label="It works for", choices=_LASTS, initial="90", error_messages={"required": "Choose for how long."})
    reads_only = forms.BooleanField(
        label="It only reads", required=False, help_text="It then sees what you see, and can neither publish nor change anything."
    )
    field_order = ("name", "lasts", "reads_only", "password")

    def expires_at(self, now: datetime) -> datetime | None:
        days = self.cleaned_data["lasts"]
        return None if days == _ALWAYS else now + timedelta(days=int(days))


@never_cache
@sensitive_post_parameters("password")
@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def api_tokens(request: PersonsRequest) -> HttpResponse:
    """List one's tokens and make another, which is shown on the page that answers, and nowhere else."""
    now, form, made = clock.now(), TokenForm(request), ""
    if form.is_valid():
        if ApiToken.objects.visible_to(request.user).alive(now).count() >= MOST:
            form.add_error(None, f"You have {MOST} tokens. Revoke one that nothing uses any more first.")
        else:
            said = form.cleaned_data
            made = ApiToken.objects.make(
                request.user, name=said["name"], reads_only=said["reads_only"], expires_at=form.expires_at(now), now=now
            )
            try_to_tell(token_made(request.user, name=said["name"], now=now), to=request.user.email)
    tokens = ApiToken.objects.visible_to(request.user).unrevoked().order_by("-pk")
    shown = {"form": form, "made": made, "tokens": tokens, "now": now}
    return render(request, "accounts/tokens.html", shown, status=422 if form.errors else 200)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def revoke_token(request: HttpRequest, pk: int) -> HttpResponse:
    """Say what stops, then revoke it."""
    token = get_object_or_404(ApiToken.objects.visible_to(request.user).unrevoked(), pk=pk)
    now = clock.now()
    if request.method != "POST":
        return render(request, "accounts/revoke_token.html", {"token": token, "now": now})
    ApiToken.objects.filter(pk=pk).revoke(now=now)
    messages.success(request, f"{token.name} is revoked. Nothing gets in with it any more.")
    return redirect("api_tokens")
