"""Parts of pages that the browser keeps true: how soon to ask again, and an answer without a body where nothing changed."""

import hashlib
import re
from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from http import HTTPStatus
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string

from publisher.arrival import arrival_of
from publisher.models import Publication
from publisher.states import ENDED, State
from videos.models import Asset, AssetState

QUICK_SECONDS = 2
SLOW_SECONDS = 15
_SAYS_NOTHING = re.compile(r'(?<=name="csrfmiddlewaretoken" value=")[^"]*|(?<= data-live-again=")\d*|(?<=>)[^<]*(?=</time>)')
"""What differs from one answer to the next though nothing changed: the proof in forms, and times, which the browser keeps true."""


def again_in(row: Publication, *, now: datetime) -> int | None:
    """In how many seconds to ask again how `row` stands; None once nothing but its owner changes it."""
    if row.state in ENDED:
        return None
    if row.state in (State.FAILED, State.ON_HOLD) or row.is_asked:
        return SLOW_SECONDS
    until_due = row.due_at - now if row.due_at and row.lease_token is None else timedelta(0)
    return max(QUICK_SECONDS, min(SLOW_SECONDS, int(until_due.total_seconds())))


def file_again_in(asset: Asset | None, *, now: datetime) -> int | None:
    """In how many seconds to ask again what became of a file; None once that is known."""
    if asset is None or asset.state not in (AssetState.RECEIVING, AssetState.PROBING):
        return None
    arrival = arrival_of(asset, now=now)
    return SLOW_SECONDS if arrival and arrival.is_quiet else QUICK_SECONDS


def soonest(waits: Iterable[int | None]) -> int | None:
    """Give the shortest of several waits."""
    return min((wait for wait in waits if wait is not None), default=None)


def part(request: HttpRequest, template: str, shown: Mapping[str, Any], *, again: int | None) -> HttpResponse:
    """Answer with a part of a page; 304 where the browser has it as it is. `Live-Again` says when to ask next, if ever."""
    html = render_to_string(template, dict(shown), request)
    tag = f'"{hashlib.sha256(_SAYS_NOTHING.sub("", html).encode()).hexdigest()[:32]}"'
    same = request.headers.get("If-None-Match") == tag
    answer = HttpResponse(status=HTTPStatus.NOT_MODIFIED) if same else HttpResponse(html)
    answer.headers["ETag"] = tag
    if again is not None:
        answer.headers["Live-Again"] = str(again)
    return answer
