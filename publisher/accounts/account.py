"""The Account page: who one is here, and the way to all that can be changed about it."""

from typing import cast

from django.contrib.auth.decorators import login_required
from django.contrib.auth.models import User
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from publisher.accounts import late_posts
from publisher.accounts.time_zone import chosen_zone
from publisher.models import BrowserSession
from publisher.planned.overdue import late_hours_of


@never_cache
@require_safe
@login_required
def account(request: HttpRequest) -> HttpResponse:
    """Show it all on one page."""
    now = timezone.now()
    logged_in = BrowserSession.objects.visible_to(request.user).filter(expire_date__gt=now).count()
    late = late_posts.said(late_hours_of(cast(User, request.user).pk))
    shown = {"zone": chosen_zone(request.user), "late": late, "logged_in": logged_in, "now": now}
    return render(request, "accounts/account.html", shown)
