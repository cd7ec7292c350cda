"""Publishing to YouTube through the Data API v3."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta
from typing import Any
from urllib.parse import urlencode, urlsplit

from django import forms
from googleapiclient.http import MediaInMemoryUpload

from platforms import errors
from platforms.contract import (
    Account,
    Asked,
    Followed,
    FollowUpKind,
    LookOutcome,
    Problem,
    Progress,
    PublishSteps,
    Upload,
    Working,
)
from platforms.http import Door
from platforms.youtube import limits
from platforms.youtube.calls import Calls
from platforms.youtube.links import video_id
from platforms.youtube.look import EMPTY_READS, SETTLE, Look
from platforms.youtube.options import PRIVACIES, YouTubeOptions
from platforms.youtube.progress import Saved
from platforms.youtube.transfer import FIRST_POLL, Transfer

OWN_HOST = "googleapis.com"


class YouTube:
    """Keeps `platforms.contract.Platform`."""

    slug = "youtube"
    name = "YouTube"
    exclusive = False
    settle = SETTLE
    empty_reads = EMPTY_READS
    processing_limit = timedelta(hours=24)
    options_form: type[forms.Form] = YouTubeOptions

    def __init__(self, *, api_url: str, door: Door) -> None:
        self._api_url = api_url.rstrip("/")
        self._door = door

    def problems(self, upload: Upload, account: Account) -> list[Problem]:
        return limits.problems(upload, account)

    def publish(self, upload: Upload, progress: Progress, account: Account) -> PublishSteps:
        saved = Saved.read(progress)
        if saved.video:
            return Working(progress=saved.as_json(), again_in=FIRST_POLL, remote_id=saved.video, url=self._watch_url + saved.video)
        transfer = Transfer(door=self._door, insert_url=self._insert_url(upload), upload=upload, account=account)
        outcome = yield from transfer.steps(saved)
        return replace(outcome, url=self._watch_url + outcome.remote_id) if isinstance(outcome, Working) and outcome.remote_id else outcome

    def look(self, upload: Upload, progress: Progress, account: Account, asked: Asked) -> LookOutcome:
        look = Look(door=self._door, calls=self._calls(account), watch_url=self._watch_url, upload=upload, account=account, asked=asked)
        return look.outcome(Saved.read(progress))

    def follow_ups(self, upload: Upload) -> list[FollowUpKind]:
        thumbnail = [FollowUpKind.THUMBNAIL] if upload.options.get("thumbnail") else []
        return [FollowUpKind.PRIVACY, *thumbnail]

    def follow_up(self, kind: FollowUpKind, upload: Upload, remote_id: str, account: Account) -> Followed:
        """Raises `errors.PlatformError`; a channel that may not set thumbnails is a warning, not a failure."""
        match kind:
            case FollowUpKind.PRIVACY:
                return self._compare_privacy(upload, remote_id, account)
            case FollowUpKind.THUMBNAIL:
                return self._set_thumbnail(upload, remote_id, account)
            case _:
                raise errors.Unsupported("no_such_follow_up", "YouTube needs no such step.")

    def remote_id_in(self, link: str) -> str:
        return video_id(link, stand_in=self._api_url)

    def remove(self, remote_id: str, account: Account) -> None:
        try:
            self._calls(account).delete(remote_id)
        except errors.PlatformError as error:
            if error.http_status != 404:
                raise

    def _compare_privacy(self, upload: Upload, remote_id: str, account: Account) -> Followed:
        """YouTube may keep a video more private than it was asked to, for an account's or a project's sake."""
        videos = self._calls(account).videos([remote_id], part="status")
        if not videos:
            raise errors.Transient("not_listed_yet", "YouTube does not show the video yet.", max_failures=5)
        wanted, real = upload.options["privacy"], videos[0].get("status", {}).get("privacyStatus")
        if real == wanted:
            return Followed()
        return Followed(warning=f"You asked for {_in_words(wanted)}; on YouTube the video is {_in_words(real)}. You can change it there.")

    def _set_thumbnail(self, upload: Upload, remote_id: str, account: Account) -> Followed:
        poster = upload.poster()
        if poster is None:
            return Followed()
        try:
            self._calls(account).set_thumbnail(remote_id, MediaInMemoryUpload(poster, mimetype="image/jpeg"))
        except errors.Refused as refusal:
            return Followed(warning=f"{refusal.message} {refusal.fix}".strip())
        return Followed()

    def _calls(self, account: Account) -> Calls:
        return Calls(door=self._door, api_url=self._api_url, access_token=account.access_token)

    def _insert_url(self, upload: Upload) -> str:
        query: Mapping[str, Any] = {
            "uploadType": "resumable",
            "part": "snippet,status",
            "notifySubscribers": "true" if upload.options.get("notify_subscribers") else "false",
        }
        return f"{self._api_url}/upload/youtube/v3/videos?{urlencode(query)}"

    @property
    def _watch_url(self) -> str:
        """A stand-in shows its videos itself; what it made is not on the real YouTube."""
        host = urlsplit(self._api_url).hostname or ""
        is_real = host == OWN_HOST or host.endswith(f".{OWN_HOST}")
        return "https://www.youtube.com/watch?v=" if is_real else f"{self._api_url}/watch?v="


def _in_words(privacy: object) -> str:
    return dict(PRIVACIES).get(str(privacy), str(privacy)).lower()
