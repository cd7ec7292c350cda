"""A publication: one video for one connection. Every change of its state is one conditional UPDATE."""

import secrets
from collections.abc import Mapping
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import Coalesce

from platforms.encryption import SealedTextField, seal, unseal
from platforms.models import Connection
from publisher.models.publications import PublicationQuerySet
from publisher.states import CLOSED, ENDED, LOOKS, SENDS_OR_MAY_AGAIN, Cause, FailureReason, HoldReason, State
from retries.models import SweepRun
from videos.models import Asset, Cover, Video


def new_marker() -> str:
    """Sixteen characters that no other publication has; short enough for a tag, random enough to search for."""
    return f"rt{secrets.token_hex(7)}"


class Publication(models.Model):
    """One video for one connection, from wish to end."""

    video = models.ForeignKey(Video, on_delete=models.PROTECT, related_name="publications")
    asset = models.ForeignKey(Asset, on_delete=models.PROTECT, related_name="+")
    connection = models.ForeignKey(Connection, on_delete=models.PROTECT, related_name="publications")
    is_by_hand = models.BooleanField(default=False, help_text="Its owner posts it on the platform's own page: Retake never sends it.")
    edition = models.PositiveSmallIntegerField(default=1, help_text="Rises when a published video is published again on purpose.")
    marker = models.CharField(max_length=20, unique=True, default=new_marker, editable=False)

    # The snapshot: what is sent and what looks compare, whatever is edited later.
    title = models.CharField(max_length=300)
    description = models.TextField(blank=True)
    tags = models.JSONField(default=list)
    options = models.JSONField(default=dict)
    captions = models.JSONField(null=True, default=None)
    """Of each language the SHA-256 of the text that was frozen (`KeptCaptions`); None: made before captions were frozen."""
    file_key = models.CharField(max_length=200)
    file_size = models.BigIntegerField()
    file_etag = models.CharField(max_length=200)
    file_sha256 = models.CharField(max_length=64)

    cover = models.ForeignKey(
        Cover,
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        help_text="Empty: the picture that Retake took by itself.",
    )

    state = models.CharField(max_length=20, choices=State.choices, default=State.WAITING)
    due_at = models.DateTimeField(null=True, blank=True)
    woken_at = models.DateTimeField(null=True, blank=True)
    scheduled_at = models.DateTimeField(null=True, blank=True)
    foreseen_at = models.DateTimeField(null=True, blank=True, help_text="When it was last looked at ahead of its time.")
    foreseen = models.JSONField(default=list, blank=True, help_text="What would have been refused then.")
    hold_reason = models.CharField(max_length=20, choices=HoldReason.choices, blank=True)
    held_at = models.DateTimeField(null=True, blank=True)
    held_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    is_held_by_staff = models.BooleanField(default=False, help_text="Held by somebody else than its owner, who cannot let it go on.")
    hold_note = models.TextField(blank=True, help_text="Why somebody holds it, in their words.")
    held_token_version = models.PositiveIntegerField(default=0)
    waits = models.PositiveSmallIntegerField(default=0, help_text="Rate limits met one after another.")
    cause = models.CharField(max_length=10, choices=Cause.choices, default=Cause.FIRST)
    sweep = models.ForeignKey(
        SweepRun, null=True, blank=True, on_delete=models.SET_NULL, related_name="+", help_text="The last sweep that sent it on."
    )

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
    waits_for = models.TextField(blank=True, help_text="What a person has to do on the platform before it goes on.")
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
            models.Index(fields=["connection", "state", "-id"], name="publication_of_connection"),
            models.Index(Coalesce("permanently_failed_at", "completed_at"), name="publication_ended"),
            models.Index(fields=["held_at", "id"], condition=Q(held_at__isnull=False), name="publication_held"),
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
                name="what_is_posted_by_hand_is_never_sent",
                condition=Q(is_by_hand=False)
                | Q(
                    Q(state=State.ON_HOLD, hold_reason=HoldReason.BY_HAND) | Q(state__in=[State.PUBLISHED, State.CANCELLED, State.REMOVED]),
                    due_at=None,
                    lease_token=None,
                    deciding_since=None,
                ),
            ),
            models.CheckConstraint(
                name="a_hold_names_its_reason",
                condition=(Q(state=State.ON_HOLD, held_at__isnull=False) & ~Q(hold_reason=""))
                | (~Q(state=State.ON_HOLD) & Q(held_at=None, hold_reason="")),
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
    def is_to_be_posted(self) -> bool:
        """Whether its owner has still to post it on the platform's own page."""
        return self.is_by_hand and self.state == State.ON_HOLD

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
    def is_planned(self) -> bool:
        """Whether it waits for the time that its owner chose, and was not begun."""
        return self.state == State.WAITING and self.scheduled_at is not None and self.started_at is None and self.is_first_try

    @property
    def is_first_try(self) -> bool:
        """Whether nobody asked for it anew since it was made."""
        return self.cause == Cause.FIRST

    @property
    def is_asked(self) -> bool:
        """Whether a person is asked what became of it."""
        return self.state == State.UNCONFIRMED and self.due_at is None

    @property
    def percent(self) -> int:
        """How much the platform has acknowledged, 0 to 100."""
        return min(100, self.bytes_sent * 100 // self.bytes_total) if self.bytes_total else 0
