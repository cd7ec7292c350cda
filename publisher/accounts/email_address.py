"""The e-mail address of an account: asked for with the password, confirmed by a link that only its new place receives."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.contrib.auth.models import User
from django.core import signing
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.crypto import constant_time_compare, salted_hmac
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from notifications.mail import MailNotSent, send
from platforms import clock
from publisher.accounts.letters import address_changed, confirm_address, try_to_tell
from publisher.accounts.passwords import PasswordForm
from publisher.accounts.people import PersonsRequest

GOOD_FOR = timedelta(hours=24)
_SALT = "retake.email-address"


class EmailForm(PasswordForm):
    """The new address, and the password that allows it."""

    email = forms.EmailField(
        label="New e-mail address",
        error_messages={"required": "Give an address that you read."},
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )
    field_order = ("email", "password")

    def clean_email(self) -> str:
        email: str = self.cleaned_data["email"]
        if email == self.user.email:
            raise ValidationError("This is your address already.", code="same")
        return email


@dataclass(frozen=True, kw_only=True)
class Change:
    """A change of address that a link asks for, and that nothing has overtaken."""

    user: User
    email: str


def token_for(user: User, email: str) -> str:
    """Sign the wish. It falls with the first change of the address or the password after it, so it works once."""
    return signing.dumps({"user": user.pk, "email": email, "standing": _standing(user)}, salt=_SALT)


def change_in(token: str) -> Change | None:
    """Read a link; None where it was forged, is over, or was overtaken."""
    try:
        wish: dict[str, Any] = signing.loads(token, salt=_SALT, max_age=GOOD_FOR)
    except signing.BadSignature:
        return None
    user = User.objects.filter(pk=wish["user"], is_active=True).first()
    if user is None or not constant_time_compare(wish["standing"], _standing(user)):
        return None
    return Change(user=user, email=wish["email"])


def _standing(user: User) -> str:
    """How the account stands: another text once its address or its password changed."""
    return salted_hmac(_SALT, f"{user.pk}|{user.email}|{user.password}", algorithm="sha256").hexdigest()


@never_cache
@sensitive_post_parameters("password")
@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def change_email(request: PersonsRequest) -> HttpResponse:
    """Send the link to the new address. Nothing changes before it is used."""
    form = EmailForm(request)
    if form.is_valid():
        email = form.cleaned_data["email"]
        letter = confirm_address(request.user, token=token_for(request.user, email), hours=GOOD_FOR // timedelta(hours=1))
        try:
            send(letter, to=email)
        except MailNotSent:
            form.add_error(None, "The mail server takes no mail just now, so nothing was sent or changed. Try again later.")
        else:
            messages.success(request, f"A mail is on its way to {email}. Open the link in it within 24 hours to confirm the address.")
            return redirect("account")
    return render(request, "accounts/email.html", {"form": form}, status=422 if form.is_bound else 200)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def confirm_email(request: HttpRequest, token: str) -> HttpResponse:
    """Show what the link asks for; the button does it. Whoever holds the link reads the mail of the new address."""
    change = change_in(token)
    if change is None:
        return render(request, "accounts/email_link_over.html", status=410)
    if request.method != "POST":
        return render(request, "accounts/email_confirm.html", {"change": change})
    user, before = change.user, change.user.email
    swapped = User.objects.filter(pk=user.pk, email=before, password=user.password).update(email=change.email)
    if not swapped:  # something overtook it since it was read
        return render(request, "accounts/email_link_over.html", status=410)
    if before:
        try_to_tell(address_changed(user, to=change.email, now=clock.now()), to=before)
    messages.success(request, f"Mail for {user.username} goes to {change.email} from now on.")
    return redirect("account" if request.user.is_authenticated else "login")
