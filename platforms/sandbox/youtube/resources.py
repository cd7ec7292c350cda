"""The JSON calls of the Data API: videos, channels, the uploads playlist, categories and search."""

import json
from collections.abc import Iterable
from typing import Any

from platforms.sandbox.plumbing import Request, Response, json_response
from platforms.sandbox.youtube.access import TO_CHANGE, TO_READ, Call, admitted
from platforms.sandbox.youtube.channels import Channel, channel_resource
from platforms.sandbox.youtube.metadata import CATEGORIES, UNASSIGNABLE_CATEGORIES, WRITABLE_PARTS, Parts, checked, parts_of
from platforms.sandbox.youtube.pages_of_lists import MOST_PER_PAGE, listing, page_of
from platforms.sandbox.youtube.playlist_calls import PlaylistCalls
from platforms.sandbox.youtube.quota import Bucket
from platforms.sandbox.youtube.refusals import refusal
from platforms.sandbox.youtube.videos import Video, thumbnails_of, timestamp, video_resource
from platforms.sandbox.youtube.world import World

READ = Call(scopes=TO_READ)
READ_OWN = Call(scopes=TO_READ, needs_channel=False)
CHANGE = Call(scopes=TO_CHANGE, cost=50)
SEARCH = Call(scopes=TO_READ, bucket=Bucket.SEARCHES)
OWNER_PARTS = frozenset({"fileDetails", "processingDetails", "suggestions"})
VIDEO_NOT_FOUND = "videoNotFound"


class Resources:
    """Answers to /youtube/v3/…; each raises Refused for what YouTube refuses."""

    def __init__(self, world: World) -> None:
        self._world = world
        self._playlists = PlaylistCalls(world)

    # -- Videos ------------------------------------------------------------------------------------------------------
    def list_videos(self, request: Request) -> Response:
        with admitted(self._world, request, READ) as channel:
            parts = parts_of(request.argument("part"))
            ids = _ids(request)
            found = [video for video in self._world.videos.all(ids=ids) if self._is_visible(video, channel)]
            if OWNER_PARTS & set(parts) and any(video.channel_id != channel.id for video in found):
                raise refusal("forbidden")
            found.sort(key=lambda video: ids.index(video.id))
            items = [self._video(video, parts, request.base) for video in found]
        return json_response(200, listing("video", items))

    def update_video(self, request: Request) -> Response:
        """Replaces every part that is named, whole: what the request leaves out is gone."""
        with admitted(self._world, request, CHANGE) as channel:
            parts = parts_of(request.argument("part"))
            resource = _json(request)
            video = self._own(str(resource.get("id", "")), channel)
            given = checked(resource, parts=parts, now=self._world.now())
            if "snippet" in parts and "categoryId" not in resource.get("snippet", {}):
                raise refusal("invalidVideoMetadata")
            self._check_schedule(video, given)
            kept = {name: part for name, part in video.metadata.items() if name not in parts}
            self._world.videos.rewrite(video, {**kept, **{name: given.get(name, {}) for name in parts if name in WRITABLE_PARTS}})
            item = self._video(self._own(video.id, channel), parts, request.base)
        return json_response(200, item)

    def _check_schedule(self, video: Video, given: Parts) -> None:
        was_public = video.privacy(self._world.now()) == "public"
        if was_public and "publishAt" in given.get("status", {}):
            raise refusal("invalidPublishAt")

    def delete_video(self, request: Request) -> Response:
        with admitted(self._world, request, CHANGE) as channel:
            self._world.videos.delete(self._own(request.argument("id"), channel))
        return Response(status=204)

    def _own(self, id_: str, channel: Channel) -> Video:
        video = self._world.videos.standing(id_)
        if video is None or not self._is_visible(video, channel):
            raise refusal(VIDEO_NOT_FOUND)
        if video.channel_id != channel.id:
            raise refusal("forbidden")
        return video

    def _is_visible(self, video: Video, channel: Channel) -> bool:
        mine = video.channel_id == channel.id
        return video.deleted_at is None and (mine or video.privacy(self._world.now()) != "private")

    def _video(self, video: Video, parts: Iterable[str], base: str) -> dict[str, Any]:
        return video_resource(
            video,
            parts=parts,
            channel_title=self._world.channels.get(video.channel_id).title,
            base=base,
            file_details_shown=self._world.board.now.file_details_shown,
            now=self._world.now(),
        )

    # -- Channels and lists ------------------------------------------------------------------------------------------
    def list_channels(self, request: Request) -> Response:
        with admitted(self._world, request, READ_OWN) as caller:
            parts = parts_of(request.argument("part"))
            if request.argument("mine") == "true":
                found = [caller]
            elif request.argument("id"):
                found = [channel for id_ in _ids(request) if (channel := self._world.channels.find(id_))]
            else:
                raise refusal("missingRequiredParameter")
            items = [self._channel(channel, parts, request.base) for channel in found if channel.signed_up]
        return json_response(200, listing("channel", items))

    def _channel(self, channel: Channel, parts: Iterable[str], base: str) -> dict[str, Any]:
        count = len(self._world.videos.of_channel(channel.id))
        every = channel_resource(channel, base=base, video_count=count, made_at=timestamp(channel.made_at))
        shown = {"kind", "etag", "id", *parts}
        return {name: value for name, value in every.items() if name in shown}

    def list_playlist_items(self, request: Request) -> Response:
        """The uploads playlist, newest first; it learns of a video only after the lag. Or another one, as it was put together."""
        with admitted(self._world, request, READ) as caller:
            parts = parts_of(request.argument("part"))
            if not request.argument("playlistId"):
                raise refusal("missingRequiredParameter")
            owner = self._owner_of(request.argument("playlistId"))
            if owner is None:
                return self._playlists.list_items(request, caller, parts)
            listed = [video for video in self._listed(owner) if owner.id == caller.id or video.privacy(self._world.now()) == "public"]
            page, next_token = page_of(listed, request, number=_number, newest_first=True)
            items = [_playlist_item(video, owner, parts, request.base) for video in page]
        return json_response(200, listing("playlistItem", items, total=len(listed), next_token=next_token))

    def _owner_of(self, playlist_id: str) -> Channel | None:
        """The channel whose uploads these are; None where it is no list of uploads."""
        channels = (channel for channel in self._world.channels.all() if channel.signed_up)
        return next((channel for channel in channels if channel.uploads_playlist == playlist_id), None)

    def _listed(self, channel: Channel) -> list[Video]:
        learnt = self._world.now() - self._world.board.now.listing_lag_seconds
        return [video for video in self._world.videos.of_channel(channel.id) if video.posted_at <= learnt]

    def search(self, request: Request) -> Response:
        """One's own videos by words of the title; it lags at least as the playlist does."""
        with admitted(self._world, request, SEARCH) as caller:
            parts_of(request.argument("part"))
            if request.argument("forMine") != "true" or request.argument("type") != "video":
                raise refusal("incompatibleParameters")
            wanted = request.argument("q").lower()
            listed = [video for video in self._listed(caller) if wanted in video.title.lower()]
            page, next_token = page_of(listed, request, number=_number, newest_first=True)
            items = [_found(video, caller, request.base) for video in page]
        return json_response(200, listing("searchResult", items, total=len(listed), next_token=next_token))

    def list_categories(self, request: Request) -> Response:
        with admitted(self._world, request, READ):
            parts_of(request.argument("part"))
            if not (request.argument("regionCode") or request.argument("id")):
                raise refusal("missingRequiredParameter")
            every = {**CATEGORIES, **UNASSIGNABLE_CATEGORIES}
            wanted = request.argument("id").split(",") if request.argument("id") else list(every)
            items = [_category(id_, every[id_]) for id_ in wanted if id_ in every]
        return json_response(200, listing("videoCategory", items))


def _ids(request: Request) -> list[str]:
    ids = [id_ for id_ in request.argument("id").split(",") if id_]
    if not ids:
        raise refusal("missingRequiredParameter")
    if len(ids) > MOST_PER_PAGE:
        raise refusal("invalidParameter")
    return list(dict.fromkeys(ids))


def _json(request: Request) -> dict[str, Any]:
    try:
        resource = json.loads(request.content())
    except ValueError:
        raise refusal("parseError") from None
    if not isinstance(resource, dict):
        raise refusal("badRequest")
    return resource


def _number(video: Video) -> int:
    return video.number


def _playlist_item(video: Video, owner: Channel, parts: Iterable[str], base: str) -> dict[str, Any]:
    posted = timestamp(video.posted_at)
    every = {
        "snippet": {
            "publishedAt": posted,
            "channelId": owner.id,
            "title": video.title,
            "description": str(video.metadata.get("snippet", {}).get("description", "")),
            "thumbnails": thumbnails_of(video, base),
            "channelTitle": owner.title,
            "playlistId": owner.uploads_playlist,
            "position": 0,
            "resourceId": {"kind": "youtube#video", "videoId": video.id},
        },
        "contentDetails": {"videoId": video.id, "videoPublishedAt": posted},
        "status": {"privacyStatus": str(video.metadata.get("status", {}).get("privacyStatus", "public"))},
    }
    shown = {part: every[part] for part in parts if part in every}
    return {"kind": "youtube#playlistItem", "etag": f"item-{video.id}", "id": f"{owner.uploads_playlist}.{video.id}", **shown}


def _found(video: Video, owner: Channel, base: str) -> dict[str, Any]:
    snippet = {
        "publishedAt": timestamp(video.posted_at),
        "channelId": owner.id,
        "title": video.title,
        "thumbnails": thumbnails_of(video, base),
        "channelTitle": owner.title,
    }
    return {"kind": "youtube#searchResult", "id": {"kind": "youtube#video", "videoId": video.id}, "snippet": snippet}


def _category(id_: str, title: str) -> dict[str, Any]:
    snippet = {"title": title, "assignable": id_ in CATEGORIES, "channelId": "UCBR8-60-B28hp2BmDPdntcQ"}
    return {"kind": "youtube#videoCategory", "id": id_, "snippet": snippet}
