"""The numbers: of one's own publications for their owner, and of all for staff, from the same module."""

from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.contrib import admin
from django.contrib.auth.decorators import login_required, permission_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from platforms import clock, registry
from publisher import stats
from publisher.models import Publication
from publisher.models.publications import PublicationQuerySet
from publisher.stats.words import LAST_IN_WORDS

USUAL = "7d"


@dataclass(frozen=True, kw_only=True)
class Choice:
    """A link to the same page with one thing chosen otherwise."""

    label: str
    query: str
    is_chosen: bool


@never_cache
@require_safe
@login_required
def numbers(request: HttpRequest) -> HttpResponse:
    """Show how one's own publications did."""
    return render(request, "publisher/numbers.html", _shown(request, Publication.objects.visible_to(request.user)))


@never_cache
@require_safe
@permission_required("publisher.view_publication", raise_exception=True)
def staff_numbers(request: HttpRequest) -> HttpResponse:
    """Show how the publications of all owners did, among the pages of the admin."""
    frame = {**admin.site.each_context(request), "title": "Numbers"}
    return render(request, "admin/numbers.html", {**frame, **_shown(request, Publication.objects.all(), is_filtered=True)})


def _shown(request: HttpRequest, scope: PublicationQuerySet, *, is_filtered: bool = False) -> dict[str, Any]:
    """Work out what both pages show; a period or platform that is not known counts as not asked for."""
    now = clock.now()
    name = _one_of(request.GET.get("period", ""), stats.LAST) or USUAL
    platform = _one_of(request.GET.get("platform", ""), registry.slugs())
    if platform:
        scope = scope.filter(connection__provider=platform)
    found = stats.numbers(scope, period=stats.last(name, now=now), now=now, zone=timezone.get_current_timezone())
    return {
        "numbers": found,
        "figures": stats.flat(stats.plain(found)),
        "periods": [_choice(label, name=each, platform=platform, is_chosen=each == name) for each, label in LAST_IN_WORDS.items()],
        "choices": _platforms(name, platform) if is_filtered or len(registry.slugs()) > 1 else [],
        "is_new": not any(found.standing.states.values()),
        "now": now,
    }


def _one_of(asked: str, known: Any) -> str:
    return asked if asked in known else ""


def _platforms(name: str, chosen: str) -> list[Choice]:
    slugs = {"": "All platforms", **{each.slug: each.name for each in registry.platforms()}}
    return [_choice(label, name=name, platform=slug, is_chosen=slug == chosen) for slug, label in slugs.items()]


def _choice(label: str, *, name: str, platform: str, is_chosen: bool) -> Choice:
    asked = {"period": name, **({"platform": platform} if platform else {})}
    return Choice(label=label, query=urlencode(asked), is_chosen=is_chosen)
