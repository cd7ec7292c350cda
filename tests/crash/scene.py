"""The scene of a play: an owner with a connected channel, a few videos on disk, and a publication of each on its way."""

import hashlib
from datetime import timedelta
from pathlib import Path

from django.conf import settings
from django.contrib.auth.models import User
from django_q.models import OrmQ

from platforms import registry
from platforms.models import Connection, Hold
from publisher import services
from publisher.models import Publication
from tests.crash.world import START, World
from videos.models import Asset, AssetState, Video
from videos.storage import media, new_key, store_whole

CHANNEL = "Atelier Nord"
CONTENT = bytes(range(256)) * 1200
"""307,200 bytes: one chunk, and a tail that decides."""
OPTIONS = {"privacy": "unlisted", "category": "22", "made_for_kids": False, "notify_subscribers": False, "thumbnail": False}


class Scene:
    """Made once; `set` clears what a play left behind and begins anew."""

    def __init__(self) -> None:
        Path(settings.MEDIA_ROOT).mkdir(parents=True, exist_ok=True)
        self.owner = User.objects.create_user("alice-of-the-play")
        self._assets = [self._asset(number) for number in range(3)]

    def _asset(self, number: int) -> Asset:
        content = CONTENT + bytes([number])
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

    def set(self, world: World, *, publications: int) -> None:
        """Begin anew, with so many publications waiting."""
        self._world = world
        for table in (Publication, Hold, Connection, OrmQ):
            table.objects.all().delete()
        issued = world.stand_in.grant(CHANNEL)
        channel = world.stand_in.world.channels.get(CHANNEL)
        self.connection = Connection(
            user=self.owner,
            provider="youtube",
            uid=channel.id,
            realm=registry.realm("youtube"),
            name=channel.title,
            scopes=list(issued.scopes),
            token_version=1,
            token_expires_at=START + timedelta(seconds=issued.expires_in),
            connected_at=START,
        )
        self.connection.extra_data = {"access_token": issued.access_token, "refresh_token": issued.refresh_token}
        self.connection.save()
        made = [services.publish(asset.video, self.connection, options=OPTIONS, by=self.owner) for asset in self._assets[:publications]]
        self.pks = [publication.pk for publication in made]

    # -- the oracle --------------------------------------------------------------------------------------------------
    def posts_of(self, marker: str) -> list[str]:
        """The ids of every post that was ever made of it."""
        return [video.id for video in self._world.stand_in.videos(marker)]

    def hash_of(self, remote_id: str | None) -> str:
        return next(video.sha256 for video in self._world.stand_in.videos() if video.id == remote_id)

    # -- what happens at the platform --------------------------------------------------------------------------------
    def end_sessions(self) -> None:
        self._world.stand_in.end_sessions()

    def revoke(self) -> None:
        self._world.stand_in.revoke(CHANNEL)

    def reconnect(self) -> None:
        """The owner goes through consent again, where the connection asks for it."""
        row = Connection.objects.get(pk=self.connection.pk)
        if not row.needs_reconnect:
            return
        issued = self._world.stand_in.grant(CHANNEL)
        row.extra_data = {"access_token": issued.access_token, "refresh_token": issued.refresh_token}
        row.problem = row.problem_code = row.problem_message = ""
        row.problem_since = row.refreshing_until = None
        row.token_version += 1
        row.token_expires_at = START + timedelta(seconds=self._world.time + issued.expires_in)
        row.save()
