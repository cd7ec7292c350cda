"""Removals, for staff to read."""

from django.contrib import admin

from platforms.admin import FactsAdmin
from publisher.models import Removal


@admin.register(Removal)
class RemovalAdmin(FactsAdmin):
    """Orders to remove: how far each is, and what it waits for."""

    list_display = ("title", "extent", "owner", "by_name", "ordered_at", "due_at", "finished_at", "waits_for")
    list_filter = ("extent", "ordered_at")
    list_select_related = ("owner",)
    search_fields = ("title", "owner__username")
    ordering = ("-ordered_at",)
    fields = ("title", "extent", "owner", "by_name", "ordered_at", "due_at", "finished_at", "waits_for", "freed_bytes", "cancels")
