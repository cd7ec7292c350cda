"""Rows for staff to read: what every page of facts in the admin is made of."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.utils.safestring import SafeString


def chip(tone: str, word: str) -> SafeString:
    """The chip of a state, as pages show it."""
    return render_to_string("_state.html", {"kind": tone, "word": word})


class FactsAdmin(admin.ModelAdmin):  # type: ignore[type-arg]
    """Rows to read: none is added, changed or deleted by hand. Lists count no more than they show."""

    show_full_result_count = False
    show_facets = admin.ShowFacets.NEVER

    def changelist_view(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        title = str(self.opts.verbose_name_plural).capitalize()
        return super().changelist_view(request, {"title": title, **(extra_context or {})})

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False
