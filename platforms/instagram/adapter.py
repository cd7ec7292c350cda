"""Publishing Reels to Instagram through the content publishing API."""

from collections.abc import Mapping
from dataclasses import replace
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
    Published,
    PublishSteps,
    Revisable,
    Upload,
    Verdict,
)
from platforms.cover import CoverRule
from platforms.http import Door
from platforms.instagram import guide, limits, links, matching, processing
from platforms.instagram.by_hand import by_hand
from platforms.instagram.calls import Calls
from platforms.instagram.keys import Keys
from platforms.instagram.login import Kind, Login
from platforms.instagram.look import EMPTY_READS, SETTLE, Look
from platforms.instagram.options import InstagramOptions
from platforms.instagram.profile import REELS
from platforms.instagram.progress import Saved
from platforms.instagram.transfer import Transfer
from platforms.options import Offers, OptionsForm
from platforms.profile import Profile

PATIENCE_SECONDS = 4.0
"""How long a person who opens the form is kept waiting for how much of the day is left."""


class Instagram:
    """Keeps `platforms.contract.Platform`, behind either login.

    `api_url` is the base of the API that the account's token is for, `version` that of the Graph API, `upload_url` the host that
    takes bytes. `strict_once`: after a lost answer media_publish is not called again unless a person says so.
    """

    slug = "instagram"
    name = "Instagram"
    exclusive = True
    settle = SETTLE
    empty_reads = EMPTY_READS
    processing_limit = processing.LIMIT
    asks_when_overdue = True
    options_form: type[OptionsForm] = InstagramOptions
    counters = limits.COUNTERS
    revisable = Revisable(
        elsewhere="Instagram lets no program change the words of a post. Open it on Instagram and choose “Edit” from its menu."
    )

    def __init__(self, *, kind: Kind, api_url: str, version: str, upload_url: str, strict_once: bool, door: Door) -> None:
        api_url = api_url.rstrip("/")
        self._login = Login(kind=kind, root=f"{api_url}/{version}", uploads=upload_url.rstrip("/"), version=version)
        self._site = links.site_of(api_url)
        self._door = door
        self._is_strict = strict_once
        self.by_hand = by_hand(self._site)
        self.guide = guide.FACEBOOK if kind is Kind.FACEBOOK else guide.INSTAGRAM

    def problems(self, upload: Upload, account: Account, *, now: datetime) -> list[Problem]:
        return limits.problems(upload, account, pushes=self._login.pushes)

    def profile(self, options: Options, account: Account) -> Profile:
        return REELS

    def verdict(self, file: File) -> Verdict | None:
        return None

    def cover(self, file: File) -> CoverRule:
        return limits.COVER

    def public_at(self, options: Mapping[str, Any]) -> datetime | None:
        return None

    def offers(self, account: Account) -> Offers:
        """How much of the day is left. Raises `errors.PlatformError`."""
        quota = self._calls(account, patience=PATIENCE_SECONDS).quota()
        if quota.is_used_up:
            return Offers(
                refused=f"Instagram takes {quota.total} posts a day from this account by way of apps, and {quota.used} were made."
            )
        total = f" of {quota.total}" if quota.total else ""
        return Offers(said=(f"{quota.used}{total} posts of the last 24 hours count against this account’s allowance.",))

    def publish(self, upload: Upload, progress: Progress, account: Account) -> PublishSteps:
        transfer = Transfer(
            door=self._door,
            calls=self._calls(account),
            login=self._login,
            token=Keys.read(account.access_token).own,
            upload=upload,
            turns=account.turns,
            api_url=account.realm,
            saved=Saved.read(progress),
        )
        outcome = yield from transfer.steps()
        return _told(outcome, transfer.saved) if isinstance(outcome, Published) else outcome

    def look(self, upload: Upload, progress: Progress, account: Account, asked: Asked) -> LookOutcome:
        look = Look(calls=self._calls(account), upload=upload, turns=account.turns, asked=asked, is_strict=self._is_strict)
        saved = Saved.read(progress)
        outcome = look.outcome(saved)
        return _told(outcome, saved) if isinstance(outcome, Published) else outcome

    def follow_ups(self, upload: Upload) -> list[FollowUpKind]:
        return [FollowUpKind.PERMALINK]

    def follow_up(self, kind: FollowUpKind, upload: Upload, remote_id: str, account: Account) -> Followed:
        """Raises `errors.PlatformError`."""
        if kind is not FollowUpKind.PERMALINK:
            raise errors.Unsupported("no_such_follow_up", "Instagram needs no such step.")
        calls = self._calls(account)
        if remote_id.startswith(links.BY_CONTAINER):
            listed = matching.newest(calls, upload)
            url = listed.url if listed else ""
        elif remote_id.startswith(links.SHORTCODE):
            url = f"{self._site}/reel/{remote_id.removeprefix(links.SHORTCODE)}/"
        else:
            url = str(calls.post(remote_id).get("permalink") or "")
        if not url:
            raise errors.Transient("no_address_yet", "Instagram has not told the Reel’s address yet.")
        return Followed(url=url)

    def remote_id_in(self, link: str) -> str:
        return links.name_in(link, site=self._site)

    def account_url(self, account_id: str) -> str:
        return f"{self._site}/"

    def revise(self, remote_id: str, upload_before: Upload, change: Change, account: Account) -> Followed:
        raise self.revisable.unsupported()

    def remove(self, remote_id: str, account: Account) -> None:
        if self._login.kind is Kind.INSTAGRAM:
            raise errors.Unsupported(
                "no_such_call",
                "Behind Instagram’s own login there is no way for Retake to delete a Reel.",
                fix="Delete it in the Instagram app: open it, then the three dots, Delete.",
            )
        calls = self._calls(account)
        media = self._media(remote_id, calls)
        if not media:
            raise errors.Unsupported(
                "not_found_there", "Retake does not find this Reel among the account’s posts.", fix="Delete it in the Instagram app."
            )
        calls.delete(media)

    def _media(self, remote_id: str, calls: Calls) -> str:
        """The id that the API knows a post by."""
        if remote_id.startswith(links.SHORTCODE):
            listed = matching.named(calls, remote_id.removeprefix(links.SHORTCODE))
            return listed.id if listed else ""
        return remote_id if remote_id.isdigit() else ""

    def _calls(self, account: Account, **options: Any) -> Calls:
        return Calls(door=self._door, root=self._login.root, account=account, **options)


def _told(outcome: Published, saved: Saved) -> Published:
    """With why its cover was left out, where it was."""
    return replace(outcome, warning="\n".join(each for each in (outcome.warning, saved.left_out) if each))
