"""A publication: one video for one connection. Every change of its state is one conditional UPDATE."""

import secrets
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any, Self

from django.conf import settings
from django.contrib.auth.models import AbstractBaseUser, AnonymousUser
from django.db import models
from django.db.models import F, Q

from platforms.encryption import SealedTextField, seal, unseal
from platforms.models import Connection, Hold
from publisher.states import CLOSED, ENDED, LOOKS, SENDS_OR_MAY_AGAIN, Cause, FailureReason, HoldReason, State, may_move
from videos.models import Asset, Video

LEASE = timedelta(seconds=60)
WAKE_AGAIN = timedelta(minutes=2)
FREE: Mapping[str, Any] = {"lease_token": None, "leased_until": None, "worker": ""}
"""What every move that lets go of a publication writes."""


class IllegalMove(AssertionError):
    """A move that the table of states does not know: a mistake in our code."""


def new_marker() -> str:
    """Sixteen characters that no other publication has; short enough for a tag, random enough to search for."""
    return f"rt{secrets.token_hex(7)}"


class PublicationQuerySet(models.QuerySet["Publication"]):
    def visible_to(self, user: AbstractBaseUser | AnonymousUser) -> Self:
        return self.filter(video__owner_id=user.pk)

    def with_all(self) -> Self:
        """With what an engine or a page needs of it, in one query."""
        return self.select_related("connection", "video", "asset")

    def live(self) -> Self:
        return self.exclude(state__in=CLOSED)

    def due(self, now: datetime) -> Self:
        """To be claimed: waiting, or to be looked at, with its time come and nobody on it."""
        return self.filter(due_at__lte=now, leased_until=None, state__in=[State.WAITING, *LOOKS])

    def unwoken(self, now: datetime) -> Self:
        return self.filter(Q(woken_at=None) | Q(woken_at__lte=now - WAKE_AGAIN))

    def stalled(self, now: datetime) -> Self:
        """Leased, and the lease is over; or further ahead than any lease can be, after a clock was set back."""
        return self.filter(Q(leased_until__lte=now) | Q(leased_until__gt=now + 2 * LEASE), leased_until__isnull=False)

    def leased(self) -> Self:
        return self.filter(leased_until__isnull=False)

    def to_retry(self, now: datetime) -> Self:
        """Failed, and its slot has come."""
        return self.filter(state=State.FAILED, due_at__lte=now)

    def on_hold(self) -> Self:
        return self.filter(state=State.ON_HOLD)

    def holds_over(self, now: datetime) -> Self:
        """On hold for something that ends by the clock, and ended."""
        return self.on_hold().filter(due_at__lte=now)

    def holds_lifted(self, now: datetime) -> Self:
        """On hold with their account or platform, which is no longer held."""
        return self.on_hold().filter(hold_reason__in=Hold.Reason.values, connection__in=Connection.objects.unheld(now))

    def reconnected(self) -> Self:
        """On hold for a new token, and there is one: newer than the one that was refused, of a healthy connection."""
        waits = self.on_hold().filter(hold_reason=HoldReason.RECONNECT)
        return waits.filter(connection__token_version__gt=F("held_token_version"), connection__in=Connection.objects.usable())

    def in_order(self) -> Self:
        return self.order_by("due_at", "id")

    def move(
        self, publication: "Publication", to: State, *, token: str | None = None, named: Mapping[str, Any] | None = None, **changes: Any
    ) -> bool:
        """Move by compare-and-swap on the state (and the lease token, while leased); False: someone was faster.

        `named` are further columns that have to stand as given for the move to happen.
        """
        if not may_move(State(publication.state), to):
            raise IllegalMove(f"{publication.state} -> {to}")
        where: dict[str, Any] = {"state": publication.state, "lease_token": token, **(named or {})}
        written = {"hold_reason": "", "woken_at": None, **changes}
        return self.filter(pk=publication.pk, **where).update(state=to, **written) == 1


class Publication(models.Model):
    """One video for one connection, from wish to end."""

    video = models.ForeignKey(Video, on_delete=models.PROTECT, related_name="publications")
    asset = models.ForeignKey(Asset, on_delete=models.PROTECT, related_name="+")
    connection = models.ForeignKey(Connection, on_delete=models.PROTECT, related_name="publications")
    edition = models.PositiveSmallIntegerField(default=1, help_text="Rises when a published video is published again on purpose.")
    marker = models.CharField(max_length=20, unique=True, default=new_marker, editable=False)

    # The snapshot: what is sent and what looks compare, whatever is edited later.
    title = models.CharField(max_length=300)
    description = models.TextField(blank=True)
    tags = models.JSONField(default=list)
    options = models.JSONField(default=dict)
    file_key = models.CharField(max_length=200)
    file_size = models.BigIntegerField()
    file_etag = models.CharField(max_length=200)
    file_sha256 = models.CharField(max_length=64)

    state = models.CharField(max_length=20, choices=State.choices, default=State.WAITING)
    due_at = models.DateTimeField(null=True, blank=True)
    woken_at = models.DateTimeField(null=True, blank=True)
    scheduled_at = models.DateTimeField(null=True, blank=True)
    hold_reason = models.CharField(max_length=20, choices=HoldReason.choices, blank=True)
    held_at = models.DateTimeField(null=True, blank=True)
    held_token_version = models.PositiveIntegerField(default=0)
    waits = models.PositiveSmallIntegerField(default=0, help_text="Rate limits met one after another.")
    cause = models.CharField(max_length=10, choices=Cause.choices, default=Cause.FIRST)

    # The lease: who is on it, and until when that holds.
    lease_token = models.CharField(max_length=36, null=True, blank=True)  # noqa: DJ001 - null is "nobody", compared by every swap
    leased_until = models.DateTimeField(null=True, blank=True)
    worker = models.CharField(max_length=120, blank=True)
    lane = models.ForeignKey(Connection, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    cancel_requested_at = models.DateTimeField(null=True, blank=True)
    rescues = models.PositiveSmallIntegerField(default=0)

    # The memory that a post may exist.
    deciding_since = models.DateTimeField(null=True, blank=True)
    deciding_attempt = models.BigIntegerField(null=True, blank=True)
    empty_looks = models.PositiveSmallIntegerField(default=0)
    first_error = models.JSONField(null=True, blank=True)

    progress_sealed = SealedTextField(blank=True)
    bytes_sent = models.BigIntegerField(default=0)
    bytes_total = models.BigIntegerField(default=0)

    remote_id = models.CharField(max_length=200, null=True, blank=True)  # noqa: DJ001 - null is "none known", unique otherwise
    remote_url = models.URLField(max_length=500, blank=True)
    discard_id = models.CharField(max_length=200, blank=True, help_text="A failed copy on the platform, deleted before the next try sends.")
    warning = models.TextField(blank=True)

    failed_at = models.DateTimeField(null=True, blank=True)
    retry_count = models.PositiveSmallIntegerField(default=0)
    last_retried_at = models.DateTimeField(null=True, blank=True)
    permanently_failed_at = models.DateTimeField(null=True, blank=True)
    failure_reason = models.CharField(max_length=10, choices=FailureReason.choices, blank=True)
    error_kind = models.CharField(max_length=20, blank=True)
    error_code = models.CharField(max_length=60, blank=True)
    error_message = models.TextField(blank=True)
    error_fix = models.TextField(blank=True)
    error_detail = models.TextField(blank=True)
    error_request_id = models.CharField(max_length=200, blank=True)
    started_at = models.DateTimeField(null=True, blank=True)
    completed_at = models.DateTimeField(null=True, blank=True)
    created_at = models.DateTimeField()
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")

    objects = PublicationQuerySet.as_manager()

    class Meta:
        indexes = (
            # On `due_at IS NOT NULL` and not on the states: SQLite cannot prove a bound `state IN (...)` and ignores such an index.
            models.Index(fields=["due_at", "id"], condition=Q(due_at__isnull=False), name="publication_due"),
            models.Index(fields=["leased_until"], condition=Q(leased_until__isnull=False), name="publication_leased"),
            models.Index(fields=["video", "-id"], name="publication_of_video"),
        )
        constraints = (
            models.CheckConstraint(
                name="nothing_sends_while_a_post_may_exist",
                condition=Q(deciding_since=None) | ~Q(state__in=SENDS_OR_MAY_AGAIN),
            ),
            models.CheckConstraint(
                name="nothing_sends_what_is_there",
                condition=Q(remote_id=None) | ~Q(state__in=[State.WAITING, State.PUBLISHING, State.FAILED]),
            ),
            models.CheckConstraint(
                name="only_what_may_exist_is_looked_for",
                condition=~Q(state__in=LOOKS) | Q(deciding_since__isnull=False),
            ),
            models.CheckConstraint(
                name="published_has_identity",
                condition=~Q(state=State.PUBLISHED) | (Q(remote_id__isnull=False) & ~Q(remote_id="")),
            ),
            models.CheckConstraint(
                name="publishing_is_leased",
                condition=~Q(state=State.PUBLISHING) | Q(leased_until__isnull=False, lease_token__isnull=False),
            ),
            models.CheckConstraint(
                name="a_lease_has_a_holder",
                condition=Q(leased_until=None, lease_token=None) | Q(leased_until__isnull=False, lease_token__isnull=False),
            ),
            models.CheckConstraint(
                name="what_runs_by_the_clock_has_a_time",
                condition=~Q(state__in=[State.WAITING, State.PROCESSING, State.FAILED]) | Q(due_at__isnull=False),
            ),
            models.CheckConstraint(
                name="what_has_ended_has_no_time",
                condition=~Q(state__in=ENDED | {State.PUBLISHING}) | Q(due_at=None),
            ),
            models.CheckConstraint(
                name="a_hold_names_its_reason",
                condition=(Q(state=State.ON_HOLD) & ~Q(hold_reason="")) | (~Q(state=State.ON_HOLD) & Q(hold_reason="")),
            ),
            models.UniqueConstraint(
                name="one_live_publication_per_video_and_connection",
                fields=["video", "connection", "edition"],
                condition=~Q(state__in=CLOSED),
            ),
            models.UniqueConstraint(
                name="one_publication_per_remote_post",
                fields=["connection", "remote_id"],
                condition=Q(remote_id__isnull=False),
            ),
            models.UniqueConstraint(name="one_publication_per_lane", fields=["lane"], condition=Q(lane__isnull=False)),
        )

    def __str__(self) -> str:
        return f"{self.title} on {self.connection}"

    @property
    def progress(self) -> dict[str, Any]:
        """What the adapter knows so far; sealed at rest, since session addresses are capabilities."""
        return unseal(self.progress_sealed, bound_to=self.marker) if self.progress_sealed else {}

    def sealed(self, progress: Mapping[str, Any]) -> str:
        return seal(dict(progress), bound_to=self.marker) if progress else ""

    @property
    def permanently_failed(self) -> bool:
        return self.state == State.PERMANENTLY_FAILED

    @property
    def may_exist(self) -> bool:
        return self.deciding_since is not None

    @property
    def is_asked(self) -> bool:
        """Whether a person is asked what became of it."""
        return self.state == State.UNCONFIRMED and self.due_at is None

    @property
    def percent(self) -> int:
        """How much the platform has acknowledged, 0 to 100."""
        return min(100, self.bytes_sent * 100 // self.bytes_total) if self.bytes_total else 0
