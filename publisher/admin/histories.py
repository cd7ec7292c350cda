"""Histories, for staff to read: attempts, what people did, what follows a post, and what owners were told."""

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.safestring import SafeString

from platforms.admin import FactsAdmin, chip
from publisher.models import Attempt, FollowUp, Intervention, Notice
from publisher.phrases import span
from publisher.timeline import tone_of


class OfPublications(FactsAdmin):
    """Rows that belong to a publication, the newest first; the list's text leads to them, their publication is named beside."""

    list_select_related = ("publication__connection",)
    ordering = ("-id",)


@admin.register(Attempt)
class AttemptAdmin(OfPublications):
    """Found by publication, code, request id and worker."""

    list_display = ("id", "publication", "chip", "error_code", "number", "kind", "cause", "started_at", "lasted")
    list_filter = ("outcome", "kind", "cause", "is_rescue", "started_at")
    search_fields = ("=publication__id", "=publication__marker", "=error_code", "=request_id", "worker")
    search_help_text = "A publication's id or marker, an error code, a request id of the platform, or a worker"
    fields = (
        ("publication", "number"),
        ("kind", "cause", "sweep", "is_rescue"),
        ("started_at", "ended_at", "lasted"),
        ("bytes_before", "bytes_after", "handovers"),
        ("outcome", "error_kind", "error_code"),
        "error_message",
        "error_detail",
        ("request_id", "http_status"),
        "worker",
    )

    @admin.display(description="outcome", ordering="outcome")
    def chip(self, attempt: Attempt) -> SafeString:
        return chip(tone_of(attempt), attempt.get_outcome_display() if attempt.outcome else "Goes on now")

    @admin.display(description="lasted")
    def lasted(self, attempt: Attempt) -> str:
        return span(attempt.duration) if attempt.duration is not None else ""


@admin.register(Intervention)
class InterventionAdmin(OfPublications):
    """What people did to publications, and why."""

    list_display = ("id", "publication", "deed", "who", "reason", "at", "door", "state_before")
    list_filter = ("deed", "door", "by_staff", "at")
    search_fields = ("=publication__id", "=publication__marker", "by_name", "reason")
    search_help_text = "A publication's id or marker, who did it, or words of the reason"
    fields = ("publication", ("deed", "door", "at"), ("who", "by_staff"), "reason", "said", ("state_before", "before"))

    @admin.display(ordering="by_name")
    def who(self, deed: Intervention) -> str:
        return deed.by_name or "a command"


@admin.register(FollowUp)
class FollowUpAdmin(OfPublications):
    """What remains, or was done, after a publication was published."""

    list_display = ("id", "publication", "kind", "due_at", "tries", "done_at", "error_code")
    list_filter = ("kind", ("done_at", admin.EmptyFieldListFilter))
    search_fields = ("=publication__id", "=publication__marker", "=error_code")
    search_help_text = "A publication's id or marker, or an error code"
    fields = ("publication", "kind", ("due_at", "tries", "done_at"), "warning", "error_code", "error_message", "error_fix")


@admin.register(Notice)
class NoticeAdmin(FactsAdmin):
    """What owners were told, and whether they have read it."""

    list_display = ("id", "kind", "user", "publication", "connection", "happened_at", "read_at")
    list_filter = ("kind", ("read_at", admin.EmptyFieldListFilter), "happened_at")
    list_select_related = ("user", "publication__connection", "connection")
    search_fields = ("user__username", "=publication__id")
    search_help_text = "An owner's name, or a publication's id"
    ordering = ("-id",)
    fields = ("kind", "user", "publication", "connection", "happened_at", "read_at")

    def get_queryset(self, request: HttpRequest) -> "QuerySet[Any]":
        return super().get_queryset(request).select_related("publication__connection")
