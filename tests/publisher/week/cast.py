"""Who takes part in the week: one owner, and for each story a channel, a connection and a publication with one small file."""

import hashlib
from datetime import timedelta
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.auth.models import User

from platforms import registry
from platforms.models import Connection
from platforms.sandbox.youtube import YouTubeStandIn
from publisher.models import Publication
from publisher.snapshot import frozen
from tests.casts.youtube import OPTIONS
from tests.crash.world import START
from tests.factories import AssetFactory, PublicationFactory, VideoFactory
from tests.publisher.week.stories import Story
from videos.storage import media, new_key, store_whole

CONTENT = bytes(range(256)) * 40


class Cast:
    """Makes them; `reconnect` goes through consent again."""

    def __init__(self, stand_in: YouTubeStandIn) -> None:
        self._stand_in = stand_in
        Path(settings.MEDIA_ROOT).mkdir(parents=True, exist_ok=True)
        self.owner = User.objects.create_user("alice-of-the-week")

    def _stored(self) -> dict[str, Any]:
        key = new_key()
        store_whole(key, CONTENT)
        size = {"size": len(CONTENT), "bytes_received": len(CONTENT)}
        return {"key": key, "etag": media().etag(key), "sha256": hashlib.sha256(CONTENT).hexdigest(), **size}

    def publication(self, story: Story) -> Publication:
        """One that goes out at its story's time, as its owner chose it."""
        at = START + timedelta(seconds=story.at)
        video = VideoFactory(owner=self.owner, title=f"Story {story.number}", description="A week.", tags=["week"])
        asset = AssetFactory(video=video, **self._stored())
        return PublicationFactory(
            **{**frozen(video, asset), "asset": asset},
            connection=self._connection(story),
            options=OPTIONS,
            due_at=at,
            scheduled_at=at,
            created_at=START,
            created_by=self.owner,
        )

    def _connection(self, story: Story) -> Connection:
        channel = self._stand_in.world.channels.make(f"Channel {story.number}")
        row = Connection(user=self.owner, provider="youtube", uid=channel.id, realm=registry.realm("youtube"), name=channel.title)
        self._connect(row)
        row.token_expires_at = START  # each first send begins by renewing it
        row.save()
        return row

    def _connect(self, row: Connection) -> None:
        issued = self._stand_in.grant(row.uid)
        row.scopes = list(issued.scopes)
        row.extra_data = {"access_token": issued.access_token, "refresh_token": issued.refresh_token}
        row.token_version += 1
        row.connected_at, row.tested_at = START, START + timedelta(days=30)  # nobody is tested in this week
        row.problem = row.problem_code = row.problem_message = ""
        row.problem_since = row.refreshing_until = row.disconnected_at = None

    def reconnect(self, row: Connection) -> None:
        self._connect(row)
        row.token_expires_at = START
        row.save()

    def end_session(self, row: Connection) -> None:
        """The platform forgets an upload of that channel that was not finished."""
        for session in self._stand_in.sessions():
            if session.channel_id == row.uid:
                self._stand_in.world.sessions.end(session.upload_id, 404)
