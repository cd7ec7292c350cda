"""What belongs to a publication, shown beside it to read: attempts, what people did, and what follows."""

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest

from publisher.models import Attempt, FollowUp, Intervention


class FactsInline(admin.StackedInline):  # type: ignore[type-arg]
    """Rows beside their publication, to read."""

    template = "admin/facts_inline.html"
    extra = 0
    can_delete = False
    show_change_link = False

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        # Who may see a publication may see what became of it, by whom and why.
        return request.user.has_perm("publisher.view_publication") or request.user.has_perm("publisher.change_publication")


class AttemptInline(FactsInline):
    """The history."""

    model = Attempt
    ordering = ("-number",)
    fields = (
        "number",
        "kind",
        "cause",
        "sweep",
        "is_rescue",
        "started_at",
        "ended_at",
        "bytes_before",
        "bytes_after",
        "handovers",
        "outcome",
        "error_code",
        "error_message",
        "error_detail",
        "request_id",
        "http_status",
        "worker",
    )

    def get_queryset(self, request: HttpRequest) -> "QuerySet[Attempt]":
        return super().get_queryset(request).select_related("sweep")


class InterventionInline(FactsInline):
    """What people did to it, and why."""

    model = Intervention
    ordering = ("-id",)
    fields = ("at", "deed", "door", "who", "by_staff", "reason", "said", "state_before", "was")
    readonly_fields = ("who", "was")

    def who(self, deed: Intervention) -> str:
        return deed.by_name or "a command"

    @admin.display(description="before")
    def was(self, deed: Intervention) -> str:
        return "\n".join(f"{name.replace('_', ' ')}: {value}" for name, value in deed.before.items())


class FollowUpInline(FactsInline):
    """What remains, or was done, after it was published."""

    model = FollowUp
    fields = ("kind", "due_at", "tries", "done_at", "warning", "error_code", "error_message", "error_fix")
