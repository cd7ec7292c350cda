"""What every request brings along: the time zone of its person, and where their browser was last seen."""

from collections.abc import Callable
from datetime import timedelta
from typing import cast

from django.contrib.auth import SESSION_KEY
from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from publisher.accounts.client_address import client_address
from publisher.accounts.sessions import ADDRESS, AGENT, SessionStore
from publisher.accounts.time_zone import zone_of

SEEN_EACH = timedelta(minutes=5)
"""How coarse `last_seen` is: a page that asks each second writes no more than this."""


class Acquaintance:
    """Answers in the person's time zone, and notes coarsely where they were seen. Costs no query: the session brings both."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        session = cast(SessionStore, request.session)
        session.get(SESSION_KEY)  # reads the row, where there is one
        row = session.row
        if row is not None and row.user is not None and timezone.now() - row.last_seen > SEEN_EACH:
            session.modified = True
        with timezone.override(zone_of(row.user) if row is not None else None):
            response = self.get_response(request)
        if session.modified and SESSION_KEY in session:
            session.update({AGENT: request.headers.get("User-Agent", ""), ADDRESS: client_address(request)})
        return response
