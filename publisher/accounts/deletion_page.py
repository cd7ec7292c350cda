"""The page that deletes an account: what will go and what will stay, then the password and the name, typed."""

from django import forms
from django.contrib import messages
from django.contrib.auth import logout
from django.contrib.auth.decorators import login_required
from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from platforms import clock
from publisher.accounts.deletion import close
from publisher.accounts.holdings import holdings
from publisher.accounts.letters import account_closed, try_to_tell
from publisher.accounts.passwords import PasswordForm
from publisher.accounts.people import PersonsRequest


class DeletionForm(PasswordForm):
    """The name, so that nobody deletes the wrong account; the password, so that nobody else does."""

    username = forms.CharField(
        label="Your username",
        error_messages={"required": "Type your username."},
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "none", "spellcheck": "false"}),
    )
    field_order = ("username", "password")

    def clean_username(self) -> str:
        typed: str = self.cleaned_data["username"]
        if typed != self.user.username:
            raise ValidationError("This is not the name of this account.", code="other_name")
        return typed


@never_cache
@sensitive_post_parameters("password")
@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def delete_account(request: PersonsRequest) -> HttpResponse:
    """Say what is deleted, then close the account; the rest is carried out behind."""
    user, now = request.user, clock.now()
    form = DeletionForm(request)
    if form.is_valid():
        if _is_last_superuser(user):
            form.add_error(None, "You are the only superuser here. Make somebody else one in the admin first; nobody could after you.")
        else:
            close(user, now=now)
            logout(request)
            try_to_tell(account_closed(user, now=now), to=user.email)
            messages.success(request, "Your account is closed, and is erased as soon as nothing of yours is on its way any more.")
            return redirect("login")
    shown = {"form": form, "holdings": holdings(user)}
    return render(request, "accounts/delete.html", shown, status=422 if form.is_bound else 200)


def _is_last_superuser(user: User) -> bool:
    return user.is_superuser and not User.objects.filter(is_superuser=True, is_active=True).exclude(pk=user.pk).exists()
