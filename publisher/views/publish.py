"""The publish form: where to, how, and what the platforms would refuse, said before anything is sent."""

from collections.abc import Sequence
from typing import cast

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.contrib.auth.models import User
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.text import get_text_list
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from platforms import clock, registry
from platforms.models import Connection
from publisher import defaults, draft, services
from publisher.patterns.form_words import USE, form_words
from publisher.services import NotPossible, WouldBeRefused
from publisher.services.scheduling import said_at
from publisher.targets import last_gone_to, targets_of
from publisher.twins.find import twins_of
from publisher.views.fitting import FIT, fit_asked_for
from publisher.wish import Wish
from publisher.wishes import Wishes
from retries.models import SweepSwitch
from videos.models import Video

Refusal = NotPossible | WouldBeRefused


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def publish(request: HttpRequest, pk: int) -> HttpResponse:
    """Show the form with what would be refused, or make a publication for each account that is ticked and go to the video's page."""
    video = get_object_or_404(Video.objects.visible_to(request.user).with_assets().with_fits(), pk=pk)
    connections = list(Connection.objects.visible_to(request.user).connected().order_by("provider", "name", "pk"))
    pause = SweepSwitch.objects.read().pause
    now = clock.now()
    given = request.POST if request.method == "POST" else draft.recalled(request)
    chosen = _chosen(request, given, video, connections)
    targets = targets_of(video, connections, chosen=chosen, now=now, pause=pause)
    words = form_words(video, connections, given=given, query=request.GET, chosen=chosen, now=now)
    is_asked_for = request.method == "POST" and "show" not in request.POST and FIT not in request.POST and USE not in request.POST
    wishes = Wishes.of(video, targets, words.given, is_asked_for=is_asked_for) if video.ready else None
    if wishes and is_asked_for:
        answer = _publish(request, wishes)
        if answer:
            return answer
    elif wishes:
        if FIT in request.POST and (answer := _make_fit(request, wishes)):
            return answer
        wishes.foresee()
    if wishes:
        wishes.read_offers()
    shown = {"video": video, "targets": targets, "wishes": wishes, "platforms": registry.platforms(), "pause": pause, "as_of": now}
    return render(request, "publisher/publish.html", {**shown, "twins": twins_of(video), "patterns": words})


def _chosen(request: HttpRequest, given: QueryDict | None, video: Video, connections: Sequence[Connection]) -> set[int]:
    """The connections that were asked for; at first those of the last video, or the only one. Raises Http404 for one that is not theirs."""
    asked = (request.GET if given is None else given).getlist("connection")
    theirs = {str(each.pk): int(each.pk) for each in connections}
    if set(asked) - theirs.keys():
        raise Http404
    if not asked and given is None:
        return set(theirs.values()) if len(theirs) == 1 else last_gone_to(video, connections)
    return {theirs[each] for each in asked}


def _publish(request: HttpRequest, wishes: Wishes) -> HttpResponse | None:
    """Make the publications; None where nothing was made and the form has to be shown again, with what is wrong in it."""
    if not wishes.fit():
        return None
    outcomes = [(wish, _make(wish, by=cast(User, request.user))) for wish in wishes.each]
    refused = [(wish, refusal) for wish, refusal in outcomes if refusal is not None]
    if len(refused) == len(outcomes) and not all(_is_live(refusal) for _, refusal in refused):
        for wish, refusal in refused:
            _place(wish, refusal)
        return None
    for target in wishes.on_their_way:
        messages.info(request, f"It is on its way to {target.connection} already.")
    for wish, refusal in refused:
        tell = messages.info if _is_live(refusal) else messages.warning
        tell(request, f"Nothing more was sent to {wish.name}. {refusal}")
    made = [wish for wish, refusal in outcomes if refusal is None]
    if made:
        messages.success(request, _asked_for(made))
        draft.forget(request)
    return HttpResponseRedirect(reverse("video", args=[wishes.video.pk]))


def _make_fit(request: HttpRequest, wishes: Wishes) -> HttpResponse | None:
    """Have the file made to fit the account whose button was pressed, and go there; None where that cannot be, and is said."""
    wish = next((wish for wish in wishes.each if str(wish.connection.pk) == request.POST[FIT]), None)
    return fit_asked_for(request, wish) if wish else None


def _make(wish: Wish, *, by: User) -> Refusal | None:
    """Make one of them, whatever becomes of the others; gives why not, where that is so."""
    options = wish.options.cleaned_data
    try:
        services.publish(
            wish.video,
            wish.connection,
            options=options,
            by=by,
            at=wish.at,
            again=wish.again is not None,
            words=wish.words.words(),
            same_file=wish.same_file is not None,
        )
    except (NotPossible, WouldBeRefused) as refusal:
        return refusal
    if wish.keep.cleaned_data["keep"]:
        defaults.keep(wish.connection, options)
    return None


def _is_live(refusal: Refusal) -> bool:
    return isinstance(refusal, NotPossible) and refusal.code == "already_live"


def _place(wish: Wish, refusal: Refusal) -> None:
    """Say in the form why it was not made."""
    if isinstance(refusal, WouldBeRefused):
        wish.refuse()
    else:
        wish.options.add_error(None, str(refusal))


def _asked_for(made: Sequence[Wish]) -> str:
    by_hand = [wish.name for wish in made if wish.connection.is_by_hand]
    planned = [f"{wish.name} ({said_at(wish.at)})" for wish in made if wish.at and not wish.connection.is_by_hand]
    at_once = [wish.name for wish in made if not wish.at and not wish.connection.is_by_hand]
    stands = "How it stands" if len(at_once) == 1 else "How each stands"
    told = [
        f"Publishing to {get_text_list(at_once, 'and')} was asked for. {stands} is told here." if at_once else "",
        f"It goes out to {get_text_list(planned, 'and')}. Until then you can change or cancel it here." if planned else "",
        f"It is ready for you to post to {get_text_list(by_hand, 'and')}: all that you need for that is below." if by_hand else "",
    ]
    return " ".join(filter(None, told))
