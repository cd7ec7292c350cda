"""What was moved just now: kept until the next page, which says so and offers to undo it."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.http import HttpRequest

from platforms import clock
from publisher.calendar.shown import Place
from publisher.models import Publication

_KEPT = "moved"


@dataclass(frozen=True, kw_only=True)
class Moved:
    """What is said of it, and where it was: `undo_at` is that time, "" where it passed and there is no way back."""

    pk: int
    title: str
    says: str
    undo_at: str
    view: str
    on: str


def keep(request: HttpRequest, row: Publication, *, was: datetime | None, place: Place | None, says: str) -> None:
    """Keep it for the page that comes next."""
    request.session[_KEPT] = {
        "pk": row.pk,
        "title": row.title,
        "says": says,
        "undo_at": was.isoformat() if was is not None and was > clock.now() else "",
        "view": place.view.value if place else "",
        "on": place.on.isoformat() if place else "",
    }


def taken(request: HttpRequest) -> Moved | None:
    """Give what was kept, once."""
    session: Any = getattr(request, "session", None)
    kept = session.pop(_KEPT, None) if session is not None and _KEPT in session else None
    return Moved(**kept) if kept else None
