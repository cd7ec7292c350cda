"""The page between an action and what it does: counts what will happen, asks why, and does it batch by batch."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol, cast

from django import forms
from django.contrib import messages
from django.contrib.admin import helpers
from django.contrib.auth.models import User
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.dateparse import parse_datetime

from platforms import clock
from publisher.admin.wishes import Wish
from publisher.bulk import Result, done, done_since, forecast, possible, untouched
from publisher.facts import facts_of, with_facts
from publisher.foresight import Comes, foresee
from publisher.interventions import By
from publisher.models import Door, Publication
from publisher.services import Found

MOST_AT_ONCE = 500
BUDGET_SECONDS = 4.0
"""How long one request may go on doing; then the page comes back with how many are left."""
_NAMED = 20
Rows = QuerySet[Publication]


class Desk(Protocol):
    """What is needed of the admin of publications."""

    admin_site: Any
    opts: Any

    def log_change(self, request: HttpRequest, obj: Any, message: Any) -> Any: ...


class OrderForm(forms.Form):
    """Why, and how far it has come: `began` and `after` make a page that is sent twice go on, and do nothing twice."""

    reason = forms.CharField(
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 2, "cols": 60}),
        help_text="Kept with each publication, beside your name.",
        error_messages={"required": "Say why: whoever looks at these later wants to know."},
    )
    link = forms.CharField(
        max_length=500,
        label="Link to the post",
        help_text="As it stands in the address bar there.",
        error_messages={"required": "Paste the link to the post."},
    )
    began = forms.CharField(widget=forms.HiddenInput)
    after = forms.IntegerField(widget=forms.HiddenInput, min_value=0)

    def __init__(self, wish: Wish, rows: Rows, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.row = rows.first() if wish.asks_for_link else None
        if self.row is None:
            del self.fields["link"]

    def clean_began(self) -> datetime:
        try:
            began = parse_datetime(self.cleaned_data["began"])
        except ValueError:
            began = None
        if began is None or began.tzinfo is None:
            raise forms.ValidationError("This page is broken. Go back to the list, and choose anew.")
        return began

    def clean_link(self) -> Found:
        assert self.row is not None  # the field is there only then  # noqa: S101
        link: str = self.cleaned_data["link"].strip()
        platform = self.row.connection.platform
        remote_id = platform.remote_id_in(link)
        if not remote_id:
            raise forms.ValidationError(f"This is no link to a post on {platform.name}. Copy it from the address bar there.")
        return Found(remote_id=remote_id, url=link)


@dataclass(frozen=True, kw_only=True)
class Batch:
    """What one request did: the results that were not as foreseen, the last key that was looked at, and how many are left."""

    refused: list[Result]
    last: int
    left: int


def answer(desk: Desk, request: HttpRequest, rows: Rows, wish: Wish) -> HttpResponse | None:
    """Show the page, or do a batch and show how far it is; None once all is done, back to the list."""
    if wish.asks_for_link and rows.count() != 1:
        messages.warning(request, "Choose exactly one publication: each post has a link of its own.")
        return None
    if "carry_out" not in request.POST:
        began = {"began": clock.now().isoformat(), "after": 0}
        return _page(desk, request, rows, wish, OrderForm(wish, rows, initial=began))
    form = OrderForm(wish, rows, request.POST)
    if not form.is_valid():
        return _page(desk, request, rows, wish, form)
    batch = _do(desk, request, rows, wish, form.cleaned_data)
    _mention(request, batch.refused)
    count = done_since(wish.deed, by=cast(User, request.user), since=form.cleaned_data["began"]).count()
    if batch.left:
        return _progress(desk, request, wish, form.cleaned_data, batch, count)
    if count or not batch.refused:
        messages.success(request, f"{wish.did}: {count}. The reason is kept with each.")
    return None


# -- doing -----------------------------------------------------------------------------------------------------------


def _do(desk: Desk, request: HttpRequest, rows: Rows, wish: Wish, asked: Mapping[str, Any]) -> Batch:
    """Do a batch. Each is read anew right before, so that a second page of the same order finds it done."""
    now, until = clock.now(), clock.monotonic() + BUDGET_SECONDS
    user = cast(User, request.user)
    waiting = untouched(wish.deed, _open_to(wish, rows, now=now), by=user, since=asked["began"]).order_by("pk")
    by = By(user=user, door=Door.ADMIN, reason=asked["reason"])
    gives = {"found": asked["link"]} if wish.asks_for_link else wish.gives
    last, refused = asked["after"], []
    for pk in list(waiting.filter(pk__gt=last).values_list("pk", flat=True)[:MOST_AT_ONCE]):
        row = waiting.select_related("connection", "video", "asset").filter(pk=pk).first()
        if row is not None:
            result = done(wish.deed, row, by=by, code=foresee(wish.deed, facts_of(row)).code, **gives)
            if result.comes is Comes.DONE:
                desk.log_change(request, row, f"{wish.label}: {result.says} {by.reason}")
            else:
                refused.append(result)
        last = pk
        if clock.monotonic() > until:
            break
    return Batch(refused=refused, last=last, left=waiting.filter(pk__gt=last).count())


def _open_to(wish: Wish, rows: Rows, *, now: datetime) -> Rows:
    """Those that it will be done to. A word that one is there is not foreseen: the service judges it."""
    return with_facts(rows, now=now) if wish.asks_for_link else possible(wish.deed, rows, now=now)


def _mention(request: HttpRequest, refused: list[Result]) -> None:
    for result in refused[:_NAMED]:
        messages.warning(request, f"{result.publication}: {result.says}")
    if len(refused) > _NAMED:
        messages.warning(request, f"{len(refused) - _NAMED} more were refused.")


# -- showing ---------------------------------------------------------------------------------------------------------


_HEADINGS = {
    Comes.DONE: ("Will be done", ""),
    Comes.REFUSED: ("Refused", "These stay as they are."),
    Comes.LEFT: ("No need", "These stay as they are."),
}


def _page(desk: Desk, request: HttpRequest, rows: Rows, wish: Wish, form: OrderForm) -> HttpResponse:
    kinds = {} if form.row else forecast(wish.deed, rows, now=clock.now())
    parts = {comes: {kind: count for kind, count in kinds.items() if kind.comes is comes} for comes in _HEADINGS}
    todo = 1 if form.row else sum(parts[Comes.DONE].values())
    shown = {
        "form": form,
        "one": form.row,
        "parts": [(*_HEADINGS[comes], part, sum(part.values())) for comes, part in parts.items()],
        "todo": todo,
        "total": sum(kinds.values()),
        "across": request.POST.get("select_across") == "1",
        "button": wish.button if todo == 1 else f"{wish.button}: {todo:,}",
    }
    return _rendered(desk, request, wish, "admin/publisher/publication/order.html", shown, status=422 if form.errors else 200)


def _progress(desk: Desk, request: HttpRequest, wish: Wish, asked: Mapping[str, Any], batch: Batch, count: int) -> HttpResponse:
    shown = {
        "reason": asked["reason"],
        "began": asked["began"].isoformat(),
        "after": batch.last,
        "left": batch.left,
        "count": count,
        "total": count + batch.left,
    }
    return _rendered(desk, request, wish, "admin/publisher/publication/progress.html", shown)


def _rendered(desk: Desk, request: HttpRequest, wish: Wish, template: str, shown: dict[str, Any], *, status: int = 200) -> HttpResponse:
    around = {
        **desk.admin_site.each_context(request),
        "opts": desk.opts,
        "wish": wish,
        "title": wish.button,
        "chosen": request.POST.getlist(helpers.ACTION_CHECKBOX_NAME),
        "select_across": "1" if request.POST.get("select_across") == "1" else "0",
        "back": request.get_full_path(),
    }
    return render(request, template, {**around, **shown}, status=status)
