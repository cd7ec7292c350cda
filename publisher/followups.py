"""Follow-ups: what remains once a post exists. None of them can make a publication fail."""

from datetime import datetime, timedelta

from django.db.models import F

from platforms import clock, connections
from platforms.contract import Account, FollowUpKind
from platforms.errors import PlatformError, Refused, Transient, Unsupported
from publisher.models import FollowUp, Publication
from publisher.models.follow_up import CLAIM_FOR, IN_WORDS
from publisher.snapshot import upload_done

WAITS = (timedelta(minutes=5), timedelta(hours=1), timedelta(hours=4), timedelta(hours=24))
MOST_TRIES = len(WAITS) + 1
BUSY = timedelta(seconds=15)
NOT_NOW = timedelta(hours=1)


def run(pk: int) -> None:
    """Do follow-up `pk` if it is due; a second call finds it claimed."""
    now = clock.now()
    if not FollowUp.objects.due(now).filter(pk=pk).update(due_at=now + CLAIM_FOR, tries=F("tries") + 1):
        return
    follow_up = FollowUp.objects.select_related("publication__connection", "publication__asset", "publication__video").get(pk=pk)
    if follow_up.tries > MOST_TRIES:
        # The last try told nothing: it met a bug of ours, or its worker died.
        _give_up(follow_up, f"Retake could not see to {IN_WORDS[FollowUpKind(follow_up.kind)]}.")
        return
    try:
        _do(follow_up)
    except connections.RefreshBusy:
        FollowUp.objects.filter(pk=follow_up.pk).update(due_at=clock.now() + BUSY, tries=F("tries") - 1)
    except PlatformError as error:
        _failed(follow_up, error, now=clock.now())


def _do(follow_up: FollowUp) -> None:
    publication = follow_up.publication
    adapter = publication.connection.platform
    account = _account(publication)
    followed = adapter.follow_up(FollowUpKind(follow_up.kind), upload_done(publication), publication.remote_id or "", account)
    told_before = follow_up.warning
    FollowUp.objects.filter(pk=follow_up.pk).update(
        done_at=clock.now(), due_at=None, warning=followed.warning, error_code="", error_message="", error_fix=""
    )
    if told_before and told_before != followed.warning:
        take_back(publication, told_before)
    if followed.warning:
        _warn(publication, followed.warning)
    if followed.url:
        Publication.objects.filter(pk=publication.pk).update(remote_url=followed.url)


def _account(publication: Publication) -> Account:
    return connections.access(publication.connection).account


def _failed(follow_up: FollowUp, error: PlatformError, *, now: datetime) -> None:
    told = {"error_code": error.code, "error_message": error.message, "error_fix": error.fix}
    FollowUp.objects.filter(pk=follow_up.pk).update(**told)
    if follow_up.tries >= MOST_TRIES or isinstance(error, Refused | Unsupported):
        _give_up(follow_up, error.message)
        return
    wait = WAITS[follow_up.tries - 1] if isinstance(error, Transient) else max(NOT_NOW, WAITS[follow_up.tries - 1])
    FollowUp.objects.filter(pk=follow_up.pk).update(due_at=now + wait)


def _give_up(follow_up: FollowUp, why: str) -> None:
    warning = f"{why} The post itself is there."
    FollowUp.objects.filter(pk=follow_up.pk).update(due_at=None, warning=warning)
    _warn(follow_up.publication, warning)


def _warn(publication: Publication, warning: str) -> None:
    """Add a warning to those that stand, once."""
    publication.refresh_from_db(fields=["warning"])
    if warning not in publication.warning:
        joined = f"{publication.warning}\n{warning}".strip()
        Publication.objects.filter(pk=publication.pk, warning=publication.warning).update(warning=joined)


def take_back(publication: Publication, warning: str) -> None:
    """Take one warning away that no longer holds; the others stand."""
    publication.refresh_from_db(fields=["warning"])
    left = publication.warning.replace(warning, "")
    lines = "\n".join(line for line in left.splitlines() if line.strip())
    Publication.objects.filter(pk=publication.pk, warning=publication.warning).update(warning=lines)
