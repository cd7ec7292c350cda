"""How an upload to YouTube is opened, and when one that was opened is worth nothing any more."""

from dataclasses import replace

from platforms import clock, planned
from platforms.contract import Upload
from platforms.http import Door
from platforms.youtube.progress import Saved
from platforms.youtube.session import YouTubeSession


class YouTubeWay:
    """Keeps `platforms.resumable.Way`."""

    name = "YouTube"

    def __init__(self, *, door: Door, session: YouTubeSession, insert_url: str, upload: Upload) -> None:
        self._door = door
        self._session = session
        self._insert_url = insert_url
        self._upload = upload

    def opened(self, saved: Saved) -> Saved:
        publish_at = planned.timely(self._upload.options, now=clock.now)
        address = self.checked(self._session.open(self._insert_url, publish_at=publish_at))
        return replace(saved, session=address, epoch=saved.epoch + 1, final=False, publish_at=publish_at)

    def checked(self, address: str) -> str:
        self._door.origin_of(address)
        return address

    def is_overtaken(self, saved: Saved) -> bool:
        """Whole, it would become public at once, at an hour that nobody chose: it is sent anew, without the time."""
        return planned.has_passed(saved.publish_at, now=clock.now)

    def anew(self, saved: Saved) -> Saved:
        return replace(saved, session=None, publish_at="")
