"""The renewal of a connection's tokens: by one at a time, never broken off, and the new pair is written down whatever happens.

Where refresh tokens rotate, the answer holds the only copy of the account's leave: a renewal whose answer is lost may have
ended it. So a beat interrupts nothing here (`platforms.beat.shielded`), the swap outlasts a database that is away, and a
silence is met with one more try, with the old pair: either it still works, or the platform says that it is gone.
"""

from datetime import datetime, timedelta

from django.db import transaction

from platforms import clock, errors, leave
from platforms.beat import shielded
from platforms.grants import Grants, Tokens
from platforms.kept_tokens import ask_to_reconnect, grants_of, keep, opened, swap_in
from platforms.models import Connection
from platforms.oauth import missing_in_words
from platforms.steady import steadily

CLAIM = timedelta(minutes=3)
"""Longer than all but the slowest renewal. Afterwards the next may try; the version keeps the two from overwriting each other."""
WRITE_FOR = timedelta(hours=1)
"""How long new tokens are tried to be written down while the database is away."""
STILL_GOOD = timedelta(minutes=1)
"""How long a token has to last to be used while its renewal is under way or failed."""


def claim(row: Connection, *, now: datetime) -> bool:
    """Take the renewal, in a commit of its own: the platform is never asked within a transaction."""
    with transaction.atomic(durable=True):
        return Connection.objects.claim_refresh(row, now=now, until=now + CLAIM)


def renew(row: Connection, *, refused: bool, now: datetime) -> bool:
    """Renew the tokens of `row`, claimed at `now`, within it too; False: somebody else changed the stored ones meanwhile.

    While they still last and were not `refused`, a platform that cannot renew them just now stops nobody. Raises what
    `platforms.tokens.access` raises, and what beats raised meanwhile, once the new pair is on disk.
    """
    one = _Renewal(row, now)
    try:
        with shielded():
            return one.run()
    except (errors.Transient, errors.RateLimited):
        if refused or not lasts(row, STILL_GOOD, now=clock.now()):
            raise
        return True
    finally:
        one.give_back()


def lasts(row: Connection, wanted: timedelta, *, now: datetime) -> bool:
    """Whether the token is valid for longer than `wanted`; one without an end always is."""
    return row.token_expires_at is None or row.token_expires_at - now > wanted


class _Renewal:
    """One claimed renewal of the tokens in `row`."""

    def __init__(self, row: Connection, claimed_at: datetime) -> None:
        self._row = row
        self._claimed_at = claimed_at
        self._grants: Grants = grants_of(row)
        # A claim that ran out, and was never given back, is of a renewal that died before it wrote anything down.
        self._is_in_doubt = row.refreshing_until is not None and self._grants.rotates_refresh_tokens

    def run(self) -> bool:
        row, before = self._row, opened(self._row).get("refresh_token", "")
        try:
            tokens = self._asked(before)
        except errors.Unauthorized as refusal:
            return self._refused(refusal)
        if tokens is None:
            return False
        swapped = steadily(lambda: self._written(tokens, before), until=clock.monotonic() + WRITE_FOR.total_seconds())
        missing = row.platform.guide.missing(row.scopes)
        if swapped and missing:
            error = errors.Unauthorized("scope_missing", missing_in_words(missing), fix="Give it by reconnecting the account.")
            ask_to_reconnect(row, row.token_version, error)
            raise error
        return swapped

    def give_back(self) -> None:
        """End the claim. Where the platform may have changed the pair and did not tell, that stays to be seen by the next."""
        mine = Connection.objects.filter(pk=self._row.pk, refreshing_until=self._claimed_at + CLAIM)
        mine.update(refreshing_until=self._claimed_at if self._is_in_doubt else None)

    def _asked(self, refresh_token: str) -> Tokens | None:
        """Ask for new tokens; None: the stored ones changed while the platform kept silent."""
        if not refresh_token:
            raise errors.Unauthorized("grant_ended", "The leave to publish to this account has ended.", fix="Reconnect the account.")
        try:
            return self._grants.renew(refresh_token)
        except errors.Transient as silence:
            if not self._grants.rotates_refresh_tokens:
                raise
            self._is_in_doubt |= not (isinstance(silence, errors.NoAnswer) and not silence.sent)
        return self._grants.renew(refresh_token) if self._is_unchanged() else None

    def _written(self, tokens: Tokens, before: str) -> bool:
        # By the moment of the claim, which is earlier than the platform's own: a token is never taken to last longer than it does.
        keep(self._row, tokens, before=before, now=self._claimed_at)
        swapped = swap_in(self._row)
        self._is_in_doubt &= not swapped
        return swapped

    def _refused(self, refusal: errors.Unauthorized) -> bool:
        """Ask the owner to reconnect, where what was refused is still what is stored: else it proves nothing."""
        error = leave.why_it_ended(self._row, self._explained(refusal), now=clock.now())
        ask_to_reconnect(self._row, self._row.token_version, error)
        if self._is_unchanged():
            raise error from None
        return False

    def _explained(self, refusal: errors.Unauthorized) -> errors.Unauthorized:
        if not self._is_in_doubt or refusal.code != "grant_ended":
            return refusal
        name = self._row.platform.name
        message = f"{name} renewed the leave, and its answer was lost on the way: what Retake still has is no longer taken."
        return errors.Unauthorized(
            "renewal_lost", message, fix="Reconnect the account.", detail=refusal.detail, http_status=refusal.http_status
        )

    def _is_unchanged(self) -> bool:
        return Connection.objects.unchanged(self._row, token_version=self._row.token_version).exists()
