"""Retry sweeps, for staff: what each found and what became of it, the totals, and the switch."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime
from typing import Any, cast

from django.contrib import admin, messages
from django.contrib.admin.models import CHANGE, LogEntry
from django.contrib.admin.views.main import ChangeList
from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied
from django.db.models import Count
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.utils.formats import date_format
from django.utils.safestring import SafeString
from django.views.decorators.http import require_POST

from platforms import clock
from platforms.admin import FactsAdmin, chip
from publisher.models import Attempt, AttemptOutcome, Publication
from publisher.phrases import span
from publisher.sweep import SweepIsRunning, start_sweeps, sweep_by_hand
from retries.ladder import ladder
from retries.models import SweepRun, SweepSwitch

MOST_OF_A_REASON = 500


@admin.register(SweepRun)
class SweepRunAdmin(FactsAdmin):
    """One row for each slot, and for each sweep by hand."""

    list_display = ("sweep_of", "chip", "began", "lasted", "found", "retried", "marked", "became")
    date_hierarchy = "started_at"
    list_select_related = ("by",)
    list_per_page = 50
    ordering = ("-started_at", "-id")
    fields = ("slot", "trigger", "by", "started_at", "ended_at", "tries", "found", "retried", "marked", "error")
    change_list_template = "admin/retries/sweeprun/change_list.html"

    @admin.display(description="slot", ordering="slot")
    def sweep_of(self, run: SweepRun) -> str:
        if run.slot is not None:
            return _short(run.slot)
        return f"By hand, {run.by}" if run.by else "By hand"

    @admin.display(description="started", ordering="started_at")
    def began(self, run: SweepRun) -> str:
        late = ", by the round" if run.trigger == SweepRun.Trigger.ROUND else ""
        return f"{_short(run.started_at)}{late}"

    @admin.display(description="state")
    def chip(self, run: SweepRun) -> SafeString:
        if run.ended_at is None:
            return chip("progress", "Under way")
        return chip("failed", "Ended in an error") if run.error else chip("done", "Done")

    @admin.display(description="duration")
    def lasted(self, run: SweepRun) -> str:
        if run.duration is None:
            return ""
        return span(run.duration) if run.duration.total_seconds() >= 1 else "under 1 s"

    @admin.display(description="what became of them")
    def became(self, run: SweepRun) -> str:
        return ", ".join(vars(run).get("outcomes", []))

    def get_changelist_instance(self, request: HttpRequest) -> ChangeList:
        changelist = super().get_changelist_instance(request)
        _tell_outcomes(changelist.result_list)
        return changelist

    def changelist_view(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        return super().changelist_view(
            request, {**(extra_context or {}), **_board(), "may_switch": _may_switch(request), "title": "Retry sweeps"}
        )

    # -- the switch ------------------------------------------------------------------------------------------------------

    def get_urls(self) -> list[URLPattern]:
        own = [
            path(f"{verb}/", self.admin_site.admin_view(view), name=f"retries_sweeprun_{verb}")
            for verb, view in (("stop", self.stop), ("start", self.start), ("now", self.sweep_now))
        ]
        return [*own, *super().get_urls()]

    @method_decorator(require_POST)
    def stop(self, request: HttpRequest) -> HttpResponse:
        """Stop automatic retries; why has to be said, since every page shows it."""
        _insist_on_permission(request)
        reason = _reason(request)
        if not reason:
            messages.error(request, "Say why: every page shows it while automatic retries are stopped.")
        elif SweepSwitch.objects.stop(by=request.user, why=reason, now=clock.now()):
            _note(request, f"Stopped: {reason}")
            messages.success(request, "Automatic retries are stopped until somebody starts them. Retries by hand still work.")
        else:
            messages.info(request, "They were stopped already, and stay as whoever stopped them said.")
        return _back()

    @method_decorator(require_POST)
    def start(self, request: HttpRequest) -> HttpResponse:
        """Let automatic retries run."""
        _insist_on_permission(request)
        if start_sweeps(clock.now()):
            _note(request, f"Started. {_reason(request)}".rstrip())
            messages.success(request, "Automatic retries run again. What is overdue is tried at the next sweep.")
        else:
            messages.info(request, "They run already.")
        return _back()

    @method_decorator(require_POST)
    def sweep_now(self, request: HttpRequest) -> HttpResponse:
        """Run one sweep now, as this person."""
        _insist_on_permission(request)
        try:
            run = sweep_by_hand(clock.now(), by=cast(User, request.user))
        except SweepIsRunning as running:
            messages.warning(request, str(running))
        else:
            found = f"Found {run.found}, sent on {run.retried}, {run.marked} had no retries left."
            if run.ended_at is None or run.error:
                messages.error(request, f"{found} {run.error or 'It broke off; the next round goes on with it.'}")
            else:
                messages.success(request, found)
        return _back()


def _short(at: datetime) -> str:
    return date_format(timezone.localtime(at), "j M, H:i:s") if at.second else date_format(timezone.localtime(at), "j M, H:i")


def _may_switch(request: HttpRequest) -> bool:
    return request.user.has_perm("retries.change_sweepswitch")


def _insist_on_permission(request: HttpRequest) -> None:
    if not _may_switch(request):
        raise PermissionDenied


def _reason(request: HttpRequest) -> str:
    return request.POST.get("reason", "").strip()[:MOST_OF_A_REASON]


def _note(request: HttpRequest, message: str) -> None:
    LogEntry.objects.log_actions(cast(User, request.user).pk, [SweepSwitch.objects.read()], CHANGE, message, single_object=True)


def _back() -> HttpResponse:
    return HttpResponseRedirect(reverse("admin:retries_sweeprun_changelist"))


def _board() -> dict[str, Any]:
    """What stands above the list: whether they run, since when, what comes next, and the totals."""
    now = clock.now()
    return {
        "switch": SweepSwitch.objects.read(),
        "running": SweepRun.objects.running(now).first(),
        "next_slot": ladder().next_slot(now),
        "due": Publication.objects.to_retry(now).count(),
        "totals": SweepRun.objects.all().totals(),
    }


def _tell_outcomes(runs: Iterable[SweepRun]) -> None:
    """Keep with each sweep what became of those that it sent on: one query for all of them."""
    runs = list(runs)
    counts = Attempt.objects.filter(sweep__in=[run.pk for run in runs]).order_by().values_list("sweep", "outcome").annotate(Count("id"))
    told: dict[int, list[str]] = defaultdict(list)
    for sweep, outcome, count in counts:
        words = AttemptOutcome(outcome).label.lower() if outcome else "under way"
        told[cast(int, sweep)].append(f"{count} {words}")
    for run in runs:
        vars(run)["outcomes"] = told[run.pk]
