"""The calls about captions: the tracks of a video, one more of them, and another text for one that is there.

Source: developers.google.com/youtube/v3/docs/captions/list, …/captions/insert and …/captions/update.
"""

import json
import re
from email import policy
from email.parser import BytesParser
from typing import Any

from platforms.sandbox.plumbing import Request, Response, json_response
from platforms.sandbox.youtube.access import TO_READ, Call, admitted
from platforms.sandbox.youtube.captions import Track, track_resource
from platforms.sandbox.youtube.channels import Channel
from platforms.sandbox.youtube.metadata import parts_of
from platforms.sandbox.youtube.refusals import refusal
from platforms.sandbox.youtube.videos import Video
from platforms.sandbox.youtube.world import World

TO_CAPTION = frozenset(scope for scope in TO_READ if scope.endswith("force-ssl"))
LIST = Call(scopes=TO_CAPTION, cost=50)
INSERT = Call(scopes=TO_CAPTION, cost=400)
UPDATE = Call(scopes=TO_CAPTION, cost=450)
MOST_BYTES = 104_857_600
NAME_LENGTH = 150
_LANGUAGE = re.compile(r"[a-zA-Z]{2,3}(-[a-zA-Z0-9]{2,8})*")


class CaptionCalls:
    """Answers to /youtube/v3/captions and /upload/youtube/v3/captions."""

    def __init__(self, world: World) -> None:
        self._world = world

    def list(self, request: Request) -> Response:
        """The tracks of one's own video."""
        with admitted(self._world, request, LIST) as caller:
            parts = parts_of(request.argument("part"))
            video = self._video(request.argument("videoId"), caller)
            items = [_shown(track_resource(track), parts) for track in self._world.captions.of_video(video.id)]
        return json_response(200, {"kind": "youtube#captionListResponse", "etag": "captions", "items": items})

    def insert(self, request: Request) -> Response:
        """One more track; of a language and name that is there, it is refused."""
        with admitted(self._world, request, INSERT) as caller:
            resource, text = _brought(request)
            snippet = resource.get("snippet")
            if not isinstance(snippet, dict):
                raise refusal("invalidMetadata")
            video = self._video(str(snippet.get("videoId", "")), caller)
            language, name = str(snippet.get("language", "")), snippet.get("name")
            if not _LANGUAGE.fullmatch(language) or not isinstance(name, str):
                raise refusal("invalidMetadata")
            if len(name) > NAME_LENGTH:
                raise refusal("nameTooLong")
            track = self._world.captions.add(video.id, language=language, name=name, text=text)
            if track is None:
                raise refusal("captionExists")
        return json_response(200, track_resource(track))

    def update(self, request: Request) -> Response:
        """Another text for a track of one's own."""
        with admitted(self._world, request, UPDATE) as caller:
            resource, text = _brought(request)
            track = self._track(str(resource.get("id", "")), caller)
            self._world.captions.replace(track, text)
        return json_response(200, track_resource(self._track(track.id, caller)))

    def _video(self, id_: str, caller: Channel) -> Video:
        if not id_:
            raise refusal("missingRequiredParameter")
        video = self._world.videos.standing(id_)
        if video is None:
            raise refusal("videoNotFound")
        if video.channel_id != caller.id:
            raise refusal("forbiddenCaptions")
        return video

    def _track(self, id_: str, caller: Channel) -> Track:
        track = self._world.captions.find(id_)
        if track is None or self._world.videos.standing(track.video_id) is None:
            raise refusal("captionNotFound")
        self._video(track.video_id, caller)
        return track


def _brought(request: Request) -> tuple[dict[str, Any], str]:
    """The resource and the text of a body of both (multipart/related). Raises Refused."""
    if (request.length or 0) > MOST_BYTES:
        raise refusal("uploadTooLarge")
    header = f"Content-Type: {request.header('Content-Type')}\r\n\r\n".encode()
    message = BytesParser(policy=policy.HTTP).parsebytes(header + request.content(most=MOST_BYTES))
    pieces = [part.get_payload(decode=True) for part in message.iter_parts()] if message.is_multipart() else []
    if request.argument("uploadType") != "multipart" or len(pieces) != 2:
        raise refusal("contentRequired")
    try:
        resource, text = json.loads(bytes(pieces[0] or b"")), bytes(pieces[1] or b"").decode()
    except ValueError:
        raise refusal("parseError") from None
    if not isinstance(resource, dict):
        raise refusal("invalidMetadata")
    if not text.strip():
        raise refusal("contentRequired")
    return resource, text


def _shown(resource: dict[str, Any], parts: tuple[str, ...]) -> dict[str, Any]:
    return {name: value for name, value in resource.items() if name in {"kind", "etag", "id", *parts}}
