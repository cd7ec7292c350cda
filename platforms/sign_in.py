"""Connecting by a form of ours, for platforms without a consent page: sign in, choose the account, done.

The second step serves consent pages too that give leave for several accounts at once.
The password is used once. Between the two steps the tokens lie sealed in the session, for this user alone and for ten minutes;
whoever gives up gives them back to the platform.
"""

import time
from dataclasses import asdict
from datetime import timedelta
from typing import Any

from axes.handlers.proxy import AxesProxyHandler
from django import forms
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import REDIRECT_FIELD_NAME
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters, sensitive_variables
from django.views.decorators.http import require_http_methods

from platforms import connections, errors, registry, waiting
from platforms.encryption import WrongKey, WrongRow, seal, unseal
from platforms.grants import Identity, SignedIn, SignIn, Tokens, WrongAnswer
from platforms.models import Connection
from platforms.refusals import Explanation, explain
from platforms.visitors import UsersRequest, logged_in

LASTS = timedelta(minutes=10)
BEGUN, PENDING = "sign_in_begun", "sign_in_pending"
TOO_OFTEN = "Too many wrong passwords were tried for this account. Wait a quarter of an hour, then try again."
STALE = "More than ten minutes went by, or this was finished before. Sign in again."


def begin(request: HttpRequest, slug: str, *, reconnecting: str) -> HttpResponse:
    """Remember what is to be connected, and lead to the form."""
    _give_up(request, slug)
    request.session[BEGUN] = {"slug": slug, "reconnecting": reconnecting, "next": request.POST.get(REDIRECT_FIELD_NAME, "")}
    return redirect("sign_in", slug)


def several(request: UsersRequest, slug: str, found: SignedIn, *, reconnecting: str, back: str) -> HttpResponse:
    """A consent page opened several accounts: have one chosen, unless it is known which one is to be reconnected."""
    request.session[BEGUN] = {"slug": slug, "reconnecting": reconnecting, "next": back}
    wanted = _asked_again(request, slug)
    if wanted is None or wanted.is_by_hand:
        _keep(request, slug, found)
        return redirect("choose_account", slug)
    try:
        return _reconnected(request, slug, found, wanted)
    except WrongAnswer as wrong:
        why = errors.Refused("another_account", wrong.message, fix=f"Try again, and leave {wanted.address} ticked on the consent page.")
        return _failed(request, slug, explain(why))


@never_cache
@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
@logged_in
def sign_in(request: UsersRequest, slug: str) -> HttpResponse:
    """Ask for what the platform wants to know, and go on with the accounts that it opens."""
    way = _way_of(slug)
    asked = _asked_again(request, slug)
    initial = {"address": asked.realm if asked else registry.realm(slug)}
    form = way.form(request.POST if request.method == "POST" else None, initial=initial)
    if form.is_valid():
        try:
            return _signed_in(request, slug, way, form)
        except WrongAnswer as wrong:
            form.add_error(wrong.field or None, wrong.message)
        except errors.PlatformError as refusal:
            return _failed(request, slug, explain(refusal))
    shown = {"platform": registry.adapter(slug), "form": form, "connection": asked}
    return render(request, "platforms/sign_in.html", shown, status=422 if form.is_bound else 200)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@logged_in
def choose(request: UsersRequest, slug: str) -> HttpResponse:
    """Which of the accounts is to be connected."""
    entry = registry.ENTRIES.get(slug)
    if entry is None or not (entry.sign_in or entry.logins):
        raise Http404
    found = _pending(request, slug)
    if found is None:
        messages.warning(request, STALE)
        return redirect("sign_in", slug) if entry.sign_in else redirect("connections")
    if "give_up" in request.POST:
        _give_up(request, slug)
        messages.info(request, "Nothing was connected, and Retake kept nothing.")
        return redirect("connections")
    form = AccountForm(found.accounts, request.POST if request.method == "POST" else None)
    if form.is_valid():
        chosen = next(each for each in found.accounts if each.id == form.cleaned_data["account"])
        return _connected(request, slug, found, chosen)
    shown = {"platform": registry.adapter(slug), "form": form}
    return render(request, "platforms/choose_account.html", shown, status=422 if form.is_bound else 200)


class AccountForm(forms.Form):
    """The accounts to choose from."""

    account = forms.ChoiceField(widget=forms.RadioSelect, error_messages={"required": "Choose one."})

    def __init__(self, accounts: tuple[Identity, ...], *args: Any) -> None:
        super().__init__(*args)
        field = self.fields["account"]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101 - as declared above
        field.choices = [(each.id, _named(each)) for each in accounts]
        field.label = "Which one?"


def _named(account: Identity) -> str:
    handle = account.details.get("handle")
    return f"{account.name} ({handle})" if handle else account.name


# -- signing in ------------------------------------------------------------------------------------------------------


@sensitive_variables("answers", "form")
def _signed_in(request: UsersRequest, slug: str, way: SignIn, form: forms.Form) -> HttpResponse:
    """Ask the platform. Raises `WrongAnswer` and `errors.PlatformError`."""
    answers = form.cleaned_data
    realm = way.realm(answers, trusted=registry.realm(slug), in_the_clear=settings.ALLOW_PRIVATE_HOSTS)
    who = {"username": f"{slug} {realm} {answers.get('username', '')}"[:255]}
    if not AxesProxyHandler.is_allowed(request, who):
        raise WrongAnswer("", TOO_OFTEN)
    try:
        found = way.sign_in(answers, realm=realm, door_to=lambda named: registry.door_to(slug, named))
    except WrongAnswer as wrong:
        if wrong.field != "address":
            _count_against(request, who)
        raise
    wanted = _asked_again(request, slug)
    if wanted is not None and not wanted.is_by_hand:
        return _reconnected(request, slug, found, wanted)
    if len(found.accounts) == 1:
        return _connected(request, slug, found, found.accounts[0])
    _keep(request, slug, found)
    return redirect("choose_account", slug)


def _count_against(request: HttpRequest, who: dict[str, str]) -> None:
    """A wrong password counts, so that nobody guesses those of an instance by way of Retake."""
    AxesProxyHandler.user_login_failed(sender=sign_in, credentials=who, request=request)
    request.axes_locked_out = False  # type: ignore[attr-defined]  # the form says it, in place of the page of the log-in


def _reconnected(request: UsersRequest, slug: str, found: SignedIn, wanted: Connection) -> HttpResponse:
    """Insist on the same account: what waits for it must not go to another."""
    realms = {found.realm} if registry.ENTRIES[slug].by_instance else set(registry.realms(slug))
    same = next((each for each in found.accounts if each.id == wanted.uid and wanted.realm in realms), None)
    if same is None:
        registry.revoke(slug, found.realm, found.tokens)
        cause = f"This login does not open {wanted.address}, which is the one to reconnect: what waits for it must not go to another."
        raise WrongAnswer("username", cause)
    return _connected(request, slug, found, same)


def _connected(request: UsersRequest, slug: str, found: SignedIn, chosen: Identity) -> HttpResponse:
    """Write the connection, and go back to where this was begun."""
    asked = str(request.session.get(BEGUN, {}).get("reconnecting", ""))
    try:
        row, is_new = connections.connect(
            request.user, slug, realm=found.realm, identity=chosen, tokens=found.tokens_for(chosen), asked=asked
        )
    except errors.Refused as refusal:
        registry.revoke(slug, found.realm, found.tokens)
        return _failed(request, slug, explain(refusal))
    begun = request.session.pop(BEGUN, {})
    request.session.pop(PENDING, None)
    messages.success(request, waiting.in_words(str(row), waiting.titles_of(row), again=not is_new))
    back = str(begun.get("next", ""))
    is_ours = url_has_allowed_host_and_scheme(back, allowed_hosts=None)
    return redirect(back) if back and is_ours else redirect("connections")


def _failed(request: UsersRequest, slug: str, why: Explanation) -> HttpResponse:
    shown = {
        "platform": registry.adapter(slug),
        "why": why,
        "shows_setup": False,
        "connection": _asked_again(request, slug),
        "next": request.session.get(BEGUN, {}).get("next", ""),
    }
    return render(request, "platforms/connect_failed.html", shown, status=why.status)


# -- between the steps -----------------------------------------------------------------------------------------------


def _keep(request: UsersRequest, slug: str, found: SignedIn) -> None:
    kept = {
        "made_at": time.time(),
        "realm": found.realm,
        "tokens": _written(found.tokens),
        "accounts": [asdict(each) for each in found.accounts],
        "own": {account: _written(tokens) for account, tokens in found.own.items()},
    }
    request.session[PENDING] = seal(kept, bound_to=_bound_to(request, slug))


def _written(tokens: Tokens) -> dict[str, Any]:
    lifetimes = {name: each.total_seconds() for name in ("lifetime", "leave_lifetime") if (each := getattr(tokens, name))}
    return {"access_token": tokens.access_token, "refresh_token": tokens.refresh_token, "scopes": list(tokens.scopes), **lifetimes}


def _pending(request: UsersRequest, slug: str) -> SignedIn | None:
    """What was signed in to, while it is fresh; None afterwards, and for what was sealed for anybody else."""
    sealed = request.session.get(PENDING)
    if not sealed:
        return None
    try:
        kept = unseal(sealed, bound_to=_bound_to(request, slug))
    except (WrongKey, WrongRow):
        return None
    spent = max(time.time() - kept["made_at"], 0.0)
    if spent > LASTS.total_seconds():
        return None
    accounts = tuple(Identity(**each) for each in kept["accounts"])
    own = {account: _read(said, spent) for account, said in kept["own"].items()}
    return SignedIn(realm=kept["realm"], tokens=_read(kept["tokens"], spent), accounts=accounts, own=own)


def _read(said: dict[str, Any], spent: float) -> Tokens:
    return Tokens(
        access_token=said["access_token"],
        refresh_token=said["refresh_token"],
        scopes=tuple(said["scopes"]),
        lifetime=_left(said.get("lifetime"), spent),
        leave_lifetime=_left(said.get("leave_lifetime"), spent),
    )


def _left(lifetime: float | None, spent: float) -> timedelta | None:
    return timedelta(seconds=lifetime - spent) if lifetime else None


def _give_up(request: HttpRequest, slug: str) -> None:
    """Give back what was signed in to and not used."""
    found = _pending(request, slug) if request.user.is_authenticated else None  # type: ignore[arg-type]
    request.session.pop(PENDING, None)
    if found is not None:
        registry.revoke(slug, found.realm, found.tokens)


def _bound_to(request: HttpRequest, slug: str) -> str:
    return f"sign-in:{slug}:{request.user.pk}"


def _way_of(slug: str) -> SignIn:
    entry = registry.ENTRIES.get(slug)
    if entry is None or entry.sign_in is None:
        raise Http404
    return entry.sign_in


def _asked_again(request: UsersRequest, slug: str) -> Connection | None:
    """The connection that was asked to be reconnected, if one was."""
    begun = request.session.get(BEGUN, {})
    if begun.get("slug") != slug or not begun.get("reconnecting"):
        return None
    return Connection.objects.visible_to(request.user).filter(provider=slug, pk=begun["reconnecting"]).first()
