"""Publish: the wish of one video for one connection, made into a row and its wake-up."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.contrib.auth.models import User
from django.db import IntegrityError, transaction

from platforms import clock
from platforms.contract import Words
from platforms.models import Connection
from publisher.fitting.files import file_for
from publisher.models import Publication
from publisher.preflight import preflight
from publisher.services.refusal import NotPossible, WouldBeRefused, is_live, is_there_as_another
from publisher.services.removing import insist_on_staying
from publisher.snapshot import frozen
from publisher.states import HoldReason, State
from publisher.twins.find import posts_of_its_file
from publisher.wakeups import wake
from videos.models import Asset, Video


def publish(
    video: Video,
    connection: Connection,
    *,
    options: Mapping[str, Any],
    by: User,
    at: datetime | None = None,
    again: bool = False,
    words: Words | None = None,
    file: Asset | None = None,
    same_file: bool = False,
) -> Publication:
    """Make one publication of `video` for `connection`, and its wake-up, in one commit.

    `at` is when to send (None: now). `again` makes a further post of one that is published already. `words` are those of
    this publication alone (None: the video's), `file` is what is sent (None: what is chosen for this account). `same_file` is
    leave to post what is there already as another video. Raises `WouldBeRefused`, and `NotPossible` where one is live already
    or the connection cannot be used.
    """
    if not connection.can_be_published_to:
        raise NotPossible("reconnect_needed", f"{connection} has to be connected again before anything can be published there.")
    if not same_file:
        _insist_on_new_file(video, connection)
    insist_on_staying(video)
    asset = file or file_for(video, connection, options)
    found = preflight(video, connection, options=options, words=words, at=at, file=asset)
    blocking = [problem for problem in found if problem.blocking]
    if blocking or asset is None:
        raise WouldBeRefused(blocking)
    now = clock.now()
    try:
        with transaction.atomic():
            publication = Publication.objects.create(
                **frozen(video, asset, words=words),
                connection=connection,
                options=dict(options),
                edition=_edition(video, connection, again=again),
                scheduled_at=at,
                created_at=now,
                created_by=by,
                **(_left_to_its_owner(now) if connection.is_by_hand else {"due_at": at or now}),
            )
            if publication.due_at is not None and publication.due_at <= now:
                wake(publication, now=now)
    except IntegrityError as already:
        raise is_live(connection) from already
    return publication


def _insist_on_new_file(video: Video, connection: Connection) -> None:
    """Raise `NotPossible` where a twin of the video is there. Of the video itself being there, `again` and its edition say enough."""
    post = posts_of_its_file(video, [connection]).get(connection.pk)
    if post is not None and not video.publications.filter(connection=connection).live().exists():
        raise is_there_as_another(post, connection)


def _left_to_its_owner(now: datetime) -> dict[str, Any]:
    """What is posted by hand waits for whoever posts it, from the beginning: the database lets nothing send it."""
    return {"is_by_hand": True, "state": State.ON_HOLD, "hold_reason": HoldReason.BY_HAND, "held_at": now, "due_at": None}


def _edition(video: Video, connection: Connection, *, again: bool) -> int:
    live = video.publications.filter(connection=connection).live().order_by("-edition").first()
    if live is None:
        return 1
    if again and live.state == State.PUBLISHED:
        return int(live.edition) + 1
    return int(live.edition)
