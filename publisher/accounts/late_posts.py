"""Late posts: how long past its time a planned post still goes out unasked, as each person wishes."""

from typing import cast

from django import forms
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.contrib.auth.models import User
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from publisher.models import Profile
from publisher.planned.overdue import late_hours_of

HOURS = (0, 1, 3, 6, 12, 24, 72)
AS_SET = "as_set"


def said(hours: int | None) -> str:
    """The choice in words."""
    if hours is None:
        return f"As is set for everybody here: {said(settings.LATE_POST_HOURS).lower()}"
    if hours == 0:
        return "Always ask me first"
    return f"Publish it, up to {hours} hour{'' if hours == 1 else 's'} late; after that ask me"


class LatePostsForm(forms.Form):
    """The one question of the page."""

    hours = forms.TypedChoiceField(
        label="When a planned post could not go out at its time",
        coerce=lambda chosen: None if chosen == AS_SET else int(chosen),
        widget=forms.RadioSelect,
        error_messages={"required": "Choose one of them."},
    )

    def __init__(self, given: QueryDict | None, *, chosen: int | None) -> None:
        super().__init__(given, initial={"hours": AS_SET if chosen is None else chosen})
        offered = sorted({*HOURS, *([] if chosen is None else [chosen])})
        # `choices` belongs to choice fields alone.
        self.fields["hours"].choices = [(AS_SET, said(None)), *((hours, said(hours)) for hours in offered)]  # type: ignore[attr-defined]


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def late_posts(request: HttpRequest) -> HttpResponse:
    """Choose it."""
    user = cast(User, request.user)
    form = LatePostsForm(request.POST if request.method == "POST" else None, chosen=late_hours_of(user.pk))
    if form.is_valid():
        Profile.objects.update_or_create(user=user, defaults={"late_hours": form.cleaned_data["hours"]})
        messages.success(request, "Saved. It holds for everything that is planned, also what was planned before.")
        return redirect("account")
    apart = settings.LATE_POST_GAP_MINUTES
    return render(request, "accounts/late_posts.html", {"form": form, "apart": apart}, status=422 if form.is_bound else 200)
