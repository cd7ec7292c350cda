"""What YouTube's control plane tells beside what every stand-in does, and the tokens that it gives."""

from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

from platforms.sandbox.control import Control
from platforms.sandbox.youtube import panel
from platforms.sandbox.youtube.access import TO_CHANGE
from platforms.sandbox.youtube.chosen import chosen
from platforms.sandbox.youtube.faults import Fault
from platforms.sandbox.youtube.quota import Bucket
from platforms.sandbox.youtube.videos import Video
from platforms.sandbox.youtube.world import World


def control_of(world: World) -> Control:
    """The control plane of this world."""
    return Control(
        world,
        state=lambda: state(world),
        act=lambda name, given: panel.act(world, name, given),
        grant=lambda content: grant(world, content),
        read_fault=Fault.of,
        reset=world.reset,
    )


def grant(world: World, content: Mapping[str, Any]) -> dict[str, Any]:
    """Tokens for a channel without the consent page."""
    issued = world.tokens.issue(
        client_id=content.get("client_id", "sandbox"),
        channel_id=world.channels.get(content["channel"]).id,
        scopes=content.get("scopes", sorted(TO_CHANGE)),
        refreshable=True,
        switches=world.board.now,
    )
    return asdict(issued)


def state(world: World) -> dict[str, Any]:
    return {
        "channels": [asdict(channel) for channel in world.channels.all()],
        "videos": [_video(world, video) for video in world.videos.all()],
        "sessions": [
            {"name": session.name, "channel_id": session.channel_id, "held": session.held, "size": session.size}
            for session in world.sessions.opened()
        ],
        "overlaps": world.sessions.overlaps(),
        "quota": {bucket.value: world.quota.used(bucket) for bucket in Bucket},
    }


def _video(world: World, video: Video) -> dict[str, Any]:
    now = world.now()
    return {
        "id": video.id,
        "channel_id": video.channel_id,
        "title": video.title,
        "tags": video.tags,
        "file_name": video.file_name,
        "size": video.size,
        "sha256": video.sha256,
        "privacy": video.privacy(now),
        "upload_status": video.stage(now).upload_status,
        "thumbnail": asdict(video.thumbnail) if video.thumbnail else None,
        "posted_at": video.posted_at,
        "deleted_at": video.deleted_at,
        "chosen": chosen(video, world.playlists.holding(video.id), world.captions.of_video(video.id)),
    }
