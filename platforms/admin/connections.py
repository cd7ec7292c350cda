"""Connections, for staff to read; no token, and nothing to type into."""

from django.contrib import admin
from django.utils.safestring import SafeString
from social_django.models import Association, Nonce, UserSocialAuth

from platforms.admin.facts import FactsAdmin, chip
from platforms.models import Connection

# Ours takes the place of social-django's accounts, which would be empty; the others hold secrets of round trips under way.
for unused in (UserSocialAuth, Association, Nonce):
    admin.site.unregister(unused)


@admin.register(Connection)
class ConnectionAdmin(FactsAdmin):
    list_display = ["name", "provider", "user", "state", "token_expires_at", "last_verified_at", "connected_at", "disconnected_at"]
    list_filter = ["provider", "problem", "realm"]
    search_fields = ["name", "uid", "user__username"]
    list_select_related = ["user"]
    fieldsets = [
        (None, {"fields": ["name", "provider", "uid", "user", "realm", "scopes", "details", "defaults"]}),
        ("What it needs", {"fields": ["problem", "problem_code", "problem_message", "problem_since"]}),
        ("Its tokens, which nobody sees", {"fields": ["token_version", "token_expires_at", "refreshing_until", "leave_ends_at"]}),
        ("When", {"fields": ["connected_at", "tested_at", "findings", "last_verified_at", "disconnected_at"]}),
    ]

    @admin.display(ordering="problem")
    def state(self, row: Connection) -> SafeString:
        if row.disconnected_at:
            return chip("ended", "Disconnected")
        return chip("needs-you", row.get_problem_display().capitalize()) if row.problem else chip("done", "Well")
