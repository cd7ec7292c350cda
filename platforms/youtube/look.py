"""Looking what became of an upload, changing nothing: by its session, by its id, and by its marks in the channel's uploads."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from platforms import errors
from platforms.contract import Account, Asked, LookOutcome, NotThere, Published, Unclear, Upload, Working
from platforms.http import Door
from platforms.resumable import Broken, Done, Gone, Held, State
from platforms.youtube import processing, words
from platforms.youtube.calls import Calls
from platforms.youtube.progress import Saved
from platforms.youtube.session import YouTubeSession

SETTLE = timedelta(minutes=5)
"""After this, no last bytes are on their way any more: the send-before, the life of a short request, the list's usual lag."""
LIST_SETTLE = timedelta(minutes=30)
"""Until then the channel's list may lag behind. Looks are due at these moments after the last bytes left:"""
LOOKS_AT = tuple(timedelta(seconds=seconds) for seconds in (0, 30, 120, 600, 1800))
EMPTY_READS = len(LOOKS_AT)
LATER_LOOKS = timedelta(minutes=30)
SHORTEST_WAIT = timedelta(seconds=5)
HORIZON = timedelta(days=35)
"""How far back the uploads are read: longer than a session lives, and than a backup that somebody restores is old."""
MOST_PAGES = 20
GONE_AFTER_LOOKS = 6
GONE_AFTER = timedelta(hours=1)


@dataclass(frozen=True, kw_only=True)
class Found:
    """What the channel's uploads say: the videos with our marks, oldest first, and whether all that could be ours were read."""

    videos: list[Mapping[str, Any]]
    is_complete: bool


class Look:
    """One look at one upload. Raises `errors.Rejected` for a definite no; any other error says nothing about the video."""

    def __init__(self, *, door: Door, calls: Calls, watch_url: str, upload: Upload, account: Account, asked: Asked) -> None:
        self._door = door
        self._calls = calls
        self._watch_url = watch_url
        self._upload = upload
        self._account = account
        self._asked = asked

    def outcome(self, saved: Saved) -> LookOutcome:
        if saved.video:
            return self._watched(saved, saved.video)
        state = self._state(saved)
        if isinstance(state, Done) and state.video:
            return self._watched(replace(saved, video=state.video), state.video)
        if isinstance(state, Held) and not self._has_settled(SETTLE):
            return self._unclear("YouTube still waits for the last bytes; they may be on their way.", until=SETTLE)
        found = self._found()
        if found.videos:
            video = str(found.videos[0]["id"])
            return self._watched(replace(saved, video=video, copies=len(found.videos)), video)
        return self._absent(saved, state, is_complete=found.is_complete)

    def _state(self, saved: Saved) -> State:
        if saved.session is None:
            return Gone()
        with self._door.line() as line:
            return YouTubeSession(line, upload=self._upload, access_token=self._account.access_token).ask(saved.session)

    def _absent(self, saved: Saved, state: State, *, is_complete: bool) -> LookOutcome:
        """Nothing was found: proof only where no session can finish any more, and the list had its time."""
        match state:
            case Held():
                return NotThere(progress=saved.as_json())
            case Done():
                return self._unclear("YouTube says that the upload is finished, and does not show the video yet.")
            case Gone() | Broken() if not is_complete:
                return self._unclear("The channel has more videos than Retake can go through.")
            case Gone() | Broken() if self._asked.empty_looks + 1 >= EMPTY_READS and self._has_settled(LIST_SETTLE):
                return NotThere(progress=replace(saved, session=None, final=False).as_json())
            case _:
                return self._unclear("The channel does not show the video; its list may lag behind.")

    # -- by id --

    def _watched(self, saved: Saved, video_id: str) -> LookOutcome:
        items = self._calls.videos([video_id], part="status,processingDetails,fileDetails")
        saved = replace(saved, polls=saved.polls + 1, missing=0 if items else saved.missing + 1)
        if not items and saved.missing >= GONE_AFTER_LOOKS and self._has_settled(GONE_AFTER):
            raise processing.deleted(video_id)
        url = f"{self._watch_url}{video_id}"
        if items and processing.is_processed({"id": video_id, **items[0]}):
            return Published(remote_id=video_id, url=url, warning=_warning(saved, items[0], self._upload))
        return Working(progress=saved.as_json(), again_in=processing.wait_before(saved.polls), remote_id=video_id, url=url)

    # -- by its marks --

    def _found(self) -> Found:
        playlist = self._uploads()
        ours: list[tuple[str, Mapping[str, Any]]] = []
        is_complete = False
        for page, is_last in self._pages(playlist):
            ours += [(str(video["snippet"].get("publishedAt", "")), video) for video in self._ours(page)]
            if ours or is_last:
                is_complete = True
                break
        return Found(videos=[video for _, video in sorted(ours, key=lambda pair: pair[0])], is_complete=is_complete)

    def _uploads(self) -> str:
        """The list of the channel's uploads. Raises where the token opens another channel: its list would prove nothing."""
        for channel in self._calls.channels(part="id,contentDetails"):
            if channel.get("id") == self._account.id:
                return str(channel["contentDetails"]["relatedPlaylists"]["uploads"])
        raise errors.Unauthorized("wrong_channel", "Retake's access leads to another channel.", fix="Reconnect the account.")

    def _pages(self, playlist: str) -> Iterator[tuple[list[str], bool]]:
        """The ids of each page, newest first, and whether older ones cannot be ours."""
        token: str | None = None
        for _ in range(MOST_PAGES):
            entries, token = self._calls.playlist_page(playlist, token)
            oldest = min((str(entry.get("snippet", {}).get("publishedAt", "")) for entry in entries), default="")
            ids = [str(entry["contentDetails"]["videoId"]) for entry in entries if entry.get("contentDetails", {}).get("videoId")]
            is_last = token is None or self._is_before_horizon(oldest)
            yield ids, is_last
            if is_last:
                return

    def _ours(self, ids: list[str]) -> list[Mapping[str, Any]]:
        """Those that carry the marker or the file's name; a title and a size that agree are no proof, and are not taken."""
        if not ids:
            return []
        videos = self._calls.videos(ids, part="id,snippet,status,fileDetails")
        return [video for video in videos if video.get("id") and self._has_mark(video) and processing.counts(video)]

    def _has_mark(self, video: Mapping[str, Any]) -> bool:
        tags = video.get("snippet", {}).get("tags") or []
        return self._upload.marker in tags or video.get("fileDetails", {}).get("fileName") == words.file_name(self._upload)

    # -- time --

    def _is_before_horizon(self, moment: str) -> bool:
        try:
            return datetime.fromisoformat(moment) < self._asked.deciding_since - HORIZON
        except (ValueError, TypeError):
            return False

    def _elapsed(self) -> timedelta:
        return self._asked.now - self._asked.deciding_since

    def _has_settled(self, settle: timedelta) -> bool:
        return self._elapsed() >= settle

    def _unclear(self, why: str, *, until: timedelta | None = None) -> Unclear:
        """Look again at the next of the moments, or when `until` after the last bytes has come, if that is sooner."""
        moments = [moment for moment in (*LOOKS_AT, until) if moment and moment > self._elapsed()]
        wait = min(moments) - self._elapsed() if moments else LATER_LOOKS
        return Unclear(again_in=max(wait, SHORTEST_WAIT), why=why)


def _warning(saved: Saved, video: Mapping[str, Any], upload: Upload) -> str:
    told = []
    if saved.copies > 1:
        told.append(f"YouTube shows {saved.copies} videos that carry this publication's mark. This is the oldest; look at the channel.")
    held = str(video.get("fileDetails", {}).get("fileSize", ""))
    if held.isdigit() and int(held) != upload.file.size:
        told.append(f"YouTube says that it has {held} bytes of a file of {upload.file.size}. Play it there to its end.")
    return " ".join(told)
