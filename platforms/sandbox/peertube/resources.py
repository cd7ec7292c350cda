"""The instance, its users and its videos, as the REST API tells and changes them."""

import json
from email.parser import BytesParser
from hashlib import sha256
from typing import Any

from platforms.sandbox.peertube.access import Access
from platforms.sandbox.peertube.people import Channel
from platforms.sandbox.peertube.problems import refused
from platforms.sandbox.peertube.rules import check_changes
from platforms.sandbox.peertube.videos import PRIVACIES, STATES, Video, timestamp
from platforms.sandbox.peertube.world import World
from platforms.sandbox.plumbing import Request, Response, json_response

VERSION = "6.3.0"
FORM_BYTES = 8 * 1024 * 1024
NUMBERED = ("privacy", "category", "licence", "commentsPolicy")


class Resources:
    """Answers to everything but tokens and uploads."""

    def __init__(self, world: World, access: Access) -> None:
        self._world = world
        self._access = access

    def config(self, request: Request) -> Response:
        now = self._world.board.now
        return json_response(
            200,
            {
                "instance": {"name": "Sandbox PeerTube", "shortDescription": "A stand-in"},
                "serverVersion": VERSION,
                "transcoding": {"enabledResolutions": [360, 720]},
                "video": {"file": {"extensions": [".mp4", ".webm", ".mkv", ".mov"]}},
                "user": {"videoQuota": now.quota_bytes or -1, "videoQuotaDaily": -1},
            },
        )

    def me(self, request: Request) -> Response:
        user = self._world.people.user(self._access.user_of(request))
        channels = [self._channel(channel, request) for channel in self._world.people.channels_of(user.id)]
        account = {"id": user.id, "name": user.name, "displayName": user.name.capitalize(), "host": _host(request)}
        quota = self._world.board.now.quota_bytes or -1
        return json_response(
            200,
            {
                "id": user.id,
                "username": user.name,
                "account": account,
                "videoChannels": channels,
                "videoQuota": quota,
                "videoQuotaDaily": -1,
                "blocked": False,
                "twoFactorEnabled": bool(user.one_time_code),
            },
        )

    def quota_used(self, request: Request) -> Response:
        user_id = self._access.user_of(request)
        used = sum(video.size for video in self._world.videos.all() if video.user_id == user_id and video.deleted_at is None)
        return json_response(200, {"videoQuotaUsed": used, "videoQuotaUsedDaily": used})

    def my_videos(self, request: Request) -> Response:
        """Every state and privacy, at once; newest first with sort=-createdAt."""
        user_id = self._access.user_of(request)
        search = request.argument("search").lower()
        mine = [
            video
            for video in self._world.videos.all()
            if video.user_id == user_id and video.deleted_at is None and search in video.title.lower()
        ]
        if request.argument("sort", "-createdAt").startswith("-"):
            mine.reverse()
        start, count = int(request.argument("start", "0")), min(int(request.argument("count", "15")), 100)
        return json_response(200, {"total": len(mine), "data": [self._video(video, request) for video in mine[start : start + count]]})

    def video(self, request: Request) -> Response:
        video = self._standing(request)
        asked_by_number = request.path.rsplit("/", 1)[-1].isdigit()
        privacy = video.privacy(self._world.now())
        if privacy in (3, 4) or (privacy == 2 and asked_by_number):
            self._owned(video, request)
        return json_response(200, self._video(video, request))

    def source(self, request: Request) -> Response:
        video = self._standing(request, after="/source")
        self._owned(video, request)
        return json_response(
            200,
            {"inputFilename": video.file_name, "filename": video.file_name, "size": video.size, "createdAt": timestamp(video.posted_at)},
        )

    def change(self, request: Request) -> Response:
        """PUT /videos/<id>: changes what is named, and clears what is null; a picture comes in a form."""
        video = self._standing(request)
        self._owned(video, request)
        fields, files = _parts(request)
        if "thumbnailfile" in files:
            if not files["thumbnailfile"].startswith((b"\xff\xd8", b"\x89PNG")):
                raise refused("bad_type", detail="The thumbnail is no picture")
            self._world.videos.set_thumbnail(video, sha256(files["thumbnailfile"]).hexdigest())
        check_changes(fields)
        self._world.videos.change(video, fields)
        return Response(status=204)

    def delete(self, request: Request) -> Response:
        self._access.user_of(request)
        video = self._standing(request)
        self._owned(video, request)
        self._world.videos.delete(video)
        return Response(status=204)

    def captions(self, request: Request) -> Response:
        """PUT and DELETE /videos/<id>/captions/<language>; GET lists them."""
        path, _, language = request.path.partition("/captions")
        video = self._standing(request, path=path)
        if request.method == "GET":
            listed = [{"language": {"id": name, "label": name}} for name in video.captions]
            return json_response(200, {"total": len(listed), "data": listed})
        self._owned(video, request)
        if request.method == "DELETE":
            self._world.videos.set_caption(video, language.strip("/"), None)
            return Response(status=204)
        _, files = _parts(request)
        if not files.get("captionfile"):
            raise refused("bad_words", detail="Incorrect request parameters: captionfile")
        self._world.videos.set_caption(video, language.strip("/"), files["captionfile"].decode("utf-8", "replace"))
        return Response(status=204)

    # -- within ------------------------------------------------------------------------------------------------------
    def _standing(self, request: Request, *, after: str = "", path: str = "") -> Video:
        path = path or request.path
        found_by = path.removesuffix(after).rsplit("/", 1)[-1]
        video = self._world.videos.standing(found_by)
        if video is None:
            raise refused("not_found", detail="Video not found")
        return video

    def _owned(self, video: Video, request: Request) -> None:
        if self._access.user_of(request) != video.user_id:
            raise refused("filtered", detail="Cannot manage a video of another user")

    def _channel(self, channel: Channel, request: Request) -> dict[str, Any]:
        host = _host(request)
        return {
            "id": channel.id,
            "name": channel.name,
            "displayName": channel.title,
            "host": host,
            "url": f"{request.base}/video-channels/{channel.name}",
            "avatars": [],
        }

    def _video(self, video: Video, request: Request) -> dict[str, Any]:
        now, channel = self._world.now(), self._world.people.channel(video.channel_id)
        state, privacy = video.state(now), video.privacy(now)
        return {
            "id": video.id,
            "uuid": video.uuid,
            "shortUUID": video.short,
            "name": video.title,
            "description": video.metadata.get("description"),
            "tags": video.tags,
            "privacy": {"id": privacy, "label": PRIVACIES.get(privacy, "")},
            "state": {"id": state, "label": STATES[state]},
            "createdAt": timestamp(video.posted_at),
            "url": f"{request.base}/videos/watch/{video.uuid}",
            "channel": self._channel(channel, request),
            "scheduledUpdate": video.update(now),
        }


def _host(request: Request) -> str:
    return request.base.split("//", 1)[-1].split("/", 1)[0]


def _parts(request: Request) -> tuple[dict[str, Any], dict[str, bytes]]:
    """The fields and the files of a body, JSON or form; numbers as numbers."""
    kind, content = request.header("Content-Type"), request.content(most=FORM_BYTES)
    if not kind.startswith("multipart/form-data"):
        try:
            said = json.loads(content or b"{}")
        except ValueError:
            said = None
        if not isinstance(said, dict):
            raise refused("bad_words")
        return said, {}
    message = BytesParser().parsebytes(b"Content-Type: " + kind.encode("latin-1") + b"\r\n\r\n" + content)
    fields: dict[str, Any] = {}
    files: dict[str, bytes] = {}
    for part in message.get_payload() if message.is_multipart() else ():
        name = str(part.get_param("name", header="content-disposition"))  # type: ignore[union-attr]
        value = part.get_payload(decode=True)  # type: ignore[union-attr]
        if part.get_filename() is not None:  # type: ignore[union-attr]
            files[name] = value  # type: ignore[assignment]
        else:
            text = value.decode("utf-8", "replace")  # type: ignore[union-attr]
            fields[name] = int(text) if name in NUMBERED and text.isdigit() else text
    return fields, files
