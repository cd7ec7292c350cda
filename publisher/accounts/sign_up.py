"""Signing up: who may, what it takes, and the account that comes of it."""

from typing import Any

from django import forms
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import login
from django.contrib.auth.forms import UsernameField
from django.contrib.auth.models import User
from django.contrib.auth.password_validation import validate_password
from django.contrib.auth.validators import UnicodeUsernameValidator
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from platforms import clock
from publisher.accounts.invitations import Entry, entry
from publisher.accounts.passwords import new_password_field
from publisher.accounts.time_zone import keep_zone, zones

_NAME_TAKEN = "This name is taken. Choose another one."


class SignUpForm(forms.Form):
    """The three things that a new account takes, and the time zone that the browser says it is in.

    A name that is taken is said, since names are chosen; an address is not, so that nobody can ask who has an account.
    """

    username = UsernameField(
        label="Username",
        max_length=150,
        validators=[UnicodeUsernameValidator(message="Use letters, digits and @ . + - _ only, without spaces.")],
        help_text="Letters, digits and @ . + - _",
        error_messages={"required": "Choose a name to log in with."},
    )
    email = forms.EmailField(
        label="E-mail",
        help_text="For news that need you, such as an account to reconnect.",
        error_messages={"required": "Give an address that you read."},
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )
    password = new_password_field("Password")
    time_zone = forms.CharField(required=False, max_length=64, widget=forms.HiddenInput(attrs={"data-zone": ""}))

    def clean_username(self) -> str:
        """Refuse a name that differs from another only in case: the two would be taken for one."""
        name: str = self.cleaned_data["username"]
        if User.objects.filter(username__iexact=name).exists():
            raise ValidationError(_NAME_TAKEN, code="taken")
        return name

    def clean(self) -> dict[str, Any]:
        """Hold the password against the rules of the site, and against the name and address beside it."""
        given = self.cleaned_data
        if "password" in given:
            account = User(username=given.get("username", ""), email=given.get("email", ""))
            try:
                validate_password(given["password"], account)
            except ValidationError as weak:
                self.add_error("password", weak)
        return given


def _create_account(form: SignUpForm) -> User | None:
    """Create it, unless somebody took the name since the form was read; the form then says so."""
    zone = form.cleaned_data["time_zone"]
    try:
        with transaction.atomic():
            account = User.objects.create_user(**{name: form.cleaned_data[name] for name in ("username", "email", "password")})
            if zone in zones():
                keep_zone(account, zone)
            return account
    except IntegrityError:
        form.add_error("username", _NAME_TAKEN)
        return None


@never_cache
@sensitive_post_parameters("password")
@require_http_methods(["GET", "HEAD", "POST"])
def sign_up(request: HttpRequest) -> HttpResponse:
    """Make an account and log it in, as far as the setting `SIGNUP` and an invite allow."""
    if request.user.is_authenticated:
        return redirect(settings.LOGIN_REDIRECT_URL)
    answer = entry(settings.SIGNUP, invite=request.GET.get("invite", ""), now=clock.now())
    if answer is not Entry.OPEN:
        return render(request, "registration/signup_shut.html", {"entry": answer.value}, status=403)
    form = SignUpForm(request.POST or None)
    if form.is_valid() and (account := _create_account(form)):
        login(request, account, backend="django.contrib.auth.backends.ModelBackend")
        messages.success(request, f"Welcome, {account.username}. Your account is ready.")
        return redirect(settings.LOGIN_REDIRECT_URL)
    return render(request, "registration/signup.html", {"form": form})
