"""How an upload to YouTube is opened, and when one that was opened is worth nothing any more."""

from dataclasses import replace
from datetime import datetime

from platforms import clock
from platforms.contract import Upload
from platforms.http import Door
from platforms.youtube import schedule
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
        moment = schedule.wished(self._upload.options)
        is_timely = moment is not None and schedule.is_still_to_come(moment, now=clock.now())
        publish_at = str(self._upload.options["publish_at"]) if is_timely else ""
        address = self.checked(self._session.open(self._insert_url, publish_at=publish_at))
        return replace(saved, session=address, epoch=saved.epoch + 1, final=False, publish_at=publish_at)

    def checked(self, address: str) -> str:
        self._door.origin_of(address)
        return address

    def is_overtaken(self, saved: Saved) -> bool:
        """Whole, it would become public at once, at an hour that nobody chose: it is sent anew, without the time."""
        return bool(saved.publish_at) and not schedule.is_still_to_come(datetime.fromisoformat(saved.publish_at), now=clock.now())

    def anew(self, saved: Saved) -> Saved:
        return replace(saved, session=None, publish_at="")
