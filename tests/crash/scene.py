"""The scene of a play: an owner with a connected account, a few videos on disk, and a publication of each on its way."""

import hashlib
from datetime import datetime, timedelta
from pathlib import Path
from typing import Protocol

from django.conf import settings
from django.contrib.auth.models import User
from django_q.models import OrmQ

from platforms import registry
from platforms.models import Connection, Hold
from publisher import services
from publisher.models import Publication
from retries.models import SweepRun, SweepSwitch
from tests.casts import Cast
from tests.casts.cast import Grant, Post
from tests.casts.youtube import YouTubeCast
from tests.crash.world import START
from videos.models import Asset, AssetState, Video
from videos.storage import media, new_key, store_whole


class Stage(Protocol):
    """Where a scene is played: a cast, and the seconds since the start."""

    cast: Cast
    time: float


class Scene:
    """Made once for a platform; `set` clears what a play left behind and begins anew."""

    def __init__(self, cast: type[Cast] = YouTubeCast) -> None:
        self.cast = cast
        Path(settings.MEDIA_ROOT).mkdir(parents=True, exist_ok=True)
        self.owner = User.objects.create_user("alice-of-the-play")
        self._assets = [self._asset(number) for number in range(3)]

    def _asset(self, number: int) -> Asset:
        content = self.cast.content + bytes([number])
        key = new_key()
        store_whole(key, content)
        video = Video.objects.create(owner=self.owner, title=f"Play {number}", description="A play.", tags=["play"])
        return Asset.objects.create(
            video=video,
            state=AssetState.READY,
            key=key,
            name=f"play {number}.mp4",
            size=len(content),
            bytes_received=len(content),
            etag=media().etag(key),
            sha256=hashlib.sha256(content).hexdigest(),
            content_type="video/mp4",
            container="mp4",
            duration=12.0,
            width=1280,
            height=720,
            video_codec="h264",
            audio_codec="aac",
        )

    def set(self, world: Stage, *, publications: int, to_renew: bool = False) -> None:
        """Begin anew, with so many publications waiting, and an access token that lasts or is `to_renew` first."""
        self._world = world
        for table in (Publication, Hold, Connection, OrmQ, SweepRun):
            table.objects.all().delete()
        world.cast.begin_anew()
        SweepSwitch.objects.update(since=None)  # the play's time is before that at which its database was made
        grant = world.cast.grant()
        self.connection = Connection(
            user=self.owner,
            provider=self.cast.slug,
            uid=grant.account_id,
            realm=registry.realm(self.cast.slug),
            name=grant.name,
            connected_at=START,
            details=dict(grant.details),
        )
        _let_in(self.connection, grant, now=START - grant.lifetime if to_renew and grant.lifetime else START)
        self.connection.save()
        self.pks = [self._publish(asset).pk for asset in self._assets[:publications]]

    def _publish(self, asset: Asset) -> Publication:
        return services.publish(asset.video, self.connection, options=self.cast.options, by=self.owner)

    # -- the oracle --------------------------------------------------------------------------------------------------
    def made_of(self, row: Publication) -> list[Post]:
        """Every post that was ever made of it."""
        return self._world.cast.posts_of(marker=row.marker, sha256=row.file_sha256)

    def posts_of(self, marker: str) -> list[str]:
        """The ids of those."""
        return [post.id for post in self.made_of(Publication.objects.get(marker=marker))]

    def hash_of(self, remote_id: str | None) -> str:
        return next(post.sha256 for post in self._world.cast.posts() if remote_id in post.ids)

    def reconnect(self) -> None:
        """The owner goes through consent again, where the connection asks for it."""
        reconnect(self.connection, self._world.cast, now=START + timedelta(seconds=self._world.time))


def reconnect(connection: Connection, cast: Cast, *, now: datetime) -> None:
    """Give leave anew, where the connection asks for it."""
    row = Connection.objects.get(pk=connection.pk)
    if not row.needs_reconnect:
        return
    row.problem = row.problem_code = row.problem_message = ""
    row.problem_since = row.refreshing_until = None
    _let_in(row, cast.grant(), now=now)
    row.save()


def _let_in(row: Connection, grant: Grant, *, now: datetime) -> None:
    row.extra_data = {"access_token": grant.access_token, "refresh_token": grant.refresh_token}
    row.scopes = list(grant.scopes)
    row.token_version += 1
    row.token_expires_at = now + grant.lifetime if grant.lifetime else None
