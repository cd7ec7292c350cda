"""YouTube on stage."""

import time
from collections.abc import Callable, Collection
from datetime import datetime, timedelta

import pytest

from platforms import errors
from platforms.contract import Words
from platforms.sandbox.plumbing import Request, json_response
from platforms.sandbox.store import Store
from platforms.sandbox.youtube import Fault, YouTubeStandIn
from platforms.sandbox.youtube import Moment as Own
from platforms.sandbox.youtube.misbehaving import moments_of
from platforms.sandbox.youtube.videos import Video
from platforms.youtube import look, processing
from platforms.youtube.errors import BY_STATUS, DAILY_CALLS, DAILY_UPLOADS, DOWN, ODD, TABLE, UNKNOWN, Row
from platforms.youtube.errors import Kind as RowKind
from platforms.youtube.oauth import YouTubeOAuth
from tests.casts.cast import Cast, Grant, Moment, Post, Reason, Refusal, Trouble, Wish

CHANNEL = "Atelier Nord"
CONTENT = bytes(range(256)) * 1200
"""307,200 bytes: one chunk, and a tail that decides."""
OPTIONS = {"privacy": "unlisted", "category": "22", "made_for_kids": False, "notify_subscribers": False, "thumbnail": False}
DAY = {"daily_uploads": 1_000_000, "daily_units": 1_000_000_000}
KINDS: dict[RowKind, type[errors.PlatformError]] = {
    RowKind.REFUSED: errors.Refused,
    RowKind.MISCONFIGURED: errors.Misconfigured,
    RowKind.UNAUTHORIZED: errors.Unauthorized,
    RowKind.TRANSIENT: errors.Transient,
    RowKind.RATE_OF_ACCOUNT: errors.RateLimited,
    RowKind.RATE_OF_APP: errors.RateLimited,
    RowKind.QUOTA_OF_ACCOUNT: errors.QuotaExceeded,
    RowKind.QUOTA_OF_APP: errors.QuotaExceeded,
}


def absence_without_settle_time(patch: pytest.MonkeyPatch) -> None:
    """One empty list is taken for proof."""
    patch.setattr(look, "LIST_SETTLE", timedelta(0))
    patch.setattr(look, "EMPTY_READS", 0)


class YouTubeCast(Cast):
    """Finds posts by the marker among their tags."""

    slug = "youtube"
    addresses = {
        "YOUTUBE_API_URL": "",
        "GOOGLE_AUTH_URL": "",
        "GOOGLE_TOKEN_URL": "",
        "SOCIAL_AUTH_YOUTUBE_ACCESS_TOKEN_URL": "/token",
        "SOCIAL_AUTH_YOUTUBE_REVOKE_TOKEN_URL": "/revoke",
    }
    options = OPTIONS
    content = CONTENT
    moments = {
        Moment.OPENING: Own.INIT,
        Moment.BYTES: Own.SEND,
        Moment.DECIDING: Own.FINAL,
        Moment.ASKING: Own.QUERY,
        Moment.READING: Own.READ,
        Moment.TOKEN: Own.TOKEN,
        Moment.ANY: Own.ANY,
    }
    reasons = {
        Reason.PASSING: "backendError",
        Reason.TOO_FAST: "userRateLimitExceeded",
        Reason.USED_UP: "quotaExceeded",
        Reason.WORDS: "invalidTitle",
        Reason.NOT_LET_IN: "authError",
    }
    weather = (
        {"delay_seconds": 0.0},
        {"delay_seconds": 10.0},
        {"delay_seconds": 90.0},
        {"sessions_vanish": True},
        {"sessions_vanish": False},
        {"listing_lag_seconds": 900.0},
        {"listing_lag_seconds": 0.0},
    )
    roomy = DAY
    forgetful = {"sessions_vanish": True}
    late_lists = {"listing_lag_seconds": 900.0}
    taken = (
        Wish(name="a title of 100 characters", words=Words(title="a" * 100)),
        Wish(name="a description of 5000 bytes", words=Words(title="Tide pools", description="é" * 2500)),
        Wish(name="tags of 500 characters", words=Words(title="Tide pools", tags=("a" * 483,))),
        Wish(name="every word cleaned", words=Words(title=" Tide\x00 pools\n", description="a\r\nb", tags=("low  tide", "sea", "sea"))),
        *(Wish(name=f"{privacy} of choice", options={"privacy": privacy}) for privacy in ("public", "unlisted", "private")),
    )
    not_taken = (
        Wish(name="no title", words=Words(title=" ")),
        Wish(name="a title of 101 characters", words=Words(title="a" * 101)),
        Wish(name="a title in brackets", words=Words(title="<Tide pools>")),
        Wish(name="a description of 5001 bytes", words=Words(title="Tide pools", description="a" * 5001)),
        Wish(name="a description with brackets", words=Words(title="Tide pools", description="1 < 2")),
        Wish(name="tags of 501 characters", words=Words(title="Tide pools", tags=("a" * 484,))),
        Wish(name="tags with brackets", words=Words(title="Tide pools", tags=("<sea>",))),
        Wish(name="a category that is none", options={"category": "18"}),
        Wish(name="a privacy that is none", options={"privacy": "secret"}),
        Wish(name="a licence that is none", options={"licence": "mine"}),
    )
    mutants = {"absence_without_settle_time": absence_without_settle_time}
    caught_by = {
        "no_fence": "cancel at",
        "no_look": "zombie at 1",
        "done_before_the_effect": "death at",
        "blind_retry": "answer lost at exchange 2",
        "absence_without_settle_time": "answer lost at exchange 2",
        "hold_forgets_the_unknown": "answer lost at exchange 2",
        "cancel_unchecked": "cancel at",
    }

    stand_in: YouTubeStandIn

    def __init__(self, store: Store, clock: Callable[[], datetime], *, sleep: Callable[[float], None] = time.sleep) -> None:
        self.stand_in = YouTubeStandIn(store, clock, sleep=sleep)

    def fault(self, trouble: Trouble) -> Fault:
        return Fault(
            kind=trouble.kind,
            at=Own(self.moments[trouble.at]),
            reason="backendError" if trouble.at is Moment.TOKEN else self.reasons[trouble.reason],
            form=trouble.form,
            times=trouble.times,
            retry_after=trouble.retry_after,
        )

    def grant(self) -> Grant:
        channel = self.stand_in.world.channels.get(CHANNEL)
        issued = self.stand_in.grant(CHANNEL)
        return Grant(
            account_id=channel.id,
            name=channel.title,
            access_token=issued.access_token,
            refresh_token=issued.refresh_token or "",
            lifetime=timedelta(seconds=issued.expires_in),
            scopes=issued.scopes,
        )

    def posts(self) -> list[Post]:
        return [_post(video) for video in self.stand_in.videos()]

    def posts_of(self, *, marker: str, sha256: str) -> list[Post]:
        return [_post(video) for video in self.stand_in.videos(marker)]

    def revoke(self) -> None:
        self.stand_in.revoke(CHANNEL)

    def end_access(self) -> None:
        self.stand_in.expire_access_tokens()

    def end_uploads(self) -> None:
        self.stand_in.end_sessions()

    def reject_next(self) -> str:
        self.stand_in.set(outcome="rejected:duplicate")
        return "rejected_there"

    def moments_of(self, request: Request) -> Collection[Moment]:
        own = moments_of(request)
        return {moment for moment, name in self.moments.items() if name in own}

    @staticmethod
    def refusals() -> list[Refusal]:
        by_reason = [_refusal(row, status, reason) for row in TABLE for status in row.http for reason in sorted(row.reasons)]
        by_status = [_refusal(row, status, "") for row in BY_STATUS for status in row.http]
        daily = [
            _refusal(row, 429, "rateLimitExceeded", words=words)
            for row, words in (
                (DAILY_UPLOADS, "Quota exceeded for limit 'Video Uploads per day'."),
                (DAILY_CALLS, "Quota exceeded for limit 'Queries per day'."),
            )
        ]
        return [*by_reason, *by_status, *daily, _refusal(DOWN, 502, ""), _refusal(ODD, 302, ""), _refusal(UNKNOWN, 418, "")]

    @staticmethod
    def sayings() -> list[tuple[str, str]]:
        rows = [(row.message, row.fix) for row in (*TABLE, *BY_STATUS, DAILY_UPLOADS, DAILY_CALLS, DOWN, ODD, UNKNOWN)]
        ends = [*processing.FAILURES.values(), *processing.REJECTIONS.values()]
        return [*rows, *ends, *((row.message, row.fix) for row in YouTubeOAuth.REFUSALS.values())]

    @staticmethod
    def headline(words: Words) -> str:
        return " ".join(words.title.replace("\x00", "").split())


def _refusal(row: Row, status: int, reason: str, *, words: str = "Words.") -> Refusal:
    said = [{"domain": row.domain or "global", "reason": reason}] if reason else []
    answer = json_response(status, {"error": {"code": status, "message": words, "errors": said}})
    return Refusal(answer=answer, kind=KINDS[row.kind], code=row.code, message=row.message, fix=row.fix)


def _post(video: Video) -> Post:
    return Post(ids=(video.id,), sha256=video.sha256, title=video.title)
