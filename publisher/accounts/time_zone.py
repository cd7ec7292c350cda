"""A person's time zone: which there are, how one is chosen, and what it is until then."""

from datetime import tzinfo
from functools import cache
from typing import Any
from zoneinfo import ZoneInfo, available_timezones

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.contrib.auth.models import AbstractBaseUser, AnonymousUser
from django.core.exceptions import ObjectDoesNotExist, ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from publisher.models import Profile

_AREAS = ("Africa", "America", "Antarctica", "Arctic", "Asia", "Atlantic", "Australia", "Europe", "Indian", "Pacific")


@cache
def zones() -> tuple[str, ...]:
    """Give the zones that people live in, by name; without the many aliases that only machines use."""
    return ("UTC", *sorted(name for name in available_timezones() if name.partition("/")[0] in _AREAS))


@cache
def _by_what_is_typed() -> dict[str, str]:
    """Each zone by its name, and by its place alone where no other zone ends so."""
    places: dict[str, list[str]] = {}
    for name in zones():
        places.setdefault(_typed(name.rpartition("/")[2]), []).append(name)
    alone = {place: names[0] for place, names in places.items() if len(names) == 1}
    return alone | {_typed(name): name for name in zones()}


def _typed(words: str) -> str:
    return "_".join(words.split()).casefold()


def chosen_zone(user: AbstractBaseUser | AnonymousUser | None) -> str:
    """Give the name of the zone that `user` chose; "" where they chose none."""
    try:
        return user.profile.time_zone  # type: ignore[union-attr,no-any-return]
    except (ObjectDoesNotExist, AttributeError):
        return ""


def zone_of(user: AbstractBaseUser | AnonymousUser | None) -> tzinfo:
    """Give the zone in which `user` is told times; the site's own until they choose."""
    name = chosen_zone(user)
    return ZoneInfo(name) if name in zones() else timezone.get_default_timezone()


def keep_zone(user: AbstractBaseUser, name: str) -> None:
    Profile.objects.update_or_create(user_id=user.pk, defaults={"time_zone": name})


class ZoneField(forms.CharField):
    """A zone, typed or picked: the name, or its city alone ("berlin"); a list beside it helps those who type."""

    def __init__(self, **options: Any) -> None:
        told = {"required": "Choose a time zone, such as Europe/Berlin."}
        super().__init__(max_length=64, error_messages=told, **options)

    def to_python(self, value: Any) -> str:
        return " ".join((super().to_python(value) or "").split())

    def clean(self, value: Any) -> str:
        typed: str = super().clean(value)
        found = _by_what_is_typed().get(_typed(typed), "")
        if typed and not found:
            raise ValidationError(f"There is no time zone “{typed}”. Pick one from the list, such as Europe/Berlin.", code="no_zone")
        return found


class TimeZoneForm(forms.Form):
    """The one question of the page."""

    time_zone = ZoneField(
        label="Time zone",
        help_text="Type the name of a large city near you, and pick it from the list.",
        widget=forms.TextInput(attrs={"list": "zones", "autocomplete": "off", "spellcheck": "false", "data-zone": ""}),
    )


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def time_zone(request: HttpRequest) -> HttpResponse:
    """Choose the zone that all times are told in."""
    form = TimeZoneForm(request.POST if request.method == "POST" else None, initial={"time_zone": chosen_zone(request.user)})
    if form.is_valid():
        keep_zone(request.user, form.cleaned_data["time_zone"])  # type: ignore[arg-type]
        messages.success(request, f"Times are told as in {form.cleaned_data['time_zone']} from now on.")
        return redirect("account")
    status = 422 if form.is_bound else 200
    return render(request, "accounts/time_zone.html", {"form": form, "zones": zones(), "now": timezone.now()}, status=status)
