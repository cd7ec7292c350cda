"""Logging in and out."""

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.forms import AuthenticationForm
from django.contrib.auth.views import LoginView, LogoutView
from django.http import HttpRequest, HttpResponse


class LogInForm(AuthenticationForm):
    """Name and password; one answer for a wrong name, a wrong password and an account that was shut."""

    error_messages = {
        **AuthenticationForm.error_messages,
        "invalid_login": "This name and password do not go together. Both mind upper and lower case.",
    }


class LogIn(LoginView):
    """The log-in page; whoever is logged in already goes on to the library."""

    form_class = LogInForm
    redirect_authenticated_user = True

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(signup=settings.SIGNUP, **kwargs)


class LogOut(LogoutView):
    """Ends the session, by POST alone, and says so."""

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        response = super().post(request, *args, **kwargs)
        messages.success(request, "You are logged out.")
        return response
