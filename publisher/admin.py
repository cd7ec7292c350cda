"""What staff see of publications and of the queue: facts to read, and the verbs that staff have."""

from collections.abc import Callable
from typing import Any

from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django_q.admin import FailAdmin, QueueAdmin, ScheduleAdmin, TaskAdmin
from django_q.models import Failure, OrmQ, Schedule, Success

from platforms.admin import FactsAdmin
from publisher import services
from publisher.models import Attempt, FollowUp, Publication
from publisher.phrases import plain
from publisher.presentation import present
from publisher.services import NotPossible

Verb = Callable[[Publication], str]


class FactsInline(admin.TabularInline):  # type: ignore[type-arg]
    """Rows beside their publication, to read."""

    extra = 0
    can_delete = False
    show_change_link = False

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


class AttemptInline(FactsInline):
    """The history."""

    model = Attempt
    ordering = ("-number",)
    fields = (
        "number",
        "kind",
        "cause",
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


class FollowUpInline(FactsInline):
    """What remains, or was done, after it was published."""

    model = FollowUp
    fields = ("kind", "due_at", "tries", "done_at", "warning", "error_code", "error_message")


@admin.register(Publication)
class PublicationAdmin(FactsAdmin):
    """Found by state, reason, platform and age; changed by the verbs alone. Progress and lease tokens are shown to nobody."""

    list_display = ("title", "chip", "next", "connection", "platform", "owner", "retry_count", "error_code", "created_at")
    list_filter = ("state", "hold_reason", "failure_reason", "connection__provider", "created_at", "failed_at")
    list_select_related = ("connection", "video__owner")
    search_fields = ("=marker", "=remote_id", "title", "video__owner__username")
    ordering = ("-id",)
    show_full_result_count = False
    inlines = (AttemptInline, FollowUpInline)
    actions = ("retry", "cancel", "reset", "mark_permanently_failed")
    fieldsets = (
        (None, {"fields": ("chip", "sentence", "title", "owner", "connection", "video", "edition", "marker")}),
        ("When", {"fields": ("created_at", "created_by", "scheduled_at", "due_at", "started_at", "completed_at", "woken_at")}),
        ("State", {"fields": ("state", "hold_reason", "held_at", "cause", "deciding_since", "empty_looks", "cancel_requested_at")}),
        ("Failure", {"fields": ("failed_at", "retry_count", "last_retried_at", "permanently_failed_at", "failure_reason")}),
        ("What was said", {"fields": ("error_kind", "error_code", "error_message", "error_fix", "error_detail", "error_request_id")}),
        ("On the platform", {"fields": ("remote_id", "remote_url", "discard_id", "warning", "bytes_sent", "bytes_total")}),
        ("What is sent", {"fields": ("description", "tags", "options", "file_size", "file_sha256")}),
        ("Who is on it", {"fields": ("worker", "leased_until", "rescues", "waits", "lane")}),
    )

    @admin.display(description="state", ordering="state")
    def chip(self, row: Publication) -> SafeString:
        words = present(row, now=timezone.now()).words
        return format_html('<strong class="state {}">{}</strong>', words.tone, words.word)

    @admin.display(description="next", ordering="due_at")
    def next(self, row: Publication) -> str:
        now = timezone.now()
        return plain(present(row, now=now).words.next, now=now, zone=timezone.get_current_timezone())

    @admin.display(description="what its owner reads")
    def sentence(self, row: Publication) -> str:
        now = timezone.now()
        words = present(row, now=now).words
        then = plain(words.then, now=now, zone=timezone.get_current_timezone())
        return " ".join(part for part in (words.cause, words.effect, words.fix, then) if part)

    @admin.display(ordering="connection__provider")
    def platform(self, row: Publication) -> str:
        return present(row, now=timezone.now()).platform.name

    @admin.display(ordering="video__owner__username")
    def owner(self, row: Publication) -> str:
        return str(row.video.owner)

    # -- verbs -------------------------------------------------------------------------------------------------------

    @admin.action(description="Retry now", permissions=["act"])
    def retry(self, request: HttpRequest, chosen: QuerySet[Publication]) -> None:
        self._each(request, chosen, services.retry)

    @admin.action(description="Cancel", permissions=["act"])
    def cancel(self, request: HttpRequest, chosen: QuerySet[Publication]) -> None:
        self._each(request, chosen, services.cancel)

    @admin.action(description="Reset the retry count", permissions=["act"])
    def reset(self, request: HttpRequest, chosen: QuerySet[Publication]) -> None:
        self._each(request, chosen, services.reset)

    @admin.action(description="Mark permanently failed", permissions=["act"])
    def mark_permanently_failed(self, request: HttpRequest, chosen: QuerySet[Publication]) -> None:
        self._each(request, chosen, services.mark_permanent)

    def has_act_permission(self, request: HttpRequest) -> bool:
        return request.user.has_perm("publisher.change_publication")

    def _each(self, request: HttpRequest, chosen: QuerySet[Publication], verb: Verb) -> None:
        """Do it to each, say of each what came of it, and note it in the admin's log."""
        for row in chosen.select_related("connection", "video", "asset"):
            try:
                said = verb(row)
            except NotPossible as refusal:
                messages.warning(request, f"{row}: {refusal}")
            else:
                messages.success(request, f"{row}: {said}")
                self.log_change(request, row, f"{verb.__name__}: {said}")


# -- the queue: wake-ups and schedules ---------------------------------------------------------------------------------

for model in (Schedule, Success, Failure, OrmQ):
    if admin.site.is_registered(model):
        admin.site.unregister(model)


class QueueFacts(FactsAdmin):
    """For superusers alone, and to read: a schedule names any function, so whoever writes one runs what they like."""

    actions = None

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return request.user.is_superuser

    def has_module_permission(self, request: HttpRequest) -> bool:
        return request.user.is_superuser


@admin.register(Schedule)
class ScheduleFacts(QueueFacts, ScheduleAdmin):  # type: ignore[misc]
    """What runs by the clock."""


@admin.register(Success)
class SuccessFacts(QueueFacts, TaskAdmin):  # type: ignore[misc]
    """Wake-ups that were taken."""


@admin.register(Failure)
class FailureFacts(QueueFacts, FailAdmin):  # type: ignore[misc]
    """Wake-ups whose run broke."""


@admin.register(OrmQ)
class WakeUpFacts(QueueFacts, QueueAdmin):  # type: ignore[misc]
    """Wake-ups that wait, where the queue is the database."""
