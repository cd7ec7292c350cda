"""PeerTube on stage: one instance, and a channel of it."""

import time
from collections.abc import Callable, Collection
from datetime import datetime, timedelta

import pytest

from platforms import errors
from platforms.contract import Words
from platforms.peertube import look, processing
from platforms.peertube.errors import DOWN, GRANT_TABLE, ODD, TABLE, UNKNOWN, Kind, Row
from platforms.sandbox.peertube import Fault, PeerTubeStandIn
from platforms.sandbox.peertube.faults import moments_of
from platforms.sandbox.peertube.uploads import is_last
from platforms.sandbox.peertube.videos import Video
from platforms.sandbox.plumbing import Request, json_response
from platforms.sandbox.store import Store
from tests.casts.cast import Cast, Grant, Moment, Post, Reason, Refusal, Trouble, Wish

USER, CHANNEL = "alice", "Tide tables"
KINDS: dict[Kind, type[errors.PlatformError]] = {
    Kind.REFUSED: errors.Refused,
    Kind.MISCONFIGURED: errors.Misconfigured,
    Kind.UNAUTHORIZED: errors.Unauthorized,
    Kind.TRANSIENT: errors.Transient,
    Kind.RATE_OF_ACCOUNT: errors.RateLimited,
    Kind.QUOTA_OF_ACCOUNT: errors.QuotaExceeded,
}


def absence_without_settle_time(patch: pytest.MonkeyPatch) -> None:
    """One empty list is taken for proof."""
    patch.setattr(look, "SETTLE", timedelta(0))
    patch.setattr(look, "EMPTY_READS", 0)


class PeerTubeCast(Cast):
    """Finds posts by the marker in the name of their file."""

    slug = "peertube"
    addresses = {"PEERTUBE_URL": ""}
    options = {"privacy": "2", "comments": "1", "wait_transcoding": True, "thumbnail": False}
    content = bytes(range(256)) * 1200
    moments = {
        Moment.OPENING: "init",
        Moment.BYTES: "send",
        Moment.DECIDING: "final",
        Moment.ASKING: "query",
        Moment.READING: "read",
        Moment.TOKEN: "token",
        Moment.ANY: "any",
    }
    reasons = {
        Reason.PASSING: "unavailable",
        Reason.TOO_FAST: "too_many",
        Reason.WORDS: "bad_words",
        Reason.NOT_LET_IN: "invalid_token",
    }
    weather = (
        {"delay_seconds": 0.0},
        {"delay_seconds": 10.0},
        {"delay_seconds": 90.0},
        {"finishing_seconds": 200.0},
        {"finishing_seconds": 0.0},
    )
    forgetful = {}
    late_lists = {"finishing_seconds": 900.0}
    taken = (
        Wish(name="a title of 3 characters", words=Words(title="abc")),
        Wish(name="a title of 120 characters", words=Words(title="a" * 120)),
        Wish(name="a description of 10000 characters", words=Words(title="Tide pools", description="a" * 10_000)),
        Wish(name="five tags", words=Words(title="Tide pools", tags=("ab", "b" * 30, "low tide", "sea", "sun"))),
        *(Wish(name=f"privacy {privacy}", options={"privacy": privacy}) for privacy in "1234"),
        Wish(name="every choice", options={"category": "7", "licence": "2", "language": "de", "support": "By tea."}),
    )
    not_taken = (
        Wish(name="a title of 2 characters", words=Words(title="ab")),
        Wish(name="a title of 121 characters", words=Words(title="a" * 121)),
        Wish(name="a description of 2 characters", words=Words(title="Tide pools", description="ab")),
        Wish(name="a description of 10001 characters", words=Words(title="Tide pools", description="a" * 10_001)),
        Wish(name="six tags", words=Words(title="Tide pools", tags=("ab", "bc", "cd", "de", "ef", "fg"))),
        Wish(name="a tag of 1 character", words=Words(title="Tide pools", tags=("a",))),
        Wish(name="a tag of 31 characters", words=Words(title="Tide pools", tags=("a" * 31,))),
        Wish(name="a privacy that is none", options={"privacy": "9"}),
        Wish(name="support of 2 characters", options={"support": "ab"}),
    )
    forgiven = ("P1",)
    mutants = {"absence_without_settle_time": absence_without_settle_time}
    caught_by = {
        "no_fence": "cancel at",
        "no_look": "zombie at 1",
        "done_before_the_effect": "death at",
        "blind_retry": "answer lost at exchange 2",
        "hold_forgets_the_unknown": "answer lost at exchange 2",
        "cancel_unchecked": "cancel at",
    }

    cannot_be_told = {
        "absence_without_settle_time": "the user's list shows a video at once, and late bytes come into the same session or into none."
    }

    stand_in: PeerTubeStandIn

    def __init__(self, store: Store, clock: Callable[[], datetime], *, sleep: Callable[[float], None] = time.sleep) -> None:
        self.stand_in = PeerTubeStandIn(store, clock, sleep=sleep)

    def fault(self, trouble: Trouble) -> Fault:
        return Fault(
            kind=trouble.kind,
            at=self.moments[trouble.at],
            reason="unavailable" if trouble.at is Moment.TOKEN else self.reasons[trouble.reason],
            form=trouble.form,
            times=trouble.times,
            retry_after=trouble.retry_after,
        )

    def grant(self) -> Grant:
        channel, issued = self.stand_in.world.people.channel(CHANNEL), self.stand_in.grant(USER)
        return Grant(
            account_id=str(channel.id),
            name=channel.title,
            access_token=issued.access_token,
            refresh_token=issued.refresh_token,
            lifetime=timedelta(seconds=issued.expires_in),
            scopes=("account",),
        )

    def posts(self) -> list[Post]:
        return [_post(video) for video in self.stand_in.videos()]

    def posts_of(self, *, marker: str, sha256: str) -> list[Post]:
        return [_post(video) for video in self.stand_in.videos(marker)]

    def revoke(self) -> None:
        self.stand_in.revoke(USER)

    def end_access(self) -> None:
        self.stand_in.expire_access_tokens()

    def end_uploads(self) -> None:
        self.stand_in.end_sessions()

    def reject_next(self) -> str:
        self.stand_in.set(outcome="transcoding_failed")
        return "processing_failed"

    def moments_of(self, request: Request) -> Collection[Moment]:
        own = moments_of(request, is_last=is_last(self.stand_in.world, request))
        return {moment for moment, name in self.moments.items() if name in own}

    @staticmethod
    def refusals() -> list[Refusal]:
        return [_refusal(row, row.http) for row in TABLE] + [_refusal(DOWN, 502), _refusal(ODD, 302), _refusal(UNKNOWN, 418)]

    @staticmethod
    def sayings() -> list[tuple[str, str]]:
        rows = [(row.message, row.fix) for row in (*TABLE, *GRANT_TABLE, DOWN, ODD, UNKNOWN)]
        gone = processing.deleted("v")
        return [*rows, (gone.message, gone.fix)]

    @staticmethod
    def headline(words: Words) -> str:
        return " ".join(words.title.split())


def _refusal(row: Row, status: int) -> Refusal:
    wrong = {"invalid-params": {row.parameter: {"msg": "Invalid value"}}} if row.parameter else {}
    answer = json_response(status, {"status": status, "detail": "Words.", **({"code": row.named} if row.named else {}), **wrong})
    return Refusal(answer=answer, kind=KINDS[row.kind], code=row.code, message=row.message, fix=row.fix)


def _post(video: Video) -> Post:
    return Post(ids=(video.uuid, video.short, str(video.id)), sha256=video.sha256, title=video.title)
