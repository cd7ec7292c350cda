"""A video's picture as its page shows it: what stands, what it can be chosen from, and what each platform makes of it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import product

from platforms import registry
from platforms.contract import FollowUpKind, Platform
from platforms.cover import CENTRE, CoverRule
from publisher.covers.pictures import chosen_for
from publisher.fitting.words import clock_face
from publisher.models import FollowUp, Publication
from publisher.snapshot import file_of, rule_of
from publisher.states import State
from videos.models import Asset, AssetState, Cover, CoverSource, Strip, Video

_AGAIN_SECONDS = 2
_ALONG, _ACROSS = (0, 25, 50, 75, 100), (0, 50, 100)
_WHERE_X = {0: "left edge", 25: "left of the middle", 50: "middle", 75: "right of the middle", 100: "right edge"}
_WHERE_Y = {0: "top", 25: "above the middle", 50: "middle", 75: "below the middle", 100: "bottom"}


@dataclass(frozen=True, kw_only=True)
class Spot:
    """A place in the picture that crops can keep in sight, in per cent."""

    x: int
    y: int
    is_chosen: bool

    @property
    def words(self) -> str:
        across, down = _WHERE_X[self.x], _WHERE_Y[self.y]
        return "the middle" if (self.x, self.y) == CENTRE else f"{down}, {across}"


@dataclass(frozen=True, kw_only=True)
class Preview:
    """What one platform makes of it. Without `is_shown` nothing of it gets there, and `told` says why."""

    platform: Platform
    rule: CoverRule | None
    is_shown: bool
    told: str

    @property
    def shape(self) -> str:
        """The name of its shape in the style sheet."""
        return "upright" if self.rule and self.rule.ratio < 1 else "wide"


@dataclass(frozen=True, kw_only=True)
class There:
    """A post that is there: whether it has this picture, and what can be done about that."""

    publication: Publication
    follow_up: FollowUp | None
    can_be_changed: bool
    has_this: bool

    @property
    def is_on_its_way(self) -> bool:
        return self.follow_up is not None and self.follow_up.done_at is None and self.follow_up.due_at is not None

    @property
    def has_failed(self) -> bool:
        return self.follow_up is not None and self.follow_up.has_stopped


@dataclass(frozen=True, kw_only=True)
class Shown:
    """All that the page tells."""

    video: Video
    asset: Asset | None
    cover: Cover | None
    """The one that was chosen and is there; None: the picture that Retake took by itself."""
    wish: Cover | None
    """One that is still being made, or that could not be had."""
    strip: Strip | None
    previews: Sequence[Preview]
    posts: Sequence[There]

    @property
    def has_picture(self) -> bool:
        return bool(self.cover or (self.asset and self.asset.poster_key))

    @property
    def is_ready(self) -> bool:
        return self.asset is not None and self.asset.state == AssetState.READY

    @property
    def spots(self) -> Iterator[Spot]:
        """From the upper left, row by row; finer along the longer side."""
        if self.cover is None:
            return
        is_wide = self.cover.width >= self.cover.height
        columns, rows = (_ALONG, _ACROSS) if is_wide else (_ACROSS, _ALONG)
        for y, x in product(rows, columns):
            yield Spot(x=x, y=y, is_chosen=self.cover.focus == (x, y))

    @property
    def is_upright(self) -> bool:
        return self.cover is not None and self.cover.height > self.cover.width

    @property
    def where_from(self) -> str:
        if self.cover is None:
            return "The picture that Retake took by itself, a tenth into the video."
        if self.cover.source == CoverSource.FRAME:
            return f"The frame at {moment(self.cover.at_ms or 0)}."
        return f"Your own picture, {self.cover.width} × {self.cover.height}."

    @property
    def frames(self) -> list[tuple[int, str, str, bool]]:
        """The strip: the number of each frame, its time in words and in seconds, and whether it stands."""
        at_ms = self.cover.at_ms if self.cover else None
        return [
            (number, moment(each), f"{each / 1000:.3f}", each == at_ms)
            for number, (each, _, _) in enumerate(self.strip.frames if self.strip else [])
        ]

    @property
    def again(self) -> int | None:
        """In how many seconds to ask again how it stands; None while nothing is being made."""
        is_wanted = self.is_ready and self.strip is None
        is_made = (self.wish is not None and self.wish.is_open) or (self.strip is not None and self.strip.is_open)
        return _AGAIN_SECONDS if is_wanted or is_made or any(post.is_on_its_way for post in self.posts) else None


def shown_of(video: Video, *, now: datetime) -> Shown:
    """Gather it."""
    asset, cover = video.asset, chosen_for(video)
    strip = Strip.objects.filter(asset=asset).first() if asset else None
    wish = Cover.objects.standing().filter(video=video, made_at=None).order_by("-pk").first()
    return Shown(
        video=video,
        asset=asset,
        cover=cover,
        wish=wish,
        strip=strip,
        previews=[_preview(platform, asset, cover) for platform in registry.platforms()] if asset and asset.width else [],
        posts=_posts(video, cover),
    )


def moment(at_ms: int) -> str:
    """A time in the video to the tenth of a second: 1:05.2."""
    tenths = round(at_ms / 100)
    return f"{clock_face(tenths // 10)}.{tenths % 10}"


def focus_of(cover: Cover | None, rule: CoverRule) -> tuple[int, int]:
    """What a crop keeps in sight; a platform that makes the picture itself cuts it from the middle."""
    return CENTRE if cover is None or (rule.takes_moments and cover.at_ms is not None) else cover.focus


def _preview(platform: Platform, asset: Asset, cover: Cover | None) -> Preview:
    rule = platform.cover(file_of(asset, name=asset.name))
    is_shown, told = _told(platform.name, rule, cover)
    return Preview(platform=platform, rule=rule, is_shown=is_shown, told=told)


def _told(name: str, rule: CoverRule | None, cover: Cover | None) -> tuple[bool, str]:
    if rule is None:
        return False, f"{name} takes no picture from Retake."
    if rule.takes_moments and cover is None:
        return False, f"{name} shows the first picture of the video, until you choose another here or on the publish form."
    if cover is not None and cover.at_ms is None and not rule.takes_pictures:
        return (
            False,
            f"{name} takes frames of the video only: your own picture does not go there. Choose a frame for it on the publish form.",
        )
    return True, rule.says


def _posts(video: Video, cover: Cover | None) -> list[There]:
    rows = Publication.objects.with_all().filter(video=video, state=State.PUBLISHED, is_by_hand=False).order_by("-pk")
    return [_there(row, cover) for row in rows.prefetch_related("follow_ups")]


def _there(row: Publication, cover: Cover | None) -> There:
    rule = rule_of(row)
    follow_up = next((each for each in row.follow_ups.all() if each.kind == FollowUpKind.THUMBNAIL), None)
    is_same = row.cover_id == (cover.pk if cover else None)
    went = follow_up.done_at is not None if follow_up else rule is not None and not rule.can_be_changed
    return There(publication=row, follow_up=follow_up, can_be_changed=bool(rule and rule.can_be_changed), has_this=is_same and went)
