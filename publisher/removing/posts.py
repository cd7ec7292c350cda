"""One post deleted on its platform, or not, with the reason; safe to repeat, for what is gone already is deleted."""

import logging
from datetime import datetime

from django.db import transaction

from platforms import clock, connections
from platforms.errors import PlatformError
from platforms.models import Connection
from publisher.models import FollowUp, Publication, RemovalStep, StepState
from publisher.removing.decide import after
from publisher.states import State

log = logging.getLogger(__name__)

NOT_OURS = "Retake did not make this post: you posted it yourself. Retake deletes only what it made itself."
OTHER_ACCOUNT = "The connection is to another account than the one that this was published with."


def is_removable(row: Publication) -> bool:
    """Whether something of it is on the platform: a post, or the copy that was rejected there."""
    return bool(row.remote_id) and row.state in (State.PUBLISHED, State.PERMANENTLY_FAILED)


def take(step: RemovalStep) -> None:
    """Try to delete it now, and write down what came of it."""
    row, connection = step.publication, step.connection
    if row is None or connection is None or not (is_removable(row) and row.remote_id == step.remote_id):
        end(step, StepState.DONE, now=clock.now())
    elif row.is_by_hand:
        ask(step, code="not_ours", message=NOT_OURS, fix=f"Delete it on {connection.platform.name}, if it is to go.")
    elif (connection.uid, connection.realm) != (step.account_id, step.realm):
        ask(step, code="other_account", message=OTHER_ACCOUNT, fix=f"Delete it on {connection.platform.name} yourself.")
    elif not connection.is_usable:
        RemovalStep.objects.move(step, StepState.RECONNECT, due_at=None, held_token_version=0)
    else:
        _ask_the_platform(step)


def _ask_the_platform(step: RemovalStep) -> None:
    connection = step.connection
    assert connection is not None  # noqa: S101 - `take` looked
    try:
        connections.with_leave(connection, lambda account: connection.platform.remove(step.remote_id, account))
    except connections.RefreshBusy as busy:
        RemovalStep.objects.move(step, StepState.WAITING, due_at=clock.now() + busy.again_in)
    except PlatformError as error:
        _note(step, error, refused_version=Connection.objects.get(pk=connection.pk).refused_version, now=clock.now())
    else:
        end(step, StepState.DONE, now=clock.now())


def _note(step: RemovalStep, error: PlatformError, *, refused_version: int, now: datetime) -> None:
    then = after(error, tries=step.tries, now=now)
    told = {"error_code": error.code, "error_message": error.message, "error_fix": error.fix}
    tries = step.tries + then.counted
    RemovalStep.objects.move(step, then.state, due_at=then.due_at, tries=tries, held_token_version=refused_version, **told)
    log.info("Post of removal step %s was not deleted (%s)", step.pk, error.code)


def ask(step: RemovalStep, *, code: str, message: str, fix: str) -> None:
    """Leave it to its owner."""
    RemovalStep.objects.move(step, StepState.ASKED, due_at=None, error_code=code, error_message=message, error_fix=fix)


def end(step: RemovalStep, to: StepState, *, now: datetime, by_word: bool = False) -> bool:
    """Write down that it is deleted, or stays: the step and its publication in one commit."""
    with transaction.atomic():
        if not RemovalStep.objects.move(step, to, due_at=None, ended_at=now, by_word=by_word):
            return False
        if to == StepState.DONE and step.publication_id is not None:
            _mark_removed(step)
    return True


def _mark_removed(step: RemovalStep) -> None:
    row = Publication.objects.filter(removal_steps=step.pk, remote_id=step.remote_id).first()
    if row is None:
        return
    if row.state == State.PUBLISHED and Publication.objects.move(row, State.REMOVED, named={"remote_id": row.remote_id}):
        FollowUp.objects.filter(publication=row).update(due_at=None)
    elif row.state == State.PERMANENTLY_FAILED:
        # The rejected copy is gone, and with it what kept a retry from sending; its session would answer with it for ever.
        as_found = Publication.objects.filter(pk=row.pk, state=row.state, remote_id=row.remote_id)
        as_found.update(remote_id=None, remote_url="", progress_sealed="", bytes_sent=0)
