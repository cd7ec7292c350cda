"""The publish form: where to, how, and what the platform would refuse, said before anything is sent."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any, cast

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.contrib.auth.models import User
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from platforms import registry
from platforms.contract import Platform, Problem
from platforms.models import Connection
from publisher import services
from publisher.forms import AgainForm
from publisher.models import Publication
from publisher.preflight import preflight
from publisher.services import NotPossible, WouldBeRefused
from publisher.states import State
from videos.models import Video


@dataclass(kw_only=True)
class Wish:
    """One visit to the form: the video, where it is to go, and the forms with what is wrong about them."""

    video: Video
    connection: Connection
    platform: Platform
    live: Publication | None
    options: forms.Form
    again: AgainForm | None
    problems: list[Problem] = field(default_factory=list)

    @property
    def is_on_its_way(self) -> bool:
        return self.live is not None and self.live.state != State.PUBLISHED

    def is_valid(self) -> bool:
        options_fit = self.options.is_valid()
        return (self.again is None or self.again.is_valid()) and options_fit


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def publish(request: HttpRequest, pk: int) -> HttpResponse:
    """Show the form with what would be refused, or make the publication and go to its page."""
    video = get_object_or_404(Video.objects.visible_to(request.user).with_assets(), pk=pk)
    usable = list(Connection.objects.visible_to(request.user).connected().order_by("provider", "name", "pk"))
    connection = _chosen(request, usable)
    wish = _wish(request, video, connection) if connection and video.ready else None
    if wish and request.method == "POST":
        answer = _publish(request, wish)
        if answer:
            return answer
    elif wish:
        wish.problems = _foreseen(wish)
    shown = {"video": video, "connections": usable, "wish": wish, "platforms": registry.platforms()}
    return render(request, "publisher/publish.html", shown)


def _chosen(request: HttpRequest, usable: Sequence[Connection]) -> Connection | None:
    """The connection that was asked for; where there is only one, that one. Raises Http404 for one that is not theirs."""
    asked = request.POST.get("connection") or request.GET.get("connection")
    if not asked:
        return usable[0] if len(usable) == 1 else None
    chosen = next((each for each in usable if str(each.pk) == asked), None)
    if chosen is None:
        raise Http404
    return chosen


def _wish(request: HttpRequest, video: Video, connection: Connection) -> Wish:
    platform = registry.adapter(connection.provider)
    given = request.POST if request.method == "POST" else None
    live = video.publications.filter(connection=connection).live().order_by("-edition").first()
    published = live is not None and live.state == State.PUBLISHED
    return Wish(
        video=video,
        connection=connection,
        platform=platform,
        live=live,
        options=platform.options_form(given),
        again=AgainForm(given) if published else None,
    )


def _publish(request: HttpRequest, wish: Wish) -> HttpResponse | None:
    """Make the publication; None where the form has to be shown again, with what is wrong in it."""
    page = HttpResponseRedirect(reverse("video", args=[wish.video.pk]))
    if wish.is_on_its_way:
        messages.info(request, f"It is on its way to {wish.connection} already.")
        return page
    if not wish.is_valid():
        wish.problems = _foreseen(wish)
        return None
    options = wish.options.cleaned_data
    try:
        services.publish(wish.video, wish.connection, options=options, by=cast(User, request.user), again=wish.again is not None)
    except WouldBeRefused:
        wish.problems = _placed(wish, preflight(wish.video, wish.connection, options=options))
        return None
    except NotPossible as refusal:
        if refusal.code != "already_live":
            wish.options.add_error(None, str(refusal))
            return None
        messages.info(request, str(refusal))
    else:
        messages.success(request, f"Publishing to {wish.connection} on {wish.platform.name} was asked for. How it stands is told here.")
    return page


def _foreseen(wish: Wish) -> list[Problem]:
    """Preflight with the options as they stand; silent about fields that still have to be filled in."""
    bound = wish.options if wish.options.is_bound else type(wish.options)(_initial(wish.options))
    bound.is_valid()
    found = preflight(wish.video, wish.connection, options=bound.cleaned_data)
    return [problem for problem in found if problem.field not in bound.fields or problem.field in bound.cleaned_data]


def _initial(form: forms.Form) -> dict[str, Any]:
    return {name: form.get_initial_for_field(each, name) for name, each in form.fields.items()}


def _placed(wish: Wish, problems: Iterable[Problem]) -> list[Problem]:
    """Put each refusal beside its option; give the rest, which is about the words and the file, or no more than a note."""
    rest = []
    for problem in problems:
        if problem.blocking and problem.field in wish.options.fields:
            wish.options.add_error(problem.field, f"{problem.message} {problem.fix}".strip())
        else:
            rest.append(problem)
    return rest
