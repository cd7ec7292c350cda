"""The engine with one rule broken at a time: a harness that cannot tell these from the real one proves nothing."""

from collections.abc import Callable, Mapping
from copy import copy
from typing import Any

import pytest

from platforms.contract import Checkpoint
from publisher import lease as lease_module
from publisher import rounds, settle
from publisher.lease import Lease
from publisher.models import FREE, Publication
from publisher.states import State
from tests.casts import Cast
from tests.casts.cast import Mutate


def no_fence(patch: pytest.MonkeyPatch) -> None:
    """Checkpoints are written whoever holds the lease by now."""

    def swap(lease: Lease, changes: Callable[[Any], dict[str, Any]]) -> int:
        from_now = lease_module.clock.now()
        return Publication.objects.filter(pk=lease.publication.pk).update(**changes(from_now))

    patch.setattr(Lease, "_swap", swap)


def no_look(patch: pytest.MonkeyPatch) -> None:
    """A send that stalled after its deciding request is simply sent again."""

    def rescued(row: Publication, now: Any) -> tuple[State, dict[str, object]]:
        to = State.WAITING if row.state == State.PUBLISHING else State(row.state)
        forgotten = {"deciding_since": None, "progress_sealed": ""} if to == State.WAITING else {}
        return to, {**FREE, "due_at": now, "lane": None, **forgotten}

    patch.setattr(rounds, "_rescued", rescued)


def done_before_the_effect(patch: pytest.MonkeyPatch) -> None:
    """Published is written before the request that makes it so."""
    commit = Lease.commit

    def early(lease: Lease, checkpoint: Checkpoint) -> float | None:
        send_before = commit(lease, checkpoint)
        if checkpoint.deciding:
            Publication.objects.filter(pk=lease.publication.pk).update(
                state=State.PUBLISHED, remote_id=f"early-{lease.publication.pk}", **FREE
            )
        return send_before

    patch.setattr(Lease, "commit", early)


def blind_retry(patch: pytest.MonkeyPatch) -> None:
    """An error after the deciding request counts as any other: the next try starts afresh."""
    failed = settle._failed

    def forgetful(row: Publication, failure: Any, ladder: Any, now: Any) -> Any:
        settled = failed(row, failure, ladder, now)
        if row.may_exist and settled.to == State.UNCONFIRMED:
            careless = copy(row)
            careless.deciding_since = None
            settled = failed(careless, failure, ladder, now)
            settled.changes["progress_sealed"] = ""
        return settled

    patch.setattr(settle, "_failed", forgetful)


def hold_forgets_the_unknown(patch: pytest.MonkeyPatch) -> None:
    """A hold that is met while looking clears the memory that a post may exist."""
    in_vain = settle._looked_in_vain

    def forgetful(row: Publication, *facts: Any) -> Any:
        settled = in_vain(row, *facts)
        if settled.to == State.ON_HOLD:
            settled.changes.update(settle._NOTHING_EXISTS, progress_sealed="")
        return settled

    patch.setattr(settle, "_looked_in_vain", forgetful)


def cancel_unchecked(patch: pytest.MonkeyPatch) -> None:
    """The deciding checkpoint does not ask whether its owner cancelled."""

    def swap(lease: Lease, changes: Callable[[Any], dict[str, Any]]) -> int:
        now = lease_module.clock.now()
        return Publication.objects.filter(pk=lease.publication.pk, lease_token=lease.token).update(**changes(now))

    patch.setattr(Lease, "_swap", swap)


OF_THE_ENGINE: Mapping[str, Mutate] = {
    mutate.__name__: mutate
    for mutate in (
        no_fence,
        no_look,
        done_before_the_effect,
        blind_retry,
        hold_forgets_the_unknown,
        cancel_unchecked,
    )
}


def mutants(cast: type[Cast]) -> Mapping[str, Mutate]:
    """Those of the engine, and those of this platform's adapter."""
    return {**OF_THE_ENGINE, **cast.mutants}
