"""Find the twins of a video: the others of its owner whose original is the same file, with what was published of each."""

from collections.abc import Collection
from dataclasses import dataclass

from django.db.models import Prefetch
from django.utils import timezone

from platforms.models import Connection
from publisher.models import Publication
from publisher.states import State
from videos.models import Video

MOST_TOLD = 3
"""A note names so many, the newest; it says how many more there are."""


@dataclass(frozen=True, kw_only=True)
class Twin:
    """One other video with the same file."""

    video: Video
    is_earlier: bool
    """Whether it was here before the video of which it is the twin."""
    published: list[Publication]
    on_their_way: list[Publication]

    @property
    def day(self) -> str:
        """When it was uploaded, in the zone of whoever reads it: "3 November", with the year where that is another."""
        here, now = timezone.localtime(self.video.created_at), timezone.localtime()
        return f"{here.day} {here:%B}" + (f" {here.year}" if here.year != now.year else "")


@dataclass(frozen=True, kw_only=True)
class Twins:
    """What a note says: the newest few, and how many there are beside them."""

    video: Video
    told: list[Twin]
    more: int


def twins_of(video: Video) -> Twins | None:
    """What is to be told of its twins; None where there are none, or where its owner wants no more to be said of them."""
    if video.has_twin_on_purpose:
        return None
    live = Publication.objects.live().select_related("connection").order_by("created_at", "pk")
    found = list(
        Video.objects.twins_of(video).prefetch_related(Prefetch("publications", live, to_attr="live_publications")).order_by("-pk")
    )
    if not found:
        return None
    return Twins(video=video, told=[_told(each, beside=video) for each in found[:MOST_TOLD]], more=max(len(found) - MOST_TOLD, 0))


def _told(twin: Video, *, beside: Video) -> Twin:
    live: list[Publication] = twin.live_publications  # type: ignore[attr-defined]
    return Twin(
        video=twin,
        is_earlier=twin.pk < beside.pk,
        published=[row for row in live if row.state == State.PUBLISHED],
        on_their_way=[row for row in live if row.state != State.PUBLISHED],
    )


def posts_of_its_file(video: Video, connections: Collection[Connection] | Collection[int]) -> dict[int, Publication]:
    """By the key of the connection: the newest publication of a twin that is, or may come to be, a post of the same file there."""
    twins = Video.objects.twins_of(video)
    rows = Publication.objects.live().filter(connection__in=connections, video__in=twins).select_related("video").order_by("pk")
    return {row.connection_id: row for row in rows}


def keep_all(video: Video) -> None:
    """Its owner wants it and its twins, and no more to be said of that."""
    kept = [video.pk, *Video.objects.twins_of(video).values_list("pk", flat=True)]
    Video.objects.filter(pk__in=kept).update(has_twin_on_purpose=True)
