"""What is read back: the list of videos, the player's word on one of them, and what a link leads to.

Sources: Rumble's own WordPress plugin 1.0.8 for the list; yt-dlp 2026.10.26 for the player.
"""

from math import ceil
from typing import Any

from platforms.sandbox.plumbing import Request, Response, json_response
from platforms.sandbox.rumble.accounts import Account
from platforms.sandbox.rumble.answers import html, refusal
from platforms.sandbox.rumble.videos import Video, date
from platforms.sandbox.rumble.world import World

LIST_REFUSALS = {"down": "unavailable", "challenge": "challenge"}


class Reading:
    """Answers that change nothing."""

    def __init__(self, world: World) -> None:
        self._world = world

    def search(self, request: Request) -> Response:
        """Media.Search.json: a publisher's videos page by page; the newest first with sort=date."""
        self._note_pace(f"list {request.query}", request)
        state = self._world.board.now.list_state
        if state in LIST_REFUSALS:
            return refusal(LIST_REFUSALS[state])
        if state in ("gone", "html"):
            return html(404 if state == "gone" else 200, "404 - Not found" if state == "gone" else "Rumble")
        account = self._world.accounts.publishing_as(request.argument("_p"))
        if account is None:
            return refusal("invalid_list_token")
        return json_response(200, self._listed(account, request))

    def _listed(self, account: Account, request: Request) -> dict[str, Any]:
        criteria = dict(pair.partition("=")[::2] for pair in request.argument("criteria").split(","))
        now, moment = self._world.board.now, self._world.now()
        videos = self._world.videos.of_account(account.id) if request.argument("user") == "me" else self._world.videos.all()
        words = request.argument("q").lower()
        seen = [video for video in videos if video.made_at + now.list_lag_seconds <= moment and words in video.title.lower()]
        if criteria.get("sort") == "date":
            seen.reverse()
        asked = criteria.get("pg", "1")
        current = max(int(asked), 1) if asked.isascii() and asked.isdigit() and len(asked) < 9 else 1
        size = max(now.list_page, 1)
        shown = seen[(current - 1) * size : current * size]
        return {
            "results": [self._entry(video, account, request.base) for video in shown],
            "paginate": {"current": current, "pages": max(ceil(len(seen) / size), 1)},
        }

    def _entry(self, video: Video, account: Account, base: str) -> dict[str, Any]:
        """What the plugin reads of each; more of it by a switch, since nobody knows."""
        now = self._world.board.now
        player = f"{base}/embed/{video.embed_id}/?pub={account.publisher_id}"
        entry: dict[str, Any] = {
            "title": video.title,
            "description": video.description,
            "thumbnails": [{"url": f"{base}/pictures/{video.embed_id}.svg"}],
            "video": {"iframe": f'<iframe src="{player}" width="640" height="360"></iframe>' if now.list_gives_markup else player},
        }
        if now.list_tells_details:
            entry |= {"url": f"{base}{video.page}", "pubDate": date(video.made_at), "duration": round(video.seconds or 0)}
        if now.list_tells_guid:
            entry["guid"] = video.guid
        return entry

    def embed(self, request: Request) -> Response:
        """embedJS: how it plays, once it is processed."""
        self._note_pace(f"player {request.argument('v')}", request)
        video = self._world.videos.embedded(request.argument("v"))
        if (request.argument("request"), request.argument("ver")) != ("video", "2") or video is None:
            return json_response(200, {"sys": {"msg": "Video not found"}})
        state = video.state(self._world.now())
        if state == "failed":
            return json_response(200, {"sys": {"msg": "This video could not be processed"}})
        return json_response(200, self._player(video, request.base, is_ready=state == "ready"))

    def _player(self, video: Video, base: str, *, is_ready: bool) -> dict[str, Any]:
        channel = self._world.accounts.channel(video.channel_id)
        meta = {"bitrate": 1200, "size": video.size, "w": 1280, "h": 720}
        return {
            "title": video.title,
            "duration": round(video.seconds or 0) if is_ready else 0,
            "pubDate": date(video.made_at),
            "author": {"name": channel.title, "url": f"{base}/c/{channel.slug}"},
            # PHP writes a list of no files as [], and one of some as an object.
            "ua": {"mp4": {"720": {"url": f"{base}/files/{video.embed_id}.mp4", "meta": meta}}} if is_ready else [],
            "i": f"{base}/pictures/{video.embed_id}.svg",
            "cc": {language: {"language": language} for language in video.captions.split(",") if language} or [],
            "live": 0,
        }

    def oembed(self, request: Request) -> Response:
        """What the address of a page or of a player leads to."""
        is_ours, path = _below(request.base, request.argument("url"))
        video = self._world.videos.embedded(path.removeprefix("/embed/").strip("/")) or self._world.videos.at(path)
        if video is None or not is_ours:
            return json_response(404, {"error": "Not found"})
        channel = self._world.accounts.channel(video.channel_id)
        player = f"{request.base}/embed/{video.embed_id}/"
        frame = f'<iframe src="{player}" width="1280" height="720" frameborder="0" allowfullscreen></iframe>'
        return json_response(
            200,
            {
                "type": "video",
                "version": "1.0",
                "title": video.title,
                "author_name": channel.title,
                "author_url": f"{request.base}/c/{channel.slug}",
                "provider_name": "Rumble.com",
                "provider_url": f"{request.base}/",
                "html": frame,
                "width": 1280,
                "height": 720,
                "duration": round(video.seconds or 0),
                "thumbnail_url": f"{request.base}/pictures/{video.embed_id}.svg",
            },
        )

    def _note_pace(self, name: str, request: Request) -> None:
        if not self._world.pace.is_kept(name):
            self._world.violations.note("R5", "the same was asked for again and again, less than 5 seconds apart", request)


def _below(base: str, address: str) -> tuple[bool, str]:
    """Whether an address is one of ours, and its path."""
    path = address.partition("?")[0].removeprefix(base)
    return address.startswith(f"{base}/"), path
