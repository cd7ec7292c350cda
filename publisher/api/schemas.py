"""A publication as the API tells it, and its attempts: under the names that staff and pages use too."""

from datetime import UTC, datetime
from typing import Any, Self

from django.conf import settings
from django.urls import reverse
from pydantic import BaseModel, Field

from publisher.api.fields import When, Words
from publisher.api.paging import Page
from publisher.models import Attempt, AttemptKind, AttemptOutcome, Publication
from publisher.own_post import own_post
from publisher.phrases import plain
from publisher.presentation import present
from publisher.states import Cause, FailureReason, HoldReason, State
from retries.models import Pause

MOST_ATTEMPTS = 100
"""Of one publication that are told: the newest."""


class PublicationOut(BaseModel):
    """One video for one connection, and how it stands."""

    id: int
    owner: str = Field(description="The username of whom it belongs to.")
    video: int
    connection: int
    platform: str
    account: str = Field(description="The name of the account it goes to.")
    title: str = Field(description="As it is sent, whatever became of the video's own title since.")
    state: State
    next: str = Field(
        description="What happens next, in words; times in them are in UTC.", examples=["Automatic retry 1 of 5 runs in 40 min."]
    )
    due_at: When = Field(description="When it goes on by itself: to be sent, looked at, retried or released. Null where nothing is due.")
    scheduled_at: When = Field(description="The time that its owner chose.")
    hold_reason: HoldReason | None = Field(description="What it waits for, while it is on hold.")
    is_by_hand: bool = Field(description="Whether its owner posts it on the platform's own page; Retake sends nothing of it.")
    hold_note: Words = Field(description="Why somebody holds it, in their words.")
    may_exist: bool = Field(description="Whether a post of it may be on the platform already. Nothing is sent while this is true.")
    is_asked: bool = Field(description="Whether a person is asked if the post is there: answer with confirm.")
    waits_for: Words = Field(
        description="What a person has to do on the platform before it goes on there, in plain words.",
        examples=["Open the draft in the inbox of your app, and post it."],
    )
    failed_at: When = Field(description="When it failed first.")
    retry_count: int = Field(description="Automatic retries that failed.")
    last_retried_at: When
    permanently_failed: bool = Field(description="Whether there are no more automatic tries.")
    permanently_failed_at: When
    failure_reason: FailureReason | None = Field(description="Why there are no more.")
    error_message: Words = Field(description="What went wrong, in plain words.")
    error_fix: Words = Field(description="What mends it, where a person can.")
    error_code: Words = Field(description="What went wrong, as a code that stays.", examples=["server_error"])
    error_detail: Words = Field(description="The platform's own words, without secrets.")
    error_request_id: Words = Field(description="The id to ask the platform about.")
    started_at: When
    completed_at: When
    bytes_sent: int
    bytes_total: int
    remote_id: Words
    remote_url: Words = Field(description="The post, where its address is known.")
    warning: Words = Field(description="What is not as asked for, though it is published.")
    created_at: datetime

    @classmethod
    def of(cls, row: Publication, *, now: datetime, pause: Pause | None, **more: Any) -> Self:
        """Tell of a row that has its connection and its video's owner with it."""
        words = present(row, now=now, pause=pause).words
        told: dict[str, Any] = {name: getattr(row, name) for name in PublicationOut.model_fields if hasattr(row, name)}
        told |= {"owner": row.video.owner.get_username(), "video": row.video_id, "connection": row.connection_id}
        told |= {"platform": row.connection.provider, "account": str(row.connection)}
        told |= {"hold_reason": row.hold_reason or None, "failure_reason": row.failure_reason or None}
        return cls(**told, next=plain(words.then or words.next or (words.effect,), now=now, zone=UTC), **more)


class AttemptOut(BaseModel, from_attributes=True):
    """One run at a publication: to send it, or to look whether it is there."""

    number: int
    kind: AttemptKind
    cause: Cause
    is_rescue: bool = Field(description="Whether it took over from a worker that stopped.")
    started_at: datetime
    ended_at: When = Field(description="Null while it goes on.")
    seconds: float | None = Field(description="How long it took.")
    bytes_before: int
    bytes_after: int
    outcome: AttemptOutcome | None
    error_kind: Words
    error_code: Words
    error_message: Words
    error_detail: Words
    request_id: Words
    http_status: int | None

    @classmethod
    def of(cls, row: Attempt) -> Self:
        told: dict[str, Any] = {name: getattr(row, name) for name in cls.model_fields if hasattr(row, name)}
        return cls(**{**told, "outcome": row.outcome or None}, seconds=row.duration.total_seconds() if row.duration else None)


class PastedOut(BaseModel, from_attributes=True):
    """One field of the platform's own form, and what goes into it."""

    label: str = Field(description="What the field is called there.")
    text: str


class OwnPostOut(BaseModel):
    """All that it takes to post it by hand. Once it is there, answer with confirm and its address."""

    page: str = Field(description="Where one posts it.")
    how: str
    pasted: list[PastedOut] = Field(description="What is pasted, in the order of the form there.")
    chosen: list[str] = Field(description="What was asked for beside the words, in words.")
    file: str = Field(description="The address of the file, for whoever is logged in here.")
    picture: Words = Field(description="The address of its thumbnail, where it has one.")

    @classmethod
    def of(cls, row: Publication) -> Self | None:
        """None where nobody has to post it."""
        post = own_post(row)
        if post is None:
            return None
        chosen = row.connection.options_form.told(row.options)
        file, picture = (f"{settings.SITE_URL}{reverse(name, args=[row.pk])}" for name in ("own_post_file", "own_post_picture"))
        pasted = [PastedOut.model_validate(each) for each in post.pasted]
        return cls(page=post.page, how=post.how, pasted=pasted, chosen=chosen, file=file, picture=picture if post.has_picture else None)


class RevisionOut(BaseModel, from_attributes=True):
    """A change of a post that is there: on its way while neither `done_at` nor `given_up_at` is set."""

    named: list[str] = Field(description="The words and options that it changes.")
    requested_at: datetime
    due_at: When = Field(description="When the platform is told; null while open where the account has to be connected first.")
    done_at: When
    given_up_at: When
    warning: Words
    error_code: Words
    error_message: Words
    error_fix: Words


class PublicationRead(PublicationOut):
    """One publication with all that was asked for, and its history."""

    description: str
    tags: list[str]
    options: dict[str, Any] = Field(description="What was chosen for the platform.")
    revision: RevisionOut | None = Field(description="The newest change of the post that is there.")
    own_post: OwnPostOut | None = Field(description="What it takes to post it by hand, while that is waited for.")
    attempts: list[AttemptOut] = Field(description=f"The newest first, {MOST_ATTEMPTS} at most.")


class Publications(Page[PublicationOut]):
    """One page of publications."""


class Done(BaseModel):
    """What was done to a publication, and how it stands now."""

    said: str = Field(description="What came of it, in plain words.", examples=["Trying again now."])
    publication: PublicationOut
