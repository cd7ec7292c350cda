"""The engine: claim, drive the adapter, settle, record. The only caller of adapters that send and look.

run(pk) --> claim --> adapter.publish() --checkpoint--> commit --> ... --outcome--> settle
                 \\--> adapter.look()  ------------------------------outcome--^
"""

import logging
import secrets
from collections.abc import Callable
from datetime import timedelta

from django.db import DataError, IntegrityError, transaction

from platforms import clock, connections, http
from platforms.contract import Account, Asked, Platform, Published, Upload, Working
from platforms.errors import Cancelled, HandOver, Interrupted, LeaseLost, PlatformError, Unauthorized
from platforms.steady import steadily
from publisher.claims import claim
from publisher.lease import Lease
from publisher.models import Publication
from publisher.outcomes import PATIENT, Again, BoundElsewhere, HandedOver, Outcome, Patience, Stopped
from publisher.records import record
from publisher.settle import settlement
from publisher.snapshot import upload_of
from publisher.stopping import stopping
from retries.failure import Failure, Kind, bug, failure_of
from retries.ladder import ladder

log = logging.getLogger(__name__)

SETTLE_FOR = timedelta(hours=1)
"""How long a worker keeps trying to write down what it learnt while the database is away."""


def run(pk: int, *, stop_asked: Callable[[], bool] = stopping) -> None:
    """Run publication `pk` once, if it is due and free; safe to call any number of times, from anywhere."""
    lease = claim(pk, stopping=stop_asked)
    if lease is None:
        return
    outcome = _outcome(lease)
    if outcome is not None:
        steadily(lambda: _settle(lease, outcome), until=clock.monotonic() + SETTLE_FOR.total_seconds())


# -- driving ---------------------------------------------------------------------------------------------------------


def _outcome(lease: Lease) -> Outcome | None:
    """Run the adapter to its end; None when the publication is no longer ours."""
    adapter = lease.publication.connection.platform
    try:
        with http.watched(lease.beat):
            return _with_access(lease, adapter)
    except Cancelled:
        return Stopped()
    except HandOver:
        return HandedOver()
    except (LeaseLost, Interrupted):
        return None
    except connections.RefreshBusy as busy:
        return Again(wait=busy.again_in)
    except Exception:
        # The last resort of a worker: a bug becomes a state that people see, never a publication that is stuck.
        ours = bug(secrets.token_hex(4))
        log.exception("Publication %s met a bug, %s", lease.publication.pk, ours.detail)
        return ours


def _with_access(lease: Lease, adapter: Platform) -> Outcome:
    """Drive with a token that is valid now; one that is refused on the way is refreshed once for each stretch of progress."""
    connection, refused, sent_when_refused = lease.publication.connection, None, -1
    version = connection.token_version
    try:
        lease.open_progress()
        while True:
            access = connections.access(connection, refused_version=refused, quiet=lambda: _is_alone(lease))
            version = access.token_version
            try:
                return _drive(lease, adapter, access.account)
            except Unauthorized as error:
                if lease.decided and not error.nothing_exists:
                    raise
                if lease.decided:
                    lease.undecide()
                if lease.sent == sent_when_refused:
                    connections.ask_to_reconnect(connection, version, error)
                    raise
                refused, sent_when_refused = version, lease.sent
    except PlatformError as error:
        return failure_of(error, now=clock.now(), token_version=version)


def _is_alone(lease: Lease) -> bool:
    """Whether nothing else is sent to this account just now, so that no transfer loses its token by a renewal."""
    row = lease.publication
    return not Publication.objects.being_sent_to(row.connection).exclude(pk=row.pk).exists()


def _drive(lease: Lease, adapter: Platform, account: Account) -> Outcome:
    upload = upload_of(lease.publication, lease)
    return _look(lease, adapter, upload, account) if lease.looking else _publish(lease, adapter, upload, account)


def _look(lease: Lease, adapter: Platform, upload: Upload, account: Account) -> Outcome:
    row, now = lease.publication, clock.now()
    asked = Asked(now=now, deciding_since=row.deciding_since or now, empty_looks=row.empty_looks)
    return adapter.look(upload, lease.progress, account, asked)


def _publish(lease: Lease, adapter: Platform, upload: Upload, account: Account) -> Outcome:
    if lease.publication.discard_id:
        adapter.remove(lease.publication.discard_id, account)
        lease.forget_discarded()
    steps = adapter.publish(upload, lease.progress, account)
    try:
        answer = None
        while True:
            checkpoint = steps.send(answer)
            answer = lease.commit(checkpoint)
            if lease.should_hand_over():
                return HandedOver()
    except StopIteration as end:
        outcome: Outcome = end.value
        return outcome
    finally:
        steps.close()


# -- settling --------------------------------------------------------------------------------------------------------


def _settle(lease: Lease, outcome: Outcome) -> None:
    """Write down how the run ended: one move, the attempt closed, and what follows as rows of the same commit."""
    while (row := _ours(lease)) is not None:
        try:
            if _settle_once(lease, row, outcome):
                return
        except IntegrityError:
            if isinstance(outcome, BoundElsewhere):
                raise
            log.exception("Publication %s was told a post that belongs to another", row.pk)
            outcome = BoundElsewhere()
        except (DataError, ValueError):
            # What the platform said does not fit into the database: half a character, a zero byte, an endless name.
            if isinstance(outcome, Failure) and outcome.kind is Kind.BUG:
                raise
            outcome = bug(secrets.token_hex(4))
            log.exception("Publication %s was told what cannot be stored, %s", row.pk, outcome.detail)
    if lease.decided and isinstance(outcome, Published | Working) and outcome.remote_id:
        _accept_late_proof(lease, outcome)


def _ours(lease: Lease) -> Publication | None:
    return Publication.objects.with_all().filter(pk=lease.publication.pk, lease_token=lease.token).first()


def _settle_once(lease: Lease, row: Publication, outcome: Outcome) -> bool:
    """Settle `row` as it stands; False when it changed meanwhile (its owner cancelled) and has to be read again."""
    now = clock.now()
    adapter = row.connection.platform
    patience = Patience(
        empty_reads=adapter.empty_reads, processing_limit=adapter.processing_limit, asks_when_overdue=adapter.asks_when_overdue
    )
    settled = settlement(row, outcome, looking=lease.looking, ladder=ladder(), patience=patience, now=now)
    named = {"deciding_since": row.deciding_since, "cancel_requested_at": row.cancel_requested_at}
    with transaction.atomic():
        moved = Publication.objects.move(row, settled.to, token=lease.token, named=named, **settled.changes)
        if moved:
            record(row, settled, now=now)
    return moved


def _accept_late_proof(lease: Lease, outcome: Published | Working) -> None:
    """Someone rescued it meanwhile, and yet our answer is proof: accept it while no newer attempt has decided anything."""
    waits_for_proof = {"deciding_attempt": lease.attempt, "deciding_since": lease.publication.deciding_since, "remote_id": None}
    while (row := Publication.objects.with_all().filter(pk=lease.publication.pk, **waits_for_proof).first()) is not None:
        now = clock.now()
        settled = settlement(row, outcome, looking=False, ladder=ladder(), patience=PATIENT, now=now)
        with transaction.atomic():
            if Publication.objects.move(row, settled.to, token=row.lease_token, named=waits_for_proof, **settled.changes):
                record(row, settled, now=now)  # the attempt of whoever looks just now ends with it
