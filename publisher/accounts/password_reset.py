"""A new password by mail. Known and unknown addresses make the same row, the same wake-up and the same answer; only the mail differs."""

import logging
from datetime import datetime, timedelta
from typing import Any

from django import forms
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import SESSION_KEY, logout
from django.contrib.auth.models import User
from django.contrib.auth.password_validation import validate_password
from django.contrib.auth.tokens import default_token_generator
from django.contrib.auth.views import PasswordResetConfirmView
from django.db import transaction
from django.db.models import F
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse_lazy
from django.utils.encoding import force_bytes
from django.utils.http import urlsafe_base64_encode
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from notifications.mail import Letter, MailNotSent, send
from platforms import clock
from publisher.accounts.client_address import client_address
from publisher.accounts.letters import new_password_link, password_changed, try_to_tell
from publisher.accounts.passwords import new_password_field
from publisher.accounts.throttle import forget_failures
from publisher.models import BrowserSession, ResetRequest
from publisher.wakeups import SHORT, enqueue

log = logging.getLogger(__name__)

SPAN = timedelta(hours=1)
MOST_FOR_ONE_ADDRESS = 3
MOST_FROM_ONE_PLACE = 20
KEPT_FOR = timedelta(days=1)
CLAIM_FOR = timedelta(minutes=2)
WAITS = (timedelta(minutes=1), timedelta(minutes=5), timedelta(minutes=15), timedelta(hours=1))

# -- asking ------------------------------------------------------------------------------------------------------------


class ResetForm(forms.Form):
    """Where the link shall go."""

    email = forms.EmailField(
        label="E-mail of the account",
        error_messages={"required": "Give the address of the account."},
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def password_reset(request: HttpRequest) -> HttpResponse:
    """Take the wish and say what happens next, which is the same for every address."""
    form = ResetForm(request.POST if request.method == "POST" else None)
    if not form.is_valid():
        return render(request, "registration/password_reset.html", {"form": form}, status=422 if form.is_bound else 200)
    now = clock.now()
    if (again_at := _too_many(form.cleaned_data["email"], client_address(request), now=now)) is not None:
        return render(request, "registration/password_reset_limit.html", {"again_at": again_at, "now": now}, status=429)
    with transaction.atomic():
        asked = ResetRequest.objects.create(
            email=form.cleaned_data["email"], from_address=client_address(request), asked_at=now, due_at=now
        )
        enqueue("publisher.tasks.reset_password", asked.pk, queue=SHORT)
    return redirect("password_reset_sent")


@never_cache
@require_safe
def sent(request: HttpRequest) -> HttpResponse:
    printed = settings.EMAIL_BACKEND == "django.core.mail.backends.console.EmailBackend"
    return render(request, "registration/password_reset_sent.html", {"printed": printed})


def _too_many(email: str, address: str | None, *, now: datetime) -> datetime | None:
    """Give when to ask again where too much was asked lately, for this address or from this place; None: ask on."""
    lately = ResetRequest.objects.since(now - SPAN).order_by("-asked_at")
    for_it, from_there = lately.filter(email__iexact=email), lately.filter(from_address=address)
    for alike, most in ((for_it, MOST_FOR_ONE_ADDRESS), (from_there, MOST_FROM_ONE_PLACE)):
        newest = list(alike.values_list("asked_at", flat=True)[:most])
        if len(newest) == most:
            return newest[-1] + SPAN
    return None


# -- sending, by the queue ---------------------------------------------------------------------------------------------


def deliver(pk: int) -> None:
    """Send what request `pk` asks for, if it is due; a second call finds it claimed. A mail that fails is tried again."""
    now = clock.now()
    if not ResetRequest.objects.due(now).filter(pk=pk).update(due_at=now + CLAIM_FOR, tries=F("tries") + 1):
        return
    asked = ResetRequest.objects.get(pk=pk)
    try:
        for user in User.objects.filter(email__iexact=asked.email, is_active=True).order_by("pk"):
            send(_letter(user), to=user.email)  # to the address that we know, never to the one that was typed
    except MailNotSent:
        again_at = now + WAITS[asked.tries - 1] if asked.tries <= len(WAITS) else None
        ResetRequest.objects.filter(pk=pk).update(due_at=again_at)
    else:
        ResetRequest.objects.filter(pk=pk).update(due_at=None)


def _letter(user: User) -> Letter:
    uid = urlsafe_base64_encode(force_bytes(user.pk))
    minutes = settings.PASSWORD_RESET_TIMEOUT // 60
    return new_password_link(user, uid=uid, token=default_token_generator.make_token(user), minutes=minutes)


def wake_due(now: datetime) -> None:
    """Wake what was lost or failed, and forget what is old: the round's share."""
    for pk in ResetRequest.objects.due(now).order_by("due_at").values_list("pk", flat=True)[:50]:
        enqueue("publisher.tasks.reset_password", pk, queue=SHORT)
    ResetRequest.objects.filter(asked_at__lte=now - KEPT_FOR).delete()


# -- choosing ----------------------------------------------------------------------------------------------------------


class NewPasswordForm(forms.Form):
    """The one field of the page that the link leads to."""

    new_password = new_password_field()

    def __init__(self, user: User | None, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.user = user

    def clean_new_password(self) -> str:
        new: str = self.cleaned_data["new_password"]
        validate_password(new, self.user)
        return new

    def save(self) -> User:
        """Keep it, and end every session: whoever forgot it may not have been alone with it."""
        if self.user is None:
            raise AssertionError("There is no form without a good link.")
        self.user.set_password(self.cleaned_data["new_password"])
        with transaction.atomic():
            self.user.save(update_fields=["password"])
            BrowserSession.objects.visible_to(self.user).delete()
        return self.user


class ChooseNewPassword(PasswordResetConfirmView):
    """Where the link leads: Django keeps its token in the session and out of the address bar, once it was found good."""

    form_class = NewPasswordForm  # type: ignore[assignment]
    template_name = "registration/password_reset_confirm.html"
    success_url = reverse_lazy("login")

    def get_user(self, uidb64: str) -> User | None:
        user: User | None = super().get_user(uidb64)
        return user if user is not None and user.is_active else None

    def form_valid(self, form: Any) -> HttpResponse:
        answer, user = super().form_valid(form), form.user
        if self.request.session.get(SESSION_KEY) == str(user.pk):
            logout(self.request)  # this browser was logged in too, and its session is over with the others
        forget_failures(user)
        try_to_tell(password_changed(user, now=clock.now()), to=user.email)
        messages.success(self.request, "Your password is changed. Log in with the new one.")
        return answer

    def render_to_response(self, context: dict[str, Any], **options: Any) -> HttpResponse:
        status = 410 if not self.validlink else 422 if context["form"].is_bound else 200
        return super().render_to_response(context, status=status, **options)
