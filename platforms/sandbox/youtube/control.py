"""The control plane: the oracle and the faults as JSON, for tests that reach the stand-in over its port."""

import json
from dataclasses import asdict
from typing import Any

from platforms.sandbox.plumbing import Request, Response, json_response
from platforms.sandbox.youtube import panel
from platforms.sandbox.youtube.access import TO_CHANGE
from platforms.sandbox.youtube.faults import Fault
from platforms.sandbox.youtube.quota import Bucket
from platforms.sandbox.youtube.videos import Video
from platforms.sandbox.youtube.world import World

ROOT = "/__admin/"


class Control:
    """GET state and log; POST faults, switches, actions/<name>, grants, clock, heal and reset."""

    def __init__(self, world: World) -> None:
        self._world = world

    def show(self, request: Request) -> Response:
        match request.path.removeprefix(ROOT):
            case "state":
                return json_response(200, self._state())
            case "log":
                return json_response(200, {"requests": [asdict(line) for line in self._world.log.newest_first()]})
        return json_response(404, {"error": "There is state and log."})

    def act(self, request: Request) -> Response:
        """Do it, and answer with the state that follows."""
        try:
            content = json.loads(request.content() or b"{}")
            answer = self._act(request.path.removeprefix(ROOT), content)
        except (LookupError, TypeError, ValueError) as error:
            return json_response(400, {"error": str(error)})
        return json_response(200, self._state() if answer is None else answer)

    def _act(self, name: str, content: dict[str, Any]) -> dict[str, Any] | None:
        world = self._world
        match name.partition("/")[0]:
            case "faults":
                world.faults.arm(Fault.of(content))
            case "switches":
                world.board.set(**content)
            case "actions":
                panel.act(world, name.partition("/")[2], {key: [str(value)] for key, value in content.items()})
            case "clock":
                world.advance(float(content["advance_seconds"]))
            case "heal":
                world.heal()
            case "reset":
                world.reset()
            case "grants":
                return self._grant(content)
            case _:
                raise LookupError(f"There is no {name!r} here.")
        return None

    def _grant(self, content: dict[str, Any]) -> dict[str, Any]:
        """Tokens for a channel without the consent page; the only answer here that carries a secret."""
        issued = self._world.tokens.issue(
            client_id=content.get("client_id", "sandbox"),
            channel_id=self._world.channels.get(content["channel"]).id,
            scopes=content.get("scopes", sorted(TO_CHANGE)),
            refreshable=True,
            switches=self._world.board.now,
        )
        return asdict(issued)

    def _state(self) -> dict[str, Any]:
        world = self._world
        return {
            "now": world.now(),
            "channels": [asdict(channel) for channel in world.channels.all()],
            "videos": [self._video(video) for video in world.videos.all()],
            "sessions": [
                {"name": session.name, "channel_id": session.channel_id, "held": session.held, "size": session.size}
                for session in world.sessions.opened()
            ],
            "overlaps": world.sessions.overlaps(),
            "quota": {bucket.value: world.quota.used(bucket) for bucket in Bucket},
            "faults": [asdict(armed) for armed in world.faults.armed()],
            "switches": asdict(world.board.now),
            "violations": [asdict(violation) for violation in world.violations.all()],
        }

    def _video(self, video: Video) -> dict[str, Any]:
        now = self._world.now()
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
        }
