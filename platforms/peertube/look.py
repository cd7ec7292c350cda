"""Looking what became of an upload, changing nothing: by its session, by its id, and by the name of its file in the user's list."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from platforms import errors
from platforms.contract import Account, Asked, LookOutcome, NotThere, Published, Unclear, Upload, Working
from platforms.http import Door
from platforms.peertube import processing
from platforms.peertube.calls import Calls
from platforms.peertube.progress import Saved
from platforms.peertube.session import PeerTubeSession
from platforms.resumable import Broken, Done, Finishing, Gone, Held, State

SETTLE = timedelta(minutes=10)
"""After this, no last bytes are on their way any more, and none are being looked into: the send-before, two minutes for the answer,
and what an instance takes to probe a large file. The user's list shows a video at once, whatever its state."""
LOOKS_AT = tuple(timedelta(seconds=seconds) for seconds in (0, 15, 60, 300, 600))
EMPTY_READS = 3
LATER_LOOKS = timedelta(minutes=30)
SHORTEST_WAIT = timedelta(seconds=5)
HORIZON = timedelta(days=15)
"""How far back the list is read: longer than a session lives, and than a backup that somebody restores is old."""
PAGE, MOST_PAGES = 100, 20
GONE_AFTER_LOOKS = 3


@dataclass(frozen=True, kw_only=True)
class Found:
    """What the user's list says: the UUID of the video made from our file, and whether all that could be ours were read."""

    video: str | None
    is_complete: bool


class Look:
    """One look at one upload. Raises `errors.Rejected` for a definite no; any other error says nothing about the video."""

    def __init__(self, *, door: Door, api_url: str, upload: Upload, account: Account, asked: Asked) -> None:
        self._door = door
        self._api_url = api_url
        self._calls = Calls(door=door, api_url=api_url, access_token=account.access_token)
        self._upload = upload
        self._account = account
        self._asked = asked

    def outcome(self, saved: Saved) -> LookOutcome:
        if saved.video:
            return self._watched(saved, saved.video)
        state = self._state(saved)
        match state:
            case Done(video=str(video)):
                return self._watched(replace(saved, video=video), video)
            case Finishing():
                return self._unclear("The instance still looks into the last bytes.")
            case Held() if not self._has_settled():
                return self._unclear("The instance still waits for the last bytes; they may be on their way.")
        found = self._found()
        if found.video:
            return self._watched(replace(saved, video=found.video), found.video)
        match state:
            case Held():
                # It asks for the rest, and the session goes on. That last bytes left once stays known: they may come yet.
                return NotThere(progress=saved.as_json())
            case Gone() | Broken() | None if not found.is_complete:
                return self._unclear("The account has more videos than Retake can go through.")
            case Gone() | Broken() | None if self._asked.empty_looks + 1 >= EMPTY_READS and self._has_settled():
                return NotThere(progress=replace(saved, session=None, final=False).as_json())
            case _:
                return self._unclear("The instance does not show the video.")

    def _state(self, saved: Saved) -> State | None:
        """What the session says; None where there is none, or where it is busy or not to be understood just now."""
        if not saved.session:
            return None
        with self._door.line() as line:
            session = PeerTubeSession(line, upload=self._upload, api_url=self._api_url, access_token=self._account.access_token)
            try:
                return session.ask(saved.session)
            except errors.Transient as error:
                if error.code == "busy":
                    return Finishing()
                raise

    # -- by id --

    def _watched(self, saved: Saved, uuid: str) -> LookOutcome:
        video = self._calls.video(uuid)
        saved = replace(saved, polls=saved.polls + 1, missing=0 if video else saved.missing + 1)
        if video is None:
            if saved.missing >= GONE_AFTER_LOOKS and self._has_settled():
                raise processing.deleted(uuid)
            return Working(progress=saved.as_json(), again_in=processing.wait_before(saved.polls), remote_id=uuid)
        url = str(video.get("url") or "")
        if processing.is_published({"uuid": uuid, **video}):
            return Published(remote_id=uuid, url=url, warning=processing.warning(video))
        return Working(progress=saved.as_json(), again_in=processing.wait_before(saved.polls), remote_id=uuid, url=url)

    # -- by the name of its file --

    def _found(self) -> Found:
        for page in range(MOST_PAGES):
            videos, total = self._calls.my_videos(start=page * PAGE, count=PAGE)
            for video in videos:
                if self._is_too_old(video):
                    return Found(video=None, is_complete=True)
                if self._is_ours(video):
                    return Found(video=str(video["uuid"]), is_complete=True)
            if not videos or (page + 1) * PAGE >= total:
                return Found(video=None, is_complete=True)
        return Found(video=None, is_complete=False)

    def _is_ours(self, video: Mapping[str, Any]) -> bool:
        """Whether it was made from our file: the instance keeps the name that the file was sent under."""
        uuid = video.get("uuid")
        source = self._calls.source(str(uuid)) if uuid else None
        return source is not None and self._upload.marker in str(source.get("inputFilename") or source.get("filename") or "")

    def _is_too_old(self, video: Mapping[str, Any]) -> bool:
        """Whether it was there well before our last bytes left, by the instance's clock, which may be a while off ours."""
        try:
            return datetime.fromisoformat(str(video.get("createdAt"))) < self._asked.deciding_since - HORIZON
        except (ValueError, TypeError):
            return False

    # -- time --

    def _has_settled(self) -> bool:
        return self._asked.now - self._asked.deciding_since >= SETTLE

    def _unclear(self, why: str) -> Unclear:
        """Look again at the next of the moments."""
        elapsed = self._asked.now - self._asked.deciding_since
        moments = [moment for moment in LOOKS_AT if moment > elapsed]
        wait = min(moments) - elapsed if moments else LATER_LOOKS if elapsed > timedelta(hours=2) else SETTLE / 5
        return Unclear(again_in=max(wait, SHORTEST_WAIT), why=why)
