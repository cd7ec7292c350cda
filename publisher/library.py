"""The library: one page of somebody's videos, newest first, each with what became of it where."""

from dataclasses import dataclass
from datetime import datetime
from typing import cast

from django.contrib.auth.models import AbstractBaseUser, AnonymousUser
from django.db.models import Prefetch

from publisher.arrival import Arrival, arrival_of
from publisher.live import file_again_in, soonest
from publisher.models import Attempt, Publication
from publisher.presentation import Presented, current, present
from publisher.together import Together, together
from retries.models import Pause, SweepSwitch
from videos.models import Asset, Video

PAGE = 25


@dataclass(frozen=True, kw_only=True)
class Row:
    """One video with its file and what is shown of its publications."""

    video: Video
    asset: Asset | None
    arrival: Arrival | None
    shown: list[Presented]
    together: Together
    again_in: int | None


@dataclass(frozen=True, kw_only=True)
class Shelf:
    """One page of rows; `older` is where the next one starts, None on the last."""

    rows: list[Row]
    older: int | None
    before: int | None
    now: datetime
    pause: Pause | None

    @property
    def again_in(self) -> int | None:
        return soonest(row.again_in for row in self.rows)


def shelf(user: AbstractBaseUser | AnonymousUser, *, before: int | None, now: datetime) -> Shelf:
    """Give the videos of `user` older than video `before` (None: the newest), by key and not by number, in five queries."""
    under_way = Prefetch("attempts", Attempt.objects.filter(ended_at=None), to_attr="open_attempts")
    publications = Prefetch("publications", Publication.objects.select_related("connection").prefetch_related(under_way))
    videos = Video.objects.visible_to(user).with_assets().prefetch_related(publications).order_by("-pk")
    found = list(videos.filter(pk__lt=before)[: PAGE + 1] if before else videos[: PAGE + 1])
    pause = SweepSwitch.objects.read().pause
    rows = [_row(video, now, pause) for video in found[:PAGE]]
    return Shelf(rows=rows, older=rows[-1].video.pk if len(found) > PAGE else None, before=before, now=now, pause=pause)


def _row(video: Video, now: datetime, pause: Pause | None) -> Row:
    publications = cast("list[Publication]", list(video.publications.all()))
    shown = [present(each, now=now, pause=pause, attempt=_open_attempt(each)) for each in current(publications)]
    return Row(
        video=video,
        asset=video.asset,
        arrival=arrival_of(video.asset, now=now),
        shown=shown,
        together=together(publications),
        again_in=soonest([file_again_in(video.asset, now=now), *(each.again_in for each in shown)]),
    )


def _open_attempt(row: Publication) -> Attempt | None:
    return next(iter(cast("list[Attempt]", row.open_attempts)), None)  # type: ignore[attr-defined]
