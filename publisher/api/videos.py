"""Videos: what there is to publish, and whether its file is ready. Files are uploaded on their page."""

from datetime import datetime
from typing import Any, Self

from ninja import Query, Router
from pydantic import BaseModel, Field

from publisher.api.auth import CallersRequest, Token
from publisher.api.fields import PathId, Words
from publisher.api.paging import AskedPage, Page, page_of
from publisher.api.problems import NotThere
from publisher.api.scope import Owner, videos_for
from publisher.together import together
from videos.models import AssetState, Video

router = Router(tags=["videos"])


class FileOut(BaseModel, from_attributes=True):
    """The file of a video: how far it has come, and what a look into it found."""

    state: AssetState
    name: str
    size: int = Field(description="Bytes.")
    bytes_received: int
    duration: float | None = Field(description="Seconds.")
    width: int | None = Field(description="Pixels, as shown.")
    height: int | None
    container: Words
    video_codec: Words
    audio_codec: Words
    refused_code: Words
    refused_reason: Words = Field(description="Why it cannot be published, in plain words.")


class VideoOut(BaseModel):
    """One video: its words and its file."""

    id: int
    owner: str
    title: str
    description: str
    tags: list[str]
    ready: bool = Field(description="Whether it can be published.")
    file: FileOut | None
    accounts: int = Field(description="On how many accounts it was asked for, and not cancelled or removed since.")
    published: int = Field(description="On how many of them it is published.")
    standing: Words = Field(
        description="How it stands on all of them together, in plain words; null before it goes to several.",
        examples=["Published on 3 of 4 · 1 failed"],
    )
    created_at: datetime
    updated_at: datetime

    @classmethod
    def of(cls, row: Video) -> Self:
        told: dict[str, Any] = {name: getattr(row, name) for name in cls.model_fields if hasattr(row, name)}
        asset, stands = row.asset, together(row.publications.all())
        told |= {"owner": row.owner.get_username(), "accounts": stands.accounts, "published": stands.published}
        told["standing"] = str(stands) if stands.is_told else None
        return cls(**told, file=FileOut.model_validate(asset) if asset else None)


class Videos(Page[VideoOut]):
    """One page of videos."""


class AskedVideos(AskedPage):
    """Which videos."""

    owner: Owner = None


@router.get("", auth=Token(), response=Videos, summary="List videos")
def videos(request: CallersRequest, asked: Query[AskedVideos]) -> Videos:
    """List your videos, the newest first."""
    rows, next_cursor = page_of(videos_for(request.auth, owner=asked.owner), asked, name="videos")
    return Videos(items=[VideoOut.of(row) for row in rows], next_cursor=next_cursor)


@router.get("/{int:pk}", auth=Token(), response=VideoOut, summary="Read one video")
def video(request: CallersRequest, pk: PathId) -> VideoOut:
    """Read one video, with what is known of its file."""
    row = videos_for(request.auth).filter(pk=pk).first()
    if row is None:
        raise NotThere
    return VideoOut.of(row)
