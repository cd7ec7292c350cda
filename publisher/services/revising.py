"""Revise: change the words or options of a post that is there. It is told to the platform soon after, and never sent anew."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.contrib.auth.models import User
from django.db import IntegrityError, transaction
from django.db.models import F

from platforms import clock
from platforms.contract import Problem, Words
from publisher.described import described
from publisher.models import Publication, Revision
from publisher.revising.run import NO_ERROR, wake
from publisher.revising.wish import Standing, as_wished, columns_of
from publisher.services.refusal import ON_ITS_WAY, NotPossible, WouldBeRefused
from publisher.snapshot import upload_for_preflight
from publisher.states import State

NOTHING = "Nothing to change: it is so already."
WILL_BE = "The change is on its way."
INSTEAD = "Changed once more: this is made in place of the change that was on its way."
DROPPED = "The change that was on its way is dropped: the post stays as it is."


def revise(publication: Publication, *, words: Words | None = None, options: Mapping[str, Any] | None = None, by: User | None) -> str:
    """Wish `words` and `options` (those that are to change, cleaned) for the post of `publication`; gives what comes of it.

    Raises `NotPossible` where the post cannot be changed from here, and `WouldBeRefused` for what the platform would refuse.
    """
    now = clock.now()
    insist_on_revisable(publication)
    platform = publication.connection.platform
    revisable = platform.revisable
    before, last = Standing.of(publication, platform, now=now), publication.revisions.last()
    chosen = {name: value for name, value in (options or {}).items() if name in revisable.options}
    base = as_wished(publication, now=now)
    wished = Standing(words=words or base.words, options={**base.options, **chosen})
    named = before.differs(wished, revisable)
    if last is not None and last.may_have_changed_it:
        named |= set(last.named) & (revisable.words | revisable.options)
    if last is not None and last.is_open and _is_same(last, wished, named):
        return ON_ITS_WAY
    if not named:
        return _drop(last) if last is not None and last.is_open else NOTHING
    _foresee(publication, before, wished, now=now)
    return _keep(publication, last, {**columns_of(wished), "named": sorted(named)}, by=by, now=now)


def revise_again(publication: Publication, *, by: User | None) -> str:
    """Wish once more what was given up, or put off. Raises `NotPossible` where nothing was."""
    insist_on_revisable(publication)
    last = publication.revisions.last()
    if last is None or last.done_at is not None:
        raise NotPossible("nothing_to_retry", "There is no change to try again.")
    if last.claimed_until is not None:
        return ON_ITS_WAY
    same = {name: getattr(last, name) for name in ("title", "description", "tags", "options", "named")}
    return _keep(publication, last, same, by=by, now=clock.now())


def insist_on_revisable(publication: Publication) -> None:
    """Raise `NotPossible` unless there is a post that can be changed from here."""
    platform = publication.connection.platform
    if publication.state != State.PUBLISHED or not publication.remote_id:
        raise NotPossible("not_published", f"It is not published, so there is nothing on {platform.name} to change.")
    if publication.is_by_hand:
        raise NotPossible("posted_by_hand", f"You posted this one yourself, and change it on {platform.name} yourself.")
    if not platform.revisable.is_any:
        raise NotPossible("not_revisable", platform.revisable.elsewhere)


def _is_same(last: Revision, wished: Standing, named: frozenset[str]) -> bool:
    kept = columns_of(wished)
    return named <= set(last.named) and all(getattr(last, name) == value for name, value in kept.items())


def _drop(last: Revision) -> str:
    gone, _ = Revision.objects.open().filter(pk=last.pk, wish=last.wish, began_at=None).delete()
    if not gone:
        raise _overtaken()
    return DROPPED


def _foresee(publication: Publication, before: Standing, wished: Standing, *, now: datetime) -> None:
    """Say what would be refused of that which changes; of what stays, only what is wrong because of it."""
    revisable = publication.connection.platform.revisable
    changed, as_it_is = before.differs(wished, revisable), {each.code for each in problems_of(publication, before, now=now)}
    found = [each for each in problems_of(publication, wished, now=now) if each.blocking]
    blocking = [each for each in found if each.field in changed or each.code not in as_it_is]
    if blocking:
        raise WouldBeRefused(blocking)


def problems_of(publication: Publication, standing: Standing, *, now: datetime) -> list[Problem]:
    """What the platform would say of these words and options, where that is mended in them."""
    platform = publication.connection.platform
    options = {**publication.options, **standing.options}
    upload = upload_for_preflight(publication.video, publication.asset, options, words=standing.words)
    found = platform.problems(upload, described(publication.connection), now=now)
    return [each for each in found if each.field in platform.revisable.words | platform.revisable.options]


def _keep(publication: Publication, last: Revision | None, wish: Mapping[str, Any], *, by: User | None, now: datetime) -> str:
    """One open revision at a time: a newer wish takes the place of one that waits, and follows one that is being made."""
    asked = {**wish, "requested_by": by, "requested_at": now, "due_at": now}
    try:
        with transaction.atomic():
            if last is not None and last.is_open:
                anew = {**asked, **NO_ERROR, "tries": 0, "waits": 0, "refused_version": 0, "wish": F("wish") + 1}
                as_read = {"wish": last.wish, "claimed_until": last.claimed_until, "began_at": last.began_at}
                if not Revision.objects.open().filter(pk=last.pk, **as_read).update(**anew):
                    raise _overtaken()
                pk, said = last.pk, INSTEAD
            else:
                began = last.began_at if last is not None and last.may_have_changed_it else None
                pk, said = Revision.objects.create(publication=publication, began_at=began, **asked).pk, WILL_BE
            wake(pk)
    except IntegrityError as other:
        raise _overtaken() from other  # pressed twice, and the other press was faster
    return said


def _overtaken() -> NotPossible:
    return NotPossible("changed", "It changed just now. Look again.")
