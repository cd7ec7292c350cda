"""What the pages of deleting show: what is ticked, what is on its way, and how far an order has come."""

from dataclasses import dataclass

from publisher.models import Extent, Publication, Removal
from publisher.removing.posts import is_removable
from publisher.states import ENDED
from videos.models import Video


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


def in_hand(video: Video) -> Removal | None:
    """The order to remove the video or its file that is being carried out, if there is one."""
    return video.removals.open().exclude(extent=Extent.POST).prefetch_related("steps__removal").first()
