"""Health, for probes of whatever runs Retake: `live` says that this process answers, `ready` that everything works."""

from django.core.cache import cache
from django.http import HttpRequest, JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from publisher.readiness import checks, is_ready

KEPT_SECONDS = 5
"""Whoever asks more often gets the same answer: probes are open to anyone, and must cost next to nothing."""


@never_cache
@require_safe
def live(request: HttpRequest) -> JsonResponse:
    """Say that this process answers; looks at nothing else."""
    return JsonResponse({"status": "live"})


@never_cache
@require_safe
def ready(request: HttpRequest) -> JsonResponse:
    """Say whether everything works, as 200 or 503, with the age of each sign in seconds."""
    found = cache.get_or_set("readiness", checks, KEPT_SECONDS) or []
    told = {
        check.name: {"ok": check.is_well, "says": check.says, "age_seconds": round(check.age.total_seconds()) if check.age else None}
        for check in found
    }
    well = is_ready(found)
    return JsonResponse({"status": "ready" if well else "not ready", "checks": told}, status=200 if well else 503)
