"""Publishing to TikTok through the Content Posting API."""

from collections.abc import Mapping, Sequence
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
from platforms.tiktok import limits, links, offers, processing, words
from platforms.tiktok.calls import Calls
from platforms.tiktok.guide import GUIDE
from platforms.tiktok.look import EMPTY_READS, SETTLE, Look
from platforms.tiktok.options import ONLY_ME, TikTokOptions
from platforms.tiktok.progress import Saved
from platforms.tiktok.transfer import Transfer

PATIENCE_SECONDS = 4.0
"""How long a person who opens the form is kept waiting for what the creator may choose from."""


class TikTok:
    """Keeps `platforms.contract.Platform`."""

    slug = "tiktok"
    name = "TikTok"
    exclusive = False
    settle = SETTLE
    empty_reads = EMPTY_READS
    processing_limit = processing.LIMIT
    asks_when_overdue = True
    options_form: type[OptionsForm] = TikTokOptions
    counters = limits.COUNTERS
    revisable = Revisable(elsewhere="TikTok lets no program change a post. Open it in the TikTok app: who may see it can be changed there.")
    guide = GUIDE
    by_hand = None

    def __init__(self, *, api_url: str, door: Door) -> None:
        self._api_url = api_url.rstrip("/")
        self._site = links.site_of(self._api_url)
        self._door = door

    def problems(self, upload: Upload, account: Account, *, now: datetime) -> list[Problem]:
        return limits.problems(upload, account)

    def profile(self, options: Options, account: Account) -> Profile:
        return limits.profile(options, account)

    def verdict(self, file: File) -> Verdict | None:
        return None

    def cover(self, file: File) -> CoverRule:
        return limits.COVER

    def public_at(self, options: Mapping[str, Any]) -> datetime | None:
        return None

    def offers(self, account: Account) -> Offers:
        return offers.offered(self._calls(account, patience=PATIENCE_SECONDS), account)

    def publish(self, upload: Upload, progress: Progress, account: Account) -> PublishSteps:
        transfer = Transfer(door=self._door, calls=self._calls(account), upload=upload, account=account)
        outcome = yield from transfer.steps(Saved.read(progress))
        return outcome

    def look(self, upload: Upload, progress: Progress, account: Account, asked: Asked) -> LookOutcome:
        look = Look(calls=self._calls(account), site=self._site, upload=upload, turns=account.turns, asked=asked)
        return look.outcome(Saved.read(progress))

    def follow_ups(self, upload: Upload) -> list[FollowUpKind]:
        """A post for "Only me" never gets an address."""
        is_public = not words.is_draft(upload.options) and upload.options.get("privacy") != ONLY_ME
        return [FollowUpKind.PERMALINK] if is_public else []

    def follow_up(self, kind: FollowUpKind, upload: Upload, remote_id: str, account: Account) -> Followed:
        """Raises `errors.PlatformError`."""
        if kind is not FollowUpKind.PERMALINK:
            raise errors.Unsupported("no_such_follow_up", "TikTok needs no such step.")
        username = str(account.details.get("handle", "")).removeprefix("@")
        posts: Sequence[str] = [remote_id] if remote_id.isdigit() else self._posts_of(remote_id, account)
        if not posts:
            raise errors.Transient(
                "no_address_yet", "TikTok has not told the post’s address yet: it comes once the post has passed its checks."
            )
        return Followed(url=links.post_url(self._site, username, posts[0]))

    def remote_id_in(self, link: str) -> str:
        return links.post_id(link, site=self._site)

    def account_url(self, account_id: str) -> str:
        return links.STUDIO if self._site == links.REAL else f"{self._site}/"

    def revise(self, remote_id: str, upload_before: Upload, change: Change, account: Account) -> Followed:
        raise self.revisable.unsupported()

    def remove(self, remote_id: str, account: Account) -> None:
        raise errors.Unsupported(
            "no_such_call",
            "TikTok has no way for Retake to delete a post.",
            fix="Delete it in the TikTok app: open it, then Share, Delete.",
        )

    def _posts_of(self, publish_id: str, account: Account) -> Sequence[str]:
        task = self._calls(account).status(publish_id)
        return task.posts if task else ()

    def _calls(self, account: Account, **options: Any) -> Calls:
        return Calls(door=self._door, api_url=self._api_url, account=account, **options)
