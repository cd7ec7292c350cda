"""Making revisions: claimed, told to the platform, settled. None of them sends a file, and none ends a publication's being published.

What is claimed twice, or killed half-way, is told to the platform again: the same comes of it.
"""

import logging
import secrets
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import F

from platforms import clock, connections
from platforms.contract import Account, Followed
from platforms.errors import PlatformError
from platforms.models import Connection, Hold
from publisher.models import Publication, Revision
from publisher.revising.wish import change_of
from publisher.snapshot import upload_done
from publisher.states import State
from publisher.wakeups import SHORT, enqueue, room_in
from retries.backoff import rate_wait
from retries.failure import Failure, Kind, bug, failure_of

log = logging.getLogger(__name__)

CLAIM_FOR = timedelta(minutes=10)
WAITS = (timedelta(minutes=5), timedelta(hours=1), timedelta(hours=4), timedelta(hours=24))
MOST_TRIES = len(WAITS) + 1
BUSY = timedelta(seconds=15)
HELD = timedelta(minutes=15)
NO_ERROR: Mapping[str, str] = {"error_kind": "", "error_code": "", "error_message": "", "error_fix": ""}


def wake_due(now: datetime) -> None:
    """The round's share: wake those that are due. A message that is lost is sent again."""
    for pk in Revision.objects.due(now).order_by("due_at", "id").values_list("pk", flat=True)[: max(0, room_in(SHORT))]:
        wake(pk)


def wake(pk: int) -> None:
    enqueue("publisher.tasks.revise", pk, queue=SHORT)


def run(pk: int) -> None:
    """Make revision `pk` if it is due; a second call finds it claimed."""
    now = clock.now()
    revision = Revision.objects.select_related("publication__connection", "publication__asset", "publication__video").filter(pk=pk).first()
    if revision is None or _waits(revision, now=now) or not _claim(revision, now=now):
        return
    if revision.publication.state != State.PUBLISHED or not revision.publication.remote_id:
        _give_up(revision, Failure(kind=Kind.REFUSED, code="not_published", message="It is not published any more."))
    elif revision.tries > MOST_TRIES:
        _give_up(revision, bug(secrets.token_hex(4)))  # the last try told nothing: its worker died, or met a mistake of ours
    else:
        _make(revision)


def _waits(revision: Revision, *, now: datetime) -> bool:
    """Whether its platform or account is held; then it is due when that is over."""
    hold = Hold.objects.binding(revision.publication.connection, now=now).first()
    if hold is None:
        return False
    due = Revision.objects.due(now).filter(pk=revision.pk)
    due.update(due_at=hold.until or now + HELD, error_kind="held", error_code=hold.reason, error_message=hold.message, error_fix="")
    return True


def _claim(revision: Revision, *, now: datetime) -> bool:
    free = Revision.objects.due(now).filter(pk=revision.pk, wish=revision.wish)
    taken = free.update(claimed_until=now + CLAIM_FOR, tries=F("tries") + 1, began_at=revision.began_at or now, due_at=now)
    if taken:
        revision.refresh_from_db(fields=["claimed_until", "tries", "began_at", "due_at"])
    return taken == 1


def _make(revision: Revision) -> None:
    try:
        followed = _told(revision)
    except connections.RefreshBusy:
        _put_off(revision, at=clock.now() + BUSY, tries=F("tries") - 1)
    except PlatformError as error:
        _failed(revision, failure_of(error, now=clock.now()), now=clock.now())
    except Exception:
        # The last resort of a worker: a bug becomes words that people see, never a change that is stuck.
        ours = bug(secrets.token_hex(4))
        log.exception("Revision %s met a bug, %s", revision.pk, ours.detail)
        _failed(revision, ours, now=clock.now())
    else:
        _settle(revision, followed, now=clock.now())


def _told(revision: Revision) -> Followed:
    """Tell the platform."""
    publication = revision.publication
    connection, before = publication.connection, upload_done(publication)

    def tell(account: Account) -> Followed:
        return connection.platform.revise(publication.remote_id or "", before, change_of(revision), account)

    return connections.with_leave(connection, tell, quiet=lambda: _is_quiet(connection))


def _is_quiet(connection: Connection) -> bool:
    """Whether nothing is sent to this account just now, so that no transfer loses its token by a renewal."""
    return not Publication.objects.being_sent_to(connection).exists()


# -- settling --------------------------------------------------------------------------------------------------------


def _settle(revision: Revision, followed: Followed, *, now: datetime) -> None:
    """Let the publication say what is there now. A wish that came meanwhile stays open, and is due at once."""
    named, row = set(revision.named), revision.publication
    words = {name: getattr(revision, name) for name in ("title", "description", "tags") if name in named}
    with transaction.atomic():
        there = Publication.objects.select_for_update().filter(pk=row.pk, state=State.PUBLISHED, remote_id=row.remote_id).first()
        if there is not None:
            options = {**there.options, **change_of(revision).options}
            Publication.objects.filter(pk=row.pk, state=State.PUBLISHED).update(**words, options=options)
        ended = {"done_at": now, "due_at": None, "claimed_until": None, "warning": followed.warning}
        if not _mine(revision).update(**ended, **NO_ERROR):
            _free(revision, now=now)


def _failed(revision: Revision, failure: Failure, *, now: datetime) -> None:
    match failure.kind:
        case Kind.RATE_LIMITED | Kind.QUOTA:
            until = failure.until or now + rate_wait(revision.waits)
            _put_off(revision, at=until, failure=failure, tries=F("tries") - 1, waits=F("waits") + 1)
        case Kind.UNAUTHORIZED:
            refused = Connection.objects.get(pk=revision.publication.connection_id).refused_version
            _put_off(revision, at=None, failure=failure, tries=F("tries") - 1, refused_version=refused)
        case Kind.REFUSED | Kind.REJECTED:
            _give_up(revision, failure)
        case _ if revision.tries >= MOST_TRIES or revision.tries >= (failure.max_failures or MOST_TRIES):
            _give_up(revision, failure)
        case _:
            at = now + WAITS[revision.tries - 1]
            _put_off(revision, at=max(at, failure.until or at), failure=failure, waits=0)


def _put_off(revision: Revision, *, at: datetime | None, failure: Failure | None = None, **changes: Any) -> None:
    """Due then; None: once the account is connected again. A newer wish is due at once, and counts its own tries."""
    if not _mine(revision).update(due_at=at, claimed_until=None, **_error(failure), **changes):
        _free(revision, now=clock.now())


def _give_up(revision: Revision, failure: Failure) -> None:
    now = clock.now()
    if not _mine(revision).update(given_up_at=now, due_at=None, claimed_until=None, **_error(failure)):
        _free(revision, now=now)


def _error(failure: Failure | None) -> Mapping[str, str]:
    if failure is None:
        return {}
    return {"error_kind": failure.kind, "error_code": failure.code, "error_message": failure.message, "error_fix": failure.fix}


def _mine(revision: Revision) -> Any:
    """It, as it was claimed: the same wish, under the same claim."""
    return Revision.objects.open().filter(pk=revision.pk, wish=revision.wish, claimed_until=revision.claimed_until)


def _free(revision: Revision, *, now: datetime) -> None:
    """Let a newer wish be made, once this claim has let go."""
    Revision.objects.open().filter(pk=revision.pk, claimed_until=revision.claimed_until).update(claimed_until=None, due_at=now)
