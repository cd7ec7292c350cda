"""The password of an account: proving that one knows it, and changing it."""

from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.auth import authenticate, update_session_auth_hash
from django.contrib.auth.decorators import login_required
from django.contrib.auth.models import User
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from platforms import clock
from publisher.accounts.browsers import log_out_elsewhere
from publisher.accounts.letters import password_changed, try_to_tell
from publisher.accounts.people import PersonsRequest

LENGTH_HINT = "At least 10 characters. A few words in a row are good, and easy to keep."


def new_password_field(label: str = "New password") -> forms.CharField:
    return forms.CharField(
        label=label,
        strip=False,
        help_text=LENGTH_HINT,
        error_messages={"required": "Choose a password."},
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )


class PasswordForm(forms.Form):
    """A form that only whoever knows the password may send. Wrong ones count as failed log-ins, so that nobody tries many."""

    password = forms.CharField(
        label="Your password",
        strip=False,
        error_messages={"required": "Give your password."},
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
    )

    def __init__(self, request: HttpRequest, **options: Any) -> None:
        super().__init__(request.POST if request.method == "POST" else None, **options)
        self.request = request

    @property
    def user(self) -> User:
        return self.request.user  # type: ignore[return-value]

    def clean_password(self) -> str:
        given: str = self.cleaned_data["password"]
        if authenticate(self.request, username=self.user.get_username(), password=given) != self.user:
            raise ValidationError("This is not your password. Mind upper and lower case.", code="wrong_password")
        return given


class ChangePasswordForm(PasswordForm):
    """The password as it is, and as it shall be."""

    new_password = new_password_field()

    def clean_new_password(self) -> str:
        new: str = self.cleaned_data["new_password"]
        validate_password(new, self.user)
        return new


@never_cache
@sensitive_post_parameters("password", "new_password")
@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def change_password(request: PersonsRequest) -> HttpResponse:
    """Change it: this browser stays logged in, all others are logged out, and a mail tells the owner."""
    form = ChangePasswordForm(request)
    if not form.is_valid():
        return render(request, "accounts/password.html", {"form": form}, status=422 if form.is_bound else 200)
    user = request.user
    user.set_password(form.cleaned_data["new_password"])
    user.save(update_fields=["password"])
    update_session_auth_hash(request, user)
    count = log_out_elsewhere(request)
    told = try_to_tell(password_changed(user, now=clock.now()), to=user.email)
    elsewhere = f" {count} other browser{'s were' if count != 1 else ' was'} logged out." if count else ""
    messages.success(request, f"Your password is changed.{elsewhere}")
    if not told:
        messages.warning(request, "The mail that tells you of it could not be sent. The new password holds all the same.")
    return redirect("account")
