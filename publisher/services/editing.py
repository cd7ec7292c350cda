"""Edit: other words, options or file for one publication. What failed is tried at once, what is planned goes out at its time."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction

from platforms import clock
from platforms.contract import Words
from publisher.fitting.files import file_to_send
from publisher.models import Publication
from publisher.preflight import preflight
from publisher.services.refusal import ON_ITS_WAY, NotPossible, WouldBeRefused, is_live
from publisher.services.retrying import afresh, insist_on_open_way
from publisher.snapshot import frozen
from publisher.states import ENDED, State
from publisher.wakeups import wake

EDITABLE = frozenset({State.FAILED, State.ON_HOLD, State.PERMANENTLY_FAILED})


def edit_and_retry(publication: Publication, *, words: Words, options: Mapping[str, Any], discard_copy: bool = False) -> str:
    """Freeze `words`, `options` and the video's file as it is now, drop the progress, and try again now.

    What is planned, and was not begun, goes out at its time all the same. The marker stays, so that looks find a post of any
    of its tries. `discard_copy` as for a retry. Raises `NotPossible` while a post may exist, and `WouldBeRefused` where the
    platform would refuse the new words too.
    """
    now = clock.now()
    insist_on_editable(publication, now=now)
    if publication.remote_id and not discard_copy:
        raise NotPossible("copy_is_there", "A failed copy is on the platform. It has to be deleted there first.")
    video = publication.video
    asset = file_to_send(publication, options)
    at = publication.due_at if publication.is_planned else None
    found = preflight(video, publication.connection, options=options, words=words, file=asset, at=at)
    blocking = [problem for problem in found if problem.blocking]
    if blocking or asset is None:
        raise WouldBeRefused(blocking)
    anew = {**frozen(video, asset, words=words), "options": dict(options)}
    return _change_planned(publication, anew) if publication.is_planned else _try_anew(publication, anew, now=now)


def _change_planned(publication: Publication, anew: Mapping[str, Any]) -> str:
    """Only what nobody began: a worker that took it meanwhile sends it as it was."""
    as_found = Publication.objects.first_tries().filter(pk=publication.pk, due_at=publication.due_at)
    changed = as_found.update(**anew, foreseen_at=None, foreseen=[])
    return "Changed. It goes out at its time, as it is now." if changed else ON_ITS_WAY


def _try_anew(publication: Publication, anew: Mapping[str, Any], *, now: datetime) -> str:
    started_over = {**afresh(publication, now), "progress_sealed": "", "bytes_sent": 0, "retry_count": 0}
    try:
        with transaction.atomic():
            if not Publication.objects.move(publication, State.WAITING, named={"deciding_since": None}, **started_over, **anew):
                return ON_ITS_WAY
            publication.refresh_from_db()
            wake(publication, now=now)
    except IntegrityError as other:
        raise is_live(publication.connection) from other
    return "Trying again now, with the words as you changed them."


def insist_on_editable(publication: Publication, *, now: datetime) -> None:
    """Raise `NotPossible` unless other words could be sent: nothing may exist, nobody sends, nothing holds what is tried at once."""
    if publication.is_planned:
        return
    if publication.may_exist and publication.state not in ENDED:
        raise NotPossible("may_exist", "It may be on the platform as it is: first it has to be clear whether it is there.")
    if publication.state not in EDITABLE:
        raise NotPossible("not_editable", f"It cannot be edited: it is {publication.get_state_display().lower()}.")
    insist_on_open_way(publication, now=now)
