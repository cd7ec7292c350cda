"""Publishing to an instance of PeerTube through its REST API."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from urllib.parse import urlsplit

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
from platforms.peertube import limits, processing, revising
from platforms.peertube.calls import Calls
from platforms.peertube.guide import GUIDE
from platforms.peertube.links import video_id
from platforms.peertube.look import EMPTY_READS, SETTLE, Look
from platforms.peertube.options import PUBLIC, PeerTubeOptions
from platforms.peertube.progress import Saved
from platforms.peertube.session import PeerTubeSession
from platforms.peertube.transfer import PeerTubeWay
from platforms.profile import Profile
from platforms.resumable import FIRST_POLL, Transfer


class PeerTube:
    """Keeps `platforms.contract.Platform`, for one instance."""

    slug = "peertube"
    name = "PeerTube"
    exclusive = False
    settle = SETTLE
    empty_reads = EMPTY_READS
    processing_limit = processing.LIMIT
    asks_when_overdue = False
    options_form: type[OptionsForm] = PeerTubeOptions
    counters = limits.COUNTERS
    guide = GUIDE
    revisable = revising.REVISABLE
    by_hand = None

    def __init__(self, *, api_url: str, door: Door) -> None:
        self._api_url = api_url.rstrip("/")
        self._door = door

    def problems(self, upload: Upload, account: Account, *, now: datetime) -> list[Problem]:
        return limits.problems(upload, account, now=now)

    def profile(self, options: Options, account: Account) -> Profile | None:
        """An instance transcodes what it gets; how much it takes depends on its owner's quota, which no file mends."""
        return None

    def verdict(self, file: File) -> Verdict | None:
        return None

    def cover(self, file: File) -> CoverRule:
        return limits.COVER

    def public_at(self, options: Mapping[str, Any]) -> datetime | None:
        return planned.known(options)

    def offers(self, account: Account) -> Offers:
        return Offers()

    def publish(self, upload: Upload, progress: Progress, account: Account) -> PublishSteps:
        saved = Saved.read(progress)
        if saved.video:
            return Working(progress=saved.as_json(), again_in=FIRST_POLL, remote_id=saved.video)
        line = self._door.line()
        session = PeerTubeSession(line, upload=upload, api_url=self._api_url, access_token=account.access_token)
        way = PeerTubeWay(door=self._door, session=session, upload=upload, account=account)
        outcome = yield from Transfer(line=line, session=session, way=way, upload=upload).steps(saved)
        return outcome

    def look(self, upload: Upload, progress: Progress, account: Account, asked: Asked) -> LookOutcome:
        look = Look(door=self._door, api_url=self._api_url, upload=upload, account=account, asked=asked)
        return look.outcome(Saved.read(progress))

    def follow_ups(self, upload: Upload) -> list[FollowUpKind]:
        thumbnail = [FollowUpKind.THUMBNAIL] if upload.options.get("thumbnail") else []
        captions = [FollowUpKind.CAPTIONS] if upload.captions() else []
        privacy = [FollowUpKind.PRIVACY] if planned.known(upload.options) else []
        return [*privacy, *thumbnail, *captions]

    def follow_up(self, kind: FollowUpKind, upload: Upload, remote_id: str, account: Account) -> Followed:
        """Raises `errors.PlatformError`; captions that the instance refuses are a warning, not a failure."""
        match kind:
            case FollowUpKind.THUMBNAIL:
                poster = upload.poster()
                return self._set_thumbnail(poster, remote_id, account) if poster else Followed()
            case FollowUpKind.PRIVACY:
                return self._compare_privacy(upload, remote_id, account)
            case FollowUpKind.CAPTIONS:
                return self._set_captions(upload, remote_id, account)
            case _:
                raise errors.Unsupported("no_such_follow_up", "PeerTube needs no such step.")

    def remote_id_in(self, link: str) -> str:
        return video_id(link, instance=self._api_url)

    def account_url(self, account_id: str) -> str:
        return f"{self._api_url}/" if _is_below_a_path(self._api_url) else f"{self._api_url}/my-library/videos"

    def revise(self, remote_id: str, upload_before: Upload, change: Change, account: Account) -> Followed:
        return revising.revise(self._calls(account), remote_id, change)

    def remove(self, remote_id: str, account: Account) -> None:
        try:
            self._calls(account).delete(remote_id)
        except errors.PlatformError as error:
            if error.http_status != 404:
                raise

    def _set_thumbnail(self, poster: bytes, remote_id: str, account: Account) -> Followed:
        try:
            self._calls(account).set_thumbnail(remote_id, poster)
        except errors.Refused as refusal:
            message = f"The picture was not taken. {refusal.message}"
            fix = "Choose another picture, or set one on the instance."
            raise errors.Refused("thumbnail_refused", message, fix=fix, detail=refusal.detail, http_status=refusal.http_status) from None
        return Followed()

    def _compare_privacy(self, upload: Upload, remote_id: str, account: Account) -> Followed:
        """Whether the instance keeps the time at which it is to make it public."""
        moment = planned.wished(upload.options)
        video = self._calls(account).video(remote_id)
        if moment is None or video is None:
            return Followed()
        privacy, update = video.get("privacy"), video.get("scheduledUpdate")
        is_public = isinstance(privacy, dict) and str(privacy.get("id")) == PUBLIC
        told = planned.judgement(moment, platform=self.name, is_public=is_public, keeps_time=bool(update), now=clock.now())
        return Followed(warning=told)

    def _set_captions(self, upload: Upload, remote_id: str, account: Account) -> Followed:
        """Each language by itself: one that the instance does not know leaves the others be."""
        refused = []
        for caption in upload.captions():
            try:
                self._calls(account).set_caption(remote_id, caption.language, caption.vtt)
            except errors.Refused:
                refused.append(caption.language)
        return Followed(warning=f"The instance did not take the captions in: {', '.join(refused)}." if refused else "")

    def _calls(self, account: Account) -> Calls:
        return Calls(door=self._door, api_url=self._api_url, access_token=account.access_token)


def _is_below_a_path(address: str) -> bool:
    """A real instance lives at the root of its host; a stand-in shows its videos itself."""
    return urlsplit(address).path.strip("/") != ""
