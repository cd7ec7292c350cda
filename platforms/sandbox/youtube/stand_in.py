"""The YouTube stand-in as one object: `answer` takes a request, the other methods are the control plane of tests and scenarios."""

import time
from collections.abc import Callable, Iterable
from datetime import UTC, datetime
from typing import Any

from platforms.sandbox.plumbing import Answer, Request, Response, Routes, text_response
from platforms.sandbox.settings import Clock, Sleep
from platforms.sandbox.store import Store
from platforms.sandbox.violations import Logged, Violation
from platforms.sandbox.youtube.access import TO_CHANGE
from platforms.sandbox.youtube.caption_calls import CaptionCalls
from platforms.sandbox.youtube.faults import Fault
from platforms.sandbox.youtube.misbehaving import misbehave
from platforms.sandbox.youtube.oauth import OAuth
from platforms.sandbox.youtube.playlist_calls import PlaylistCalls
from platforms.sandbox.youtube.quota import Bucket
from platforms.sandbox.youtube.refusals import Refused
from platforms.sandbox.youtube.resources import Resources
from platforms.sandbox.youtube.sessions import Session
from platforms.sandbox.youtube.thumbnails import Thumbnails
from platforms.sandbox.youtube.tokens import Issued
from platforms.sandbox.youtube.uploads import Uploads
from platforms.sandbox.youtube.videos import Video
from platforms.sandbox.youtube.visitors import Visitors
from platforms.sandbox.youtube.world import World

UPLOAD_PATHS = ("/upload/youtube/v3/videos", "/resumable/upload/youtube/v3/videos")


def utc_now() -> datetime:
    return datetime.now(UTC)


class YouTubeStandIn:
    """Callable in process, without a socket: give it requests as they come, late or cut short, and a clock of your own.

    `clock` gives aware times; `sleep` waits where the stand-in was told to be slow. One store is one platform: a second
    stand-in over the same file is the same YouTube after a restart.
    """

    name = "YouTube"

    def __init__(self, store: Store | None = None, clock: Clock = utc_now, *, sleep: Sleep = time.sleep) -> None:
        self.world = World(store or Store(), clock, sleep)
        self._uploads = Uploads(self.world)
        self._playlists = PlaylistCalls(self.world)
        self._captions = CaptionCalls(self.world)
        oauth = OAuth(self.world.tokens, self.world.channels, self.world.board)
        self._calls = self._routes(oauth, Resources(self.world), Thumbnails(self.world))
        self._visitors = Visitors(self.world, oauth)

    def _routes(self, oauth: OAuth, resources: Resources, thumbnails: Thumbnails) -> Routes[Callable[[Request, Fault | None], Answer]]:
        views: dict[tuple[str, str], Callable[[Request], Response]] = {
            ("POST", "/token"): oauth.token,
            ("POST", "/revoke"): oauth.revoke,
            ("POST", "/upload/youtube/v3/thumbnails/set"): thumbnails.set,
            ("GET", "/youtube/v3/videos"): resources.list_videos,
            ("PUT", "/youtube/v3/videos"): resources.update_video,
            ("DELETE", "/youtube/v3/videos"): resources.delete_video,
            ("GET", "/youtube/v3/channels"): resources.list_channels,
            ("GET", "/youtube/v3/playlistItems"): resources.list_playlist_items,
            ("GET", "/youtube/v3/playlists"): self._playlists.list_playlists,
            ("POST", "/youtube/v3/playlistItems"): self._playlists.insert,
            ("GET", "/youtube/v3/captions"): self._captions.list,
            ("POST", "/upload/youtube/v3/captions"): self._captions.insert,
            ("PUT", "/upload/youtube/v3/captions"): self._captions.update,
            ("GET", "/youtube/v3/videoCategories"): resources.list_categories,
            ("GET", "/youtube/v3/search"): resources.search,
            **{("POST", path): self._uploads.start for path in UPLOAD_PATHS},
        }
        calls: dict[tuple[str, str], Callable[[Request, Fault | None], Answer]] = {key: _plain(view) for key, view in views.items()}
        return Routes(calls | {("PUT", path): self._uploads.put for path in UPLOAD_PATHS})

    # -- Being asked -------------------------------------------------------------------------------------------------
    def answer(self, request: Request) -> Answer:
        """Answer a call of the API, or show a page; whatever is armed strikes calls alone."""
        call = self._calls.find(request.method, request.path)
        if call is None:
            known = self._calls.knows(request.path)
            return self._visitors.answer(request) or text_response(405 if known else 404, "Method Not Allowed" if known else "Not Found")
        answer, fault = misbehave(self.world, request, lambda struck: _answered(call, request, struck), self._uploads)
        self.world.log.note(request, answer, fault=f"{fault.kind} at {fault.at}" if fault else "")
        return answer

    def summary(self) -> str:
        posted = len([video for video in self.videos() if video.deleted_at is None])
        return f"{posted} {'video' if posted == 1 else 'videos'}, {len(self.violations())} broken rules"

    # -- The oracle --------------------------------------------------------------------------------------------------
    def videos(self, marker: str | None = None) -> list[Video]:
        """Every post ever made, deleted ones too; only those that bear the marker, where one is given."""
        return [video for video in self.world.videos.all() if marker is None or video.bears(marker)]

    def violations(self, rule: str | None = None) -> list[Violation]:
        return [violation for violation in self.world.violations.all() if rule in (None, violation.rule)]

    def sessions(self) -> list[Session]:
        """Those that still take bytes."""
        return self.world.sessions.opened()

    def overlaps(self) -> int:
        """How often bytes came that were held already."""
        return self.world.sessions.overlaps()

    def requests(self) -> list[Logged]:
        """The last ones, newest first, without secrets."""
        return self.world.log.newest_first()

    # -- Making it misbehave -----------------------------------------------------------------------------------------
    def arm(self, fault: Fault) -> None:
        self.world.faults.arm(fault)

    def set(self, **switches: Any) -> None:
        """Turn switches (see `switches.Switches`). Raises ValueError for what they do not take."""
        self.world.board.set(**switches)

    def grant(self, channel: str, *, scopes: Iterable[str] | None = None, client_id: str = "sandbox") -> Issued:
        """Tokens without the consent page, for the channel of that id or title; the scopes of an uploader unless given."""
        channel_id = self.world.channels.get(channel).id
        wanted = tuple(scopes) if scopes is not None else tuple(scope for scope in sorted(TO_CHANGE) if scope.endswith("force-ssl"))
        return self.world.tokens.issue(
            client_id=client_id, channel_id=channel_id, scopes=wanted, refreshable=True, switches=self.world.board.now
        )

    def revoke(self, channel: str) -> None:
        self.world.tokens.revoke_channel(self.world.channels.get(channel).id)

    def expire_access_tokens(self) -> None:
        self.world.tokens.expire_access()

    def exhaust(self, bucket: Bucket | str) -> None:
        """Use up today's `video_insert`, `search` or `default` allowance."""
        self.world.quota.exhaust(Bucket(bucket), switches=self.world.board.now)

    def fill_channel(self, channel: str) -> None:
        self.world.channels.fill(self.world.channels.get(channel))

    def end_sessions(self, status: int = 404) -> None:
        self.world.sessions.end_all(status)

    def advance(self, seconds: float) -> None:
        self.world.advance(seconds)

    def heal(self) -> None:
        self.world.heal()

    def reset(self) -> None:
        self.world.reset()


def _plain(view: Callable[[Request], Response]) -> Callable[[Request, Fault | None], Answer]:
    return lambda request, fault: view(request)


def _answered(call: Callable[[Request, Fault | None], Answer], request: Request, fault: Fault | None) -> Answer:
    try:
        return call(request, fault)
    except Refused as refused:
        return refused.response
