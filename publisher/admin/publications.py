"""Publications, for staff: found by state, reason, platform and age; changed by deeds alone."""

import re
from collections.abc import Callable
from datetime import datetime, tzinfo
from functools import partial
from typing import Any

from django.contrib import admin
from django.contrib.admin.views.main import ChangeList
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString

from platforms import clock
from platforms.admin import FactsAdmin, chip
from publisher.admin import filters, orders
from publisher.admin.days import days_above
from publisher.admin.inlines import AttemptInline, FollowUpInline, InterventionInline
from publisher.admin.wishes import WISHES, Wish
from publisher.facts import facts_of, with_facts
from publisher.foresight import Comes, foresee
from publisher.models import Publication
from publisher.phrases import Phrase, plain
from publisher.presentation import Presented, present
from publisher.states import ENDED
from retries.models import Pause, SweepSwitch

Action = Callable[[Any, HttpRequest, QuerySet[Publication]], HttpResponse | None]


@admin.register(Publication)
class PublicationAdmin(FactsAdmin):
    """Facts to read, and the deeds of staff. Progress and lease tokens are shown to nobody."""

    list_display = ("title", "standing", "failure", "account", "created_at")
    list_filter = (
        "state",
        filters.PermanentFilter,
        filters.AskedFilter,
        filters.CodeFilter,
        "hold_reason",
        filters.AgeFilter,
        filters.RetryCountFilter,
        filters.PlatformFilter,
        filters.ConnectionFilter,
        filters.OwnerFilter,
        "failure_reason",
    )
    list_select_related = ("connection", "video__owner")
    list_per_page = 50
    search_fields = ("=id", "=marker", "=remote_id", "title", "video__owner__username")
    search_help_text = "An id here or on the platform, a marker, words of the title, or an owner's name"
    date_hierarchy = "created_at"
    ordering = ("-id",)
    inlines = (AttemptInline, InterventionInline, FollowUpInline)
    fieldsets = (
        (None, {"fields": ("standing", "sentence", "title", "owner", "connection", "is_by_hand", "video", "edition", "marker")}),
        ("When", {"fields": ("created_at", "created_by", "scheduled_at", "due_at", "started_at", "completed_at", "woken_at")}),
        ("State", {"fields": ("state", "cause", "sweep", "deciding_since", "empty_looks", "cancel_requested_at")}),
        ("Hold", {"fields": ("hold_reason", "held_at", "held_by", "is_held_by_staff", "hold_note")}),
        ("Failure", {"fields": ("failed_at", "retry_count", "last_retried_at", "permanently_failed_at", "failure_reason")}),
        ("What was said", {"fields": ("error_kind", "error_code", "error_message", "error_fix", "error_detail", "error_request_id")}),
        ("On the platform", {"fields": ("remote_id", "remote_url", "discard_id", "warning", "bytes_sent", "bytes_total")}),
        ("What is sent", {"fields": ("description", "tags", "options", "file_size", "file_sha256")}),
        ("Who is on it", {"fields": ("worker", "leased_until", "rescues", "waits", "lane")}),
    )

    @admin.display(description="state", ordering="state")
    def standing(self, row: Publication) -> SafeString:
        words = _presented(row).words
        return _above(chip(words.tone, words.word), _plain(words.next, as_of=vars(row)["as_of"]))

    @admin.display(description="failure", ordering="error_code")
    def failure(self, row: Publication) -> SafeString:
        used = f"{row.retry_count} {'retry' if row.retry_count == 1 else 'retries'} used" if row.retry_count else ""
        return _above(row.error_code, used)

    @admin.display(description="connection", ordering="connection__name")
    def account(self, row: Publication) -> SafeString:
        return _above(str(row.connection), f"{_presented(row).platform.name}, of {row.video.owner}")

    @admin.display(description="what its owner reads")
    def sentence(self, row: Publication) -> str:
        words = _presented(row).words
        then = _plain(words.then, as_of=vars(row)["as_of"])
        return " ".join(part for part in (words.cause, words.effect, words.fix, then) if part)

    def owner(self, row: Publication) -> str:
        return str(row.video.owner)

    # -- shown as of one moment, whatever the number of rows --------------------------------------------------------------

    def get_changelist_instance(self, request: HttpRequest) -> ChangeList:
        changelist = super().get_changelist_instance(request)
        _put_into_words(changelist.result_list, pause=_pause(request))
        # Django's own reads the whole table for it.
        vars(changelist)["days"] = days_above(changelist, Publication.objects.all())
        return changelist

    def changelist_view(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        return super().changelist_view(request, {**(extra_context or {}), "pause": _pause(request)})

    def get_object(self, request: HttpRequest, object_id: str, from_field: str | None = None) -> Publication | None:
        row = super().get_object(request, object_id, from_field)
        _put_into_words([row] if row is not None else [], pause=_pause(request))
        return row

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> Any:
        """The facts that there are: what is empty says nothing."""
        groups = [(name, [each for each in options["fields"] if _is_told(obj, str(each))]) for name, options in self.fieldsets]
        return [(name, {"fields": told}) for name, told in groups if told]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Publication]:
        return super().get_queryset(request).select_related("connection", "video__owner")

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[Publication], search_term: str
    ) -> tuple[QuerySet[Publication], bool]:
        """Find a marker by its index; for all else the rows are searched."""
        if re.fullmatch(r"rt[0-9a-f]{14}", search_term):
            return queryset.filter(marker=search_term), False
        return super().get_search_results(request, queryset, search_term)

    # -- deeds -----------------------------------------------------------------------------------------------------------

    def has_act_permission(self, request: HttpRequest) -> bool:
        return request.user.has_perm("publisher.change_publication")

    def get_actions(self, request: HttpRequest) -> dict[str, tuple[Action, str, str]]:  # type: ignore[override]
        if not self.has_act_permission(request):
            return {}
        return {wish.name: (partial(_ask, wish=wish), wish.name, wish.label) for wish in WISHES}

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        offered = _offered(object_id) if self.has_act_permission(request) else []
        return super().change_view(request, object_id, form_url, {**(extra_context or {}), "wishes": offered, "pause": _pause(request)})


def _ask(desk: PublicationAdmin, request: HttpRequest, rows: QuerySet[Publication], *, wish: Wish) -> HttpResponse | None:
    return orders.answer(desk, request, rows, wish)


def _offered(pk: str) -> list[Wish]:
    """What can be done to this one now."""
    row = (
        with_facts(Publication.objects.filter(pk=pk), now=clock.now()).first()
        if pk.isascii() and pk.isdecimal() and len(pk) <= 18
        else None
    )
    if row is None:
        return []
    takes_a_link = row.is_to_be_posted or (row.may_exist and row.state not in ENDED)
    return [wish for wish in WISHES if foresee(wish.deed, facts_of(row)).comes is Comes.DONE or (wish.asks_for_link and takes_a_link)]


def _is_told(row: Publication | None, name: str) -> bool:
    # That no retry was used is worth telling; of other counts none is nothing.
    return name == "retry_count" or getattr(row, name, True) not in (None, "", 0, [], {})


def _above(first: str, then: str) -> SafeString:
    return format_html('{}<span class="beneath">{}</span>', first, then)


def _pause(request: HttpRequest) -> Pause | None:
    """Whether automatic retries are stopped, read once for each request."""
    kept = vars(request)
    if "sweep_pause" not in kept:
        kept["sweep_pause"] = SweepSwitch.objects.read().pause
    pause: Pause | None = kept["sweep_pause"]
    return pause


def _put_into_words(rows: Any, *, pause: Pause | None) -> None:
    """Keep with each row how it stands as of one moment."""
    now = clock.now()
    for row in rows:
        vars(row).update(as_of=now, presented=present(row, now=now, pause=pause))


def _presented(row: Publication) -> Presented:
    presented: Presented = vars(row)["presented"]
    return presented


def _plain(phrase: Phrase, *, as_of: datetime) -> str:
    zone: tzinfo = timezone.get_current_timezone()
    return plain(phrase, now=as_of, zone=zone)
