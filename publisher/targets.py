"""Where a video can go: one's connected accounts as the publish form lists them, each with what stands in its way."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from platforms.contract import Platform
from platforms.models import Connection
from publisher.models import Publication
from publisher.presentation import Presented, present
from publisher.states import State
from publisher.twins.find import posts_of_its_file
from retries.models import Pause
from videos.models import Video


@dataclass(frozen=True, kw_only=True)
class Target:
    """One account, and how the video stands there: `shown` is its live publication, None where there is none."""

    connection: Connection
    shown: Presented | None
    is_chosen: bool
    same: Publication | None = None
    """A post of the same file there, as another video of the owner's."""

    @property
    def platform(self) -> Platform:
        return self.connection.platform

    @property
    def name(self) -> str:
        return f"{self.connection} on {self.platform.name}"

    @property
    def prefix(self) -> str:
        """How the names of all its fields begin, so that several accounts fit into one form."""
        return f"to-{self.connection.pk}"

    @property
    def live(self) -> Publication | None:
        return self.shown.publication if self.shown else None

    @property
    def is_published(self) -> bool:
        return self.live is not None and self.live.state == State.PUBLISHED

    @property
    def is_on_its_way(self) -> bool:
        return self.live is not None and self.live.state != State.PUBLISHED

    @property
    def can_be_chosen(self) -> bool:
        """Whether it can be ticked: the account works, and nothing is on its way there."""
        return self.connection.can_be_published_to and not self.is_on_its_way


def targets_of(
    video: Video, connections: Sequence[Connection], *, chosen: Collection[int], now: datetime, pause: Pause | None
) -> list[Target]:
    """Give one for each connection, in their order, those with the keys of `chosen` ticked; in two queries."""
    by_key = {connection.pk: connection for connection in connections}
    live: dict[int, Publication] = {}
    for row in video.publications.filter(connection__in=by_key).live().order_by("edition"):
        row.connection = by_key[row.connection_id]
        live[row.connection_id] = row
    shown = {key: present(row, now=now, pause=pause) for key, row in live.items()}
    same = posts_of_its_file(video, connections)
    return [Target(connection=each, shown=shown.get(each.pk), is_chosen=each.pk in chosen, same=same.get(each.pk)) for each in connections]


def last_gone_to(video: Video, connections: Sequence[Connection]) -> set[int]:
    """The keys of those that the owner's last video went to; before the first, all of them. In two queries at most."""
    latest = Publication.objects.filter(video__owner=video.owner_id).exclude(video=video).order_by("-pk").first()
    if latest is None:
        return {connection.pk for connection in connections}
    return set(Publication.objects.filter(video=latest.video_id, connection__in=connections).values_list("connection", flat=True))
