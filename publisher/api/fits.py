"""Fitted files: made from a video's original for one account's platform, looked at, and named when it is published."""

from datetime import datetime
from typing import Annotated, Any, Self

from ninja import Query, Router
from pydantic import BaseModel, ConfigDict, Field, StrictFloat, StrictInt

from publisher import services
from publisher.api.auth import Caller, CallersRequest, Token
from publisher.api.fields import NOTHING, BodyId, Given, Nothing, PathId, When, Words
from publisher.api.idempotency import once
from publisher.api.paging import AskedPage, Page, page_of
from publisher.api.problems import NotThere
from publisher.api.scope import videos_for
from publisher.api.several import connection_for, video_for
from publisher.api.videos import FileOut
from publisher.api.wishes import Options, cleaned_options
from publisher.fitting.picture import Shape
from videos.models import Fit, FitState

MOST_SECONDS = 7 * 24 * 3600
router = Router(tags=["fits"])
of_video = Router(tags=["fits"])


class FitWish(Given):
    """For whom a file is made, and which part of the video it is to have."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"connection": 1, "options": {"short": True}, "start": 30}]})

    connection: Annotated[BodyId, Field(description="Of a connection of yours: what its platform takes is what the file becomes.")]
    options: Options = {}
    start: Annotated[StrictInt | StrictFloat, Field(ge=0, le=MOST_SECONDS, description="The second at which the part to keep begins.")] = 0
    seconds: Annotated[
        StrictInt | StrictFloat | None, Field(gt=0, le=MOST_SECONDS, description="How long it is at the most; null for all that is taken.")
    ] = None
    shape: Annotated[Shape, Field(description="Where its shape is not taken: all of it between bars, or its middle alone.")] = Shape.BARS


class FitOut(BaseModel):
    """One fitted file: how far it is, and what came of it."""

    id: int
    video: int
    purpose: str = Field(description="What it is made for: a platform, a dash, and which of its profiles.")
    state: FitState
    percent: int
    says: str = Field(description="What is done to the original, in plain words. The original stays as it is.")
    failed_code: Words
    failed_reason: Words = Field(description="Why it could not be made, in plain words.")
    file: FileOut | None = Field(description="The file, once it is done. Name this fit when you publish, and it is what is sent.")
    is_used: bool = Field(description="Whether the publish form sends it in place of the original.")
    created_at: datetime
    started_at: When
    ended_at: When

    @classmethod
    def of(cls, row: Fit) -> Self:
        told: dict[str, Any] = {name: getattr(row, name) for name in cls.model_fields if hasattr(row, name)}
        told |= {"video": row.video_id, "says": row.made_by.says, "is_used": row.chosen_at is not None}
        return cls(**told, file=FileOut.model_validate(row.asset) if row.asset else None)


class Fits(Page[FitOut]):
    """One page of fitted files."""


@of_video.get("/{int:pk}/fits", auth=Token(), response=Fits, summary="List a video's fitted files")
def fits(request: CallersRequest, pk: PathId, asked: Query[AskedPage]) -> Fits:
    """List the files that were made of a video, the newest first."""
    video = videos_for(request.auth).filter(pk=pk).first()
    if video is None:
        raise NotThere
    rows, next_cursor = page_of(video.fits.select_related("asset"), asked, name=f"fits of {video.pk}")
    return Fits(items=[FitOut.of(row) for row in rows], next_cursor=next_cursor)


@of_video.post("/{int:pk}/fits", auth=Token(), response={201: FitOut}, summary="Make a file fit")
@once(status=201)
def make_fit(request: CallersRequest, pk: PathId, wish: FitWish) -> FitOut:
    """Have a file made of a video of yours that a connection of yours takes: packed anew, shortened, or encoded anew.

    The original stays as it is, and nothing is published by it. What fits already is answered 409, `fits_already`; what cannot be
    mended 409, `cannot_fit`. Read it until its `state` is `done`, look at it on its page, and publish it by its `id`.
    """
    video, connection = video_for(request.auth, pk), connection_for(request.auth, wish.connection)
    options = cleaned_options(connection, wish.options, is_whole=False)
    made = services.make_fit(
        video,
        connection,
        options=options,
        start=float(wish.start),
        seconds=None if wish.seconds is None else float(wish.seconds),
        shape=wish.shape,
    )
    return FitOut.of(made)


@router.get("/{int:pk}", auth=Token(), response=FitOut, summary="Read one fitted file")
def fit(request: CallersRequest, pk: PathId) -> FitOut:
    """Read how far it is."""
    return FitOut.of(fit_for(request.auth, pk))


@router.post("/{int:pk}/cancel", auth=Token(), response=FitOut, summary="Stop making it")
@once()
def cancel_fit(request: CallersRequest, pk: PathId, wish: Nothing = NOTHING) -> FitOut:
    """Stop it; once it has come to its end the answer is 409, `too_late`. The original is not touched."""
    services.cancel_fit(fit_for(request.auth, pk))
    return FitOut.of(fit_for(request.auth, pk))


def fit_for(caller: Caller, pk: int) -> Fit:
    """Find one of a video that this caller may see. Raises `ApiProblem`."""
    row = Fit.objects.select_related("asset").filter(pk=pk, video__in=videos_for(caller).values("pk")).first()
    if row is None:
        raise NotThere
    return row
