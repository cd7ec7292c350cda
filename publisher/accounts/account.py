"""The Account page: who one is here, and the way to all that can be changed about it."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from publisher.accounts.time_zone import chosen_zone
from publisher.models import BrowserSession


@never_cache
@require_safe
@login_required
def account(request: HttpRequest) -> HttpResponse:
    """Show it all on one page."""
    now = timezone.now()
    logged_in = BrowserSession.objects.visible_to(request.user).filter(expire_date__gt=now).count()
    return render(request, "accounts/account.html", {"zone": chosen_zone(request.user), "logged_in": logged_in, "now": now})
