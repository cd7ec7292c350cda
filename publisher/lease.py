"""The lease: what a worker holds while it is on a publication, and everything that it writes meanwhile."""

from collections.abc import Callable, Iterator, Mapping
from datetime import datetime, timedelta
from typing import Any

from django.db import InterfaceError, OperationalError, connection

from platforms import clock
from platforms.contract import Checkpoint
from platforms.encryption import WrongKey, WrongRow
from platforms.errors import Cancelled, HandOver, LeaseLost, Misconfigured
from platforms.steady import steadily
from publisher.models import LEASE, Publication

RENEW_EACH = timedelta(seconds=10)
STOP_BEFORE_THE_END = timedelta(seconds=10)
SEND_BEFORE = timedelta(seconds=5)
"""How long after a deciding checkpoint the first byte of its request may leave; counted from before the commit."""
TIME_BUDGET = timedelta(minutes=15)
"""How long one queue task may transfer before it hands over: tasks are bounded though transfers are not."""


class Lease:
    """One worker's hold on one publication, fenced by its token."""

    def __init__(
        self,
        publication: Publication,
        *,
        token: str,
        attempt: int,
        looking: bool,
        taken_at: float,
        stopping: Callable[[], bool],
    ) -> None:
        self.publication = publication
        self.token = token
        self.attempt = attempt
        self.looking = looking
        self.decided = False
        self.progress: Mapping[str, Any] = {}
        self.sent = publication.bytes_sent
        self._taken_at = self._renewed_at = taken_at
        self._stopping = stopping

    # What the network door and the reads of the source call.

    def beat(self) -> None:
        """Renew where it is time; raises `errors.Interrupted` when this worker has to let go.

        It renews first: whoever may not be broken off just now holds the lease a little longer, and lets go then.
        """
        if clock.monotonic() - self._renewed_at >= RENEW_EACH.total_seconds():
            self._renew()
        if not self.looking and not self.decided and self._stopping():
            raise HandOver

    def watch(self, pieces: Iterator[bytes]) -> Iterator[bytes]:
        """Pass a source's pieces on, keeping the lease alive."""
        for piece in pieces:
            self.beat()
            yield piece

    # What the engine calls.

    def open_progress(self) -> None:
        """Read what earlier steps kept. Raises `errors.Misconfigured` where it cannot be opened: to begin anew could post twice."""
        try:
            self.progress = self.publication.progress
        except (WrongKey, WrongRow):
            raise Misconfigured(
                "progress_locked",
                "What Retake noted about this upload cannot be opened.",
                fix="Put the key back into TOKEN_ENCRYPTION_KEYS that it was sealed with.",
            ) from None

    def commit(self, checkpoint: Checkpoint) -> float | None:
        """Put a checkpoint on disk. For a deciding one, answer the last moment at which its request may start.

        Raises `Cancelled` or `LeaseLost` when the swap fails: then nothing more may be sent.
        """
        before = clock.monotonic()
        known = {"progress_sealed": self.publication.sealed(checkpoint.progress), "bytes_sent": checkpoint.sent}
        if checkpoint.deciding:
            self._write(lambda now: known | self._decision(now))
            self.decided = True
        else:
            self._write(lambda now: known)
        self._renewed_at = before
        self.progress, self.sent = checkpoint.progress, checkpoint.sent
        return before + SEND_BEFORE.total_seconds() if checkpoint.deciding else None

    def undecide(self) -> None:
        """The deciding request certainly made nothing: the memory of it is cleared while the lease is ours."""
        self._write(lambda now: {"deciding_since": None, "deciding_attempt": None})
        self.publication.deciding_since = self.publication.deciding_attempt = None
        self.decided = False

    def forget_discarded(self) -> None:
        """The failed copy is gone from the platform: from now on a request may send."""
        self._write(lambda now: {"discard_id": ""})

    def should_hand_over(self) -> bool:
        """Whether this task had its time; asked right after a checkpoint."""
        spent = clock.monotonic() - self._taken_at
        return not self.decided and (spent >= TIME_BUDGET.total_seconds() or self._stopping())

    # Within.

    def _decision(self, now: datetime) -> dict[str, Any]:
        self.publication.deciding_since, self.publication.deciding_attempt = now, self.attempt
        return {"deciding_since": now, "deciding_attempt": self.attempt, "empty_looks": 0, "first_error": None}

    def _write(self, changes: Callable[[datetime], dict[str, Any]]) -> None:
        try:
            written = steadily(lambda: self._swap(changes), until=self._ends_at())
        except (OperationalError, InterfaceError):
            # Whether it was committed is not known; the row says so to whoever rescues it.
            raise LeaseLost from None
        if written == 0:
            raise self._why_lost()

    def _swap(self, changes: Callable[[datetime], dict[str, Any]]) -> int:
        now = clock.now()
        mine = Publication.objects.filter(pk=self.publication.pk, lease_token=self.token, cancel_requested_at=None)
        return mine.update(leased_until=now + LEASE, **changes(now))

    def _ends_at(self) -> float:
        return self._renewed_at + (LEASE - STOP_BEFORE_THE_END).total_seconds()

    def _renew(self) -> None:
        before = clock.monotonic()
        connection.close_if_unusable_or_obsolete()
        try:
            held = self._swap(lambda now: {})
        except (OperationalError, InterfaceError):
            # Only renewals seen to commit count: go on while the last one holds.
            connection.close()
            if before >= self._ends_at() and not self.decided:
                raise LeaseLost from None
            return
        if held:
            self._renewed_at = before
        elif not self.decided:
            raise self._why_lost()
        # Once the deciding request left, its answer is worth more than the lease: it is waited for and told as late proof.

    def _why_lost(self) -> Cancelled | LeaseLost:
        row = Publication.objects.filter(pk=self.publication.pk, lease_token=self.token).values("cancel_requested_at").first()
        return Cancelled() if row and row["cancel_requested_at"] else LeaseLost()
