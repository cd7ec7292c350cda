"""The library: one page of somebody's videos, newest first, each with what became of it where."""

from dataclasses import dataclass
from datetime import datetime
from typing import cast

from django.contrib.auth.models import AbstractBaseUser, AnonymousUser
from django.db.models import Prefetch

from publisher.models import Publication
from publisher.presentation import Pace, Presented, current, present
from videos.models import Asset, Video

PAGE = 25


@dataclass(frozen=True, kw_only=True)
class Row:
    """One video with its file and what is shown of its publications."""

    video: Video
    asset: Asset | None
    shown: list[Presented]

    @property
    def pace(self) -> Pace:
        being_read = self.asset is not None and self.asset.state in ("receiving", "probing")
        return pace([Pace.BUSY] if being_read else [each.pace for each in self.shown])


@dataclass(frozen=True, kw_only=True)
class Shelf:
    """One page of rows; `older` is where the next one starts, None on the last."""

    rows: list[Row]
    older: int | None
    before: int | None
    now: datetime

    @property
    def pace(self) -> Pace:
        return pace([row.pace for row in self.rows])


def shelf(user: AbstractBaseUser | AnonymousUser, *, before: int | None, now: datetime) -> Shelf:
    """Give the videos of `user` older than video `before` (None: the newest), by key and not by number, in three queries."""
    publications = Prefetch("publications", Publication.objects.select_related("connection"))
    videos = Video.objects.visible_to(user).with_assets().prefetch_related(publications).order_by("-pk")
    found = list(videos.filter(pk__lt=before)[: PAGE + 1] if before else videos[: PAGE + 1])
    rows = [_row(video, now) for video in found[:PAGE]]
    return Shelf(rows=rows, older=rows[-1].video.pk if len(found) > PAGE else None, before=before, now=now)


def _row(video: Video, now: datetime) -> Row:
    publications = cast("list[Publication]", list(video.publications.all()))
    return Row(video=video, asset=video.asset, shown=[present(each, now=now) for each in current(publications)])


def pace(paces: list[Pace]) -> Pace:
    """The quickest of them."""
    return next((each for each in (Pace.BUSY, Pace.QUIET) if each in paces), Pace.ENDED)
