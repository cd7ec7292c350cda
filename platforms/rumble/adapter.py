"""Publishing to Rumble through its Upload API."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from platforms import errors
from platforms.contract import (
    Account,
    Asked,
    Change,
    File,
    Followed,
    FollowUpKind,
    LookOutcome,
    Options,
    Problem,
    Progress,
    PublishSteps,
    Revisable,
    Upload,
    Verdict,
)
from platforms.cover import CoverRule
from platforms.http import Door
from platforms.options import Offers, OptionsForm
from platforms.profile import Profile
from platforms.rumble import limits, links, processing
from platforms.rumble.by_hand import by_hand
from platforms.rumble.calls import Calls
from platforms.rumble.guide import GUIDE
from platforms.rumble.look import EMPTY_READS, SETTLE, Look
from platforms.rumble.options import RumbleOptions
from platforms.rumble.progress import Saved
from platforms.rumble.transfer import Transfer


class Rumble:
    """Keeps `platforms.contract.Platform`."""

    slug = "rumble"
    name = "Rumble"
    exclusive = True
    settle = SETTLE
    empty_reads = EMPTY_READS
    processing_limit = processing.LIMIT
    asks_when_overdue = False
    options_form: type[OptionsForm] = RumbleOptions
    counters = limits.COUNTERS
    revisable = Revisable(
        elsewhere="Rumble lets no program change a video. Open it on Rumble, signed in to its channel, and choose “Edit”."
    )
    guide = GUIDE

    def __init__(self, *, api_url: str, web_url: str, door: Door) -> None:
        self._api_url = api_url.rstrip("/")
        self._site = web_url.rstrip("/")
        self._door = door
        self._calls = Calls(door=door, web_url=web_url)
        self.by_hand = by_hand(self._site)

    def problems(self, upload: Upload, account: Account, *, now: datetime) -> list[Problem]:
        return limits.problems(upload, account)

    def profile(self, options: Options, account: Account) -> Profile:
        return limits.PROFILE

    def verdict(self, file: File) -> Verdict | None:
        return None

    def cover(self, file: File) -> CoverRule:
        return limits.COVER

    def public_at(self, options: Mapping[str, Any]) -> datetime | None:
        return None

    def offers(self, account: Account) -> Offers:
        return Offers()

    def publish(self, upload: Upload, progress: Progress, account: Account) -> PublishSteps:
        transfer = Transfer(door=self._door, calls=self._calls, api_url=self._api_url, site=self._site, upload=upload, account=account)
        outcome = yield from transfer.steps(Saved.read(progress))
        return outcome

    def look(self, upload: Upload, progress: Progress, account: Account, asked: Asked) -> LookOutcome:
        return Look(calls=self._calls, site=self._site, upload=upload, account=account, asked=asked).outcome(Saved.read(progress))

    def follow_ups(self, upload: Upload) -> list[FollowUpKind]:
        """Picture and captions went with the upload, and its address came with the answer."""
        return []

    def follow_up(self, kind: FollowUpKind, upload: Upload, remote_id: str, account: Account) -> Followed:
        raise errors.Unsupported("no_such_follow_up", "Rumble needs no such step.")

    def remote_id_in(self, link: str) -> str:
        return links.name_in(link, site=self._site)

    def account_url(self, account_id: str) -> str:
        return f"{self._site}/account/content" if self._site == links.REAL else f"{self._site}/"

    def revise(self, remote_id: str, upload_before: Upload, change: Change, account: Account) -> Followed:
        raise self.revisable.unsupported()

    def remove(self, remote_id: str, account: Account) -> None:
        raise errors.Unsupported(
            "no_such_call",
            "Rumble has no way for Retake to delete a video.",
            fix="Delete it on Rumble: open your content there, then the menu beside the video.",
        )
