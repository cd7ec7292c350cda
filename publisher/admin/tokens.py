"""API tokens, for staff to read: whose they are and whether they are used; what opens the API is kept nowhere."""

from django.contrib import admin

from platforms import clock
from platforms.admin import FactsAdmin, chip
from publisher.models import ApiToken


@admin.register(ApiToken)
class ApiTokenAdmin(FactsAdmin):
    """Found by owner and by the first characters, as they stand in a log or a message. Neither token nor hash is shown."""

    list_display = ("name", "start", "user", "state", "reads_only", "created_at", "last_used_at", "expires_at")
    list_filter = ("reads_only", ("revoked_at", admin.EmptyFieldListFilter), "created_at")
    list_select_related = ("user",)
    search_fields = ("name", "start", "user__username")
    ordering = ("-id",)
    fields = ("name", "start", "user", "reads_only", "created_at", "last_used_at", "expires_at", "revoked_at")

    @admin.display(ordering="revoked_at")
    def state(self, token: ApiToken) -> str:
        if token.revoked_at:
            return chip("ended", "Revoked")
        over = token.expires_at is not None and token.expires_at <= clock.now()
        return chip("ended", "Over") if over else chip("done", "Good")
