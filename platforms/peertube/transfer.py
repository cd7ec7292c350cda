"""How an upload to an instance is opened."""

from dataclasses import replace

from platforms import errors
from platforms.contract import Account
from platforms.http import Door
from platforms.peertube.progress import Saved
from platforms.peertube.session import PeerTubeSession


class PeerTubeWay:
    """Keeps `platforms.resumable.Way`."""

    name = "The instance"

    def __init__(self, *, door: Door, session: PeerTubeSession, account: Account) -> None:
        self._door = door
        self._session = session
        self._account = account

    def opened(self, saved: Saved) -> Saved:
        if not self._account.id.isdigit():
            raise errors.Unauthorized("channel_unknown", "The connection names no channel of PeerTube.", fix="Reconnect the channel.")
        address = self.checked(self._session.open(channel_id=int(self._account.id)))
        return replace(saved, session=address, epoch=saved.epoch + 1, final=False)

    def checked(self, address: str) -> str:
        self._door.origin_of(address)
        return address

    def is_overtaken(self, saved: Saved) -> bool:
        return False

    def anew(self, saved: Saved) -> Saved:
        return replace(saved, session=None)
