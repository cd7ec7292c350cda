"""What the pages of deleting show: what is ticked, what is on its way, and how far an order has come."""

from dataclasses import dataclass

from django.contrib.auth.models import User
from django.db.models import Exists, OuterRef, QuerySet, Sum

from publisher.models import Publication, Removal
from publisher.removing.posts import is_removable
from publisher.states import ENDED, State
from videos.models import Video
from videos.usage import largest_videos

_ROWS = Publication.objects.filter(video=OuterRef("pk"))
_IS_DONE = Exists(_ROWS.filter(state=State.PUBLISHED)) & ~Exists(_ROWS.exclude(state__in=ENDED))


@dataclass(frozen=True, kw_only=True)
class Asking:
    """What is shown before a video is deleted."""

    posts: list[Publication]
    """Those of which something is on a platform."""
    under_way: list[Publication]
    stored_bytes: int
    has_file: bool


def asking(video: Video) -> Asking:
    rows = list(video.publications.select_related("connection").order_by("pk"))
    sizes = [asset.size for asset in video.assets.all() if asset.key]
    return Asking(
        posts=[row for row in rows if is_removable(row)],
        under_way=[row for row in rows if row.state not in ENDED],
        stored_bytes=sum(sizes),
        has_file=bool(sizes),
    )


def by_size(owner: User) -> QuerySet[Video]:
    """What is stored of `owner`, the largest first; `is_done` says that it is published and nothing on its way needs the file."""
    return largest_videos(owner).annotate(is_done=_IS_DONE)


def freeable_bytes(owner: User) -> int:
    """What would be free if the files went that nothing needs any more; those that their owner keeps are not counted."""
    return largest_videos(owner).filter(_IS_DONE, keeps_file=False).aggregate(size=Sum("stored_bytes"))["size"] or 0


def in_hand(video: Video) -> Removal | None:
    """The order to remove the video or its file that is being carried out, if there is one."""
    return video.removals.open().of_whole_videos().prefetch_related("steps__removal").first()
