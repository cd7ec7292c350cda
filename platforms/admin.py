"""What staff see of connections and holds: facts to read, holds to lift; no token, and nothing to type into."""

from typing import Any

from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import HttpRequest
from social_django.models import Association, Nonce, UserSocialAuth

from platforms import clock
from platforms.models import Connection, Hold

# Ours takes the place of social-django's accounts, which would be empty; the others hold secrets of round trips under way.
for unused in (UserSocialAuth, Association, Nonce):
    admin.site.unregister(unused)


class FactsAdmin(admin.ModelAdmin):  # type: ignore[type-arg]
    """Rows to read: none is added, changed or deleted by hand."""

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


@admin.register(Connection)
class ConnectionAdmin(FactsAdmin):
    list_display = ["name", "provider", "user", "problem", "token_expires_at", "last_verified_at", "connected_at", "disconnected_at"]
    list_filter = ["provider", "problem", "realm"]
    search_fields = ["name", "uid", "user__username"]
    list_select_related = ["user"]
    fieldsets = [
        (None, {"fields": ["name", "provider", "uid", "user", "realm", "scopes", "details"]}),
        ("What it needs", {"fields": ["problem", "problem_code", "problem_message", "problem_since"]}),
        ("Its tokens, which nobody sees", {"fields": ["token_version", "token_expires_at", "refreshing_until"]}),
        ("When", {"fields": ["connected_at", "last_verified_at", "disconnected_at"]}),
    ]


@admin.register(Hold)
class HoldAdmin(FactsAdmin):
    list_display = ["platform", "connection", "reason", "placed_at", "until", "message", "lifted_at", "lifted_by"]
    list_filter = ["platform", "reason", ("lifted_at", admin.EmptyFieldListFilter)]
    search_fields = ["connection__name", "connection__uid", "code"]
    list_select_related = ["connection", "lifted_by"]
    actions = ["lift"]

    @admin.action(description="Lift the chosen holds now", permissions=["lift"])
    def lift(self, request: HttpRequest, queryset: QuerySet[Hold]) -> None:
        now = clock.now()
        lifted = sum(Hold.objects.lift(hold, by=request.user, now=now) for hold in queryset)
        messages.success(request, f"{lifted} lifted; what they held goes on within seconds.")

    def has_lift_permission(self, request: HttpRequest) -> bool:
        return request.user.has_perm("platforms.change_hold")
