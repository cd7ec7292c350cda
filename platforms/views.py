"""The pages of a connection: the OAuth round trip, testing it, and disconnecting it."""

from collections.abc import Callable
from functools import wraps
from typing import Any, Concatenate, NoReturn, ParamSpec
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import REDIRECT_FIELD_NAME
from django.contrib.auth.decorators import login_required
from django.contrib.auth.models import User
from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST
from social_core.actions import do_auth, do_complete
from social_core.exceptions import SocialAuthBaseException

from platforms import connections, errors, registry
from platforms.models import Connection
from platforms.oauth import PlatformOAuth
from platforms.refusals import NOT_SET_UP, Explanation, another_address, explain
from platforms.tokens import oauth

Rest = ParamSpec("Rest")


class UsersRequest(HttpRequest):
    """A request behind `login_required`."""

    user: User


def logged_in(view: Callable[Concatenate[UsersRequest, Rest], HttpResponse]) -> Callable[Concatenate[UsersRequest, Rest], HttpResponse]:
    """Ask visitors to log in, and lead them to the list of connections: what they pressed cannot be opened by its address."""

    @wraps(view)
    def asked(request: UsersRequest, /, *args: Rest.args, **kwargs: Rest.kwargs) -> HttpResponse:
        if request.user.is_authenticated:
            return view(request, *args, **kwargs)
        return redirect_to_login(reverse("connections"))

    return asked


@never_cache
@require_POST
@logged_in
def begin(request: UsersRequest, slug: str) -> HttpResponse:
    """Send the user to the platform's consent page; with `connection` in the form, to reconnect that one."""
    backend = _backend(request, slug)
    _refuse_foreign(request)
    if urlsplit(f"//{request.get_host()}").hostname != urlsplit(settings.SITE_URL).hostname:
        return _failed(request, backend, another_address(settings.SITE_URL))
    if not registry.is_configured(slug):
        return _failed(request, backend, NOT_SET_UP)
    request.session.pop(REDIRECT_FIELD_NAME, None)
    return do_auth(backend, redirect_name=REDIRECT_FIELD_NAME, user=request.user)


@never_cache
@require_GET
def complete(request: UsersRequest, slug: str) -> HttpResponse:
    """Take the user back from the platform. That this GET writes is OAuth's own; the state is what makes it theirs."""
    if not request.user.is_authenticated:
        # Not by login_required: it would copy the code and the state into the address of the log-in page.
        messages.warning(request, "You were logged out meanwhile. Log in, then connect the account again.")
        return redirect_to_login(reverse("connections"))
    backend = _backend(request, slug)
    try:
        answer = do_complete(backend, _never_log_in, user=request.user, redirect_name=REDIRECT_FIELD_NAME)
    except (SocialAuthBaseException, errors.PlatformError) as refusal:
        return _failed(request, backend, explain(refusal))
    messages.success(request, f"{backend.settled} is connected.")
    return answer


@never_cache
@require_http_methods(["GET", "POST"])
@login_required
def disconnect(request: UsersRequest, pk: int) -> HttpResponse:
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
@logged_in
def test(request: UsersRequest, pk: int) -> HttpResponse:
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


def _own(request: UsersRequest, pk: int) -> Connection:
    return get_object_or_404(Connection.objects.visible_to(request.user), pk=pk)


def _refuse_foreign(request: UsersRequest) -> None:
    """Somebody else's connection is as good as none, so that ids cannot be probed."""
    asked = request.POST.get("connection", "")
    if asked and not (asked.isdecimal() and Connection.objects.visible_to(request.user).filter(pk=asked).exists()):
        raise Http404


def _backend(request: UsersRequest, slug: str) -> PlatformOAuth:
    if slug not in registry.slugs():
        raise Http404
    return oauth(slug, request=request, back_to=reverse("social:complete", args=[slug]))


def _failed(request: UsersRequest, backend: PlatformOAuth, explanation: Explanation) -> HttpResponse:
    asked = request.POST.get("connection") or backend.reconnecting
    shown = {
        "platform": registry.adapter(backend.name),
        "why": explanation,
        "connection": Connection.objects.visible_to(request.user).filter(pk=asked).first() if asked else None,
        "next": request.POST.get(REDIRECT_FIELD_NAME) or request.session.get(REDIRECT_FIELD_NAME, ""),
    }
    return render(request, "platforms/connect_failed.html", shown, status=explanation.status)


def _never_log_in(*_: Any) -> NoReturn:
    raise AssertionError("Connecting an account logs nobody in.")
