"""The calls about playlists: a channel's own, what lies in one, and putting a video into it.

Source: developers.google.com/youtube/v3/docs/playlists/list, …/playlistItems/list and …/playlistItems/insert.
"""

import json
from typing import Any

from platforms.sandbox.plumbing import Request, Response, json_response
from platforms.sandbox.youtube.access import TO_CHANGE, TO_READ, Call, admitted
from platforms.sandbox.youtube.channels import Channel
from platforms.sandbox.youtube.metadata import parts_of
from platforms.sandbox.youtube.pages_of_lists import listing, page_of
from platforms.sandbox.youtube.playlists import Full, Item, Playlist, item_resource, playlist_resource
from platforms.sandbox.youtube.refusals import refusal
from platforms.sandbox.youtube.videos import Video
from platforms.sandbox.youtube.world import World

READ = Call(scopes=TO_READ)
INSERT = Call(scopes=TO_CHANGE, cost=50)


class PlaylistCalls:
    """Answers to /youtube/v3/playlists, and to /youtube/v3/playlistItems but for the list of a channel's uploads."""

    def __init__(self, world: World) -> None:
        self._world = world

    def list_playlists(self, request: Request) -> Response:
        """One's own, in the order in which they were made."""
        with admitted(self._world, request, READ) as caller:
            parts = parts_of(request.argument("part"))
            if request.argument("mine") != "true":
                raise refusal("missingRequiredParameter")
            own = self._world.playlists.of_channel(caller.id)
            page, next_token = page_of(list(enumerate(own, 1)), request, number=lambda pair: pair[0])
            items = [_shown(self._resource(playlist), parts) for _, playlist in page]
        return json_response(200, listing("playlist", items, total=len(own), next_token=next_token))

    def _resource(self, playlist: Playlist) -> dict[str, Any]:
        return playlist_resource(playlist, count=len(self._world.playlists.items(playlist)))

    def list_items(self, request: Request, caller: Channel, parts: tuple[str, ...]) -> Response:
        """What lies in one of the caller's playlists; with `videoId`, whether that video does. Raises Refused."""
        playlist = self._own(request.argument("playlistId"), caller)
        video_id = request.argument("videoId")
        every = self._world.playlists.items(playlist)
        wanted = [item for item in every if video_id in ("", item.video_id)]
        page, next_token = page_of(wanted, request, number=lambda item: item.number)
        items = [_shown(self._item(item, playlist, position=every.index(item)), parts) for item in page]
        return json_response(200, listing("playlistItem", items, total=len(wanted), next_token=next_token))

    def insert(self, request: Request) -> Response:
        """Put a video into a playlist: once more, if it lies there already. That is noted, since nobody wishes it."""
        with admitted(self._world, request, INSERT) as caller:
            parts = parts_of(request.argument("part"))
            snippet = _snippet(request)
            playlist = self._own(str(snippet.get("playlistId", "")), caller)
            video = self._video(snippet.get("resourceId"), caller)
            if any(item.video_id == video.id for item in self._world.playlists.items(playlist)):
                self._world.violations.note("R12", "a video put into a playlist that holds it already", request)
            try:
                item = self._world.playlists.put(playlist, video.id)
            except Full:
                raise refusal("playlistContainsMaximumNumberOfVideos") from None
            position = len(self._world.playlists.items(playlist)) - 1
            answer = _shown(self._item(item, playlist, position=position), parts)
        return json_response(200, answer)

    def _item(self, item: Item, playlist: Playlist, *, position: int) -> dict[str, Any]:
        video = self._world.videos.standing(item.video_id)
        return item_resource(item, playlist, title=video.title if video else "Deleted video", position=position)

    def _own(self, playlist_id: str, caller: Channel) -> Playlist:
        if not playlist_id:
            raise refusal("playlistIdRequired")
        playlist = self._world.playlists.find(playlist_id)
        if playlist is None:
            raise refusal("playlistNotFound")
        if playlist.channel_id != caller.id:
            raise refusal("playlistItemsNotAccessible")
        return playlist

    def _video(self, resource_id: Any, caller: Channel) -> Video:
        if not isinstance(resource_id, dict) or resource_id.get("kind") != "youtube#video":
            raise refusal("resourceIdRequired")
        video = self._world.videos.standing(str(resource_id.get("videoId", "")))
        if video is None or (video.channel_id != caller.id and video.privacy(self._world.now()) == "private"):
            raise refusal("videoNotFound")
        return video


def _snippet(request: Request) -> dict[str, Any]:
    try:
        resource = json.loads(request.content())
    except ValueError:
        raise refusal("parseError") from None
    snippet = resource.get("snippet") if isinstance(resource, dict) else None
    if not isinstance(snippet, dict):
        raise refusal("badRequest")
    return snippet


def _shown(resource: dict[str, Any], parts: tuple[str, ...]) -> dict[str, Any]:
    return {name: value for name, value in resource.items() if name in {"kind", "etag", "id", *parts}}
