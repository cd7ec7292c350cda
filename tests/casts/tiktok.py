"""TikTok on stage: one public account, and a megabyte that is small enough for a test."""

import time
from collections.abc import Callable, Collection, Mapping
from datetime import datetime, timedelta

import pytest

from platforms import errors
from platforms.contract import Words
from platforms.sandbox.plumbing import Request, json_response
from platforms.sandbox.store import Store
from platforms.sandbox.tiktok import Fault, TikTokStandIn
from platforms.sandbox.tiktok.faults import moments_of
from platforms.sandbox.tiktok.tasks import Task
from platforms.sandbox.tiktok.uploads import is_last
from platforms.tiktok import look, plan, transfer
from platforms.tiktok.errors import DOWN, EVERY_ROW, ODD, TABLE, UNKNOWN, Kind, Row
from platforms.tiktok.oauth import TikTokOAuth
from platforms.tiktok.words import caption
from tests.casts.cast import Cast, Grant, Moment, Post, Reason, Refusal, Trouble, Wish

CREATOR = "atelier.nord"
MEGABYTE = 1000
KINDS: dict[Kind, type[errors.PlatformError]] = {
    Kind.REFUSED: errors.Refused,
    Kind.UNAUTHORIZED: errors.Unauthorized,
    Kind.TRANSIENT: errors.Transient,
    Kind.RATE_OF_ACCOUNT: errors.RateLimited,
    Kind.QUOTA_OF_POSTS: errors.QuotaExceeded,
    Kind.QUOTA_OF_DRAFTS: errors.QuotaExceeded,
    Kind.QUOTA_OF_APP: errors.QuotaExceeded,
}


def absence_without_settle_time(patch: pytest.MonkeyPatch) -> None:
    """An upload that lacks its last bytes goes on while they may still be on their way."""
    patch.setattr(look, "SETTLE_WHILE_OPEN", timedelta(0))


class TikTokCast(Cast):
    """Finds posts by their file: TikTok keeps no mark of ours."""

    slug = "tiktok"
    addresses = {
        "TIKTOK_API_URL": "",
        "TIKTOK_AUTH_URL": "",
        "SOCIAL_AUTH_TIKTOK_ACCESS_TOKEN_URL": "/v2/oauth/token/",
        "SOCIAL_AUTH_TIKTOK_REVOKE_TOKEN_URL": "/v2/oauth/revoke/",
    }
    options = {"mode": "direct", "privacy": "PUBLIC_TO_EVERYONE", "comments": True}
    content = bytes(range(256)) * 400
    moments = {
        Moment.OPENING: "init",
        Moment.BYTES: "send",
        Moment.DECIDING: "final",
        Moment.ASKING: "status",
        Moment.TOKEN: "token",
        Moment.ANY: "any",
    }
    reasons = {
        Reason.PASSING: "unavailable",
        Reason.TOO_FAST: "rate_limit_exceeded",
        Reason.USED_UP: "spam_risk_too_many_posts",
        Reason.WORDS: "privacy_level_option_mismatch",
        Reason.NOT_LET_IN: "access_token_invalid",
    }
    weather = (
        {"delay_seconds": 0.0},
        {"delay_seconds": 10.0},
        {"delay_seconds": 90.0},
        {"tells_last_byte": True},
        {"tells_last_byte": False},
        {"keeps_parts": True},
        {"keeps_parts": False},
    )
    roomy = {"daily_posts": 100_000}
    forgetful = {"takes_last_piece_again": True}
    late_lists = {"processing_seconds": 900.0}
    taken = (
        Wish(name="a caption of 2200 units", words=Words(title="🌊" * 1100)),
        Wish(
            name="a title, a description and tags", words=Words(title="Tide pools", description="At low water.", tags=("low tide", "sea"))
        ),
        *(Wish(name=f"for {privacy}", options={"privacy": privacy}) for privacy in ("MUTUAL_FOLLOW_FRIENDS", "SELF_ONLY")),
        Wish(name="a brand, and for all", options={"discloses": True, "own_brand": True, "paid": True}),
        Wish(name="a cover", options={"cover_seconds": 1.5, "made_by_ai": True}),
    )
    not_taken = (
        Wish(name="a caption of 2201 units", words=Words(title="a" * 2201)),
        Wish(name="a caption that its hashtags make too long", words=Words(title="a" * 2195, tags=("harbour",))),
        Wish(name="for nobody said", options={"privacy": ""}),
        Wish(name="for an audience that is none", options={"privacy": "NEIGHBOURS"}),
        Wish(name="branded, and for nobody else", options={"discloses": True, "paid": True, "privacy": "SELF_ONLY"}),
    )
    forgiven = ("T1",)
    can_remove = False
    mutants = {"absence_without_settle_time": absence_without_settle_time}
    caught_by = {
        "no_fence": "cancel at",
        "no_look": "zombie at 4",
        "done_before_the_effect": "death at",
        "blind_retry": "renewal at 3",
        "hold_forgets_the_unknown": "answer lost at exchange",
        "cancel_unchecked": "cancel at",
    }
    cannot_be_told = {"absence_without_settle_time": "late last bytes come into the very task that goes on, which posts once or never."}

    stand_in: TikTokStandIn
    _own_size: Mapping[str, int] = {}
    _earlier = 0

    def __init__(self, store: Store, clock: Callable[[], datetime], *, sleep: Callable[[float], None] = time.sleep) -> None:
        self.stand_in = TikTokStandIn(store, clock, sleep=sleep)

    def prepare(self, patch: pytest.MonkeyPatch) -> None:
        self._own_size = {"megabyte": MEGABYTE}
        self.heal()
        patch.setattr(plan, "MOST_IN_ONE", 64 * MEGABYTE)
        patch.setattr(plan, "PIECE_BYTES", 16 * MEGABYTE)
        patch.setattr(transfer, "TAIL_BYTES", 4 * MEGABYTE)

    def begin_anew(self) -> None:
        """The files are the same in every scene, and nothing else tells their posts apart."""
        self._earlier = len(self.posts())
        self.stand_in.begin_day()

    def heal(self) -> None:
        super().heal()
        self.set(**self._own_size)

    def fault(self, trouble: Trouble) -> Fault:
        return Fault(
            kind=trouble.kind,
            at=self.moments[trouble.at],
            reason="internal_error" if trouble.at is Moment.TOKEN else self.reasons[trouble.reason],
            form=trouble.form,
            times=trouble.times,
            retry_after=trouble.retry_after,
        )

    def grant(self) -> Grant:
        issued = self.stand_in.grant(CREATOR)
        return Grant(
            account_id=issued.open_id,
            name="Atelier Nord",
            access_token=issued.access_token,
            refresh_token=issued.refresh_token,
            lifetime=timedelta(seconds=issued.expires_in),
            scopes=issued.scopes,
            details={"handle": f"@{CREATOR}"},
        )

    def posts(self) -> list[Post]:
        return [_post(task) for task in self.stand_in.posts()]

    def posts_of(self, *, marker: str, sha256: str) -> list[Post]:
        return [post for post in self.posts()[self._earlier :] if post.sha256 == sha256]

    def revoke(self) -> None:
        self.stand_in.revoke(CREATOR)

    def end_access(self) -> None:
        self.stand_in.expire_access_tokens()

    def end_uploads(self) -> None:
        self.stand_in.end_uploads()

    def reject_next(self) -> str:
        self.stand_in.set(outcome="file_format_check_failed")
        return "file_format_refused"

    def moments_of(self, request: Request) -> Collection[Moment]:
        own = moments_of(request, is_last=is_last(request))
        return {moment for moment, name in self.moments.items() if name in own}

    @staticmethod
    def refusals() -> list[Refusal]:
        return [_refusal(row, row.http) for row in TABLE] + [_refusal(DOWN, 502), _refusal(ODD, 302), _refusal(UNKNOWN, 418)]

    @staticmethod
    def sayings() -> list[tuple[str, str]]:
        return [*((row.message, row.fix) for row in EVERY_ROW), *((row.message, row.fix) for row in TikTokOAuth.REFUSALS.values())]

    @staticmethod
    def headline(words: Words) -> str:
        return caption(words)


def _refusal(row: Row, status: int) -> Refusal:
    code = {"code": row.named} if row.named else {}
    answer = json_response(status, {"data": {}, "error": {**code, "message": "Words.", "log_id": "A1"}})
    return Refusal(answer=answer, kind=KINDS[row.kind], code=row.code, message=row.message, fix=row.fix)


def _post(task: Task) -> Post:
    return Post(ids=(str(task.post_id), task.publish_id), sha256=task.sha256, title=task.title)
