"""How an upload to an instance is opened."""

from dataclasses import replace

from platforms import clock, errors, planned
from platforms.contract import Account, Upload
from platforms.http import Door
from platforms.peertube.progress import Saved
from platforms.peertube.session import PeerTubeSession


class PeerTubeWay:
    """Keeps `platforms.resumable.Way`."""

    name = "The instance"

    def __init__(self, *, door: Door, session: PeerTubeSession, upload: Upload, account: Account) -> None:
        self._door = door
        self._session = session
        self._upload = upload
        self._account = account

    def opened(self, saved: Saved) -> Saved:
        if not self._account.id.isdigit():
            raise errors.Unauthorized("channel_unknown", "The connection names no channel of PeerTube.", fix="Reconnect the channel.")
        publish_at = planned.timely(self._upload.options, now=clock.now)
        address = self.checked(self._session.open(channel_id=int(self._account.id), publish_at=publish_at))
        return replace(saved, session=address, epoch=saved.epoch + 1, final=False, publish_at=publish_at)

    def checked(self, address: str) -> str:
        self._door.origin_of(address)
        return address

    def is_overtaken(self, saved: Saved) -> bool:
        """Whole, it would become public at once, at an hour that nobody chose: it is sent anew, without the time."""
        return planned.has_passed(saved.publish_at, now=clock.now)

    def anew(self, saved: Saved) -> Saved:
        return replace(saved, session=None, publish_at="")
