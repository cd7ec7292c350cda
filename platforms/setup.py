"""The page for whoever runs Retake: how it is registered with a platform, step by step, and how much of that is done."""

from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from platforms import leave, registry
from platforms.guide import Here
from platforms.models import Connection


@never_cache
@require_safe
@login_required
def setup(request: HttpRequest, slug: str) -> HttpResponse:
    """Show the steps: to staff, and to anyone who is logged in while the platform is not set up."""
    if slug not in registry.slugs() or not may_see(request, slug):
        raise Http404
    platform = registry.adapter(slug)
    here = here_of(slug)
    steps = platform.guide.setup(here)
    shown = {"platform": platform, "here": here, "steps": steps, "is_configured": registry.is_configured(slug)}
    return render(request, "platforms/setup.html", shown)


def may_see(request: HttpRequest, slug: str) -> bool:
    return bool(request.user.is_staff) or not registry.is_configured(slug)


def here_of(slug: str) -> Here:
    """Gather how this Retake stands with a platform; the id of the client is shown, its secret never."""
    logins = registry.logins(slug)
    redirects = {each.name: f"{settings.SITE_URL}{reverse('social:complete', args=[each.name])}" for each in logins}
    client = {name: text for each in logins for name, text in _shown(*each.client)}
    return Here(
        site_url=settings.SITE_URL, redirect_uri=redirects[logins[0].name], redirects=redirects, client=client, in_trial=_in_trial(slug)
    )


def _shown(client_id: str = "", *secrets: str) -> list[tuple[str, str]]:
    """What may be shown of the settings of a client: its id, and that its secret is set."""
    if not client_id:
        return []
    return [
        (client_id, str(getattr(settings, client_id))),
        *((name, "kept secret" if getattr(settings, name) else "") for name in secrets),
    ]


def _in_trial(slug: str) -> bool | None:
    """What the newest leave shows of the platform's trial; None while there is none, or no trial."""
    newest = Connection.objects.connected().filter(provider=slug, realm__in=registry.realms(slug)).order_by("-connected_at").first()
    if newest is None or registry.adapter(slug).guide.trial is None:
        return None
    return leave.trial_of(newest) is not None
