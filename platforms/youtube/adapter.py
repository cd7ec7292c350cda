"""Publishing to YouTube through the Data API v3."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import quote, urlencode, urlsplit

from googleapiclient.http import MediaInMemoryUpload

from platforms import clock, errors, planned
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
    Upload,
    Verdict,
    Working,
)
from platforms.cover import CoverRule
from platforms.http import Door
from platforms.options import Offers, OptionsForm
from platforms.profile import Profile
from platforms.resumable import FIRST_POLL, Transfer
from platforms.youtube import captions, limits, playlists, revising, shorts, thumbnails, words
from platforms.youtube.calls import Calls
from platforms.youtube.guide import GUIDE
from platforms.youtube.links import video_id
from platforms.youtube.look import EMPTY_READS, SETTLE, Look
from platforms.youtube.options import PRIVACIES, YouTubeOptions
from platforms.youtube.progress import Saved
from platforms.youtube.session import YouTubeSession
from platforms.youtube.transfer import YouTubeWay

OWN_HOST = "googleapis.com"
PATIENCE_SECONDS = 4.0
"""How long a person who opens the form is kept waiting for what the channel has to choose from."""


class YouTube:
    """Keeps `platforms.contract.Platform`."""

    slug = "youtube"
    name = "YouTube"
    exclusive = False
    settle = SETTLE
    empty_reads = EMPTY_READS
    processing_limit = timedelta(hours=24)
    asks_when_overdue = False
    options_form: type[OptionsForm] = YouTubeOptions
    counters = limits.COUNTERS
    guide = GUIDE
    revisable = revising.REVISABLE
    by_hand = None

    def __init__(self, *, api_url: str, door: Door) -> None:
        self._api_url = api_url.rstrip("/")
        self._door = door

    def problems(self, upload: Upload, account: Account, *, now: datetime) -> list[Problem]:
        return limits.problems(upload, account, now=now)

    def profile(self, options: Options, account: Account) -> Profile:
        return shorts.PROFILE if options.get("short") else limits.profile(account)

    def verdict(self, file: File) -> Verdict | None:
        return shorts.verdict(file)

    def cover(self, file: File) -> CoverRule:
        return thumbnails.rule(file)

    def public_at(self, options: Mapping[str, Any]) -> datetime | None:
        return planned.known(options)

    def offers(self, account: Account) -> Offers:
        calls = Calls(door=self._door, api_url=self._api_url, access_token=account.access_token, patience=PATIENCE_SECONDS)
        return Offers(choices={"playlists": playlists.offered(calls)})

    def publish(self, upload: Upload, progress: Progress, account: Account) -> PublishSteps:
        saved = Saved.read(progress)
        if saved.video:
            return Working(progress=saved.as_json(), again_in=FIRST_POLL, remote_id=saved.video, url=self._watch_url + saved.video)
        outcome = yield from self._transfer(upload, account).steps(saved)
        return replace(outcome, url=self._watch_url + outcome.remote_id) if isinstance(outcome, Working) and outcome.remote_id else outcome

    def _transfer(self, upload: Upload, account: Account) -> Transfer[Saved]:
        line = self._door.line()
        session = YouTubeSession(line, upload=upload, access_token=account.access_token)
        way = YouTubeWay(door=self._door, session=session, insert_url=self._insert_url(upload), upload=upload)
        return Transfer(line=line, session=session, way=way, upload=upload)

    def look(self, upload: Upload, progress: Progress, account: Account, asked: Asked) -> LookOutcome:
        look = Look(door=self._door, calls=self._calls(account), watch_url=self._watch_url, upload=upload, account=account, asked=asked)
        return look.outcome(Saved.read(progress))

    def follow_ups(self, upload: Upload) -> list[FollowUpKind]:
        thumbnail = [FollowUpKind.THUMBNAIL] if upload.options.get("thumbnail") else []
        lists = [FollowUpKind.PLAYLISTS] if upload.options.get("playlists") else []
        tracks = [FollowUpKind.CAPTIONS] if upload.captions() else []
        return [FollowUpKind.PRIVACY, *thumbnail, *lists, *tracks]

    def follow_up(self, kind: FollowUpKind, upload: Upload, remote_id: str, account: Account) -> Followed:
        """Raises `errors.PlatformError`."""
        match kind:
            case FollowUpKind.PRIVACY:
                return self._compare_privacy(upload, remote_id, account)
            case FollowUpKind.THUMBNAIL:
                return self._set_thumbnail(upload, remote_id, account)
            case FollowUpKind.PLAYLISTS:
                return playlists.put_into_each(self._calls(account), upload.options.get("playlists", ()), remote_id)
            case FollowUpKind.CAPTIONS:
                return captions.bring_each(self._calls(account), upload.captions(), remote_id)
            case _:
                raise errors.Unsupported("no_such_follow_up", "YouTube needs no such step.")

    def remote_id_in(self, link: str) -> str:
        return video_id(link, stand_in=self._api_url)

    def account_url(self, account_id: str) -> str:
        return f"https://studio.youtube.com/channel/{quote(account_id, safe='')}/videos" if self._is_real else f"{self._api_url}/"

    def revise(self, remote_id: str, upload_before: Upload, change: Change, account: Account) -> Followed:
        return revising.revise(self._calls(account), remote_id, upload_before, change, account)

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
        status = videos[0].get("status", {})
        moment = planned.wished(upload.options)
        if moment is not None:
            is_public, keeps = status.get("privacyStatus") == "public", bool(status.get("publishAt"))
            return Followed(warning=planned.judgement(moment, platform=self.name, is_public=is_public, keeps_time=keeps, now=clock.now()))
        wanted, real = upload.options["privacy"], status.get("privacyStatus")
        if real == wanted:
            return Followed()
        return Followed(warning=f"You asked for {_in_words(wanted)}; on YouTube the video is {_in_words(real)}. You can change it there.")

    def _set_thumbnail(self, upload: Upload, remote_id: str, account: Account) -> Followed:
        poster = upload.poster()
        if poster is None:
            return Followed()
        self._calls(account).set_thumbnail(remote_id, MediaInMemoryUpload(poster, mimetype="image/jpeg"))
        return Followed()

    def _calls(self, account: Account) -> Calls:
        return Calls(door=self._door, api_url=self._api_url, access_token=account.access_token)

    def _insert_url(self, upload: Upload) -> str:
        query: Mapping[str, Any] = {
            "uploadType": "resumable",
            "part": words.parts(upload),
            "notifySubscribers": "true" if upload.options.get("notify_subscribers") else "false",
        }
        return f"{self._api_url}/upload/youtube/v3/videos?{urlencode(query)}"

    @property
    def _watch_url(self) -> str:
        """A stand-in shows its videos itself; what it made is not on the real YouTube."""
        return "https://www.youtube.com/watch?v=" if self._is_real else f"{self._api_url}/watch?v="

    @property
    def _is_real(self) -> bool:
        host = urlsplit(self._api_url).hostname or ""
        return host == OWN_HOST or host.endswith(f".{OWN_HOST}")


def _in_words(privacy: object) -> str:
    return dict(PRIVACIES).get(str(privacy), str(privacy)).lower()
