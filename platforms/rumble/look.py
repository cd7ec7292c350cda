"""Looking what became of an upload, changing nothing. That Rumble's list shows nothing never proves that there is nothing."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from platforms.contract import Account, Asked, LookOutcome, Published, Unclear, Upload, Working
from platforms.rumble import finding, links, processing
from platforms.rumble.calls import Calls
from platforms.rumble.progress import Saved

SETTLE = timedelta(minutes=15)
"""A request may be at work for a while after its answer was lost, and the list lags. Sooner no person is believed either."""
LOOKS_AT = tuple(timedelta(minutes=minutes) for minutes in (1, 5, 15, 60))
EMPTY_READS = len(LOOKS_AT)
TROUBLE_AFTER = timedelta(minutes=30)
"""For so long a player that says that there is no video is not believed: it may be behind."""

WITHOUT_PICTURE = "Rumble did not take the picture, and shows one of its own. You can set another on Rumble, where you edit the video."


@dataclass(frozen=True, kw_only=True)
class Look:
    """One look. Any error that it raises says nothing about the video."""

    calls: Calls
    site: str
    upload: Upload
    account: Account
    asked: Asked

    def outcome(self, saved: Saved) -> LookOutcome:
        if saved.video:
            return self._watched(saved)
        publisher_id = str(self.account.details.get("publisher_id") or "")
        if not publisher_id:
            return self._asks("Without the channel’s publisher id Retake cannot look at Rumble.")
        found = finding.found(self.calls, self.upload, publisher_id=publisher_id, since=self._since(saved))
        if found.one is not None:
            return self._watched(replace(saved, video=found.one.video, page=found.one.url))
        if found.count:
            return self._asks("More than one video on the channel fits, and Retake does not guess.")
        if self._elapsed() >= LOOKS_AT[-1]:
            return self._asks("The channel does not show the video. That proves nothing, so Retake does not send it again by itself.")
        return Unclear(again_in=self._until_next(), why="The channel does not show the video; its list may lag behind.")

    def _watched(self, saved: Saved) -> LookOutcome:
        """It is there; whether it plays already."""
        player = self.calls.player(saved.video)
        url = saved.page or links.page_of(self.site, saved.video)
        if player.is_ready:
            return Published(remote_id=saved.video, url=url, warning=WITHOUT_PICTURE if saved.without_picture else "")
        if player.trouble and self._elapsed() >= TROUBLE_AFTER:
            warning = "Rumble took the video and does not play it. Look at it there."
            return Published(remote_id=saved.video, url=url, warning=warning)
        wait = processing.wait_before(saved.polls)
        progress = replace(saved, polls=saved.polls + 1).as_json()
        return Working(progress=progress, again_in=wait, remote_id=saved.video, url=url)

    def _asks(self, why: str) -> Unclear:
        """Looking can find out nothing more: a person has to."""
        wait = max(SETTLE - self._elapsed(), timedelta(0))
        return Unclear(again_in=wait, why=why, asks=wait == timedelta(0))

    def _until_next(self) -> timedelta:
        return min(moment for moment in LOOKS_AT if moment > self._elapsed()) - self._elapsed()

    def _elapsed(self) -> timedelta:
        return self.asked.now - self.asked.deciding_since

    def _since(self, saved: Saved) -> datetime:
        return datetime.fromisoformat(saved.tail_at) if saved.tail_at else self.asked.deciding_since
