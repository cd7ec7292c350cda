"""DELETE of a video: how much of it goes, what is deleted on the platforms first, and how far that has come."""

from datetime import datetime
from typing import Annotated, Literal

from ninja import Query, Schema
from pydantic import BaseModel, Field

from publisher import services
from publisher.api.auth import CallersRequest, Token
from publisher.api.fields import MOST_ID, PathId, Words
from publisher.api.idempotency import once
from publisher.api.problems import ApiProblem, NotThere
from publisher.api.scope import videos_for
from publisher.api.videos import router
from publisher.models import Extent, Removal, StepState

__all__ = ["router"]
Id = Annotated[int, Field(ge=1, le=MOST_ID)]


class RemovalWish(Schema):
    """How much is to go."""

    extent: Literal["library", "file"] = Field("library", description="The video with its file, or the stored file alone.")
    posts: list[Id] = Field([], max_length=100, description="Publications whose posts are deleted on their platforms first.")
    under_way: Literal["cancel", "wait"] = Field("cancel", description="What becomes of what is not done yet.")


class StepOut(BaseModel, from_attributes=True):
    """What becomes of one post."""

    platform: str
    account: str
    remote_id: str
    state: StepState
    due_at: datetime | None
    error_code: Words
    error_message: Words
    error_fix: Words
    ended_at: datetime | None


class RemovalOut(BaseModel):
    """An order to delete, and how far it has come."""

    id: int
    extent: Extent
    ordered_at: datetime
    finished_at: datetime | None
    waits_for: Words
    posts: list[StepOut]

    @classmethod
    def of(cls, row: Removal) -> "RemovalOut":
        steps = [StepOut.model_validate(step) for step in row.steps.all()]
        told = {name: getattr(row, name) for name in ("extent", "ordered_at", "finished_at", "waits_for")}
        return cls(id=row.pk, posts=steps, **told)


@router.delete("/{int:pk}", auth=Token(), response={202: RemovalOut}, summary="Delete a video")
@once(status=202)
def remove_video(request: CallersRequest, pk: PathId, wish: Query[RemovalWish]) -> RemovalOut:
    """Order that a video, or its stored file alone, be deleted. It is carried out by itself; asking again tells how far it is.

    A file that a publication still needs is kept: 409, `file_needed`.
    """
    video = videos_for(request.auth).filter(pk=pk).first()
    if video is None:
        raise NotThere
    posts = list(video.publications.filter(pk__in=wish.posts).select_related("connection"))
    if len(posts) != len(set(wish.posts)):
        raise ApiProblem(404, "not_found", "Not each of these is a publication of this video.")
    by, cancels = request.auth.user.get_username(), wish.under_way == "cancel"
    return RemovalOut.of(services.remove_video(video, extent=Extent(wish.extent), by=by, posts=posts, cancels=cancels))
