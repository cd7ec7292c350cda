"""Publications: made, listed, read, retried, cancelled and confirmed."""

from typing import Annotated, Any

from ninja import Query, Router
from pydantic import ConfigDict, Field, StrictBool, StrictStr

from platforms import clock
from publisher import services
from publisher.api.auth import Caller, CallersRequest, Token
from publisher.api.deeds import do
from publisher.api.fields import MOST_ID, PLAIN_RETRY, UNSAID, Because, Given, Moment, PathId, RetryWish, Slug, Whole
from publisher.api.idempotency import once
from publisher.api.paging import AskedPage, page_of
from publisher.api.problems import ApiProblem
from publisher.api.schemas import Done, PublicationRead, Publications
from publisher.api.scope import Owner, publications_for
from publisher.api.several import (
    PublicationsMade,
    PublicationWish,
    PublishSeveralWish,
    connection_for,
    fitted_file_for,
    publish_several,
    video_for,
)
from publisher.api.telling import publication_for, told, told_page, told_whole
from publisher.api.wishes import Options, PublishWish, WordsWish, cleaned_options, insist_on_to_come, options_to_change
from publisher.forms import ThereForm
from publisher.models import Deed, Publication
from publisher.revising.wish import as_wished
from publisher.services import Found
from publisher.services.revising import insist_on_revisable
from publisher.snapshot import words_of
from publisher.states import State

router = Router(tags=["publications"])
_MAY_MISS: dict[str, Any] = {"responses": {404: {"$ref": "#/components/responses/Problem404"}}}
"""For the document: what the body names may be missing."""


class AskedPublications(AskedPage):
    """Which publications."""

    state: Annotated[State | None, Field(description="Only those in this state.")] = None
    platform: Annotated[Slug | None, Field(description="Only those to this platform.")] = None
    video: Annotated[Whole | None, Field(ge=1, le=MOST_ID, description="Only those of this video.")] = None
    owner: Owner = None


class ConfirmWish(Because):
    """A person's word on whether the post is there."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"is_there": False}]})

    is_there: Annotated[StrictBool, Field(description="Whether you see it on your account.")]
    link: Annotated[StrictStr, Field(max_length=500, description="The link to it, where it is there.")] = ""


class ReviseWish(Given):
    """What is to be otherwise of a post that is there."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"words": {"title": "Low tide, at last"}, "options": {"privacy": "public"}}]})

    words: Annotated[WordsWish | None, Field(description="Those that change; what is left out stays.")] = None
    options: Options = {}


@router.get("", auth=Token(), response=Publications, summary="List publications")
def publications(request: CallersRequest, asked: Query[AskedPublications]) -> Publications:
    """List your publications, the newest first."""
    wanted = {"state": asked.state, "connection__provider": asked.platform, "video_id": asked.video}
    rows = publications_for(request.auth, owner=asked.owner).filter(**{name: value for name, value in wanted.items() if value})
    return told_page(*page_of(rows, asked, name="publications"))


@router.post("", auth=Token(), response={201: PublicationRead | PublicationsMade}, summary="Publish a video", openapi_extra=_MAY_MISS)
@once(status=201)
def publish(request: CallersRequest, wish: PublicationWish) -> PublicationRead | PublicationsMade:
    """Publish a video of yours to a connection of yours, now or at a time: exactly once, whatever happens on the way.

    What the platform would refuse is told at once, `would_be_refused`, and nothing is made. Where one is on its way there
    already the answer is 409, `already_live`; where the same file is there as another video of yours, 409, `same_file`.
    Send an `Idempotency-Key`, so that you can repeat a request whose answer was lost.

    With `targets` in place of `connection` and `options` it goes to several: each is made by itself, and `results` tells of each
    whether it was made or what kept it from that. Where none could be made the answer is 422, `nothing_made`.
    """
    if isinstance(wish.root, PublishSeveralWish):
        return publish_several(request.auth, wish.root)
    return _publish(request.auth, wish.root)


def _publish(caller: Caller, wish: PublishWish) -> PublicationRead:
    video, connection = video_for(caller, wish.video), connection_for(caller, wish.connection)
    insist_on_to_come(wish.at, now=clock.now())
    made = services.publish(
        video,
        connection,
        options=cleaned_options(connection, wish.options),
        by=caller.user,
        at=wish.at,
        again=wish.again,
        same_file=wish.same_file,
        file=fitted_file_for(video, wish.fit),
        words=wish.words.beside(words_of(video)) if wish.words else None,
    )
    return told_whole(publication_for(caller, made.pk))


@router.get("/{int:pk}", auth=Token(), response=PublicationRead, summary="Read one publication")
def publication(request: CallersRequest, pk: PathId) -> PublicationRead:
    """Read one publication: how it stands, what comes next, and every attempt so far."""
    return told_whole(publication_for(request.auth, pk))


@router.post("/{int:pk}/retry", auth=Token(), response=Done, summary="Retry it now")
@once()
def retry_publication(request: CallersRequest, pk: PathId, wish: RetryWish = PLAIN_RETRY) -> Done:
    """Try it again now, or look again where a post may exist. The same as `/api/post-retry/{pk}/retry`."""
    return do(Deed.RETRY, pk, caller=request.auth, reason=wish.reason, discard_copy=wish.discard_copy)


@router.delete("/{int:pk}", auth=Token(), response=Done, summary="Delete its post from the platform")
@once()
def remove_publication(request: CallersRequest, pk: PathId) -> Done:
    """Order that its post be deleted on its platform. Asking again says how that stands; 409, `nothing_to_remove`, where there is none."""
    return do(Deed.REMOVE, pk, caller=request.auth, reason="")


@router.post("/{int:pk}/cancel", auth=Token(), response=Done, summary="Cancel it")
@once()
def cancel_publication(request: CallersRequest, pk: PathId, wish: Because = UNSAID) -> Done:
    """Stop it while nothing can exist; after that the answer is 409, `too_late`."""
    return do(Deed.CANCEL, pk, caller=request.auth, reason=wish.reason)


class RescheduleWish(Because):
    """Another time for it."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"at": "2026-12-01T09:00:00Z"}]})

    at: Annotated[Moment | None, Field(description="When it goes out, within a year. Null: now.")]


@router.post("/{int:pk}/reschedule", auth=Token(), response=Done, summary="Give it another time")
@once()
def reschedule_publication(request: CallersRequest, pk: PathId, wish: RescheduleWish) -> Done:
    """Let it go out at another time, or now, while it waits for the time that was chosen, or is on hold because that passed.

    Once it is being sent the answer is 409, `too_late`; for a time that is over `passed`, for one too far ahead `too_far`.
    """
    return do(Deed.RESCHEDULE, pk, caller=request.auth, reason=wish.reason, at=wish.at)


@router.post("/{int:pk}/revise", auth=Token(), response=Done, summary="Change the post that is there")
@once()
def revise_publication(request: CallersRequest, pk: PathId, wish: ReviseWish) -> Done:
    """Change words or options of what is published, where the platform has a call for it; the video is never sent again.

    Name only what is to change. It is told to the platform soon after: `revision` of the publication says what came of it. What
    the platform would refuse is told at once, `would_be_refused`; where it lets no program change a post the answer is 409,
    `not_revisable`, with where you do it yourself.
    """
    row = publication_for(request.auth, pk)
    insist_on_revisable(row)
    now = clock.now()
    options = options_to_change(row.connection, wish.options, now=now, row=row)
    own = as_wished(row, now=now).words
    said = services.revise(row, words=wish.words.beside(own) if wish.words else None, options=options, by=request.auth.user)
    return Done(said=said, publication=told([publication_for(request.auth, pk)])[0])


@router.post("/{int:pk}/confirm", auth=Token(), response=Done, summary="Say whether the post is there")
@once()
def confirm_publication(request: CallersRequest, pk: PathId, wish: ConfirmWish) -> Done:
    """Answer the question that `is_asked` stands for. It is there: give its link. It is not: Retake may then send it again.

    Of one that `is_by_hand`, give the link once it is posted; cancel it where it will not be.
    """
    row = publication_for(request.auth, pk)
    found = _found(row, wish.link) if wish.is_there else None
    return do(Deed.CONFIRM, pk, caller=request.auth, reason=wish.reason, found=found)


def _found(row: Publication, link: str) -> Found:
    platform, form = row.connection.platform, ThereForm({"link": link})
    remote_id = platform.remote_id_in(form.cleaned_data["link"]) if form.is_valid() else ""
    if not remote_id:
        told = {"where": "body", "field": "link", "detail": f"This is no link to a post on {platform.name}."}
        raise ApiProblem(422, "invalid", "Give the link to the post as your browser shows it.", errors=[told])
    return Found(remote_id=remote_id, url=form.cleaned_data["link"])
