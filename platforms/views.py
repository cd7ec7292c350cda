"""The pages of a connection: the OAuth round trip, testing it, and disconnecting it."""

from typing import Any, NoReturn
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import REDIRECT_FIELD_NAME
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST
from social_core.actions import do_auth, do_complete
from social_core.exceptions import SocialAuthBaseException
from social_django.utils import psa

from platforms import connections, errors, registry
from platforms.models import Connection
from platforms.refusals import NOT_SET_UP, Explanation, another_address, explain

ROUND_TRIP = psa("social:complete")
"""Gives the request its backend, with the address that the platform sends back to."""


@never_cache
@require_POST
@login_required
@ROUND_TRIP
def begin(request: HttpRequest, backend: str) -> HttpResponse:
    """Send the user to the platform's consent page; with `connection` in the form, to reconnect that one."""
    _refuse_foreign(request)
    if urlsplit(f"//{request.get_host()}").hostname != urlsplit(settings.SITE_URL).hostname:
        return _failed(request, backend, another_address(settings.SITE_URL))
    if not registry.is_configured(backend):
        return _failed(request, backend, NOT_SET_UP)
    request.session.pop(REDIRECT_FIELD_NAME, None)
    answer: HttpResponse = do_auth(request.backend, redirect_name=REDIRECT_FIELD_NAME, user=request.user)
    return answer


@never_cache
@require_GET
@ROUND_TRIP
def complete(request: HttpRequest, backend: str) -> HttpResponse:
    """Take the user back from the platform. That this GET writes is OAuth's own; the state is what makes it theirs."""
    if not request.user.is_authenticated:
        # Not by login_required: it would copy the code and the state into the address of the log-in page.
        messages.warning(request, "You were logged out meanwhile. Log in, then connect the account again.")
        return redirect(settings.LOGIN_URL)
    try:
        answer: HttpResponse = do_complete(
            request.backend, _never_log_in, user=request.user, redirect_name=REDIRECT_FIELD_NAME, request=request
        )
    except (SocialAuthBaseException, errors.PlatformError) as refusal:
        return _failed(request, backend, explain(refusal))
    messages.success(request, f"{request.user.social_user} is connected.")
    return answer


@never_cache
@require_http_methods(["GET", "POST"])
@login_required
def disconnect(request: HttpRequest, pk: int) -> HttpResponse:
    """Say what disconnecting does, then do it."""
    connection = _own(request, pk)
    if request.method == "POST":
        connections.disconnect(connection, by=request.user)
        messages.success(request, f"{connection} is disconnected, and its tokens are erased.")
        return redirect("connections")
    others = Connection.objects.visible_to(request.user).connected().filter(provider=connection.provider).exclude(pk=pk)
    shown = {"connection": connection, "platform": registry.adapter(connection.provider), "others": others}
    return render(request, "platforms/disconnect.html", shown)


@never_cache
@require_POST
@login_required
def test(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask the platform whether the connection works, and say so."""
    connection = _own(request, pk)
    try:
        connections.verify(connection)
    except errors.PlatformError as refusal:
        messages.error(request, f"{refusal.message} {refusal.fix}".strip())
    except connections.RefreshBusy:
        messages.info(request, f"{connection} is being renewed just now. Test it again in a few seconds.")
    else:
        messages.success(request, f"{connection} works.")
    return redirect("connections")


def _own(request: HttpRequest, pk: int) -> Connection:
    return get_object_or_404(Connection.objects.visible_to(request.user), pk=pk)


def _refuse_foreign(request: HttpRequest) -> None:
    """Somebody else's connection is as good as none, so that ids cannot be probed."""
    asked = request.POST.get("connection", "")
    if asked and not (asked.isdecimal() and Connection.objects.visible_to(request.user).filter(pk=asked).exists()):
        raise Http404


def _failed(request: HttpRequest, slug: str, explanation: Explanation) -> HttpResponse:
    asked = request.POST.get("connection") or getattr(request.backend, "reconnecting", "")
    shown = {
        "platform": registry.adapter(slug),
        "why": explanation,
        "connection": Connection.objects.visible_to(request.user).filter(pk=asked).first() if asked else None,
    }
    return render(request, "platforms/connect_failed.html", shown, status=explanation.status)


def _never_log_in(*_: Any) -> NoReturn:
    raise AssertionError("Connecting an account logs nobody in.")
