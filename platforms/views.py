"""The way of a connection: the OAuth round trip, and testing it."""

from typing import Any, NoReturn
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import REDIRECT_FIELD_NAME
from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST
from social_core.actions import do_auth, do_complete
from social_core.exceptions import SocialAuthBaseException

from platforms import errors, findings, registry, sign_in, waiting
from platforms.grants import Several
from platforms.kept_tokens import oauth
from platforms.models import Connection
from platforms.oauth import PlatformOAuth
from platforms.refusals import NOT_SET_UP, Explanation, Way, another_address, explain
from platforms.setup import may_see
from platforms.visitors import UsersRequest, logged_in


@never_cache
@require_POST
@logged_in
def begin(request: UsersRequest, slug: str) -> HttpResponse:
    """Send the user to the consent page of a login; with `connection` in the form, to reconnect that one."""
    platform, login = _login(slug)
    _refuse_foreign(request)
    if urlsplit(f"//{request.get_host()}").hostname != urlsplit(settings.SITE_URL).hostname:
        return _failed(request, slug, another_address(settings.SITE_URL))
    if not login.is_configured:
        return _failed(request, slug, NOT_SET_UP)
    if registry.ENTRIES[platform].sign_in is not None:
        return sign_in.begin(request, platform, reconnecting=request.POST.get("connection", ""))
    request.session.pop(REDIRECT_FIELD_NAME, None)
    return do_auth(_backend(request, slug), redirect_name=REDIRECT_FIELD_NAME, user=request.user)


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
    except Several as several:
        back = request.session.pop(REDIRECT_FIELD_NAME, "")
        return sign_in.several(request, _login(slug)[0], several.found, reconnecting=backend.reconnecting, back=back)
    except (SocialAuthBaseException, errors.PlatformError) as refusal:
        return _failed(request, slug, explain(refusal), reconnecting=backend.reconnecting)
    messages.success(request, waiting.in_words(backend.settled, backend.goes_on, again=bool(backend.reconnecting)))
    return answer


@never_cache
@require_POST
@logged_in
def test(request: UsersRequest, pk: int) -> HttpResponse:
    """Ask the platform whether the connection works; what was found stands beside the connection."""
    connection = _own(request, pk)
    if connection.has_leave:
        findings.test(connection)
    return redirect(f"{reverse('connections')}#connection-{connection.pk}")


def _own(request: UsersRequest, pk: int) -> Connection:
    return get_object_or_404(Connection.objects.visible_to(request.user), pk=pk)


def _refuse_foreign(request: UsersRequest) -> None:
    """Somebody else's connection is as good as none, so that ids cannot be probed."""
    asked = request.POST.get("connection") or request.GET.get("connection")  # as social-core reads it
    if asked and asked not in map(str, Connection.objects.visible_to(request.user).values_list("pk", flat=True)):
        raise Http404


def _login(name: str) -> tuple[str, registry.Login]:
    """The platform and its login of that name; a page that is not there, where none is."""
    try:
        return registry.login(name)
    except LookupError as unknown:
        raise Http404 from unknown


def _backend(request: UsersRequest, slug: str) -> PlatformOAuth:
    platform, _ = _login(slug)
    if registry.ENTRIES[platform].sign_in is not None:
        raise Http404
    return oauth(slug, request=request, back_to=reverse("social:complete", args=[slug]))


def _failed(request: UsersRequest, slug: str, explanation: Explanation, *, reconnecting: str = "") -> HttpResponse:
    asked = request.POST.get("connection") or reconnecting
    platform, login = _login(slug)
    shown = {
        "platform": registry.adapter(platform, login.address),
        "login": slug,
        "why": explanation,
        "shows_setup": explanation.way_on is Way.SETUP and may_see(request, platform),
        "connection": Connection.objects.visible_to(request.user).filter(pk=asked).first() if asked else None,
        "next": request.POST.get(REDIRECT_FIELD_NAME) or request.session.get(REDIRECT_FIELD_NAME, ""),
    }
    return render(request, "platforms/connect_failed.html", shown, status=explanation.status)


def _never_log_in(*_: Any) -> NoReturn:
    raise AssertionError("Connecting an account logs nobody in.")
