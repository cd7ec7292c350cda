"""Holds, for staff: read, lifted, and placed to pause a platform or one connection of it."""

from datetime import datetime
from typing import Any

from django import forms
from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.safestring import SafeString

from platforms import clock, registry
from platforms.admin.facts import FactsAdmin, chip
from platforms.models import Connection, Hold


class PauseForm(forms.ModelForm):  # type: ignore[type-arg]
    """A platform, or one connection of it (typed: there may be thousands), until when, and why."""

    platform = forms.ChoiceField(choices=lambda: [(platform.slug, platform.name) for platform in registry.platforms()])
    connection = forms.CharField(
        required=False,
        max_length=200,
        help_text="Its name, its account's id on the platform, or its number here. Empty: the whole platform.",
    )
    until = forms.DateTimeField(
        required=False,
        help_text="Empty: until staff lift it.",
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
    )
    message = forms.CharField(
        label="Why",
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 2, "cols": 60}),
        help_text="Owners read it beside what waits.",
        error_messages={"required": "Say why: owners read it beside what waits."},
    )

    class Meta:
        model = Hold
        fields = ("platform", "connection", "until", "message")

    def clean_until(self) -> datetime | None:
        until: datetime | None = self.cleaned_data["until"]
        if until is not None and until <= clock.now():
            raise forms.ValidationError("That time has passed.")
        return until

    def clean_connection(self) -> Connection | None:
        typed: str = self.cleaned_data["connection"].strip()
        if not typed:
            return None
        found = list(Connection.objects.named(typed).filter(provider=self.cleaned_data.get("platform", ""))[:2])
        if len(found) > 1:
            raise forms.ValidationError("Several connections bear that name: say the account's id.")
        if not found:
            raise forms.ValidationError("This platform has no connection of that name or id.")
        return found[0]


@admin.register(Hold)
class HoldAdmin(FactsAdmin):
    """Orders to wait: placed by failures, or by staff, who pause; lifted by time, or by staff."""

    list_display = ["platform", "connection", "state", "reason", "placed_at", "until", "message", "lifted_at", "lifted_by"]
    list_filter = ["platform", "reason", ("lifted_at", admin.EmptyFieldListFilter)]
    search_fields = ["connection__name", "connection__uid", "code"]
    list_select_related = ["connection", "lifted_by"]
    ordering = ["-id"]
    actions = ["lift"]

    @admin.display(ordering="lifted_at")
    def state(self, hold: Hold) -> SafeString:
        if hold.lifted_at:
            return chip("ended", "Lifted")
        over = hold.until is not None and hold.until <= clock.now()
        return chip("ended", "Over") if over else chip("waits", "Holds")

    @admin.action(description="Lift the chosen holds now", permissions=["lift"])
    def lift(self, request: HttpRequest, queryset: QuerySet[Hold]) -> None:
        now, lifted = clock.now(), 0
        for hold in queryset.select_related("connection"):
            if Hold.objects.lift(hold, by=request.user, now=now):
                lifted += 1
                self.log_change(request, hold, "Lifted.")
        messages.success(request, f"{lifted} lifted; what they held goes on within seconds.")

    def has_lift_permission(self, request: HttpRequest) -> bool:
        return request.user.has_perm("platforms.change_hold")

    # -- pausing ---------------------------------------------------------------------------------------------------------

    def has_add_permission(self, request: HttpRequest) -> bool:
        return request.user.has_perm("platforms.add_hold")

    def get_form(self, request: HttpRequest, obj: Any = None, change: bool = False, **kwargs: Any) -> Any:
        return super().get_form(request, obj, change, **kwargs if obj else {**kwargs, "form": PauseForm})

    def get_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        if obj is None:
            return list(PauseForm.Meta.fields)
        return ["platform", "realm", "connection", "reason", "code", "message", "placed_at", "until", "lifted_at", "lifted_by"]

    def add_view(self, request: HttpRequest, form_url: str = "", extra_context: dict[str, Any] | None = None) -> Any:
        words = {"title": "Pause a platform or a connection", "show_save_and_add_another": False, "show_save_and_continue": False}
        return super().add_view(request, form_url, {**(extra_context or {}), **words})

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        """Place it; where the same is paused already, that pause is made longer."""
        placed = Hold.objects.place(
            Hold.Reason.PAUSED,
            platform=obj.platform,
            realm=obj.connection.realm if obj.connection else registry.realm(obj.platform),
            connection=obj.connection,
            until=obj.until,
            message=obj.message,
            now=clock.now(),
        )
        obj.pk, obj.reason = placed.pk, placed.reason
