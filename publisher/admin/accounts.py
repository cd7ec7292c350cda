"""Accounts that are being deleted, for staff to read."""

from django.contrib import admin

from platforms.admin import FactsAdmin
from publisher.models import AccountDeletion


@admin.register(AccountDeletion)
class AccountDeletionAdmin(FactsAdmin):
    """Accounts that are being deleted: how far that is, and what keeps it."""

    list_display = ("user", "requested_at", "step", "due_at", "tries", "trouble")
    list_filter = ("step", "requested_at")
    list_select_related = ("user",)
    search_fields = ("user__username",)
    ordering = ("requested_at",)
    fields = ("user", "requested_at", "step", "due_at", "tries", "trouble")
