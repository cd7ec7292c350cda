"""Setting a video's image: its size, its type and its first bytes are checked; the image itself is only hashed.

Source: developers.google.com/youtube/v3/docs/thumbnails/set; 50 MB since 2026-09-14, Shorts since 2026-11-03 once processing succeeded.
"""

import hashlib

from platforms.sandbox.plumbing import Request, Response, json_response
from platforms.sandbox.youtube.access import TO_UPLOAD, Call, admitted
from platforms.sandbox.youtube.channels import Channel
from platforms.sandbox.youtube.receiving import WINDOW_BYTES
from platforms.sandbox.youtube.refusals import refusal
from platforms.sandbox.youtube.videos import Thumbnail, Video, thumbnails_of
from platforms.sandbox.youtube.world import World

SET = Call(scopes=TO_UPLOAD, cost=50)
MOST_BYTES = 52_428_800
_SIGNATURES = {"image/jpeg": b"\xff\xd8\xff", "image/png": b"\x89PNG\r\n\x1a\n"}
_ANY_IMAGE = "application/octet-stream"


class Thumbnails:
    """Answers to POST at /upload/youtube/v3/thumbnails/set."""

    def __init__(self, world: World) -> None:
        self._world = world

    def set(self, request: Request) -> Response:
        """Take the image of the body. Raises Refused."""
        with admitted(self._world, request, SET) as channel:
            video = self._own(request.argument("videoId"), channel)
            thumbnail = self._read(request, video)
            self._world.videos.set_thumbnail(video, thumbnail)
        item = thumbnails_of(video, request.base)
        return json_response(200, {"kind": "youtube#thumbnailSetResponse", "etag": f"thumbnail-{video.id}", "items": [item]})

    def _own(self, id_: str, channel: Channel) -> Video:
        if not id_:
            raise refusal("missingRequiredParameter")
        video = self._world.videos.standing(id_)
        if video is None:
            raise refusal("videoNotFound")
        if video.channel_id != channel.id:
            raise refusal("forbiddenThumbnail")
        return video

    def _read(self, request: Request, video: Video) -> Thumbnail:
        content_type = request.header("Content-Type").partition(";")[0]
        if request.argument("uploadType", "media") != "media" or content_type not in (*_SIGNATURES, _ANY_IMAGE):
            raise refusal("badContent")
        if not request.length:
            raise refusal("invalidImage")
        if request.length > MOST_BYTES:
            raise refusal("uploadTooLarge")
        first, sha256, size = _hashed(request)
        if size < request.length or not _is_image(first, content_type):
            raise refusal("invalidImage")
        # A Short takes an image before its processing has succeeded, and shows none.
        is_early = self._world.board.now.shorts and video.stage(self._world.now()).processing_status != "succeeded"
        return Thumbnail(sha256=sha256, size=size, content_type=content_type, applied=not is_early)


def _hashed(request: Request) -> tuple[bytes, str, int]:
    """The first bytes, the SHA-256 and the size of what came."""
    running, first, size = hashlib.sha256(), b"", 0
    while piece := request.body.read(WINDOW_BYTES):
        running.update(piece)
        first = (first + piece)[:16]
        size += len(piece)
    return first, running.hexdigest(), size


def _is_image(first: bytes, content_type: str) -> bool:
    signatures = _SIGNATURES.values() if content_type == _ANY_IMAGE else [_SIGNATURES[content_type]]
    return any(first.startswith(signature) for signature in signatures)
